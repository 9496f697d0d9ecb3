"""Births within the time that is played: maternity notifies them, naming the parents whom it knows and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.replay.case import Case, PersonOfCase, RelationshipOfCase
from wholepicture.interfaces.replay.world import MORNING
from wholepicture.lib.dates import at_london
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import RelationshipKind

MIDWIFERY = "midwifery"
WHY_NOBODY_KNOWS = "no maternity service of the file knows a parent of this child: nobody notified the birth"


@dataclass(frozen=True)
class Birth:
    """One delivery: its children (ids, twins together), who notifies it and the parents that this agency knows."""

    at: datetime
    children: tuple[str, ...]
    agency: str | None
    parents: tuple[str, ...]


def within(case: Case, start: datetime) -> list[Birth]:
    """Return the births from `start` to the end of the case, in order of time."""
    found: dict[tuple[datetime, str | None, tuple[str, ...]], list[str]] = {}
    for child in case.people.values():
        at = at_london(child.born, MORNING) if child.born else None
        if at and start <= at <= case.until:
            agency = _maternity(case, child)
            parents = _parents(case, child.id, agency) if agency else ()
            # Without a parent nothing says that two children are of one delivery.
            key = (at, agency, parents or (f"of {child.id}",))
            found.setdefault(key, []).append(child.id)
    births = [
        Birth(at, tuple(children), agency, tuple(parent for parent in parents if parent in case.people))
        for (at, agency, parents), children in found.items()
    ]
    return sorted(births, key=lambda birth: birth.at)


def _maternity(case: Case, child: PersonOfCase) -> str | None:
    """The maternity service that holds the child, else the first that knows a parent."""
    holds = child.registered.get(Function.SAFEGUARDING_MIDWIFE)
    knowing = [agency for told in case.relationships if _is_parent(told, child.id) for agency in told.known_to]
    return next((agency for agency in [holds, *knowing] if agency and case.agencies[agency].kind == MIDWIFERY), None)


def _parents(case: Case, child: str, agency: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            told.from_person for told in case.relationships if _is_parent(told, child) and agency in told.known_to
        )
    )


def _is_parent(told: RelationshipOfCase, child: str) -> bool:
    return told.to_person == child and told.kind is RelationshipKind.PARENT_OF

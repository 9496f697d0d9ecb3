"""Who is alleged to harm whom, report by report; a counter-allegation never raises the victim's own count (promise 2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from wholepicture.pathway.findings.facts import Direction, Part, Pattern, Report
from wholepicture.registers.people.terms import Role

HARMING = frozenset({Role.CAUSING_HARM, Role.OF_CONCERN})
# Against whom somebody's counter-allegation is: anybody who has a part in the harm, not whoever saw it.
OPPONENTS = frozenset({Role.COUNTER_ALLEGATIONS, Role.VICTIM, Role.CAUSING_HARM})


@dataclass(frozen=True)
class Alleged:
    """One direction of harm in one report; `is_counter` where it is known from counter-allegations alone."""

    direction: Direction
    is_counter: bool


def allegations(report: Report) -> frozenset[Alleged]:
    """Return every direction of harm of one report, each marked whether it is a counter-allegation.

    Each person causing harm against each victim (against None where no victim is told); a carer of concern against each
    child named; those who accuse each other in both directions, each a counter-allegation.
    """
    who = _by_role(report.parts)
    plain = set(_against(who[Role.CAUSING_HARM], who[Role.VICTIM]))
    plain |= set(_against(who[Role.OF_CONCERN], who[Role.CHILD]))
    opponents = {person for role in OPPONENTS for person in who[role]}
    pairs = {(one, other) for one, other in product(who[Role.COUNTER_ALLEGATIONS], opponents) if one != other}
    counter = {Direction(*pair) for one, other in pairs for pair in ((one, other), (other, one))} - plain
    return frozenset({Alleged(each, False) for each in plain} | {Alleged(each, True) for each in counter})


def directions(report: Report) -> frozenset[Direction]:
    """Return who is alleged to harm whom in one report, counter-allegations included."""
    return frozenset(alleged.direction for alleged in allegations(report))


def causing_harm(report: Report) -> frozenset[UUID]:
    """Return whoever is alleged to cause harm in a report, or is its carer of concern; no counter-allegation makes one."""
    return frozenset(part.person for part in report.parts if part.role in HARMING)


def by_direction(pattern: Pattern) -> dict[Direction, tuple[Report, ...]]:
    """Return the reports in scope that count for each direction of harm, oldest first.

    Where two accuse each other, the report counts only for the direction that was alleged of the two first, in a report
    that was no counter-allegation: who was the victim then is not made one who harms by being accused in turn. Where
    neither stood before, or both since the same report, it counts for both. What stood before is what happened before,
    whenever it was told, so the answer is the same in whatever order reports come in.
    """
    found: dict[Direction, list[Report]] = defaultdict(list)
    stood: dict[Direction, int] = {}
    for place, report in enumerate(sorted(pattern.reports, key=lambda r: (r.happened_at, r.incident))):
        alleged = allegations(report)
        for each in sorted(alleged, key=_order):
            if report.in_scope and (not each.is_counter or _counts(each.direction, stood)):
                found[each.direction].append(report)
        for each in alleged:
            if not each.is_counter:
                stood.setdefault(each.direction, place)
    return {direction: tuple(reports) for direction, reports in found.items()}


def _counts(direction: Direction, stood: Mapping[Direction, int]) -> bool:
    """Whether a counter-allegation counts for this direction: unless the other way round stood before it."""
    turned = (direction.against, direction.by)
    back = next((place for other, place in stood.items() if (other.by, other.against) == turned), None)
    own = stood.get(direction)
    return back is None or (own is not None and own <= back)


def _against(those: Iterable[UUID], victims: Iterable[UUID]) -> Iterable[Direction]:
    for person in those:
        others: list[UUID | None] = [victim for victim in victims if victim != person]
        for against in others or [None]:
            yield Direction(person, against)


def _by_role(parts: Iterable[Part]) -> Mapping[Role, set[UUID]]:
    found: dict[Role, set[UUID]] = defaultdict(set)
    for part in parts:
        found[part.role].add(part.person)
    return found


def _order(alleged: Alleged) -> tuple[str, str]:
    return str(alleged.direction.by), str(alleged.direction.against or "")

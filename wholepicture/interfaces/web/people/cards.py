"""One card for each person that a search found: who, from whom, why it is there, and how each agency told it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.registers.people.facts import Match, RecordTold
from wholepicture.registers.people.terms import Precision

SEVERAL = "In more than one family"
OWN = "Your agency"


@dataclass(frozen=True)
class Line:
    """One person that answers, by the record that answers best; `records` are all of theirs that answer.

    `agencies` has each agency once, with whether it is the reader's own; `told` says how each told the name, where there
    are several records. `family` is the one that the reader may open, `note` why there is none.
    """

    record: UUID
    records: tuple[UUID, ...]
    name: str
    born: str
    sex: str
    agencies: tuple[tuple[str, bool], ...]
    told: tuple[str, ...]
    why: str
    family: UUID | None
    note: str


@dataclass(frozen=True)
class Reader:
    """Who reads: their agency, the families they may open, and the day."""

    agency: UUID | None
    granted: Collection[UUID]
    on: date


def lines(matches: Iterable[Match], families: Mapping[UUID, Collection[UUID]], reader: Reader) -> tuple[Line, ...]:
    """Compose the cards in the order of each person's first record; a record that waits to be linked has its own."""
    people: dict[UUID, list[Match]] = {}
    for match in matches:
        people.setdefault(match.person or match.record, []).append(match)
    return tuple(_line(told, families, reader) for told in people.values())


def _line(told: Sequence[Match], families: Mapping[UUID, Collection[UUID]], reader: Reader) -> Line:
    best = told[0]
    held = families.get(best.person, ()) if best.person else ()
    mine = [family for family in held if family in reader.granted]
    agencies = {match.agency: (match.agency_name, match.agency == reader.agency) for match in told}
    return Line(
        record=best.record,
        records=tuple(match.record for match in told),
        name=best.name,
        born=born_in_words(best, reader.on),
        sex=best.sex.label,
        agencies=tuple(
            sorted(((OWN, True) if own else (name, own) for name, own in agencies.values()), key=_own_first)
        ),
        told=tuple(_tellings(told, reader)) if len(told) > 1 else (),
        why="; ".join(best.why),
        # Somebody of two families would tie the one to the other: they are opened from their children.
        family=mine[0] if len(held) == 1 and mine else None,
        note=f"{SEVERAL}: open it from a child" if mine and len(held) > 1 else "",
    )


def _own_first(agency: tuple[str, bool]) -> tuple[bool, str]:
    return not agency[1], agency[0]


def _tellings(told: Sequence[Match], reader: Reader) -> Iterable[str]:
    """Each agency with the name it told, the date of birth where it is not that of the card, and how often."""
    first = born_in_words(told[0], reader.on)
    counted = Counter(
        (OWN if each.agency == reader.agency else each.agency_name, each.name, born_in_words(each, reader.on))
        for each in told
    )
    for (agency, name, born), times in counted.items():
        often = f" ({times} records)" if times > 1 else ""
        yield f"{agency}: {name}{'' if born == first else f', born {born[:1].lower()}{born[1:]}'}{often}"


def born_in_words(match: Match | RecordTold, on: date) -> str:
    """A date of birth no surer than it was told, with the age today; or what is known instead."""
    born = match.birth_date
    if born is None:
        return f"Unborn when told, due {in_words.when(match.expected_date)}" if match.expected_date else "Not known"
    if match.birth_precision is Precision.YEAR:
        return f"{born:%Y}, day and month not known"
    age = in_words.age_in_words(born, on)
    if match.birth_precision is Precision.EXACT:
        return f"{born.day} {born:%B %Y} ({age})"
    return (
        f"{born:%B %Y}, day not known (about {age})"
        if match.birth_precision is Precision.MONTH
        else f"About {born:%Y}, a guess"
    )

"""A child of the family is unborn or an infant, who can neither tell nor get away (review 1.1, 2.4)."""

from collections.abc import Iterator
from datetime import date

from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Found, Pattern, Someone
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = "Child Charlie review 1.1 and 2.4: five incidents in the life of a baby, who died at 16 weeks."
TITLE = "An infant or an unborn child"


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for every such child, until the birthday that the protocol sets.

    A child of whom no birth was told is called unborn until it would be that old; one that has died is not told of.
    """
    for child in sorted(pattern.children):
        known = pattern.people.get(child)
        day = _day(known) if known else None
        if known and day and on < (until := facts_of.birthday(day, protocol.infant_years)):
            yield _found(known, day, until)


def _day(child: Someone) -> date | None:
    """The day of birth, or the day on which it is expected; None for a child who has died."""
    return None if child.died_date else child.birth_date or child.expected_date


def _found(child: Someone, day: date, until: date) -> Found:
    said, kind = f"An unborn child is expected on {wording.day(day)}, or was; no birth has been told.", "expected"
    if child.birth_date:
        said, kind = f"{child.name} was born on {wording.day(day)}.", "born"
    return Found(
        because=said,
        evidence={"persons": [str(child.person)], kind: day.isoformat()},
        key=f"child:{child.person}",
        until=until,
    )

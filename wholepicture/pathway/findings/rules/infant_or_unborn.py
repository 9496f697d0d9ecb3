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
        until = _until(known, protocol.infant_years) if known else None
        if known and until and on < until:
            yield _found(known, until)


def _until(child: Someone, years: int) -> date | None:
    born = child.birth_date or child.expected_date
    return facts_of.birthday(born, years) if born and not child.died_date else None


def _found(child: Someone, until: date) -> Found:
    evidence: dict[str, str] = {}
    if child.birth_date:
        said = f"{child.name} was born on {wording.day(child.birth_date)}."
        evidence["born"] = child.birth_date.isoformat()
    elif child.expected_date:
        said = f"An unborn child is expected on {wording.day(child.expected_date)}, or was; no birth has been told."
        evidence["expected"] = child.expected_date.isoformat()
    return Found(
        because=said,
        evidence={"persons": [str(child.person)], **evidence},
        key=f"child:{child.person}",
        until=until,
    )

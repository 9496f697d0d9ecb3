"""Nobody asked about nights: an infant whose parents live apart may sleep where nobody looked (review 2.8 to 2.13, 3.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Arranged, Found, Pattern, Someone, Value
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = (
    "Child Charlie review 2.8 to 2.13: contact was spoken of four times and nights never; "
    "Charlie stayed with father two nights a week and every other weekend."
)
TITLE = "Contact at night was not asked about"
NOBODY_TOLD = "NOBODY_TOLD"


@dataclass(frozen=True)
class _Adult:
    """A parent with whom the child does not live, with the latest that was told of their contact."""

    person: UUID
    name: str
    latest: Arranged | None
    asked: Arranged | None

    @property
    def is_open(self) -> bool:
        """Whether the latest telling leaves the nights open; the answer "not known" was at least asked for."""
        return self.latest is None or self.latest.overnight is Contact.NOT_ASKED


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for every infant, naming each parent elsewhere whose nights with the child nobody asked about."""
    for person in sorted(pattern.children):
        child = pattern.people.get(person)
        until = _until(child, protocol.infant_years, on) if child else None
        unasked = _unasked(pattern, person) if until else []
        if child and unasked:
            yield Found(
                because=" ".join(_said(child, adult) for adult in unasked),
                evidence=_evidence(child, unasked),
                key=f"child:{person}",
                until=until,
            )


def _until(child: Someone, years: int, on: date) -> date | None:
    """The day on which a child born and living is no infant any more; None for any other child."""
    if child.birth_date is None or child.birth_date > on or child.died_date:
        return None
    until = facts_of.birthday(child.birth_date, years)
    return until if on < until else None


def _unasked(pattern: Pattern, child: UUID) -> list[_Adult]:
    adults = [_adult(pattern, child, each) for each in facts_of.parents_elsewhere(pattern, child)]
    found = [adult for adult in adults if adult.is_open]
    return [] if len(found) < len(adults) and _may_live_with_one(pattern, child, adults) else found


def _may_live_with_one(pattern: Pattern, child: UUID, elsewhere: list[_Adult]) -> bool:
    """Whether one of them may be who the child lives with, so that an answer about the other is all there is to ask."""
    if {adult.person for adult in elsewhere} < set(facts_of.live_apart(pattern, child)):
        return False
    return not all(pattern.homes.get(person) for person in (child, *(adult.person for adult in elsewhere)))


def _adult(pattern: Pattern, child: UUID, adult: UUID) -> _Adult:
    return _Adult(
        person=adult,
        name=pattern.people[adult].name if adult in pattern.people else "a parent",
        latest=facts_of.latest_arrangement(pattern, child, adult),
        asked=facts_of.overnight_asked(pattern, child, adult),
    )


def _said(child: Someone, adult: _Adult) -> str:
    if adult.latest is None:
        return f"Nobody has told of any contact between {child.name} and {adult.name}, by day or at night."
    told = f"{adult.latest.told_by or 'An agency'} on {wording.day(london_day(adult.latest.told_at))}"
    said = (
        f"Contact between {child.name} and {adult.name} was told by {told}, "
        f'by day "{adult.latest.day.label.lower()}"; nobody had asked about nights.'
    )
    return said + (f' Told before of nights: "{adult.asked.overnight.label.lower()}".' if adult.asked else "")


def _evidence(child: Someone, unasked: list[_Adult]) -> dict[str, Value]:
    return {
        "persons": [str(child.person), *(str(adult.person) for adult in unasked)],
        "overnight": {str(a.person): a.latest.overnight.value if a.latest else NOBODY_TOLD for a in unasked},
        "day": {str(a.person): a.latest.day.value if a.latest else NOBODY_TOLD for a in unasked},
        "told_before": {str(a.person): a.asked.overnight.value for a in unasked if a.asked},
    }

"""Contact between children and adults spelled out, by day and overnight; what nobody asked is shown as plainly (promise 8)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.pathway.families.facts import ArrangementFacts
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern

OPEN = frozenset({Contact.NOT_ASKED, Contact.NOT_KNOWN})
NOBODY = "Nobody has told anything"


@dataclass(frozen=True)
class Side:
    """Contact by day, or overnight: in words, and whether it is still open."""

    words: str
    is_open: bool


@dataclass(frozen=True)
class ContactShown:
    """What was last told of one child and one adult; `told` says by whom and since when, None where nobody told."""

    child: str
    adult: str
    day: Side
    overnight: Side
    told: str | None
    told_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to ask, about the day or about the night."""
        return self.day.is_open or self.overnight.is_open


def contacts(
    pattern: Pattern, told: Collection[ArrangementFacts], names: Mapping[UUID, str], agencies: Mapping[UUID, str]
) -> tuple[ContactShown, ...]:
    """The latest of each child with each adult, and each parent living apart of whom nobody told; what is open first."""
    latest = {(each.child, each.adult): each for each in sorted(told, key=lambda each: each.told_at)}
    found = [_told(each, names, agencies) for each in latest.values() if each.child in pattern.children]
    found += [
        ContactShown(name(child, names), name(adult, names), Side(NOBODY, True), Side(NOBODY, True), None, None)
        for child, adult in untold(pattern, latest)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_open, each.child, each.adult)))


def untold(pattern: Pattern, latest: Collection[tuple[UUID, UUID]]) -> Iterator[tuple[UUID, UUID]]:
    """Each child with each parent elsewhere of whom nobody told anything.

    Where it is not known with whom the child lives, an answer about one parent is all there is to ask.
    """
    for child in pattern.children:
        elsewhere = [(child, adult) for adult in facts_of.parents_elsewhere(pattern, child)]
        if child in pattern.homes or not any(pair in latest for pair in elsewhere):
            yield from (pair for pair in elsewhere if pair not in latest)


def _told(told: ArrangementFacts, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> ContactShown:
    since = f", since {wording.day(told.from_date)}" if told.from_date else ""
    source = f", from: {told.source}" if told.source else ""
    return ContactShown(
        child=name(told.child, names),
        adult=name(told.adult, names),
        day=_side(told.day, told.day_words, told, names),
        overnight=_side(told.overnight, told.overnight_words, told, names),
        told=f"{agencies.get(told.told_by, 'An agency')}{source}{since}",
        told_at=told.told_at,
    )


def _side(contact: Contact, words: str, told: ArrangementFacts, names: Mapping[UUID, str]) -> Side:
    said = contact.label
    if contact is Contact.SUPPORTED:
        by = name(told.supported_by, names) if told.supported_by else told.supported_by_words or "whom was not said"
        said = f"Supported by {by}"
    if contact is Contact.AS_TOLD and words:
        said, words = f"As told: {words}", ""
    return Side(f"{said}: {words}" if words else said, contact in OPEN)

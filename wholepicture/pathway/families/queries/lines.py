"""Whose lines of the chronology belong to a family: all of its children's; of an adult of other families too, what concerns it.

A person causing harm may have children in several families: what is known because of another is never read here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.families.queries.standing import families_of
from wholepicture.pathway.families.terms import Part
from wholepicture.registers.people.facts import PersonFacts


@dataclass(frozen=True)
class Lines:
    """Records whose whole line is the family's (`own`), records of which only its reports are (`shared`), and those.

    `persons` says whose each record is. `causes`: only what these made known is wanted (None: everything).
    """

    own: frozenset[UUID]
    shared: frozenset[UUID]
    reports: frozenset[UUID]
    persons: Mapping[UUID, UUID]
    causes: frozenset[UUID] | None = None

    @property
    def records(self) -> frozenset[UUID]:
        """Every record of the family's people."""
        return self.own | self.shared

    def condition(self) -> Q:
        """The condition on entries of the chronology: of the own ones everything, of the shared ones these reports."""
        ours = Q(record_id__in=self.own) | Q(record_id__in=self.shared, cause__in=self.reports)
        return ours if self.causes is None else ours & Q(cause__in=self.causes)

    def of(self, causes: Iterable[UUID]) -> "Lines":
        """The same lines, of which only what these causes made known is wanted."""
        return replace(self, causes=frozenset(causes))


def lines_of(
    family: UUID, members: Iterable[Member], known: Mapping[UUID, PersonFacts], reports: Iterable[UUID]
) -> Lines:
    """Return whose lines belong to a family with these members and reports; `known` has their records. One statement."""
    those = {member.person: member.part for member in members}
    adults = {person for person, part in those.items() if part is Part.ADULT}
    elsewhere = {person for person, found in families_of(adults).items() if found - {family}}
    records = {person: known[person].records for person in those if person in known}
    return Lines(
        own=frozenset(each for person, found in records.items() if person not in elsewhere for each in found),
        shared=frozenset(each for person, found in records.items() if person in elsewhere for each in found),
        reports=frozenset(reports),
        persons={each: person for person, found in records.items() for each in found},
    )

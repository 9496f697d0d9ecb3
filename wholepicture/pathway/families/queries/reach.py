"""Which entries of the line of a life belong to a family: another family's matter never comes in by a shared adult."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.families.queries.standing import families_of
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.registers.chronology.facts import Reach
from wholepicture.registers.people import queries as people


@dataclass(frozen=True)
class FamilyReach:
    """The reach of a family in the chronology, and whom each of its records resolves to today."""

    reach: Reach
    persons: Mapping[UUID, UUID]


def reach(members: Iterable[Member], causes: Iterable[UUID]) -> FamilyReach:
    """Return what belongs to the family of these members; `causes` are known to be its own (its reports, say).

    What somebody who belongs to another family too, or to this one only by an incident, did or was told elsewhere does
    not (design promise 1).
    """
    those = list(members)
    adults = {each.person for each in those if each.part is Part.ADULT}
    by_incident = {each.person for each in those if each.reason is Reason.INVOLVED}
    several = {person for person, found in families_of(adults).items() if len(found) > 1}
    shared = (by_incident | several) & adults
    records = people.records_of_persons(each.person for each in those)
    children = {each.person for each in those if each.part is Part.CHILD}
    return FamilyReach(
        Reach(
            children=_of(records, children),
            adults=_of(records, adults - shared),
            shared=_of(records, shared),
            causes=frozenset(causes),
        ),
        {record: person for person, held in records.items() for record in held},
    )


def _of(records: Mapping[UUID, frozenset[UUID]], persons: Iterable[UUID]) -> frozenset[UUID]:
    return frozenset(record for person in persons for record in records.get(person, ()))

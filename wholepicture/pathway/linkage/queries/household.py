"""Who is told around each of two records: so that a reviewer sees the twin, the father of one name, the new partner.

First names, sex and year of birth only, and by which tie; never a surname, an address or a number (design promise 13).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.linkage.models import Link, Pair
from wholepicture.pathway.linkage.queries.pairs import NotOpened
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, Sex

# A hostel is no household: more than this show nothing that tells two apart.
MOST_SHOWN = 12
SAME_HOME = "Told with the same home"


@dataclass(frozen=True)
class MemberPicture:
    """Somebody told around one of the two records: by which ties, and whether they stand around the other, too."""

    person: UUID
    forename: str
    sex: Sex
    birth_year: int | None
    expected: bool
    ties: tuple[str, ...]
    around_both: bool


@dataclass(frozen=True)
class HouseholdPicture:
    """Who is told around one record; `more` are not shown, since too many were told with one of its homes.

    `to_other`: how the records of this side are told as tied to the other side itself, in words from the other's side.
    """

    members: tuple[MemberPicture, ...]
    more: int = 0
    to_other: tuple[str, ...] = ()


def persons_around(pair: UUID) -> tuple[UUID, ...]:
    """Return the persons of both households, for the record of the look."""
    row = Pair.objects.get(id=pair)
    newer, older = _sides(row)
    return tuple(sorted({*_ties(newer, older).around, *_ties(older, newer).around}))


def households(pair: UUID, *, seen: Seen) -> tuple[HouseholdPicture, HouseholdPicture]:
    """Return who is told around the newer record, and around the older. Raises NotOpened, and Pair.DoesNotExist."""
    if seen.subject != pair:
        raise NotOpened("Open this pair from the list of possible links: what you opened was something else.")
    newer, older = _sides(Pair.objects.get(id=pair))
    mine, theirs = _ties(newer, older), _ties(older, newer)
    told = _told({*mine.around, *theirs.around})
    return _picture(mine, set(theirs.around), told), _picture(theirs, set(mine.around), told)


@dataclass(frozen=True)
class _Ties:
    """Ties of one side by person, without the two persons themselves; and its ties to the other side."""

    around: Mapping[UUID, set[str]]
    to_other: frozenset[str]


def _sides(pair: Pair) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """All records of the newer record's person and of the older's; a record alone where it waits to be linked.

    Where a review of this pair joined them, the sides are those before it: a second reviewer must not see the answer.
    """
    persons = people.persons_of_records([pair.newer_id, pair.older_id])
    held = people.records_of_persons(person for person in persons.values() if person)
    newer, older = (
        held.get(persons[record] or record, frozenset({record})) for record in (pair.newer_id, pair.older_id)
    )
    links = Link.objects.filter(review__pair=pair, undone_at__isnull=True, basis=Basis.REVIEWED)
    moved = frozenset(links.values_list("record_id", flat=True))
    return (moved, older - moved) if moved else (newer, older)


def _ties(mine: frozenset[UUID], theirs: frozenset[UUID]) -> _Ties:
    """How somebody is tied to these records, in words from that person's side."""
    own = set(Record.objects.filter(id__in=mine | theirs).values_list("person_id", flat=True))
    ties: dict[UUID, set[str]] = defaultdict(set)
    to_other: set[str] = set()
    for record, person, words in (*_relations(mine), *_same_homes(mine)):
        if record in theirs:
            to_other.add(words)
        elif person and person not in own:
            ties[person].add(words)
    return _Ties(ties, frozenset(to_other))


def _relations(mine: frozenset[UUID]) -> Iterable[tuple[UUID, UUID | None, str]]:
    rows = Relationship.objects.filter(Q(from_record_id__in=mine) | Q(to_record_id__in=mine))
    for row in rows.select_related("from_record", "to_record"):
        inward = row.from_record_id not in mine
        other = row.from_record if inward else row.to_record
        yield other.id, other.person_id, _tie(RelationshipKind(row.kind), inward=inward)


def _same_homes(mine: frozenset[UUID]) -> Iterable[tuple[UUID, UUID | None, str]]:
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS).exclude(place_key="")
    places = homes.filter(record_id__in=mine).values("place_key")
    for record, person in homes.filter(place_key__in=places).values_list("record_id", "record__person_id"):
        yield record, person, SAME_HOME


def _tie(kind: RelationshipKind, *, inward: bool) -> str:
    if inward or kind in (RelationshipKind.PARTNER_OF, RelationshipKind.SIBLING_OF, RelationshipKind.RELATIVE_OF):
        return kind.label
    return _TURNED[kind]


_TURNED = {
    RelationshipKind.PARENT_OF: "Child of",
    RelationshipKind.CARER_OF: "Cared for by",
    RelationshipKind.GRANDPARENT_OF: "Grandchild of",
}


def _told(persons: Iterable[UUID]) -> dict[UUID, RecordTold]:
    """One telling of each person: the one that knows most."""
    ids = set(persons)
    records = people.as_told(record for found in people.records_of_persons(ids).values() for record in found)
    least_first = sorted(records.values(), key=lambda told: (bool(told.forename), bool(told.birth_date), told.told_at))
    return {cast(UUID, record.person): record for record in least_first}


def _picture(side: _Ties, others: set[UUID], told: Mapping[UUID, RecordTold]) -> HouseholdPicture:
    ties = side.around
    # Relatives first, then whoever was only told with the same home; the eldest first.
    order = sorted(ties, key=lambda one: (ties[one] == {SAME_HOME}, _born(told[one]), str(one)))
    members = tuple(
        MemberPicture(
            person=person,
            forename=told[person].forename,
            sex=told[person].sex,
            birth_year=_born(told[person]) or None,
            expected=told[person].birth_date is None and told[person].expected_date is not None,
            ties=tuple(sorted(ties[person])),
            around_both=person in others,
        )
        for person in order[:MOST_SHOWN]
    )
    return HouseholdPicture(members, max(len(order) - MOST_SHOWN, 0), tuple(sorted(side.to_other)))


def _born(record: RecordTold) -> int:
    return record.birth_date.year if record.birth_date else 0

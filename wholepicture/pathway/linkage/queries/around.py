"""What the rules look at around a batch of records: candidates with all their records, relatives, mothers, what was asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage.facts import Apart, Candidate, Expecting
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.people import finding
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.finding import Capped
from wholepicture.registers.people.models import Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind

Ends = tuple[UUID, UUID, RelationshipKind]


@dataclass(frozen=True)
class Around:
    """All that stands about a batch: others' records, crowded homes, what tells each apart, and each one's parents.

    `capped` says in sentences for a record what was not followed, since too many share it. Who is to be looked at again
    and is who they are because somebody or something said so stands in `decided`: the machine joins them to nobody else.
    """

    others: Mapping[UUID, RecordTold]
    crowded: frozenset[str]
    apart: Mapping[UUID, Apart]
    parents: Mapping[UUID, frozenset[UUID]]
    beside: Mapping[UUID, tuple[RecordTold, ...]]
    asked: frozenset[frozenset[UUID]]
    capped: Mapping[UUID, tuple[str, ...]]
    decided: frozenset[UUID]


def around(waiting: Mapping[UUID, RecordTold]) -> Around:
    """Return all that the rules look at for these records, in a fixed number of statements."""
    found = finding.sharing(waiting.values())
    others = found.records
    relations = _relations({*waiting, *others})
    told_beside = incidents.told_beside(waiting)
    beside = people.as_told({record for found in told_beside.values() for record in found} - set(waiting))
    everybody = {**waiting, **beside}
    persons = {record.person for record in (*others.values(), *waiting.values()) if record.person}
    return Around(
        others=others,
        crowded=people.crowded({place for record in waiting.values() for place in record.place_keys}),
        apart=_apart(waiting, others, told_beside, relations),
        parents=_parents(waiting, relations),
        beside={record: tuple(everybody[other] for other in found) for record, found in told_beside.items()},
        asked=asked(persons),
        decided=_decided(record.record for record in waiting.values() if record.person),
        capped={record: _in_sentences(capped) for record, capped in found.capped.items()},
    )


def _decided(again: Iterable[UUID]) -> frozenset[UUID]:
    standing = Link.objects.filter(record_id__in=set(again), undone_at__isnull=True)
    return frozenset(standing.exclude(basis=Basis.ALONE).values_list("record_id", flat=True))


def _in_sentences(capped: Capped) -> tuple[str, ...]:
    """What was not followed, for whoever reads the decision."""
    keys = f"{capped.keys} of the keys of this record are shared by more than {finding.MOST} records each"
    followed = f"{keys}: whoever shares only one of these was not compared."
    more = f"{capped.unread} that share two or more were not compared either." if capped.unread else ""
    return (followed, more) if more else (followed,)


def expecting(record: RecordTold, parents: Collection[UUID], beside: Collection[RecordTold]) -> list[Expecting]:
    """Return the parents of one child who have another one, unborn or born; one statement unless there are some.

    `parents` are persons; `beside` are the records of the same report that are told as the same parents' children.
    """
    rows = Relationship.objects.filter(
        kind=RelationshipKind.PARENT_OF, from_record__person_id__in=parents, to_record__person_id__isnull=False
    ).exclude(to_record_id=record.record)
    ends = set(rows.values_list("from_record__person_id", "to_record__person_id", "to_record__expected_date"))
    if not any(due for _, _, due in ends) and record.expected_date is None:
        return []
    children: dict[UUID, set[UUID]] = defaultdict(set)
    for parent, child, _ in ends:
        children[parent].add(child)
    by_person: dict[UUID, list[RecordTold]] = defaultdict(list)
    for told in of_persons(child for found in children.values() for child in found).values():
        by_person[cast(UUID, told.person)].append(told)
    sexes = {person: facts.sex for person, facts in people.facts(children).items()}
    return [
        Expecting(parent, sexes[parent], *_unborn_and_born(found, by_person), tuple(beside))
        for parent, found in sorted(children.items())
    ]


def persons_to_hold(waiting: Mapping[UUID, RecordTold]) -> set[UUID]:
    """Return the persons whom these records may join, or whose versions rise when they are resolved."""
    beside = persons_related(waiting)
    found = {record.person for record in finding.sharing(waiting.values()).records.values() if record.person}
    own = {record.person for record in waiting.values() if record.person}
    return found | own | beside | _unborn_of(beside)


def persons_related(record_ids: Collection[UUID]) -> set[UUID]:
    """Return the persons whom these records' relationships name: their versions rise when a record moves."""
    related = {other for ends in _relations(record_ids) for other in ends[:2]}
    return {person for person in people.persons_of_records(related).values() if person}


def of_persons(persons: Iterable[UUID]) -> dict[UUID, RecordTold]:
    """Return every record of these persons, as told."""
    return finding.told_of_persons(set(persons))


def asked(persons: Collection[UUID]) -> frozenset[frozenset[UUID]]:
    """Return which two of these persons were ever asked about, whatever was answered."""
    rows = Pair.objects.filter(newer__person_id__in=persons, older__person_id__in=persons)
    ends = rows.values_list("newer__person_id", "older__person_id")
    return frozenset(frozenset(person for person in pair if person) for pair in ends)


def _unborn_of(parents: Collection[UUID]) -> set[UUID]:
    rows = Relationship.objects.filter(
        kind=RelationshipKind.PARENT_OF,
        from_record__person_id__in=parents,
        to_record__expected_date__isnull=False,
        to_record__person_id__isnull=False,
    )
    return {person for person in rows.values_list("to_record__person_id", flat=True) if person}


def _unborn_and_born(
    children: Iterable[UUID], records: Mapping[UUID, list[RecordTold]]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    found = [Candidate(child, tuple(records[child])) for child in sorted(children)]
    unborn = {one.person for one in found if not any(told.birth_date for told in one.records)}
    expected = {one.person for one in found if any(told.expected_date for told in one.records)}
    return (
        tuple(one for one in found if one.person in unborn & expected),
        tuple(one for one in found if one.person not in unborn),
    )


def _relations(record_ids: Collection[UUID]) -> list[Ends]:
    """Every relationship that one of these records stands in."""
    rows = Relationship.objects.filter(Q(from_record_id__in=record_ids) | Q(to_record_id__in=record_ids))
    found = rows.values_list("from_record_id", "to_record_id", "kind")
    return [(one, other, RelationshipKind(kind)) for one, other, kind in found]


def _apart(
    waiting: Collection[UUID],
    others: Collection[UUID],
    beside: Mapping[UUID, frozenset[UUID]],
    relations: Iterable[Ends],
) -> dict[UUID, Apart]:
    related: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other, _ in relations:
        related[one].add(other)
        related[other].add(one)
    words = _in_words({record for found in related.values() for record in found})
    relatives = {
        record: frozenset(word for other in related[record] for word in words.get(other, ()))
        for record in {*waiting, *others}
        if record in related
    }
    roles = incidents.roles_of_records({*waiting, *others, *(told for found in beside.values() for told in found)})
    different = _found_different(waiting)
    return {
        record: Apart(
            beside[record], frozenset(related.get(record, ())), frozenset(different.get(record, ())), roles, relatives
        )
        for record in waiting
    }


def _found_different(waiting: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By record: those that a reviewer found to be somebody else."""
    two = Review.objects.filter(verdict=Verdict.DIFFERENT, undone_at__isnull=True, second=False)
    rows = two.filter(Q(pair__newer_id__in=waiting) | Q(pair__older_id__in=waiting))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in rows.values_list("pair__newer_id", "pair__older_id"):
        found[one].add(other)
        found[other].add(one)
    return found


def _in_words(record_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """How a relative is found again in another agency's telling: as the same person, or by an equal full name."""
    rows = Record.objects.filter(id__in=record_ids).values_list("id", "person_id", "name_key")
    return {
        record: (*([f"person:{person}"] if person else []), *([f"name:{name}"] if name else []))
        for record, person, name in rows
    }


def _parents(waiting: Mapping[UUID, RecordTold], relations: Iterable[Ends]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for parent, child, kind in relations:
        if kind is RelationshipKind.PARENT_OF and child in waiting:
            found[child].add(parent)
    return {child: frozenset(parents) for child, parents in found.items()}

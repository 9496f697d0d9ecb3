"""What another matcher looks at when it audits the register, and which of its pairs nobody was asked about yet."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.queries.around import asked
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Record, Relationship

BATCH = 5_000
Two = tuple[UUID, UUID]


def enrolled() -> Iterator[RecordTold]:
    """Yield every record that resolves to a person, as told, in the order of ids."""
    ids = Record.objects.filter(person__isnull=False).order_by("id").values_list("id", flat=True)
    rest = iter(ids.iterator(BATCH))
    while batch := list(islice(rest, BATCH)):
        told = people.as_told(batch)
        yield from (told[record] for record in batch)


def joined_by_machine() -> list[Two]:
    """Return each record that the machine joined to a person, with the record by which it did, where that still stands."""
    rows = Link.objects.filter(undone_at__isnull=True, matched__isnull=False).exclude(basis=Basis.REVIEWED)
    return list(rows.order_by("record_id").values_list("record_id", "matched_id"))


def not_asked(pairs: Iterable[Two]) -> list[tuple[RecordTold, RecordTold]]:
    """Return those of two persons whom nobody was ever asked about and who were never told as two, each two once.

    The newer record comes first; the order of the pairs is kept.
    """
    pairs = list(pairs)
    told = people.as_told({record for pair in pairs for record in pair})
    known = set(asked({each.person for each in told.values() if each.person}))
    apart = _told_as_two(list(told))
    found = []
    for one, other in pairs:
        persons = frozenset(person for record in (one, other) if (person := told[record].person))
        if len(persons) == 2 and persons not in known and frozenset({one, other}) not in apart:
            known.add(persons)
            found.append(_newer_first(told[one], told[other]))
    return found


def _told_as_two(records: Sequence[UUID]) -> set[frozenset[UUID]]:
    """Records of one report, and of relatives."""
    beside = incidents.told_beside(records)
    rows = Relationship.objects.filter(Q(from_record__in=records) | Q(to_record__in=records))
    related = {frozenset(ends) for ends in rows.values_list("from_record_id", "to_record_id")}
    return related | {frozenset({one, other}) for one, others in beside.items() for other in others}


def _newer_first(one: RecordTold, other: RecordTold) -> tuple[RecordTold, RecordTold]:
    return (one, other) if (one.told_at, one.record) >= (other.told_at, other.record) else (other, one)

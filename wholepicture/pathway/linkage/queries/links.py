"""The links that were made and undone: for the page that undoes them, and for whoever must correct what followed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q

from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.queries import fields
from wholepicture.pathway.linkage.queries.fields import FieldPicture
from wholepicture.pathway.linkage.queries.pairs import NotOpened
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.audit.terms import MACHINE, Seen

# Stands before the id of the review that moved a record on: such a link ended, but nobody called it wrong.
MOVED_ON = "review:"
# So begins, too, what ended a link of somebody alone whom something told later joined to somebody.
JOINED_LATER = "review:told later"
JOINING = tuple(basis for basis in Basis if basis not in (Basis.ALONE, Basis.UNDONE))


@dataclass(frozen=True)
class LinkLine:
    """One link that stands: its evidence, when and by whom; `review` is set where a reviewer made it.

    `pair` is then the pair that was reviewed. `evidence` is None where nothing was weighed.
    """

    link: UUID
    record: UUID
    person: UUID
    matched: UUID | None
    basis: Basis
    by: str
    by_machine: bool
    at: datetime
    review: UUID | None
    pair: UUID | None
    evidence: Weighed | None = None


def links_made(limit: int) -> list[LinkLine]:
    """Return the latest links that stand and joined a record to somebody, newest first, at most `limit`."""
    rows = Link.objects.filter(undone_at__isnull=True, basis__in=JOINING).select_related("review")
    return [_line(row) for row in rows.order_by("-at", "id")[:limit]]


def link_line(link: UUID) -> LinkLine:
    """Return one link, standing or not. Raises Link.DoesNotExist."""
    return _line(Link.objects.select_related("review").get(id=link))


def link_fields(line: LinkLine, *, seen: Seen) -> tuple[FieldPicture, ...]:
    """Return the record that a link joined, and the one it was matched with, field by field. Raises NotOpened."""
    if seen.subject != line.link or line.matched is None:
        raise NotOpened("Open this link from the list of links made: what you opened was something else.")
    return fields.compared(line.matched, line.record)


def links_of(*, records: Iterable[UUID] = (), persons: Iterable[UUID] = ()) -> list[LinkLine]:
    """Return the links that stand of these records and to these persons, those of records that are alone included."""
    mine = Q(record_id__in=set(records)) | Q(person_id__in=set(persons))
    rows = Link.objects.filter(mine, undone_at__isnull=True).select_related("review")
    return [_line(row) for row in rows.order_by("at", "id")]


def persons_of_link(link: UUID) -> tuple[UUID, ...]:
    """Return the person that a link joins a record to and the one it came from, for the check of conflicts of interest."""
    rows = Link.objects.filter(id=link).values_list("person_id", "before_id")
    return tuple(sorted({person for ends in rows for person in ends if person}))


def undone_since(person_ids: Collection[UUID], since: datetime) -> set[UUID]:
    """Return which of these persons lost or gained a record because a link was undone at or after `since`.

    A record that a review moved on is no correction: whom it was told of is still the same person.
    """
    undone = Link.objects.filter(undone_at__gte=since).exclude(undone_by__startswith=MOVED_ON)
    own = Link.objects.filter(basis=Basis.UNDONE, at__gte=since)
    ends = {*undone.values_list("person_id", "before_id"), *own.values_list("person_id", "before_id")}
    return {person for pair in ends for person in pair if person} & set(person_ids)


def false_from(person_ids: Collection[UUID], since: datetime) -> datetime | None:
    """Return when the first of the links was made that were undone at or after `since` and had these persons taken for one.

    None when there are none: what was told from then on may have been told of the wrong person.
    """
    undone = Link.objects.filter(undone_at__gte=since, basis__in=JOINING).exclude(undone_by__startswith=MOVED_ON)
    theirs = undone.filter(Q(person_id__in=person_ids) | Q(before_id__in=person_ids))
    found: datetime | None = theirs.aggregate(first=Min("at"))["first"]
    return found


def found_different(persons: Collection[UUID], others: Collection[UUID]) -> bool:
    """Whether a standing answer says that a record of the one side and a record of the other are two people."""
    two = Review.objects.filter(verdict=Verdict.DIFFERENT, undone_at__isnull=True, second=False)
    one_way = Q(pair__newer__person_id__in=persons, pair__older__person_id__in=others)
    other_way = Q(pair__newer__person_id__in=others, pair__older__person_id__in=persons)
    return two.filter(one_way | other_way).exists()


def pair_of(one: UUID, other: UUID) -> Pair | None:
    """Return the pair of these two records, whichever raised it."""
    either = Q(newer_id=one, older_id=other) | Q(newer_id=other, older_id=one)
    return Pair.objects.filter(either).order_by("asked_at", "id").first()


def _line(row: Link) -> LinkLine:
    return LinkLine(
        link=row.id,
        record=row.record_id,
        person=row.person_id,
        matched=row.matched_id,
        basis=Basis(row.basis),
        by=row.by,
        by_machine=row.by == MACHINE.id,
        at=row.at,
        review=row.review_id,
        pair=row.review.pair_id if row.review else None,
        evidence=Weighed.from_json(row.evidence),
    )

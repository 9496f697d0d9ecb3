"""The questions that wait for a reviewer, and one of them side by side: never an address, never a whole number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.queries import fields
from wholepicture.pathway.linkage.queries.fields import FieldPicture
from wholepicture.pathway.linkage.rules import weighing
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit.terms import MACHINE, Actor, Seen
from wholepicture.registers.people.models import Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind

MUCH, SOMETHING = 0.75, 0.5
GROWN_UP_AFTER_YEARS = 18
NO_LONGER_KNOWN = "A reviewer who is no longer known"
_PARENTAL = (RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF)


class NotOpened(PermissionError):
    """The proof of a look does not open this pair; its text is for the user."""


@dataclass(frozen=True)
class PairLine:
    """One question that waits: since when, how much speaks for it, and whether they could be two of one household.

    `under_triage`: one of the two is of a family that is on the list of the daily triage; `by` is who was in doubt.
    """

    pair: UUID
    asked_at: datetime
    weight: str
    one_household: bool
    concerns_child: bool
    under_triage: bool = False
    by: str = MACHINE.id


@dataclass(frozen=True)
class SidePicture:
    """One of the two records: whose it is, and when it was told."""

    record: UUID
    agency_name: str
    told_at: datetime


@dataclass(frozen=True)
class ReviewPicture:
    """What somebody said of a pair; `undone_at` is None while it stands, `second` is an opinion that decides nothing.

    `name` is the reviewer's, so that two who differ can talk.
    """

    review: UUID
    verdict: Verdict
    because: str
    worker: UUID
    at: datetime
    undone_at: datetime | None
    undone_because: str
    second: bool = False
    name: str = ""


@dataclass(frozen=True)
class PairPicture:
    """Two records side by side, with what speaks for one person and against it, and what was decided so far."""

    pair: UUID
    asked_at: datetime
    one_household: bool
    weight: str
    newer: SidePicture
    older: SidePicture
    fields: tuple[FieldPicture, ...]
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    reviews: tuple[ReviewPicture, ...]
    is_open: bool
    evidence: Weighed | None = None
    by: str = MACHINE.id


def pairs_waiting(
    by: Actor,
    now: datetime,
    limit: int,
    *,
    begin: int = 0,
    under_triage: Collection[UUID] = (),
    closed: Collection[UUID] = (),
) -> list[PairLine]:
    """Return the questions that wait for this reviewer, by consequence; `begin` leaves out so many of the first.

    First those about these persons, who are of families `under_triage`, then those that touch another child, then the
    oldest. Left out: what somebody decided, what another decision settled, what this reviewer could not tell, and what
    is about somebody whose matters are `closed` to them.
    """
    rows = _waiting_for(by, closed).annotate(child=_concerns_a_child(now), grave=_one_of(under_triage))
    return [
        PairLine(row.id, row.asked_at, weight_in_words(row.score), row.one_household, row.child, row.grave, row.by)
        for row in rows.order_by("-grave", "-child", "asked_at", "id")[begin : begin + limit]
    ]


def pairs_count(by: Actor, *, closed: Collection[UUID] = ()) -> int:
    """Return how many questions wait for this reviewer, without those about somebody whose matters are closed to them."""
    return _waiting_for(by, closed).count()


def pairs_size(now: datetime) -> work_list.Size:
    """Return how many questions wait for any reviewer, and since when."""
    return work_list.size(_open(), "asked_at")


def persons_of_pair(pair: UUID) -> tuple[UUID, ...]:
    """Return the persons to whom the two records resolve now, for the check that a reader is close to neither."""
    rows = Pair.objects.filter(id=pair).values_list("newer__person_id", "older__person_id")
    return tuple(sorted({person for ends in rows for person in ends if person}))


def weight_in_words(score: float) -> str:
    """Return how much speaks for one person, in words: the figure behind it only orders what is asked."""
    if score >= MUCH:
        return "Much speaks for it"
    return "Something speaks for it" if score >= SOMETHING else "Little speaks for it"


def pair_picture(pair: UUID, *, seen: Seen) -> PairPicture:
    """Return two records side by side. Raises NotOpened, and Pair.DoesNotExist."""
    if seen.subject != pair:
        raise NotOpened("Open this pair from the list of possible links: what you opened was something else.")
    row = Pair.objects.select_related("newer__agency", "older__agency").get(id=pair)
    evidence = Weighed.from_json(row.evidence)
    return PairPicture(
        pair=row.id,
        asked_at=row.asked_at,
        one_household=row.one_household,
        weight=weight_in_words(row.score),
        newer=SidePicture(row.newer_id, row.newer.agency.name, row.newer.told_at),
        older=SidePicture(row.older_id, row.older.agency.name, row.older.told_at),
        fields=fields.compared(row.newer_id, row.older_id),
        reasons_for=tuple(row.reasons_for),
        reasons_against=tuple(weighing.unless_weighed(row.reasons_against, evidence)),
        reviews=reviews_of(row.id),
        is_open=_open().filter(id=row.id).exists(),
        evidence=evidence,
        by=row.by,
    )


def reviews_of(pair: UUID) -> tuple[ReviewPicture, ...]:
    """Return what was said of a pair, oldest first, undone answers included."""
    rows = list(Review.objects.filter(pair_id=pair).order_by("at", "id"))
    names = dict(Worker.objects.filter(id__in={row.worker for row in rows}).values_list("id", "name"))
    return tuple(
        ReviewPicture(
            review=row.id,
            verdict=Verdict(row.verdict),
            because=row.because,
            worker=row.worker,
            at=row.at,
            undone_at=row.undone_at,
            undone_because=row.undone_because,
            second=row.second,
            name=names.get(row.worker, NO_LONGER_KNOWN),
        )
        for row in rows
    )


def _waiting_for(by: Actor, closed: Collection[UUID]) -> QuerySet[Pair]:
    if by.worker is None:
        return Pair.objects.none()
    told = Review.objects.filter(pair=OuterRef("pk"), worker=by.worker, undone_at__isnull=True)
    return without(_open().filter(~Exists(told)), closed)


def without(rows: QuerySet[Pair], closed: Collection[UUID]) -> QuerySet[Pair]:
    """Leave out the pairs of which one record is of somebody whose matters are closed to the reader."""
    theirs = Record.objects.filter(person_id__in=closed).values("id")
    return rows.exclude(newer__in=theirs).exclude(older__in=theirs) if closed else rows


def _open() -> QuerySet[Pair]:
    """Pairs of two persons of whom nobody has said that they are two, and that nobody has answered."""
    standing = Review.objects.filter(undone_at__isnull=True, second=False)
    answered = standing.filter(pair=OuterRef("pk")).exclude(verdict=Verdict.CANNOT_TELL)
    here, there = OuterRef("newer__person_id"), OuterRef("older__person_id")
    two = standing.filter(verdict=Verdict.DIFFERENT)
    settled = two.filter(pair__newer__person_id=here, pair__older__person_id=there)
    turned = two.filter(pair__newer__person_id=there, pair__older__person_id=here)
    rows = Pair.objects.exclude(newer__person_id=F("older__person_id"))
    return rows.filter(~Exists(answered), ~Exists(settled), ~Exists(turned))


def _one_of(persons: Collection[UUID]) -> Case:
    found = Q(newer__person_id__in=persons) | Q(older__person_id__in=persons)
    return Case(When(found, then=Value(True)), default=Value(False), output_field=BooleanField())


def _concerns_a_child(now: datetime) -> Case:
    """Whether one of the two persons is a child, expected, or told as a parent or carer of one."""
    today = london_day(now)
    cutoff = date(today.year - GROWN_UP_AFTER_YEARS, today.month, min(today.day, 28))
    young = Q(birth_date__gt=cutoff) | Q(birth_date__isnull=True, expected_date__isnull=False)
    children = Record.objects.filter(young)
    of_children = Relationship.objects.filter(
        Q(to_record__birth_date__gt=cutoff) | Q(to_record__birth_date__isnull=True), kind__in=_PARENTAL
    )
    found = Q()
    for end in ("newer__person_id", "older__person_id"):
        found |= Q(Exists(children.filter(person_id=OuterRef(end))))
        found |= Q(Exists(of_children.filter(from_record__person_id=OuterRef(end))))
    return Case(When(found, then=Value(True)), default=Value(False), output_field=BooleanField())

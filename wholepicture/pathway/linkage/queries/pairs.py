"""The questions that wait for a reviewer, and one of them side by side: never an address, never a whole number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.rules import likeness, telling
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import certainty
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Sex

MUCH, SOMETHING = 0.75, 0.5
LAST_DIGITS = 3
GROWN_UP_AFTER_YEARS = 18
_PARENTAL = (RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF)


class NotOpened(PermissionError):
    """The proof of a look does not open this pair; its text is for the user."""


class Agreement(Term):
    """How the two records compare in one field."""

    SAME = "SAME", "the same"
    NEAR = "NEAR", "nearly the same"
    DIFFERS = "DIFFERS", "differs"
    NOT_KNOWN = "NOT_KNOWN", "not known"


@dataclass(frozen=True)
class PairLine:
    """One question that waits: since when, how much speaks for it, and whether they could be two of one household."""

    pair: UUID
    asked_at: datetime
    weight: str
    one_household: bool
    concerns_child: bool


@dataclass(frozen=True)
class SidePicture:
    """One of the two records: whose it is, and when it was told."""

    record: UUID
    agency_name: str
    told_at: datetime


@dataclass(frozen=True)
class FieldPicture:
    """One field in both tellings, in words that a page may show, and how they compare."""

    field: str
    newer: str
    older: str
    agreement: Agreement


@dataclass(frozen=True)
class ReviewPicture:
    """What somebody said of a pair; `undone_at` is None while it stands."""

    review: UUID
    verdict: Verdict
    because: str
    worker: UUID
    at: datetime
    undone_at: datetime | None
    undone_because: str


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


def pairs_waiting(by: Actor, now: datetime, limit: int) -> list[PairLine]:
    """Return the questions that wait for this reviewer: those that touch a child first, then the oldest.

    Left out: what somebody decided, what another decision settled, and what this reviewer could not tell.
    """
    if by.worker is None:
        return []
    told = Review.objects.filter(pair=OuterRef("pk"), worker=by.worker, undone_at__isnull=True)
    rows = _open().filter(~Exists(told)).annotate(child=_concerns_a_child(now))
    return [
        PairLine(row.id, row.asked_at, weight_in_words(row.score), row.one_household, row.child)
        for row in rows.order_by("-child", "asked_at", "id")[:limit]
    ]


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
    ids = [row.newer_id, row.older_id]
    told = people.as_told(ids)
    newer, older = told[row.newer_id], told[row.older_id]
    return PairPicture(
        pair=row.id,
        asked_at=row.asked_at,
        one_household=row.one_household,
        weight=weight_in_words(row.score),
        newer=SidePicture(row.newer_id, row.newer.agency.name, row.newer.told_at),
        older=SidePicture(row.older_id, row.older.agency.name, row.older.told_at),
        fields=_fields(newer, older, _roles(ids), _relatives(told.values())),
        reasons_for=tuple(row.reasons_for),
        reasons_against=tuple(row.reasons_against),
        reviews=reviews_of(row.id),
        is_open=_open().filter(id=row.id).exists(),
    )


def reviews_of(pair: UUID) -> tuple[ReviewPicture, ...]:
    """Return what was said of a pair, oldest first, undone answers included."""
    rows = Review.objects.filter(pair_id=pair).order_by("at", "id")
    return tuple(
        ReviewPicture(row.id, Verdict(row.verdict), row.because, row.worker, row.at, row.undone_at, row.undone_because)
        for row in rows
    )


def _open() -> QuerySet[Pair]:
    """Pairs of two persons of whom nobody has said that they are two, and that nobody has answered."""
    standing = Review.objects.filter(undone_at__isnull=True)
    answered = standing.filter(pair=OuterRef("pk")).exclude(verdict=Verdict.CANNOT_TELL)
    here, there = OuterRef("newer__person_id"), OuterRef("older__person_id")
    two = standing.filter(verdict=Verdict.DIFFERENT)
    settled = two.filter(pair__newer__person_id=here, pair__older__person_id=there)
    turned = two.filter(pair__newer__person_id=there, pair__older__person_id=here)
    rows = Pair.objects.exclude(newer__person_id=F("older__person_id"))
    return rows.filter(~Exists(answered), ~Exists(settled), ~Exists(turned))


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


def _fields(
    newer: RecordTold,
    older: RecordTold,
    roles: Mapping[UUID, str],
    relatives: Mapping[UUID, str],
) -> tuple[FieldPicture, ...]:
    mine, theirs = newer.record, older.record
    return (
        FieldPicture("Name", certainty.in_words(newer), certainty.in_words(older), _names(newer, older)),
        FieldPicture("Born", _born(newer), _born(older), _dates(newer, older)),
        FieldPicture("Sex", newer.sex.label, older.sex.label, _sexes(newer, older)),
        *_numbers(newer, older),
        FieldPicture("Home", *_homes(newer, older)),
        FieldPicture("Told as", roles.get(mine, ""), roles.get(theirs, ""), _texts(roles.get(mine), roles.get(theirs))),
        FieldPicture(
            "Relatives told with them",
            relatives.get(mine, ""),
            relatives.get(theirs, ""),
            _texts(relatives.get(mine), relatives.get(theirs)),
        ),
    )


def _names(newer: RecordTold, older: RecordTold) -> Agreement:
    found = {likeness.of_forenames(newer, older), likeness.of_surnames(newer, older)}
    if found == {likeness.Likeness.EQUAL}:
        return Agreement.SAME
    if likeness.Likeness.OTHER in found and not likeness.exchanged(newer, older):
        return Agreement.DIFFERS
    return Agreement.NOT_KNOWN if likeness.Likeness.NOT_GIVEN in found else Agreement.NEAR


def _born(record: RecordTold) -> str:
    if record.birth_date:
        day = f"{record.birth_date.day} {record.birth_date:%B %Y}"
        return day if record.birth_precision is Precision.EXACT else f"{day} ({record.birth_precision.label.lower()})"
    if record.expected_date:
        return f"Expected {record.expected_date.day} {record.expected_date:%B %Y}"
    return ""


def _dates(newer: RecordTold, older: RecordTold) -> Agreement:
    one, other = newer.birth_date or newer.expected_date, older.birth_date or older.expected_date
    if one is None or other is None:
        return Agreement.NOT_KNOWN
    if one == other:
        return Agreement.SAME
    slip = other in telling.mistyped(one)
    return Agreement.NEAR if slip or telling.dates_agree(newer, older) else Agreement.DIFFERS


def _sexes(newer: RecordTold, older: RecordTold) -> Agreement:
    if Sex.NOT_KNOWN in (newer.sex, older.sex):
        return Agreement.NOT_KNOWN
    return Agreement.SAME if newer.sex is older.sex else Agreement.DIFFERS


def _numbers(newer: RecordTold, older: RecordTold) -> Iterable[FieldPicture]:
    """Each kind of number that either holds: the last digits, so that two can be told apart and none be used."""
    for kind in IdentifierKind:
        mine = {value for held, value in newer.identifiers if held is kind}
        theirs = {value for held, value in older.identifiers if held is kind}
        if mine or theirs:
            same = Agreement.SAME if mine & theirs else Agreement.DIFFERS
            agreement = same if mine and theirs else Agreement.NOT_KNOWN
            yield FieldPicture(kind.label, _ends(mine), _ends(theirs), agreement)


def _ends(values: Iterable[str]) -> str:
    return ", ".join(
        f"ends in {value[-LAST_DIGITS:]}" if len(value) > 2 * LAST_DIGITS else "held" for value in sorted(values)
    )


def _homes(newer: RecordTold, older: RecordTold) -> tuple[str, str, Agreement]:
    mine, theirs = newer.place_keys, older.place_keys
    words = tuple("An address is held" if places else "" for places in (mine, theirs))
    if not mine or not theirs:
        return words[0], words[1], Agreement.NOT_KNOWN
    return words[0], words[1], Agreement.SAME if mine & theirs else Agreement.DIFFERS


def _texts(one: str | None, other: str | None) -> Agreement:
    if not one or not other:
        return Agreement.NOT_KNOWN
    return Agreement.SAME if one == other else Agreement.DIFFERS


def _roles(record_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = incidents.roles_of_records(record_ids)
    return {record: ", ".join(sorted(role.label for role in roles)) for record, roles in found.items()}


def _relatives(records: Iterable[RecordTold]) -> dict[UUID, str]:
    """The first names of those whom the same agency told as relatives of each record."""
    agencies: dict[UUID, UUID] = {record.record: record.agency for record in records}
    rows: QuerySet[Any] = Relationship.objects.filter(
        Q(from_record_id__in=agencies) | Q(to_record_id__in=agencies)
    ).select_related("from_record", "to_record")
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        for one, other in ((row.from_record, row.to_record), (row.to_record, row.from_record)):
            if agencies.get(one.id) == row.told_by_id and other.forename:
                found[one.id].add(other.forename)
    return {record: ", ".join(sorted(names)) for record, names in found.items()}

"""Every read of people, in bulk. The machine's reads return no text that a page shows; a page's reads ask for `seen`.

A date is `until` exclusive, and an unknown from-date counts as always. Each function sends the same number of
statements however many people are asked for.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wholepicture.lib.once import once
from wholepicture.registers.agencies.models import Agency, Post
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people import certainty, permissions, searching
from wholepicture.registers.people.facts import Answers as Answers
from wholepicture.registers.people.facts import Match as Match
from wholepicture.registers.people.facts import PersonFacts as PersonFacts
from wholepicture.registers.people.facts import ProtectedTold as ProtectedTold
from wholepicture.registers.people.facts import RecordTold as RecordTold
from wholepicture.registers.people.facts import Registration as Registration
from wholepicture.registers.people.facts import Relation as Relation
from wholepicture.registers.people.models import Identifier, NameWord, Person, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, RelationshipKind, Sex

MOST_FOUND = 20
CROWDED_ABOVE = 100
# A person may have many records, and a name stands under each of its words.
_READ_AT_MOST = 20 * MOST_FOUND
_LAST_LETTER = chr(sys.maxunicode)
_PARENTS = (RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF)


def _current(on: date) -> Q:
    """Hold on this day."""
    begun = Q(from_date__isnull=True) | Q(from_date__lte=on)
    return begun & (Q(until_date__isnull=True) | Q(until_date__gt=on))


# The machine's reads.


@once
def facts(person_ids: Iterable[UUID]) -> dict[UUID, PersonFacts]:
    """Return what is known of each person that exists, the most certain values winning; one without records has none."""
    ids = set(person_ids)
    told: dict[UUID, list[RecordTold]] = defaultdict(list)
    for record in Record.objects.filter(person_id__in=ids):
        told[cast(UUID, record.person_id)].append(of_row(record))
    return {person: certainty.combine(person, version, told[person]) for person, version in versions(ids).items()}


@once
def versions(person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the version of each person that exists; a derived thing made from a lower one is stale."""
    return dict(Person.objects.filter(id__in=set(person_ids)).values_list("id", "version"))


def persons_of_records(record_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Return whom each record resolves to, None while linkage has not got to it; an unknown record is left out."""
    return dict(Record.objects.filter(id__in=set(record_ids)).values_list("id", "person_id"))


def records_of_persons(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return the records that resolve to each person; one without any is left out."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for record, person in Record.objects.filter(person_id__in=set(person_ids)).values_list("id", "person_id"):
        found[person].add(record)
    return {person: frozenset(records) for person, records in found.items()}


def as_told(record_ids: Iterable[UUID]) -> dict[UUID, RecordTold]:
    """Return each record as its agency told it, with identifiers and the keys of every address it ever gave."""
    ids = set(record_ids)
    numbers: dict[UUID, set[tuple[IdentifierKind, str]]] = defaultdict(set)
    for record, kind, value in Identifier.objects.filter(record_id__in=ids).values_list("record_id", "kind", "value"):
        numbers[record].add((IdentifierKind(kind), value))
    places: dict[UUID, set[str]] = defaultdict(set)
    homes_told = ProtectedFact.objects.filter(record_id__in=ids, kind=ProtectedKind.ADDRESS).exclude(place_key="")
    for record_id, place in homes_told.values_list("record_id", "place_key"):
        places[record_id].add(place)
    return {
        row.id: replace(of_row(row), identifiers=frozenset(numbers[row.id]), place_keys=frozenset(places[row.id]))
        for row in Record.objects.filter(id__in=ids)
    }


def of_row(row: Record) -> RecordTold:
    """Return one record as told, without identifiers and places."""
    return RecordTold(
        record=row.id,
        agency=row.agency_id,
        person=row.person_id,
        told_at=row.told_at,
        forename=row.forename,
        surname=row.surname,
        sex=Sex(row.sex),
        birth_date=row.birth_date,
        birth_precision=Precision(row.birth_precision),
        expected_date=row.expected_date,
        died_date=row.died_date,
        name_key=row.name_key,
    )


@once
def relations(person_ids: Iterable[UUID]) -> list[Relation]:
    """Return every relationship, past ones included, that any of these people has with another resolved person."""
    ids = set(person_ids)
    columns = ("from_record__person_id", "to_record__person_id", "kind", "from_date", "until_date")
    # Two halves rather than one OR, so that each uses its own index.
    outward = Relationship.objects.filter(from_record__person_id__in=ids, to_record__person_id__isnull=False)
    inward = Relationship.objects.filter(to_record__person_id__in=ids, from_record__person_id__isnull=False)
    rows = outward.values_list(*columns).union(inward.values_list(*columns))
    found = {
        Relation(begin, end, RelationshipKind(kind), from_date, until_date)
        for begin, end, kind, from_date, until_date in rows
        if begin != end
    }
    return sorted(found, key=_relation_order)


def _relation_order(relation: Relation) -> tuple[str, str, str, str, str]:
    return (
        str(relation.from_person),
        str(relation.to_person),
        relation.kind.value,
        str(relation.from_date or ""),
        str(relation.until_date or ""),
    )


def relatives(person_ids: Iterable[UUID]) -> set[UUID]:
    """Return the others one step away by any relationship in either direction, and the children's other parents.

    Former partners and relationships that have ended count. Those asked for are left out of the answer.
    """
    ids = set(person_ids)
    found: set[UUID] = set()
    children: set[UUID] = set()
    for relation in relations(ids):
        found |= {relation.from_person, relation.to_person}
        if relation.from_person in ids and relation.kind in _PARENTS:
            children.add(relation.to_person)
    parents = Relationship.objects.filter(to_record__person_id__in=children, kind__in=_PARENTS)
    found.update(
        parent for parent in parents.values_list("from_record__person_id", flat=True).distinct() if parent is not None
    )
    return found - ids


@once
def homes(person_ids: Iterable[UUID], on: date) -> dict[UUID, frozenset[str]]:
    """Return the place keys of each person's homes on this day; a person without a known home is left out."""
    current = _homes_on(on).filter(record__person_id__in=set(person_ids))
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, place in current.values_list("record__person_id", "place_key"):
        found[person].add(place)
    return {person: frozenset(places) for person, places in found.items()}


def persons_at(place_keys: Iterable[str], on: date) -> dict[str, set[UUID]]:
    """Return who has each of these places as a home on this day; a place where nobody lives is left out."""
    current = _homes_on(on).filter(place_key__in=set(place_keys), record__person_id__isnull=False)
    found: dict[str, set[UUID]] = defaultdict(set)
    for place, person in current.values_list("place_key", "record__person_id"):
        found[place].add(person)
    return dict(found)


def ever_at(place_keys: Iterable[str]) -> set[UUID]:
    """Return everybody who is known to live, or to have lived, at one of these places."""
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, place_key__in=set(place_keys) - {""})
    persons = homes.values_list("record__person_id", flat=True)
    return {person for person in persons if person}


def crowded(place_keys: Iterable[str]) -> frozenset[str]:
    """Return at which of these places so many were ever told to live that nobody is told apart by it: a hostel."""
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, place_key__in=set(place_keys) - {""})
    counted = homes.values("place_key").annotate(tellings=Count("record", distinct=True))
    return frozenset(counted.filter(tellings__gt=CROWDED_ABOVE).values_list("place_key", flat=True))


def household(person_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Return everybody with a home on this day at a home of any of these people, themselves included if they have one."""
    places = {place for held in homes(person_ids, on).values() for place in held}
    return {person for found in persons_at(places, on).values() for person in found}


def _homes_on(on: date) -> QuerySet[ProtectedFact]:
    return ProtectedFact.objects.filter(_current(on), kind=ProtectedKind.ADDRESS).exclude(place_key="")


def registrations(person_ids: Iterable[UUID], on: date) -> list[Registration]:
    """Return with whom these people are registered on this day, each team once, the latest known from-date winning."""
    current = ProtectedFact.objects.filter(
        _current(on), kind=ProtectedKind.REGISTRATION, record__person_id__in=set(person_ids)
    )
    rows = current.values_list("record__person_id", "function", "team_id", "from_date", "until_date")
    found: dict[tuple[UUID, str, UUID], Registration] = {}
    for row in sorted(rows, key=lambda row: row[3] or date.min):
        # Neither person nor team is empty: the filter and a constraint say so.
        each = Registration(*row)
        found[each.person, each.function, each.team_id] = each
    return sorted(found.values(), key=lambda r: (str(r.person), r.function, str(r.team_id)))


# A page's reads.


def name_of(record_id: UUID, *, seen: Seen) -> str:
    """Return the name to show for one record, or what is known instead of a name."""
    return names_of([record_id], seen=seen).get(record_id, "Name not known")


def names_of(record_ids: Iterable[UUID], *, seen: Seen) -> dict[UUID, str]:
    """Return the name to show for each record that exists."""
    return {record: certainty.in_words(told) for record, told in told_of(record_ids, seen=seen).items()}


def told_of(record_ids: Iterable[UUID], *, seen: Seen) -> dict[UUID, RecordTold]:
    """Return each record as told, without its places: those are protected facts."""
    return {record: replace(told, place_keys=frozenset()) for record, told in as_told(record_ids).items()}


def ties_told(
    person_ids: Iterable[UUID], *, agency: UUID, before: datetime, seen: Seen
) -> tuple[frozenset[tuple[UUID, UUID]], frozenset[UUID]]:
    """Return which pairs of these people one agency had said to be related by an instant, and of whom it gave a home.

    Never what kind of tie, nor where the home is.
    """
    ids = set(person_ids)
    told = Relationship.objects.filter(told_by=agency, told_at__lt=before)
    pairs = told.filter(from_record__person_id__in=ids, to_record__person_id__in=ids)
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, told_by=agency, told_at__lt=before)
    persons = homes.filter(record__person_id__in=ids).values_list("record__person_id", flat=True)
    ends = pairs.values_list("from_record__person_id", "to_record__person_id")
    return frozenset((one, other) for one, other in ends if one and other), frozenset(p for p in persons if p)


def protected(
    *,
    seen: Seen,
    record_ids: Collection[UUID] = (),
    contexts: Collection[UUID] = (),
    kinds: Collection[ProtectedKind] = (),
) -> list[ProtectedTold]:
    """Return the protected facts of these records and contexts that the reader's agency may have (design promise 13).

    All kinds when none is named. What the reader may not have is left out without a trace.
    """
    reader = _reader(seen)
    rows = ProtectedFact.objects.filter(Q(record_id__in=set(record_ids)) | Q(context__in=set(contexts)))
    rows = rows.filter(kind__in=set(kinds) or ProtectedKind.values()).order_by("told_at", "id")
    return [
        _protected_told(row)
        for row in rows
        if permissions.may_read(reader, kind=ProtectedKind(row.kind), told_by=row.told_by_id, never_to=row.never_to)
    ]


def search(*, name: str, born: searching.Born | None = None, seen: Seen, also: Iterable[UUID] = ()) -> Answers:
    """Return the records of the reader's own agency, and every record of the persons `also`, that fit what was typed.

    `name` is the beginnings of any words of the name, in any order; `born` leaves out who was certainly born on another
    day. The own agency's come first, a known date of birth before an unknown one; those of 20 people at most. Raises
    searching.TooLittle.
    """
    typed = searching.words(name)
    own = Q(agency_id__in=[seen.by.agency] if seen.by.agency else [])
    others = ~own & Q(record__person_id__in=set(also))
    found: dict[UUID, UUID | None] = {}
    is_cut = False
    for scope in (own, others):
        for rows in _dated_first(NameWord.objects.filter(scope, _called(typed)), born):
            if len({person or record for record, person in found.items()}) <= MOST_FOUND:
                in_order = rows.order_by("words", "record_id").values_list("record_id", "record__person_id")
                read = list(in_order[:_READ_AT_MOST])
                found, is_cut = found | dict(read), is_cut or len(read) == _READ_AT_MOST
    first = searching.of_first(found.items(), MOST_FOUND)
    shown = [record for record in found if record in first]
    return Answers(_matches(shown, typed, born), more=is_cut or len(shown) < len(found))


def _called(typed: tuple[str, ...]) -> Q:
    """Begin with the first word; every other begins one of the words after it."""
    # From and until rather than LIKE, which row-level security keeps from the index: it is not leakproof.
    condition = Q(words__gte=typed[0], words__lt=typed[0] + _LAST_LETTER)
    for word in typed[1:]:
        condition &= Q(words__contains=f" {word}")
    return condition


def _dated_first(rows: QuerySet[NameWord], born: searching.Born | None) -> tuple[QuerySet[NameWord], ...]:
    """All of them, or those born as typed and then those of whom it is not known."""
    if born is None:
        return (rows,)
    exact, precision = Q(record__birth_precision=Precision.EXACT), "record__birth_precision"
    fits = exact & Q(birth_date__range=(born.earliest, born.latest))
    fits |= Q(birth_date__range=born.months, **{precision: Precision.MONTH})
    fits |= Q(birth_date__range=born.years, **{precision: Precision.YEAR})
    fits |= Q(birth_date__range=born.guesses, **{precision: Precision.ESTIMATED})
    if born.turned_round:
        fits |= exact & Q(birth_date=born.turned_round)
    # What every case lies within, for the index.
    return rows.filter(fits, birth_date__range=born.widest), rows.filter(birth_date__isnull=True)


def matches_of(whys: Mapping[UUID, tuple[str, ...]], *, seen: Seen) -> tuple[Match, ...]:
    """Return these records as a search shows them, in their order, each with why it is shown."""
    rows = Record.objects.filter(id__in=whys).select_related("agency").in_bulk()
    return tuple(_match(rows[record], why) for record, why in whys.items() if record in rows)


def _matches(record_ids: Sequence[UUID], typed: tuple[str, ...], born: searching.Born | None) -> tuple[Match, ...]:
    rows = {row.id: row for row in Record.objects.filter(id__in=record_ids).select_related("agency")}
    found = [rows[record] for record in record_ids]
    return tuple(_match(row, searching.why(typed, born, of_row(row))) for row in found)


def _match(row: Record, why: tuple[str, ...]) -> Match:
    told = of_row(row)
    return Match(
        record=row.id,
        person=row.person_id,
        name=certainty.in_words(told),
        sex=told.sex,
        birth_date=told.birth_date,
        birth_precision=told.birth_precision,
        expected_date=told.expected_date,
        agency=row.agency_id,
        agency_name=row.agency.name,
        why=why,
    )


def _reader(seen: Seen) -> permissions.Reader:
    own = [seen.by.agency] if seen.by.agency else []
    kind = Agency.objects.filter(id__in=own).values_list("kind", flat=True).first() or ""
    functions = Post.objects.filter(team_id__in=seen.by.teams).values_list("function", flat=True)
    return permissions.Reader(by=seen.by, agency_kind=kind, functions=frozenset(functions))


def _protected_told(row: ProtectedFact) -> ProtectedTold:
    return ProtectedTold(
        id=row.id,
        kind=ProtectedKind(row.kind),
        record=row.record_id,
        context=row.context,
        value=row.value,
        told_by=row.told_by_id,
        told_at=row.told_at,
        function=row.function,
        team_id=row.team_id,
        from_date=row.from_date,
        until_date=row.until_date,
    )

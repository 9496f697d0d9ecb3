"""Every write to what is known of people: who told it, from when until when; each change raises the persons' versions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from wholepicture.lib.dates import london_day
from wholepicture.registers.agencies.models import Agency, Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import identifiers as numbers
from wholepicture.registers.people import keying, names, permissions
from wholepicture.registers.people.models import Identifier, NameWord, Person, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, RelationshipKind, Sex

# What is found by where it is: a home, and where an incident happened.
HAVE_A_PLACE = frozenset({ProtectedKind.ADDRESS, ProtectedKind.PLACE})


class InvalidTelling(ValueError):
    """What was told cannot be so; its text names the field and the remedy."""


@transaction.atomic
def add_record(
    *,
    agency: Agency,
    forename: str = "",
    surname: str = "",
    sex: Sex = Sex.NOT_KNOWN,
    birth_date: date | None = None,
    birth_precision: Precision | None = None,
    expected_date: date | None = None,
    died_date: date | None = None,
    identifiers: Mapping[IdentifierKind, str] | None = None,
    address: str | None = None,
    address_from: date | None = None,
    by: Actor,
    now: datetime,
) -> Record:
    """Keep an agency's own record of a person, apart from every other until linkage has looked (review 2.2).

    A birth date without a precision is exact. The address goes among the protected facts. Raises InvalidIdentifier,
    InvalidTelling and NotYours.
    """
    permissions.check_can_tell(by=by, agency=agency.id)
    record = record_told(
        agency=agency,
        forename=forename,
        surname=surname,
        sex=sex,
        birth_date=birth_date,
        birth_precision=birth_precision,
        expected_date=expected_date,
        died_date=died_date,
        now=now,
    )
    record.save(force_insert=True)
    held = [(kind, numbers.checked(kind, text)) for kind, text in (identifiers or {}).items()]
    Identifier.objects.bulk_create(Identifier(record=record, kind=kind, value=value) for kind, value in held)
    NameWord.objects.bulk_create(
        NameWord(record=record, agency_id=agency.id, words=words, birth_date=birth_date)
        for words in names.turned(forename, surname)
    )
    if address and address.strip():
        home = _home(record, address, from_date=address_from)
        home.told_by_id, home.told_at = agency.id, now
        home.save(force_insert=True)
    places = [names.place_key(address)] if address and names.place_key(address) else []
    keying.keep([keying.as_told(record, numbers=held, places=places)])
    _write(by=by, now=now, change="record added", about=[record.id])
    return record


def record_told(
    *,
    agency: Agency,
    forename: str,
    surname: str,
    sex: Sex,
    birth_date: date | None,
    birth_precision: Precision | None,
    expected_date: date | None,
    died_date: date | None = None,
    now: datetime,
) -> Record:
    """Return the row of a new record, checked and not yet saved. Raises InvalidTelling."""
    return Record(
        agency_id=agency.id,
        forename=" ".join(forename.split()),
        surname=" ".join(surname.split()),
        name_key=names.name_key(forename, surname),
        sex=sex,
        birth_date=birth_date,
        birth_precision=_checked_birth(birth_date, birth_precision, london_day(now)),
        expected_date=expected_date,
        died_date=died_date,
        told_at=now,
    )


def _checked_birth(birth_date: date | None, precision: Precision | None, today: date) -> Precision:
    """Return how certain the birth date is, or raise InvalidTelling when date and certainty do not fit."""
    if birth_date is None:
        if precision not in (None, Precision.NOT_KNOWN):
            raise InvalidTelling(
                "Date of birth: it is said to be certain but missing. Give the date, or say not known."
            )
        return Precision.NOT_KNOWN
    if birth_date > today:
        raise InvalidTelling(
            "Date of birth: it lies in the future. For an unborn child give the expected date instead."
        )
    if precision is Precision.NOT_KNOWN:
        raise InvalidTelling("Date of birth: say how certain it is, or leave the date empty.")
    return precision or Precision.EXACT


@transaction.atomic
def relate(
    *,
    from_record: Record,
    to_record: Record,
    kind: RelationshipKind,
    from_date: date | None = None,
    until_date: date | None = None,
    told_by: Agency,
    by: Actor,
    now: datetime,
) -> Relationship:
    """Keep how two people are related and who said so; told again in the same words, it is the same relationship.

    Raises the version of the persons at both ends. Raises InvalidTelling and NotYours.
    """
    permissions.check_can_tell(by=by, agency=told_by.id)
    _check_period(from_date, until_date)
    if from_record.id == to_record.id:
        raise InvalidTelling("Relationship: a person cannot be related to themselves. Choose the other person.")
    persons = _lock([from_record.id, to_record.id])
    told = {
        "from_record_id": from_record.id,
        "to_record_id": to_record.id,
        "kind": kind,
        "from_date": from_date,
        "until_date": until_date,
        "told_by_id": told_by.id,
    }
    if known := Relationship.objects.filter(**told).order_by("told_at").first():
        return known
    relationship = Relationship.objects.create(**told, told_at=now)
    touch(persons=persons)
    if kind is RelationshipKind.PARENT_OF:
        # The mother of a newborn says which unborn child it was.
        keying.look_again([to_record.id], now=now)
    _write(by=by, now=now, change="relationship added", about=[from_record.id, to_record.id], persons=persons)
    return relationship


@transaction.atomic
def add_address(
    *,
    record: Record,
    value: str,
    from_date: date | None = None,
    until_date: date | None = None,
    told_by: Agency,
    by: Actor,
    now: datetime,
) -> ProtectedFact:
    """Keep where somebody lives or lived, as a protected fact; told again, the same spelling or not, it is the same.

    Raises InvalidTelling and NotYours.
    """
    if not value.strip():
        raise InvalidTelling("Address: it is empty. Leave it out when it is not known.")
    fact = _home(record, value, from_date=from_date, until_date=until_date)
    return _keep(fact, told_by=told_by, by=by, now=now, change="address added")


@transaction.atomic
def register(
    *,
    record: Record,
    function: Function,
    team: Team,
    from_date: date | None = None,
    until_date: date | None = None,
    told_by: Agency,
    by: Actor,
    now: datetime,
) -> ProtectedFact:
    """Keep with which team somebody is registered for a function: their GP practice, school or allocated worker.

    Raises InvalidTelling and NotYours.
    """
    fact = ProtectedFact(
        kind=ProtectedKind.REGISTRATION,
        record_id=record.id,
        function=Function(function),
        team_id=team.id,
        from_date=from_date,
        until_date=until_date,
    )
    return _keep(fact, told_by=told_by, by=by, now=now, change="registration added")


@transaction.atomic
def protect(
    *,
    kind: ProtectedKind,
    record: Record | None = None,
    context: UUID | None = None,
    value: str,
    told_by: Agency,
    never_to: Sequence[str] = (),
    by: Actor,
    now: datetime,
) -> ProtectedFact:
    """Keep a fact that would locate or endanger somebody, about a record or within a context such as an incident.

    `never_to` holds entries such as `agency:<id>`; the words before the colon are permissions.NEVER_TO. Raises
    InvalidTelling and NotYours.
    """
    fact = fact_told(kind=kind, record=record.id if record else None, context=context, value=value, never_to=never_to)
    return _keep(fact, told_by=told_by, by=by, now=now, change="protected fact added")


def fact_told(
    *, kind: ProtectedKind, record: UUID | None, context: UUID | None, value: str, never_to: Sequence[str]
) -> ProtectedFact:
    """Return the row of a protected fact, checked and not yet saved or said by whom. Raises InvalidTelling."""
    if kind is ProtectedKind.REGISTRATION:
        raise InvalidTelling("Registration: it needs a team. Register the person with the team instead.")
    if record is None and context is None:
        raise InvalidTelling("Protected fact: say whom or which incident it is about.")
    for entry in never_to:
        if entry.partition(":")[0] not in permissions.NEVER_TO or not entry.partition(":")[2]:
            raise InvalidTelling(f"Never to: write one of {', '.join(permissions.NEVER_TO)}, a colon and the id.")
    return ProtectedFact(
        kind=kind,
        record_id=record,
        context=context,
        value=value,
        place_key=names.place_key(value) if kind in HAVE_A_PLACE else "",
        never_to=sorted(never_to),
    )


@transaction.atomic
def end_fact(*, fact: ProtectedFact, until_date: date, by: Actor, now: datetime) -> ProtectedFact:
    """Say on which day an address, a registration or another protected fact first no longer held.

    Only the agency that told it may. Raises InvalidTelling and NotYours.
    """
    permissions.check_can_tell(by=by, agency=fact.told_by_id)
    _check_period(fact.from_date, until_date)
    persons = _lock([fact.record_id])
    fact.until_date = until_date
    fact.save(update_fields=["until_date"])
    touch(persons=persons)
    _write(by=by, now=now, change=f"{fact.kind} ended", about=[fact.record_id], persons=persons)
    return fact


@transaction.atomic
def end_relationship(*, relationship: Relationship, until_date: date, by: Actor, now: datetime) -> Relationship:
    """Say on which day a relationship first no longer held; only the agency that told it may.

    Raises InvalidTelling and NotYours.
    """
    permissions.check_can_tell(by=by, agency=relationship.told_by_id)
    _check_period(relationship.from_date, until_date)
    records = [relationship.from_record_id, relationship.to_record_id]
    persons = _lock(records)
    relationship.until_date = until_date
    relationship.save(update_fields=["until_date"])
    touch(persons=persons)
    _write(by=by, now=now, change="relationship ended", about=records, persons=persons)
    return relationship


@transaction.atomic
def resolve(*, record: Record, person: Person | None, by: Actor, now: datetime) -> Person:
    """Say which person a record is about, a new one when None; for the linkage step only.

    Raises the version of the person it leaves, of the one it joins and of everybody its relationships name. Resolving
    again to the same person, or alone again, changes nothing. Raises NotYours.
    """
    permissions.check_can_resolve(by=by)
    before = _lock([record.id])
    shared = Record.objects.filter(person_id__in=before).exclude(id=record.id).exists()
    if before and (person.id in before if person else not shared):
        return Person.objects.get(id__in=before)
    after = person or Person.objects.create(created_at=now)
    Record.objects.filter(id=record.id).update(person_id=after.id)
    record.person_id = after.id
    persons = before | _related(record.id) | ({person.id} if person else set())
    touch(persons=persons)
    _write(by=by, now=now, change="record resolved", about=[record.id], persons={after.id} | before)
    return after


def looked_again(*, records: Iterable[UUID]) -> None:
    """Note that linkage has looked at these since something new was told of them; for the linkage step only."""
    Record.objects.filter(id__in=set(records), rematch_at__isnull=False).update(rematch_at=None)


@transaction.atomic(savepoint=False)
def touch(*, persons: Iterable[UUID]) -> None:
    """Raise the version of these persons, so that whatever was derived from them is derived again; part of another deed."""
    wanted = set(persons)
    if not wanted:
        return
    # Locked in one order, so that two transactions that touch the same people cannot wait for each other.
    ordered = Person.objects.filter(id__in=wanted).order_by("id").select_for_update(no_key=True)
    ids = list(ordered.values_list("id", flat=True))
    Person.objects.filter(id__in=ids).update(version=F("version") + 1)


def _home(record: Record, address: str, *, from_date: date | None, until_date: date | None = None) -> ProtectedFact:
    return ProtectedFact(
        kind=ProtectedKind.ADDRESS,
        record_id=record.id,
        value=address.strip(),
        place_key=names.place_key(address),
        from_date=from_date,
        until_date=until_date,
    )


def _keep(fact: ProtectedFact, *, told_by: Agency, by: Actor, now: datetime, change: str) -> ProtectedFact:
    """Store a protected fact once: the same one told again by the same agency is returned as it stands."""
    permissions.check_can_tell(by=by, agency=told_by.id)
    _check_period(fact.from_date, fact.until_date)
    persons = _lock([fact.record_id])
    fact.told_by_id, fact.told_at = told_by.id, now
    if found := _same_fact(fact):
        return found
    fact.save(force_insert=True)
    if fact.kind == ProtectedKind.ADDRESS and fact.record_id:
        keying.keep_again([fact.record_id], now=now)
    touch(persons=persons)
    _write(by=by, now=now, change=change, about=[fact.record_id], persons=persons)
    return fact


def _same_fact(fact: ProtectedFact) -> ProtectedFact | None:
    names_one = (
        "kind",
        "record_id",
        "context",
        "function",
        "team_id",
        "from_date",
        "until_date",
        "told_by_id",
        "never_to",
    )
    same = {name: getattr(fact, name) for name in names_one}
    spelt = {"place_key": fact.place_key} if fact.place_key else {"value": fact.value}
    return ProtectedFact.objects.filter(**same, **spelt).order_by("told_at").first()


def _lock(record_ids: Iterable[UUID | None]) -> set[UUID]:
    """Hold these records to the end of the transaction and return the persons they resolve to.

    Linkage cannot join a record in the middle of a change, which would leave its new person's version as it was.
    """
    ids = {record for record in record_ids if record is not None}
    held = Record.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    return {person for person in held.values_list("person_id", flat=True) if person is not None}


def _related(record_id: UUID) -> set[UUID]:
    rows = Relationship.objects.filter(Q(from_record_id=record_id) | Q(to_record_id=record_id))
    ends = rows.values_list("from_record__person_id", "to_record__person_id")
    return {person for pair in ends for person in pair if person is not None}


def _check_period(from_date: date | None, until_date: date | None) -> None:
    if from_date is not None and until_date is not None and until_date <= from_date:
        raise InvalidTelling("Until: it must be later than the from-date. It is the first day that no longer holds.")


def _write(
    *, by: Actor, now: datetime, change: str, about: Iterable[UUID | None], persons: Iterable[UUID] = ()
) -> None:
    """Write to the audit what changed, by ids only: never the name, the number or the place."""
    told = [f"record:{record}" for record in about if record is not None]
    known = [f"person:{person}" for person in sorted(persons)]
    audit.record(event=Event.PERSON_CHANGED, by=by, now=now, about=told + known, detail={"change": change})

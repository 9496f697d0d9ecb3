"""Every change to what is known of people: kept once, in the teller's name, audited, and raising the versions concerned."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import (
    TOLD_AT,
    make_practice,
    make_record,
    make_registration,
    make_relation,
    make_resolved,
    make_teller,
)
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event, Seen
from wholepicture.registers.people import actions, queries
from wholepicture.registers.people.identifiers import InvalidIdentifier
from wholepicture.registers.people.models import Person, ProtectedFact, Record, Relationship
from wholepicture.registers.people.permissions import NotYours
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, RelationshipKind

pytestmark = pytest.mark.django_db

DAY = date(2019, 12, 16)
CANARY = "17 Canary Row"


def seen_by(agency_id: UUID, **who: object) -> Seen:
    return Seen(by=Actor(id="user-1", name="Ada", agency=agency_id, **who), why="told", at=TOLD_AT)  # type: ignore[arg-type]


def version(person: Person) -> int:
    return queries.versions([person.id])[person.id]


# Records


def test_a_record_keeps_what_was_told_and_the_address_stands_apart() -> None:
    record = make_record(
        forename=" Zoë  Ann ",
        surname="O'Brien",
        birth_date=date(2018, 3, 1),
        birth_precision=Precision.MONTH,
        identifiers={IdentifierKind.NHS_NUMBER: "999-000-0018", IdentifierKind.POLICE: " 52/1a "},
        address=f" {CANARY} ",
    )

    stored = Record.objects.get(id=record.id)
    assert (stored.forename, stored.surname, stored.name_key) == ("Zoë Ann", "O'Brien", "zoe ann|obrien")
    assert (stored.birth_precision, stored.person_id, stored.told_at) == (Precision.MONTH, None, TOLD_AT)
    assert set(stored.identifiers.values_list("kind", "value")) == {
        ("NHS_NUMBER", "9990000018"),
        ("POLICE", "52/1A"),
    }
    fact = stored.protected.get()
    assert (fact.kind, fact.value, fact.place_key) == (ProtectedKind.ADDRESS, CANARY, "17 canary row")
    assert CANARY not in repr(Record.objects.filter(id=record.id).values().get())


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ({"birth_date": DAY + timedelta(days=1)}, "future"),
        ({"birth_date": DAY, "birth_precision": Precision.NOT_KNOWN}, "how certain"),
        ({"birth_precision": Precision.EXACT}, "missing"),
    ],
)
def test_a_birth_that_cannot_be_is_refused(told: dict[str, object], because: str) -> None:
    with pytest.raises(actions.InvalidTelling, match=because):
        make_record(**told)  # type: ignore[arg-type]
    assert not Record.objects.exists()


def test_a_birth_today_by_londons_clock_is_accepted() -> None:
    born = make_record(birth_date=date(2020, 6, 2), now=TOLD_AT.replace(year=2020, month=6, day=1, hour=23, minute=30))
    assert born.birth_precision is Precision.EXACT


def test_a_mistyped_number_keeps_nothing_of_the_record() -> None:
    with pytest.raises(InvalidIdentifier):
        make_record(identifiers={IdentifierKind.NHS_NUMBER: "9990000019"}, address=CANARY)
    assert not Record.objects.exists()
    assert not ProtectedFact.objects.exists()


# Versions


def make_pair() -> tuple[Record, Person, Record, Person]:
    one, other = make_record(), make_record()
    return one, make_resolved(one), other, make_resolved(other)


def test_a_relationship_raises_the_version_at_both_ends_once() -> None:
    one, one_person, other, other_person = make_pair()
    first = make_relation(RelationshipKind.PARTNER_OF, one, other)
    assert (version(one_person), version(other_person)) == (2, 2)

    again = make_relation(RelationshipKind.PARTNER_OF, one, other)

    assert again.id == first.id
    assert (version(one_person), version(other_person)) == (2, 2)
    assert Relationship.objects.count() == 1


def test_a_relationship_that_ends_raises_both_again() -> None:
    one, one_person, other, other_person = make_pair()
    relation = make_relation(RelationshipKind.PARTNER_OF, one, other, from_date=DAY)

    actions.end_relationship(relationship=relation, until_date=DAY + timedelta(days=3), by=MACHINE, now=TOLD_AT)

    assert (version(one_person), version(other_person)) == (3, 3)
    assert queries.relations([one_person.id])[0].until_date == DAY + timedelta(days=3)


def _add_address(record: Record) -> ProtectedFact:
    return actions.add_address(record=record, value=CANARY, told_by=record.agency, by=MACHINE, now=TOLD_AT)


def _register(record: Record) -> ProtectedFact:
    return make_registration(record, make_practice())


def _protect(record: Record) -> ProtectedFact:
    return actions.protect(
        kind=ProtectedKind.PHONE, record=record, value="07700 900000", told_by=record.agency, by=MACHINE, now=TOLD_AT
    )


@pytest.mark.parametrize("change", [_add_address, _register, _protect])
def test_a_protected_fact_raises_its_persons_version_and_so_does_its_end(
    change: Callable[[Record], ProtectedFact],
) -> None:
    record, person, _, bystander = make_pair()

    fact = change(record)
    assert version(person) == 2
    actions.end_fact(fact=fact, until_date=DAY, by=MACHINE, now=TOLD_AT)

    assert version(person) == 3
    assert version(bystander) == 1
    assert ProtectedFact.objects.get(id=fact.id).until_date == DAY


def test_the_same_home_told_again_in_another_spelling_changes_nothing() -> None:
    record, person, _, _ = make_pair()
    first = _add_address(record)
    again = actions.add_address(
        record=record, value="17, canary row.", told_by=record.agency, by=MACHINE, now=TOLD_AT + timedelta(days=1)
    )
    assert again.id == first.id
    assert version(person) == 2


def test_the_same_home_from_another_day_is_a_second_fact() -> None:
    record = make_record()
    _add_address(record)
    actions.add_address(record=record, value=CANARY, from_date=DAY, told_by=record.agency, by=MACHINE, now=TOLD_AT)
    assert set(record.protected.values_list("from_date", flat=True)) == {None, DAY}


def test_the_same_home_told_by_another_agency_is_a_second_fact() -> None:
    record = make_record()
    _add_address(record)
    actions.add_address(record=record, value=CANARY, told_by=make_teller(kind="housing"), by=MACHINE, now=TOLD_AT)
    assert record.protected.count() == 2


def test_resolving_makes_a_person_and_again_changes_nothing() -> None:
    record = make_record()
    person = actions.resolve(record=record, person=None, by=MACHINE, now=TOLD_AT)
    assert Record.objects.get(id=record.id).person_id == record.person_id == person.id

    assert actions.resolve(record=record, person=person, by=MACHINE, now=TOLD_AT).id == person.id
    assert actions.resolve(record=record, person=None, by=MACHINE, now=TOLD_AT).id == person.id
    assert (version(person), Person.objects.count()) == (1, 1)


def test_moving_a_record_raises_whom_it_leaves_whom_it_joins_and_whom_it_names() -> None:
    one, one_person, _, other_person = make_pair()
    child = make_record()
    child_person = make_resolved(child)
    make_relation(RelationshipKind.PARENT_OF, one, child)
    before = {person.id: version(person) for person in (one_person, other_person, child_person)}

    actions.resolve(record=one, person=other_person, by=MACHINE, now=TOLD_AT)

    after = queries.versions(before)
    assert after == {person: number + 1 for person, number in before.items()}


def test_a_record_that_joins_a_person_raises_that_persons_version() -> None:
    person = make_resolved(make_record())
    actions.resolve(record=make_record(), person=person, by=MACHINE, now=TOLD_AT)
    assert version(person) == 2


def test_undoing_a_link_gives_the_record_a_person_of_its_own() -> None:
    one, other = make_record(), make_record()
    shared = make_resolved(one, other)
    alone = actions.resolve(record=other, person=None, by=MACHINE, now=TOLD_AT)
    assert alone.id != shared.id
    assert queries.persons_of_records([one.id, other.id]) == {one.id: shared.id, other.id: alone.id}


def test_touching_many_takes_as_many_statements_as_touching_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    persons = [make_resolved(make_record()).id for _ in range(5)]
    with django_assert_num_queries(2):  # lock, update
        actions.touch(persons=persons[:1])
    with django_assert_num_queries(2):
        actions.touch(persons=persons)
    assert queries.versions(persons) == {persons[0]: 3} | dict.fromkeys(persons[1:], 2)


# Refusals


def test_an_agency_cannot_tell_in_anothers_name() -> None:
    police, school = make_teller(kind="police"), make_teller(kind="school")
    record, other = make_record(agency=police), make_record(agency=police)
    teacher = Actor(id="user-2", name="Tea", agency=school.id)
    acts: list[Callable[[], object]] = [
        lambda: actions.add_record(agency=police, forename="X", by=teacher, now=TOLD_AT),
        lambda: actions.add_address(record=record, value=CANARY, told_by=police, by=teacher, now=TOLD_AT),
        lambda: actions.register(
            record=record, function=Function.GP, team=make_practice(), told_by=police, by=teacher, now=TOLD_AT
        ),
        lambda: actions.protect(
            kind=ProtectedKind.PHONE, record=record, value="1", told_by=police, by=teacher, now=TOLD_AT
        ),
        lambda: actions.relate(
            from_record=record,
            to_record=other,
            kind=RelationshipKind.PARENT_OF,
            told_by=police,
            by=teacher,
            now=TOLD_AT,
        ),
        lambda: actions.end_fact(fact=_add_address(record), until_date=DAY, by=teacher, now=TOLD_AT),
        lambda: actions.resolve(record=record, person=None, by=teacher, now=TOLD_AT),
    ]
    for act in acts:
        with pytest.raises(NotYours):
            act()


def test_what_cannot_be_so_is_refused_with_a_remedy() -> None:
    record, other = make_record(), make_record()
    with pytest.raises(actions.InvalidTelling, match="themselves"):
        make_relation(RelationshipKind.SIBLING_OF, record, record)
    with pytest.raises(actions.InvalidTelling, match="later than"):
        make_relation(RelationshipKind.SIBLING_OF, record, other, from_date=DAY, until_date=DAY)
    with pytest.raises(actions.InvalidTelling, match="empty"):
        actions.add_address(record=record, value=" ", told_by=record.agency, by=MACHINE, now=TOLD_AT)
    with pytest.raises(actions.InvalidTelling, match="needs a team"):
        actions.protect(
            kind=ProtectedKind.REGISTRATION, record=record, value="x", told_by=record.agency, by=MACHINE, now=TOLD_AT
        )
    with pytest.raises(actions.InvalidTelling, match="whom or which incident"):
        actions.protect(kind=ProtectedKind.PHONE, value="x", told_by=record.agency, by=MACHINE, now=TOLD_AT)
    with pytest.raises(actions.InvalidTelling, match="Never to"):
        actions.protect(
            kind=ProtectedKind.PHONE,
            record=record,
            value="x",
            never_to=["somebody"],
            told_by=record.agency,
            by=MACHINE,
            now=TOLD_AT,
        )


# Audit


def test_every_change_is_audited_by_ids_only() -> None:
    record, person, other, _ = make_pair()
    fact = _add_address(record)
    relation = make_relation(RelationshipKind.PARENT_OF, record, other)
    actions.end_fact(fact=fact, until_date=DAY, by=MACHINE, now=TOLD_AT)
    actions.end_relationship(relationship=relation, until_date=DAY, by=MACHINE, now=TOLD_AT)

    entries = list(Entry.objects.filter(event=Event.PERSON_CHANGED))
    about_record = [entry.detail["change"] for entry in entries if f"record:{record.id}" in entry.about]
    assert sorted(about_record) == [
        "ADDRESS ended",
        "address added",
        "record added",
        "record resolved",
        "relationship added",
        "relationship ended",
    ]
    assert all(f"person:{person.id}" in entry.about for entry in entries if entry.detail["change"] == "address added")
    everything = " ".join(f"{entry.about} {entry.detail}" for entry in entries)
    assert not any(word in everything for word in ("Canary", "Robin", "Ashby"))


@pytest.mark.parametrize("change", [_add_address, _register, _protect])
def test_a_change_without_its_audit_does_not_happen(
    change: Callable[[Record], ProtectedFact], monkeypatch: pytest.MonkeyPatch
) -> None:
    record, person, _, _ = make_pair()

    def refuse(**_: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(actions.audit, "record", refuse)
    with pytest.raises(RuntimeError):
        change(record)
    assert not record.protected.exists()
    assert version(person) == 1


# Reads of pages


def test_a_page_gets_names_and_never_the_places() -> None:
    named, unborn = make_record(address=CANARY), make_record(forename="", surname="", expected_date=DAY)
    seen = seen_by(make_teller(kind="police").id)

    assert queries.name_of(named.id, seen=seen) == "Robin Ashby"
    assert queries.names_of([unborn.id], seen=seen) == {unborn.id: "Unborn child"}
    assert queries.name_of(uuid4(), seen=seen) == "Name not known"
    told = queries.told_of([named.id], seen=seen)
    assert told[named.id].place_keys == frozenset()
    assert "canary" not in repr(told).lower()


def test_protected_facts_reach_only_the_agencies_that_may_have_them() -> None:
    police, csc, gp = (make_teller(kind=kind) for kind in ("police", "childrens_social_care", "gp_practice"))
    record = make_record(agency=police, address=CANARY)
    incident = uuid4()
    actions.protect(
        kind=ProtectedKind.REFERRER, context=incident, value="a neighbour", told_by=police, by=MACHINE, now=TOLD_AT
    )
    visiting = make_teller(kind="health_visiting")

    def read(agency_id: UUID) -> set[str]:
        facts = queries.protected(seen=seen_by(agency_id), record_ids=[record.id], contexts=[incident])
        return {fact.value for fact in facts}

    assert read(police.id) == read(csc.id) == {CANARY, "a neighbour"}
    assert read(visiting.id) == {CANARY}
    assert read(gp.id) == read(uuid4()) == set()
    phones = queries.protected(seen=seen_by(police.id), record_ids=[record.id], kinds=[ProtectedKind.PHONE])
    assert phones == []


def test_a_never_to_entry_is_kept_from_whoever_it_names() -> None:
    police, csc = make_teller(kind="police"), make_teller(kind="childrens_social_care")
    team = make_practice("intake", csc)
    team.posts.create(function=Function.FIRST_RESPONSE)
    incident = uuid4()
    for entry in (f"agency:{csc.id}", "function:first_response", f"team:{team.id}"):
        actions.protect(
            kind=ProtectedKind.PLACE,
            context=incident,
            value=CANARY,
            never_to=[entry],
            told_by=police,
            by=MACHINE,
            now=TOLD_AT,
        )

    assert queries.protected(seen=seen_by(csc.id, teams=frozenset({team.id})), contexts=[incident]) == []
    assert len(queries.protected(seen=seen_by(csc.id), contexts=[incident])) == 2
    assert len(queries.protected(seen=seen_by(police.id), contexts=[incident])) == 3


def test_protected_facts_of_many_records_take_three_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    police = make_teller(kind="police")
    records = [make_record(agency=police, address=f"{number} Long Road").id for number in range(10)]
    with django_assert_num_queries(3):
        seen = seen_by(police.id, teams=frozenset({uuid4()}))
        assert len(queries.protected(seen=seen, record_ids=records)) == 10


def test_touching_somebody_who_is_not_there_touches_nobody_else_and_whoever_is_there_once() -> None:
    one, other = make_resolved(), make_resolved()
    before = version(one), version(other)

    actions.touch(persons=[uuid4()])
    assert (version(one), version(other)) == before

    actions.touch(persons=[uuid4(), one.id, one.id])
    assert (version(one), version(other)) == (before[0] + 1, before[1])

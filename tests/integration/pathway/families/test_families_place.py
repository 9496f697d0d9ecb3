"""Families in the database: placed once, corrected when people change, merged into the oldest, split without losing anybody."""

from datetime import date, timedelta

import pytest

from tests.factories.agencies import make_agency
from tests.factories.incidents import (
    HAPPENED_AT,
    RECEIVED_AT,
    child_told,
    father_told,
    link_and_place,
    mother_told,
    receive,
    reporter_of,
    told,
)
from tests.factories.people import make_record, make_relation, make_resolved, make_teller
from wholepicture.pathway.families import actions, queries
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Concern, Part, Reason
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import PersonTold, RelationTold
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import ProtectedFact, Record
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "4 Invented Terrace", "9 Elsewhere Road"
PARENT = RelationshipKind.PARENT_OF


def make_child(
    forename: str, *parents: Record, home: str = HOME, born: date | None = date(2017, 1, 1), **rest: object
) -> Record:
    """A child of these parents, resolved."""
    child = make_record(forename=forename, surname="Marsh", birth_date=born, address=home or None, **rest)  # type: ignore[arg-type]
    make_resolved(child)
    for parent in parents:
        make_relation(PARENT, parent, child)
    return child


def make_adult(forename: str, *, home: str = HOME, sex: Sex = Sex.FEMALE) -> Record:
    adult = make_record(forename=forename, surname="Marsh", birth_date=date(1990, 1, 1), sex=sex, address=home or None)
    make_resolved(adult)
    return adult


def family(record: Record) -> object:
    return queries.family_ids_of([record.person_id]).get(record.person_id)  # type: ignore[list-item, arg-type]


def parts(record: Record) -> dict[object, tuple[Part, Reason]]:
    found = queries.members([family(record)])  # type: ignore[list-item]
    return {member.person: (member.part, member.reason) for members in found.values() for member in members}


def test_a_report_makes_one_family_with_the_father_who_lives_elsewhere() -> None:
    receive()
    link_and_place()

    charlie, father, mother = (Record.objects.get(forename=name) for name in ("Charlie", "Kyle", "Jodie"))
    assert parts(charlie) == {
        charlie.person_id: (Part.CHILD, Reason.SUBJECT),
        mother.person_id: (Part.ADULT, Reason.PARENT),
        father.person_id: (Part.ADULT, Reason.PARENT),
    }


def test_a_second_report_of_the_same_people_changes_no_family() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    link_and_place()
    before = list(Family.objects.values_list("id", "version"))

    receive(agency=make_agency(kind="midwifery"))
    link_and_place()

    assert list(Family.objects.values_list("id", "version")) == before
    assert Membership.objects.count() == 3
    assert Entry.objects.filter(event=Event.FAMILY_PLACED).count() == 1


def test_a_father_of_two_families_belongs_to_both_and_joins_neither() -> None:
    father = make_adult("Kyle", home=ELSEWHERE, sex=Sex.MALE)
    charlie = make_child("Charlie", make_adult("Jodie"), father)
    casey = make_child("Casey", make_adult("Ann", home="3 Third Way"), father, home="3 Third Way")
    link_and_place()

    assert family(charlie) != family(casey)
    assert queries.families_of([father.person_id])[father.person_id] == {family(charlie), family(casey)}  # type: ignore[index, list-item]
    assert queries.family_ids_of([father.person_id]) == {}  # type: ignore[list-item]


def test_an_unborn_child_is_placed_with_its_mothers_other_children() -> None:
    mother = make_adult("Jodie")
    charlie = make_child("Charlie", mother)
    unborn = make_child("", mother, home="", born=None, expected_date=date(2020, 5, 1))
    link_and_place()

    assert family(unborn) == family(charlie)


def test_placing_one_child_finds_the_whole_family_however_long_the_chain() -> None:
    """The unborn child and Charlie share their mother, Charlie and Casey their father, who each live with them."""
    mother, father, other = (
        make_adult("Jodie"),
        make_adult("Kyle", home=ELSEWHERE, sex=Sex.MALE),
        make_adult("Ann", home=""),
    )
    unborn = make_child("", mother, home="", born=None, expected_date=date(2020, 5, 1))
    charlie = make_child("Charlie", mother, father)
    people.add_address(record=charlie, value=ELSEWHERE, told_by=charlie.agency, by=MACHINE, now=RECEIVED_AT)
    casey = make_child("Casey", father, other, home=ELSEWHERE)

    actions.place(persons=[unborn.person_id], by=MACHINE, now=RECEIVED_AT)  # type: ignore[list-item]

    assert family(unborn) == family(charlie) == family(casey)
    adults = {person for person, (part, _) in parts(unborn).items() if part is Part.ADULT}
    assert adults == {mother.person_id, father.person_id, other.person_id}


def test_families_found_to_be_one_go_on_as_the_oldest() -> None:
    charlie = make_child("Charlie", make_adult("Jodie"))
    link_and_place()
    old = family(charlie)
    casey = make_child("Casey")
    link_and_place(RECEIVED_AT + timedelta(hours=1))
    young = family(casey)
    assert young != old

    make_relation(RelationshipKind.SIBLING_OF, casey, charlie)
    link_and_place(RECEIVED_AT + timedelta(hours=2))

    assert (family(charlie), family(casey)) == (old, old)
    assert queries.goes_on_as([young, old]) == {young: old, old: old}  # type: ignore[list-item]
    assert Membership.objects.get(person=casey.person_id, family=young).until_at == RECEIVED_AT + timedelta(hours=2)
    assert Family.objects.get(id=old).version == 2


def test_a_family_splits_when_a_child_moves_and_nobody_is_lost() -> None:
    mother = make_adult("Jodie")
    charlie, casey = make_child("Charlie", mother), make_child("Casey", mother)
    link_and_place()
    assert family(charlie) == family(casey)

    moved = ProtectedFact.objects.get(record=casey)
    people.end_fact(fact=moved, until_date=date(2019, 12, 1), by=MACHINE, now=RECEIVED_AT)
    people.add_address(record=casey, value=ELSEWHERE, told_by=casey.agency, by=MACHINE, now=RECEIVED_AT)
    link_and_place(RECEIVED_AT + timedelta(hours=1))

    assert family(charlie) != family(casey)
    assert parts(charlie)[mother.person_id] == parts(casey)[mother.person_id] == (Part.ADULT, Reason.PARENT)


def test_an_adult_who_moves_out_leaves_the_family_with_a_date() -> None:
    charlie = make_child("Charlie", make_adult("Jodie"))
    lodger = make_adult("Lee", sex=Sex.MALE)
    link_and_place()
    assert parts(charlie)[lodger.person_id] == (Part.ADULT, Reason.HOUSEHOLD)

    people.end_fact(
        fact=ProtectedFact.objects.get(record=lodger), until_date=date(2019, 12, 1), by=MACHINE, now=RECEIVED_AT
    )
    later = RECEIVED_AT + timedelta(hours=1)
    link_and_place(later)

    assert lodger.person_id not in parts(charlie)
    assert Membership.objects.get(person=lodger.person_id).until_at == later


def test_a_witness_is_not_of_the_family_but_somebody_involved_is() -> None:
    ex = PersonTold(key="ex", role=Role.NOT_KNOWN, forename="Max", surname="Ex")
    witness = PersonTold(key="w", role=Role.WITNESS, forename="Nina", surname="Next")
    receive(told(people=(mother_told(), father_told(), child_told(), ex, witness)))
    link_and_place()

    reasons = parts(Record.objects.get(forename="Charlie"))
    assert reasons[Record.objects.get(forename="Max").person_id] == (Part.ADULT, Reason.INVOLVED)
    assert Record.objects.get(forename="Nina").person_id not in reasons


def test_a_child_lodging_there_is_no_adult_of_the_family() -> None:
    charlie = make_child("Charlie", make_adult("Jodie"))
    guest = make_child("Guest", make_adult("Guests mother", home=ELSEWHERE))
    link_and_place()

    assert guest.person_id not in parts(charlie)


def test_waiting_ends_when_placed_and_begins_again_with_a_change() -> None:
    charlie = make_child("Charlie")
    assert queries.waiting(RECEIVED_AT, 10) == [charlie.person_id]
    link_and_place()
    assert queries.waiting(RECEIVED_AT, 10) == []

    people.add_address(record=charlie, value=ELSEWHERE, told_by=charlie.agency, by=MACHINE, now=RECEIVED_AT)

    assert queries.waiting(RECEIVED_AT, 10) == [charlie.person_id]
    assert queries.waiting(RECEIVED_AT, 10, exclude=[charlie.person_id]) == []  # type: ignore[list-item]


def test_a_child_found_to_be_grown_up_leaves_as_a_child() -> None:
    mother = make_adult("Jodie")
    teen = make_child("Tess", mother)
    younger = make_child("Charlie", mother)
    link_and_place()

    Record.objects.filter(id=teen.id).update(birth_date=date(2001, 1, 1))
    people.touch(persons=[teen.person_id])  # type: ignore[list-item]
    link_and_place(RECEIVED_AT + timedelta(hours=1))

    assert parts(younger)[teen.person_id] == (Part.ADULT, Reason.HOUSEHOLD)


def test_only_the_machine_places() -> None:
    with pytest.raises(actions.OnlyTheMachine):
        actions.place(persons=[], by=reporter_of(make_agency(kind="police")), now=RECEIVED_AT)


# Whom an incident concerns.


def concerned(receipt: object) -> dict[str, Concern]:
    facts = incidents.for_duties(receipt.incident_id)  # type: ignore[attr-defined]
    names = dict(Record.objects.values_list("person_id", "forename"))
    return {names[child.person]: child.why for child in queries.children_concerned(facts)}


def test_an_incident_concerns_the_named_the_victims_and_who_lives_there_never_the_others() -> None:
    mother, father = make_adult("Jodie"), make_adult("Kyle", home=ELSEWHERE, sex=Sex.MALE)
    make_child("Away", mother, home="1 Boarding School")
    make_child("Fathers", father, home="3 Third Way")
    make_child("Guest", home="8 Scene Street")
    make_child("", mother, home="", born=None, expected_date=date(2020, 5, 1))
    same = {"forename": "Jodie", "surname": "Marsh", "birth_date": date(1990, 1, 1)}
    receipt = receive(
        told(
            place="8 Scene Street",
            people=(
                mother_told(**same),
                father_told(forename="Kyle", surname="Marsh", birth_date=date(1990, 1, 1)),
                child_told(),
            ),
            relationships=(RelationTold("father", "charlie", PARENT),),
        )
    )
    link_and_place()

    assert concerned(receipt) == {
        "Charlie": Concern.NAMED,
        "Away": Concern.VICTIMS,
        "Guest": Concern.LIVES_THERE,
        "": Concern.UNBORN,
    }


def test_a_child_who_moved_in_afterwards_did_not_live_there() -> None:
    child = make_record(
        forename="Later", birth_date=date(2017, 1, 1), address="8 Scene Street", address_from=date(2019, 12, 20)
    )
    make_resolved(child)
    receipt = receive(told(place="8 Scene Street", happened_at=HAPPENED_AT))
    link_and_place()

    assert "Later" not in concerned(receipt)


def test_a_concern_about_a_carer_concerns_the_child_named_and_a_birth_nobody() -> None:
    make_teller("police")
    concern = receive(
        told(
            kind=Kind.CONCERN,
            people=(father_told(role=Role.OF_CONCERN, alleged_by="AGENCY"), child_told()),
            relationships=(),
        )
    )
    parent = PersonTold(key="p", role=Role.PARENT, forename="Kyle", surname="Denham", birth_date=date(1995, 9, 20))
    birth = receive(told(kind=Kind.BIRTH, people=(parent,), place="", relationships=()))
    link_and_place()

    assert concerned(concern) == {"Charlie": Concern.NAMED}
    assert concerned(birth) == {}

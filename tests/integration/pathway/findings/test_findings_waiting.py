"""Who waits to be looked at: the never examined, the differently known, the due; and nobody else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings

from tests.factories import incidents as told
from tests.factories import people as make
from tests.integration.pathway.findings import looking
from tests.integration.pathway.findings.looking import NOW, at, family_of, look, other_family, report
from wholepicture.lib import work_list
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.findings import queries
from wholepicture.pathway.findings.models import Examined, Finding, Source
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def protocol() -> None:
    looking.begin()


def test_a_family_never_looked_at_waits_and_one_that_was_does_not() -> None:
    family = family_of(report(look_at=False))
    assert queries.waiting(NOW, 10, []) == [family]
    assert queries.size(NOW).count == 1
    assert look() == [family]
    assert queries.waiting(NOW, 10, []) == []
    assert queries.size(NOW) == work_list.Size(0, None)


def test_no_more_than_asked_for_and_none_that_was_set_aside() -> None:
    family = family_of(report(look_at=False))
    assert queries.waiting(NOW, 10, [family]) == []
    assert queries.waiting(NOW, 0, []) == []


def test_a_report_more_lets_the_family_wait_again() -> None:
    family = family_of(report())
    report(1, look_at=False)
    assert queries.size(NOW).count == 1
    assert queries.size(NOW).oldest_at is not None
    assert look(NOW + timedelta(days=1, hours=1)) == [family]


def test_a_family_waits_while_somebody_of_it_is_not_yet_placed_and_is_then_looked_at() -> None:
    family = family_of(report())
    record = Record.objects.get(forename="Jodie")
    assert record.person_id
    people.touch(persons=[record.person_id])
    assert queries.waiting(NOW, 10, []) == []
    assert queries.size(NOW).count == 1
    told.link_and_place()
    assert look() == [family]


def test_another_version_of_the_family_alone_lets_it_wait() -> None:
    family = family_of(report())
    Family.objects.filter(id=family).update(version=99)
    assert look() == [family]
    assert Examined.objects.get(family=family).family_version == 99


def test_somebody_who_is_only_in_a_report_is_a_source_too() -> None:
    family = family_of(report())
    (father,) = {record.person_id for record in Record.objects.filter(forename="Kyle")}
    assert Source.objects.filter(examined_id=family, person_id=father).exists()


def test_what_happens_to_the_children_of_a_linked_family_lets_this_one_wait() -> None:
    family = family_of(report())
    there = family_of(other_family())
    (wren,) = {record.person_id for record in Record.objects.filter(forename="Wren")}
    assert Source.objects.filter(examined_id=family, person_id=wren).exists()
    assert wren
    people.touch(persons=[wren])
    told.link_and_place()
    assert set(look(NOW + timedelta(days=51))) == {family, there}


def test_a_home_that_is_told_to_begin_later_lets_the_family_wait_on_that_day() -> None:
    family = family_of(report())
    record = Record.objects.get(forename="Jodie")
    begins = date(2019, 12, 20)
    people.add_address(
        record=record, value="5 New Road, Nowhere", from_date=begins, told_by=record.agency, by=MACHINE, now=NOW
    )
    told.link_and_place()
    assert look() == [family]
    next_at = Examined.objects.get(family=family).next_at
    assert next_at == at(2019, 12, 20).replace(hour=0)
    assert look(next_at) == [family]
    assert look(next_at) == []


def test_a_protocol_looks_again_only_where_something_stands_or_was_reported_lately(settings: LazySettings) -> None:
    family = family_of(report())
    record = make.make_record(forename="Quiet", surname="Child", birth_date=date(2010, 1, 1))
    mother = make.make_record(forename="Quiet", surname="Mother", birth_date=date(1985, 1, 1), agency=record.agency)
    make.make_relation(RelationshipKind.PARENT_OF, mother, record)
    told.link_and_place()
    (quiet,) = look()
    assert quiet != family
    looking.adopt(NOW + timedelta(days=1), repeat_count=5)
    assert look(NOW + timedelta(days=2)) == [family]
    settings.CODE_VERSION = "9.9.9"
    assert look(NOW + timedelta(days=2)) == [family]
    assert Examined.objects.get(family=family).code == "9.9.9"
    assert Examined.objects.get(family=quiet).protocol == 1


def test_an_old_family_of_which_nothing_stands_is_not_looked_at_again_for_a_protocol() -> None:
    grown = told.child_told(birth_date=date(2009, 1, 1))
    family = family_of(report(people=(told.mother_told(), told.father_told(address=told.HOME), grown), brag="GREEN"))
    assert not Finding.objects.filter(family_id=family, ended_at__isnull=True).exists()
    late = NOW + timedelta(days=367)
    looking.adopt(late, repeat_count=5)
    assert look(late) == []


def test_a_link_between_records_of_two_families_lets_both_wait() -> None:
    family = family_of(report())
    other = make.make_record(forename="Carl", surname="Croft", birth_date=date(1991, 3, 2))
    child = make.make_record(forename="Half", surname="Sister", birth_date=date(2015, 1, 1), agency=other.agency)
    make.make_relation(RelationshipKind.PARENT_OF, other, child)
    told.link_and_place()
    (there,) = look()
    his = Record.objects.get(forename="Kyle", surname="Denham")
    assert his.person
    people.resolve(record=other, person=his.person, by=MACHINE, now=NOW)
    told.link_and_place()
    assert set(look()) == {family, there}


def test_nothing_is_due_where_nothing_was_found() -> None:
    assert queries.next_due(NOW) is None
    assert queries.waiting(NOW, 5, [uuid4()]) == []


def test_what_happens_at_its_home_lets_a_family_wait_though_it_names_nobody_of_it() -> None:
    family = family_of(report())
    nia = told.mother_told(forename="Nia", surname="Dale", birth_date=date(1991, 1, 2), address=looking.OTHER_HOME)
    tom = told.father_told(forename="Tom", surname="Croft", birth_date=date(1990, 7, 8), address="")
    visitors = report(1, people=(nia, tom), relationships=(), place=told.HOME, look_at=False)

    assert family in look(NOW + timedelta(days=1, hours=1))
    assert visitors in set(Finding.objects.filter(family=family).values_list("incident_id", flat=True))

"""A name typed with slips is looked for through the index, in bounded steps, however many people there are."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_record, make_resolved, make_teller
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people import misspelt, searching
from wholepicture.registers.people.misspelt import Misspelt
from wholepicture.registers.people.searching import Born

pytestmark = pytest.mark.django_db
DAY = date(1995, 3, 2)
# Surnames of all lengths, the first of them as common as Smith; a hundred people of one full name.
MANY = """
    insert into people_person (id, version, created_at) select gen_random_uuid(), 1, now() from generate_series(1, {many});
    insert into people_record (id, agency_id, forename, surname, name_key, sex, birth_date, birth_precision, told_at, person_id)
        select gen_random_uuid(), '{agency}', (array['Aaron', 'Ann', 'Charlie', 'John', 'Jodie', 'Kyle'])[1 + place % 6],
            case when place % 80 = 1 then 'Smith' else initcap(translate(to_hex((place % 40000) * 7919), '0123456789', 'ghiklmnopr')) end,
            '', 'NOT_KNOWN', date '1950-01-01' + (place % 25000), 'EXACT', now(), id
        from (select id, (row_number() over ())::int as place from people_person) as each;
    insert into people_name_word (id, record_id, agency_id, words, birth_date)
        select gen_random_uuid(), id, agency_id, lower(words), birth_date from people_record,
        lateral (values (forename || ' ' || surname), (surname || ' ' || forename)) turns (words);
    set constraints all immediate;
    set local enable_seqscan = off;
    analyze people_person, people_record, people_name_word;
"""


@pytest.fixture
def police() -> Agency:
    return make_teller("north-police")


def called(agency: Agency, name: str, born: date | None = None, persons: tuple[object, ...] = ()) -> Misspelt:
    return misspelt.called(
        searching.words(name), Born(born, born) if born else None, agency=agency.id, persons=persons  # type: ignore[arg-type]
    )  # fmt: skip


def names(found: Misspelt) -> list[str]:
    return sorted(f"{each.forename} {each.surname}" for each in found.records)


def test_a_slip_in_each_word_is_forgiven_and_two_in_one_are_not(police: Agency) -> None:
    for forename, surname in (("Aaron", "Pike"), ("Aaron", "Spikes"), ("Erin", "Pike")):
        make_record(agency=police, forename=forename, surname=surname)
    assert names(called(police, "Aron Pyke")) == ["Aaron Pike"]


def test_only_ones_own_agency_and_these_persons_are_looked_at(police: Agency) -> None:
    theirs = make_record(agency=make_teller("surgery"), forename="Aaron", surname="Pike", birth_date=DAY)
    person = make_resolved(theirs)
    assert names(called(police, "Aron Pyke")) == []
    assert names(called(police, "Aron Pyke", persons=(person.id,))) == ["Aaron Pike"]
    assert names(called(police, "Pyke", persons=(person.id,))) == ["Aaron Pike"]
    assert names(called(police, "Aron Pyke", date(1980, 1, 1), (person.id,))) == []
    assert names(called(police, "Aron Quick", persons=(person.id,))) == []
    assert names(called(police, "Aron Pyke", persons=(uuid4(),))) == []


def test_of_one_name_so_many_are_read_and_it_is_said_that_there_are_more(police: Agency) -> None:
    for day in range(1, misspelt.EACH + 1):
        make_record(agency=police, forename="John", surname="Smith", birth_date=date(1960, 1, day))
    assert not called(police, "Jon Smyth").more
    make_record(agency=police, forename="John", surname="Smith", birth_date=DAY)
    found = called(police, "Jon Smyth")
    assert found.more
    assert len(found.records) >= misspelt.EACH
    assert [each.birth_date for each in called(police, "Jon Smyth", DAY).records] == [DAY]


def test_it_reads_an_index_in_one_statement_however_many_there_are(police: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY.format(many=20000, agency=police.id))
    make_record(agency=police, forename="Kyle", surname="Denham", birth_date=DAY)
    for name, born in (("Kyel Denam", None), ("Denhan", None), ("Jon Smyth", DAY), ("Kyle Denam", DAY)):
        with CaptureQueriesContext(connection) as captured:
            found = called(police, name, born)
        assert found.records
        (query,) = captured.captured_queries
        with connection.cursor() as cursor:
            cursor.execute(f"explain {query['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        # Of 20,000 the planner may like to read all; of a million it would not: what counts is that an index leads there.
        assert "Seq Scan on people" not in plan, plan
        assert re.search(r"Index Cond: [^\n]*words[^\n]* >= span\.begins", plan), plan

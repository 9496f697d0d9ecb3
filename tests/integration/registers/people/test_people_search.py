"""A search finds one's own agency's records and the people of families one may open, and nobody else."""

import importlib
from datetime import date
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import TOLD_AT, make_record, make_resolved, make_teller
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries
from wholepicture.registers.people.facts import Answers
from wholepicture.registers.people.models import NameWord
from wholepicture.registers.people.searching import Born
from wholepicture.registers.people.terms import Precision

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 4)
MANY = """
    insert into people_person (id, version, created_at) select gen_random_uuid(), 1, now() from generate_series(1, {many});
    insert into people_record (id, agency_id, forename, surname, name_key, sex, birth_date, birth_precision, told_at, person_id)
        select gen_random_uuid(), '{agency}', 'Jo', 'Marsh' || (row_number() over ()) % 500, '', 'NOT_KNOWN',
            date '1990-01-01' + (row_number() over () % 9000)::int, 'EXACT', now(), id from people_person;
    insert into people_name_word (id, record_id, agency_id, words, birth_date)
        select gen_random_uuid(), id, agency_id, lower(words), birth_date from people_record,
        lateral (values (forename || ' ' || surname), (surname || ' ' || forename)) turns (words);
    set constraints all immediate;
    set local random_page_cost = 1.1;
    analyze people_person, people_record, people_name_word;
"""


@pytest.fixture
def police() -> Agency:
    return make_teller("north-police")


def found(agency: Agency, name: str, born: date | None = None, also: tuple[UUID, ...] = ()) -> Answers:
    by = Actor(id=str(uuid4()), name="Somebody", agency=agency.id, worker=uuid4())
    return queries.search(
        name=name, born=Born(born, born) if born else None, seen=Seen(by=by, why="test", at=TOLD_AT), also=also
    )


def names(answers: Answers) -> list[str]:
    return [match.name for match in answers.matches]


@pytest.mark.parametrize("typed", ["jodie marsh", "MARSH, Jodie", "mar jod", "Márshe jodie", "jodié", "jo"])
def test_a_name_is_found_by_the_beginnings_of_its_words_in_any_order(police: Agency, typed: str) -> None:
    make_record(agency=police, forename="Jodie", surname="Marshe")
    make_record(agency=police, forename="Kyle", surname="Denham")

    assert names(found(police, typed)) == ["Jodie Marshe"]


@pytest.mark.parametrize("typed", ["Marie Oneill", "O'Neill", "annemarie", "anne marie o’neill"])
def test_any_part_of_a_double_name_finds_it_once(police: Agency, typed: str) -> None:
    make_record(agency=police, forename="Anne-Marie", surname="O'Neill")
    assert names(found(police, typed)) == ["Anne-Marie O'Neill"]


def test_every_word_that_was_typed_has_to_fit(police: Agency) -> None:
    make_record(agency=police, forename="Jodie", surname="Marsh")
    assert names(found(police, "jodie denham")) == []
    assert names(found(police, "odie")) == []
    assert names(found(police, "jodie jodie")) == []


def test_signs_that_a_database_takes_for_any_letter_find_nobody(police: Agency) -> None:
    make_record(agency=police, forename="Jodie", surname="Marsh")
    assert names(found(police, "ma_sh%")) == []


def test_another_agencys_record_is_found_only_where_its_person_may_be_seen(police: Agency) -> None:
    practice = make_teller("the-surgery", "gp_practice")
    theirs = make_record(agency=practice, forename="Jodie", surname="Marsh", address="4 Invented Terrace")
    person = make_resolved(theirs)

    assert names(found(police, "marsh")) == []
    seen = found(police, "marsh", also=(person.id,))
    assert [(match.agency_name, match.person) for match in seen.matches] == [("The-Surgery", person.id)]
    assert "Invented" not in repr(seen)


def test_ones_own_agencys_records_come_first_and_each_once(police: Agency) -> None:
    practice = make_teller("the-surgery", "gp_practice")
    own, theirs = (make_record(agency=agency, forename="Jo", surname="Marsh") for agency in (police, practice))
    person = make_resolved(theirs, own)
    assert [match.record for match in found(police, "jo", also=(person.id,)).matches] == [own.id, theirs.id]


def test_a_date_of_birth_leaves_out_who_was_born_on_another_day_and_puts_the_unknown_last(police: Agency) -> None:
    for forename, born, precision in (
        ("Aa unknown", None, None), ("Bb other day", date(2019, 11, 5), None), ("Cc same", DAY, None),
        ("Dd turned round", date(2019, 4, 11), None), ("Ee year", date(2019, 1, 1), Precision.YEAR),
        ("Ff month", date(2019, 11, 1), Precision.MONTH), ("Gg other month", date(2019, 10, 1), Precision.MONTH),
        ("Hh guess", date(2019, 2, 1), Precision.ESTIMATED), ("Ii far guess", date(2017, 2, 1), Precision.ESTIMATED),
    ):  # fmt: skip
        make_record(agency=police, forename=forename, surname="Marsh", birth_date=born, birth_precision=precision)

    told = found(police, "marsh", DAY)

    assert [name.split()[0] for name in names(told)] == ["Cc", "Dd", "Ee", "Ff", "Hh", "Aa"]
    assert told.matches[1].why[-1] == "Date of birth with day and month the other way round"


def test_a_day_after_the_twelfth_is_no_month_so_it_is_never_turned_round(police: Agency) -> None:
    born = date(2019, 5, 25)
    make_record(agency=police, forename="Aa", surname="Marsh", birth_date=born)
    make_record(agency=police, forename="Bb", surname="Marsh", birth_date=date(2019, 5, 24))
    assert [name.split()[0] for name in names(found(police, "marsh", born))] == ["Aa"]


def test_a_name_of_which_half_is_missing_is_found(police: Agency) -> None:
    make_record(agency=police, forename="", surname="Marsh")
    make_record(agency=police, forename="", surname="")
    assert names(found(police, "marsh")) == ["Marsh"]


def test_more_than_twenty_are_cut_and_it_is_said(police: Agency) -> None:
    for number in range(20):
        make_record(agency=police, forename=f"Jo{number}", surname="Marsh Marshall")
    assert (len(found(police, "mar").matches), found(police, "mar").more) == (20, False)
    make_record(agency=police, forename="Jo", surname="Marsh")
    assert (len(found(police, "mar").matches), found(police, "mar").more) == (20, True)


def test_a_search_reads_an_index_and_the_same_number_of_statements_however_many_there_are(police: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY.format(many=20000, agency=police.id))
    for name, born in (("marsh49 jo", None), ("jo", None), ("marsh49", DAY)):
        with CaptureQueriesContext(connection) as captured:
            found(police, name, born)
        assert len(captured.captured_queries) <= 5
        with connection.cursor() as cursor:
            for query in captured.captured_queries:
                cursor.execute(f"explain {query['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Seq Scan on people" not in plan, plan


def test_records_told_before_there_were_words_are_given_theirs(police: Agency) -> None:
    for number in range(3):
        make_record(agency=police, forename="Jodie", surname=f"Marsh{number}", birth_date=DAY)
    NameWord.objects.all().delete()
    assert names(found(police, "jodie")) == []

    migration = importlib.import_module("wholepicture.registers.people.migrations.0002_nameword")
    with connection.cursor() as cursor:
        migration.stand_under_their_words(apps, SimpleNamespace(execute=cursor.execute))

    assert names(found(police, "jodie", DAY)) == ["Jodie Marsh0", "Jodie Marsh1", "Jodie Marsh2"]

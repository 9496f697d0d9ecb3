"""Copies of a family: other ids, names, homes and numbers in every text, moved days, and nothing that points nowhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from demo.bulk import naming
from demo.bulk.cloning import Original, thinned
from demo.bulk.tables import Table
from demo.bulk.templates import EMPTY, Row, Template
from wholepicture.registers.people import identifiers, names

MANY = 3_000
HOME = "Flat 2, 9 Marlow Row, Harbour ZZ1 1AA"
TEAM, PERSON, RECORD, NOTICE, DUTY = (str(uuid4()) for _ in range(5))
TIME = "timestamp with time zone"


def table(name: str, *columns: str, empty: str = "", points_to: dict[str, str] | None = None) -> Table:
    kinds = tuple("date" if each.endswith("_date") else TIME if each.endswith("_at") else "text" for each in columns)
    return Table(name, columns, kinds, tuple(each == empty for each in columns), points_to or {})


RECORDS = table("people_record", "id", "forename", "surname", "name_key", "birth_date", "told_at", "team_id")
FACTS = table("people_protected_fact", "id", "kind", "value", "place_key", "record_id")
NUMBERS = table("people_identifier", "id", "record_id", "kind", "value")
NOTICES = table("notifications_notice", "id", "text")
LISTINGS = table("triage_listing", "id", "alarm_id", empty="alarm_id", points_to={"alarm_id": "notifications_notice"})
DUTIES = table("kept", "id", "notice_id", points_to={"notice_id": "notifications_notice"})


def original() -> Original:
    rows = (
        Row(RECORDS, (RECORD, "Amy", "Marlow", "amy|marlow", "2020-02-29", "2026-11-02 14:00:00+00", TEAM)),
        Row(FACTS, (str(uuid4()), "ADDRESS", HOME, names.place_key(HOME), RECORD)),
        Row(NUMBERS, (str(uuid4()), RECORD, "NHS_NUMBER", "9990000018")),
        Row(NOTICES, (NOTICE, f'{{"about": "record:{RECORD}", "who": "Amy Marlow", "share": "100%", "word": "Marlowe"}}')),
        Row(LISTINGS, (str(uuid4()), NOTICE)),
        Row(DUTIES, (DUTY, NOTICE)),
    )  # fmt: skip
    return Original(Template(rows, 1, range(-3, 2), is_settled=True), {TEAM})


def test_no_two_copies_share_an_id_or_a_name_and_every_text_names_its_own() -> None:
    of = original()
    copies = [of.copy(number, weeks=0, thin=False) for number in range(1, MANY + 1)]
    ids = [text.split("\t", 1)[0] for copy in copies for text in copy.values()]
    assert len(set(ids)) == len(ids)
    for copy in (copies[0], copies[-1]):
        record, _, surname, key, *_ = copy["people_record"].split("\t")
        assert copy["notifications_notice"].count(f"record:{record}") == 1
        assert f'"Amy {surname}"' in copy["notifications_notice"]
        assert '"100%"' in copy["notifications_notice"]
        assert '"Marlowe"' in copy["notifications_notice"]
        assert key == f"amy|{surname.lower()}"
    assert len({copy["people_record"].split("\t")[2] for copy in copies}) == MANY


def test_what_is_everybodys_stays_and_homes_and_numbers_are_as_the_register_would_keep_them() -> None:
    for number in (1, 77, MANY):
        copy = original().copy(number, weeks=0, thin=False)
        assert copy["people_record"].rstrip("\n").endswith(TEAM)
        _, _, value, key, _ = copy["people_protected_fact"].split("\t")
        assert key == names.place_key(value)
        assert value != HOME
        given = copy["people_identifier"].rstrip("\n").split("\t")[3]
        assert identifiers.nhs_number(given) == given


def test_days_and_times_move_by_whole_weeks() -> None:
    (line,) = original().copy(1, weeks=-2, thin=False)["people_record"].splitlines()
    assert line.split("\t")[4] == "2020-02-15"
    moved = datetime.fromisoformat(line.split("\t")[5])
    assert moved == datetime(2026, 11, 2, 14, tzinfo=UTC) - timedelta(weeks=2)


def test_a_thin_copy_has_no_notices_and_points_at_none() -> None:
    copy = original().copy(1, weeks=0, thin=True)
    assert "notifications_notice" not in copy
    assert copy["triage_listing"].rstrip("\n").endswith(EMPTY)
    # What has to point at a notice goes with it.
    assert "kept" not in copy


def test_thinning_goes_on_until_nothing_points_at_what_is_gone() -> None:
    chain = table("chain", "id", "before_id", points_to={"before_id": "kept"})
    rows = [Row(NOTICES, (NOTICE, "")), Row(DUTIES, (DUTY, NOTICE)), Row(chain, (str(uuid4()), DUTY))]
    assert thinned(rows) == []


@pytest.mark.parametrize("which", range(len(naming.ENDINGS)))
def test_surnames_are_words_that_differ_from_copy_to_copy(which: int) -> None:
    made = [naming.surname(number, which) for number in range(1, MANY)]
    assert len(set(made)) == len(made)
    assert all(name.isalpha() for name in made)


def test_a_surname_of_two_words_is_refused_rather_than_changed_by_half() -> None:
    rows = (Row(RECORDS, (RECORD, "Amy", "Marlow-Hill", "", EMPTY, EMPTY, TEAM)),)
    with pytest.raises(ValueError, match="Marlow-Hill"):
        Original(Template(rows, 1, range(1), is_settled=True), {TEAM})

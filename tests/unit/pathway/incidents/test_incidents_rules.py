"""What a report must say, field by field; and when two sendings are the same."""

import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.incidents import HAPPENED_AT, RECEIVED_AT, child_told, father_told, mother_told, told
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, RelationTold, Told
from wholepicture.pathway.incidents.terms import Dash, Feature, Kind
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Role

RECORD = UUID(int=7)
PARENT = PersonTold(key="p", role=Role.PARENT, forename="Kyle", surname="Denham")


def birth(**changes: object) -> Told:
    return told(**({"kind": Kind.BIRTH, "people": (PARENT,), "place": "", "relationships": ()} | changes))


def only(*people: PersonTold, **changes: object) -> Told:
    return told(**({"people": people, "relationships": ()} | changes))


def fields(report: Told) -> list[str]:
    return [problem.field for problem in rules.problems(report, now=RECEIVED_AT)]


GOOD = {
    "a whole incident": told(),
    "somebody of whom only the role is known": only(PersonTold(key="x", role=Role.CAUSING_HARM)),
    "a time 24 hours ahead": told(happened_at=RECEIVED_AT + timedelta(hours=24)),
    "an unborn child": only(mother_told(), child_told(birth_date=None, expected_date=date(2020, 5, 1), child=None)),
    "a child of two without the question": only(child_told(birth_date=date(2017, 12, 16), child=None)),
    "a concern about a baby without the question": only(child_told(child=None), kind=Kind.CONCERN),
    "a year of birth": only(mother_told(birth_date=date(1997, 1, 1), birth_precision=Precision.YEAR)),
    "a perceived grade": told(dash=Dash.BELIEVED_DONE, dash_perceived="STANDARD"),
    "the agency's own view": only(father_told(alleged_by="AGENCY")),
    "twins": only(child_told(), child_told(key="casey", forename="Casey")),
    "a birth": birth(),
}

BAD = {
    "nobody": (only(), ["people"]),
    "a time without zone": (told(happened_at=datetime(2019, 12, 16, 20, 15)), ["happened_at"]),  # noqa: DTZ001
    "a time too far ahead": (told(happened_at=RECEIVED_AT + timedelta(hours=24, seconds=1)), ["happened_at"]),
    "a time before 1900": (told(happened_at=datetime(1, 1, 1, tzinfo=UTC)), ["happened_at"]),
    "an end before the beginning": (told(happened_until=HAPPENED_AT - timedelta(seconds=1)), ["happened_until"]),
    "an end too far ahead": (told(happened_until=RECEIVED_AT + timedelta(days=2)), ["happened_until"]),
    "a perceived grade of a DASH that was done": (told(dash_perceived="STANDARD"), ["dash_perceived"]),
    "a perceived grade that is none": (told(dash=Dash.BELIEVED_DONE, dash_perceived="LOW"), ["dash_perceived"]),
    "two of one key": (only(mother_told(), father_told(key="mother", alleged_by="")), ["people.0.key", "people.1.key"]),
    "no key": (only(mother_told(key=" ")), ["people.0.key"]),
    "a birth in the future": (only(mother_told(birth_date=date(2019, 12, 17))), ["people.0.birth_date"]),
    "a birth before 1900": (only(mother_told(birth_date=date(1899, 12, 31))), ["people.0.birth_date"]),
    "born and unborn": (only(child_told(expected_date=date(2020, 1, 1))), ["people.0.expected_date"]),
    "expected after a pregnancy": (
        only(child_told(birth_date=None, expected_date=date(2021, 1, 1))),
        ["people.0.expected_date"],
    ),
    "an unborn victim": (only(mother_told(birth_date=None, expected_date=date(2020, 1, 1))), ["people.0.role"]),
    "a date that is not known": (only(mother_told(birth_precision=Precision.NOT_KNOWN)), ["people.0.birth_precision"]),
    "a certainty without a date": (
        only(mother_told(birth_date=None, birth_precision=Precision.YEAR)),
        ["people.0.birth_precision"],
    ),
    "a mistyped number": (
        only(mother_told(identifiers={IdentifierKind.NHS_NUMBER: "9990000019"})),
        ["people.0.identifiers.NHS_NUMBER"],
    ),
    "alleged by nobody in the report": (only(father_told()), ["people.0.alleged_by"]),
    "alleged by themselves": (only(father_told(alleged_by="father")), ["people.0.alleged_by"]),
    "how an adult was": (only(mother_told(child=ChildDetail())), ["people.0.child"]),
    "a baby without detail": (only(child_told(child=None)), ["people.0.child"]),
    "a baby without the question": (only(child_told(child=ChildDetail())), ["people.0.child.sleeps_asked"]),
    "a bed of which nobody asked": (
        only(child_told(birth_date=date(2010, 1, 1), child=ChildDetail(sleeps_where="Gran's"))),
        ["people.0.child.sleeps_asked"],
    ),
    "one person twice by name": (only(mother_told(), mother_told(key="b")), ["people.1"]),
    "one person twice by number": (
        only(
            PersonTold(key="a", identifiers={IdentifierKind.NHS_NUMBER: "999 000 0018"}),
            PersonTold(key="b", identifiers={IdentifierKind.NHS_NUMBER: "9990000018"}),
        ),
        ["people.1"],
    ),
    "one record twice": (only(PersonTold(key="a", record=RECORD), PersonTold(key="b", record=RECORD)), ["people.1"]),
    "related to nobody in the report": (
        only(mother_told(), relationships=(RelationTold("mother", "z", RelationshipKind.PARENT_OF),)),
        ["relationships.0.to_key"],
    ),
    "related to themselves": (
        only(mother_told(), relationships=(RelationTold("mother", "mother", RelationshipKind.PARENT_OF),)),
        ["relationships.0.to_key"],
    ),
    "a parent without a birth": (only(PARENT), ["people.0.role"]),
    "a birth with a child": (birth(people=(child_told(child=None),)), ["people.0"]),
    "a birth with an address": (birth(people=(replace(PARENT, address="4 High St"),)), ["people.0"]),
    "a birth with more": (
        birth(place="Ward 4", summary="More", reporter_name="Ann", features=frozenset({Feature.ALCOHOL})),
        ["reporter_name", "place", "summary", "features"],
    ),
}


@pytest.mark.parametrize("report", GOOD.values(), ids=GOOD)
def test_what_may_be_so_is_taken(report: Told) -> None:
    assert fields(report) == []


@pytest.mark.parametrize(("report", "expected"), BAD.values(), ids=BAD)
def test_what_cannot_be_so_is_named_by_field(report: Told, expected: list[str]) -> None:
    assert fields(report) == expected


def test_sentences_repeat_nothing_of_a_person() -> None:
    said = " ".join(p.sentence for report, _ in BAD.values() for p in rules.problems(report, now=RECEIVED_AT))

    for private in ("Jodie", "Marsh", "Kyle", "Charlie", "9990000018", "High St", "Gran"):
        assert private not in said


@pytest.mark.parametrize(("born", "baby"), [(date(2017, 12, 17), True), (date(2017, 12, 16), False), (None, False)])
def test_a_baby_is_under_two_on_the_day(born: date | None, baby: bool) -> None:
    assert rules.is_baby(child_told(birth_date=born), on=date(2019, 12, 16)) is baby
    assert not rules.is_baby(mother_told(birth_date=born), on=date(2019, 12, 16))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_json)
def test_one_value_has_one_digest_however_it_is_written(value: object) -> None:
    again = json.loads(
        json.dumps(value, indent=2, ensure_ascii=False), object_pairs_hook=lambda pairs: dict(pairs[::-1])
    )

    assert rules.digest(again) == rules.digest(value)


@given(_json, _json)
def test_two_values_share_a_digest_only_when_they_are_one(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    assert (rules.digest(one) == rules.digest(other)) is same


def test_what_is_no_json_has_no_digest() -> None:
    with pytest.raises(ValueError):
        rules.digest({"a": math.nan})

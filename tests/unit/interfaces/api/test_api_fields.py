"""Values in a body: read exactly as described, refused with a sentence that repeats nothing."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from wholepicture.interfaces.api import bodies, fields
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.people.terms import IdentifierKind, Role


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2019-12-16T21:40:00Z", datetime(2019, 12, 16, 21, 40, tzinfo=UTC)),
        ("2019-12-16t21:40:00.5z", datetime(2019, 12, 16, 21, 40, 0, 500_000, tzinfo=UTC)),
        ("2019-06-16T21:40:00+01:00", datetime(2019, 6, 16, 21, 40, tzinfo=timezone(timedelta(hours=1)))),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2019-12-16T21:40:00.1234567890Z", datetime(2019, 12, 16, 21, 40, 0, 123_456, tzinfo=UTC)),
    ],
)
def test_a_time_with_its_offset_is_read(text: str, instant: datetime) -> None:
    assert fields.instant(text) == instant


@pytest.mark.parametrize(
    "value",
    [
        "2019-12-16T21:40:00",
        "2019-12-16",
        "20191216T214000Z",
        "2019-12-16 21:40:00Z",
        1576532400,
        None,
        True,
        "٢٠١٩-12-16T21:40:00Z",
    ],
)
def test_anything_else_is_no_time(value: object) -> None:
    with pytest.raises(ValueError, match="with its offset"):
        fields.instant(value)


@pytest.mark.parametrize("value", ["2019-02-30", "16/12/2019", "2019-12-16T00:00:00Z", 20191216, None])
def test_a_day_is_a_day_of_the_calendar(value: object) -> None:
    with pytest.raises(ValueError):
        fields.day(value)
    assert fields.day("2020-02-29") == date(2020, 2, 29)


@pytest.mark.parametrize("value", ["7", 7, "{00000000-0000-0000-0000-000000000007}", "0" * 32])
def test_an_id_is_written_as_it_was_given(value: object) -> None:
    with pytest.raises(ValueError, match="36 characters"):
        fields.uuid(value)
    assert fields.uuid("00000000-0000-0000-0000-000000000007") == UUID(int=7)


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[0m", "\x7f"])
def test_text_has_no_control_characters_but_lines_and_tabs(text: str) -> None:
    words: TypeAdapter[str] = TypeAdapter(fields.Words)
    with pytest.raises(ValidationError):
        words.validate_python(text)
    assert words.validate_python("one\n\ttwo\r\nthree é 👶") == "one\n\ttwo\r\nthree é 👶"


def test_numbers_of_every_kind_can_be_given() -> None:
    assert set(bodies.Identifiers.model_fields) == {kind.name for kind in IdentifierKind}
    assert bodies.Identifiers(NHS_NUMBER="9990000018").told() == {IdentifierKind.NHS_NUMBER: "9990000018"}


def test_a_birth_becomes_its_parents_and_nothing_else() -> None:
    body = {"happened_at": "2019-11-14T03:00:00Z", "parents": [{"forename": "Jodie"}, {"forename": "Kyle"}]}

    told = bodies.Birth.model_validate(body).told()

    assert (told.kind, [(p.forename, p.role) for p in told.people]) == (
        Kind.BIRTH,
        [("Jodie", Role.PARENT), ("Kyle", Role.PARENT)],
    )

"""Words, days and times of real exports, and the headings over them."""

from datetime import UTC, date, datetime

import pytest

from wholepicture.interfaces.feeds.police import headings, moments, words
from wholepicture.interfaces.feeds.police.columns import COLUMNS
from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Presence
from wholepicture.registers.people.terms import Role, Sex, YesNo


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("victim", Role.VICTIM),
        ("Injured-Party", Role.VICTIM),
        ("CAUSING_HARM", Role.CAUSING_HARM),
        ("alleged perpetrator", Role.CAUSING_HARM),
        ("high risk", Dash.HIGH),
        ("Believed done, not found", Dash.BELIEVED_DONE),
        ("a", Brag.AMBER),
        ("Domestic-Abuse (Non-crime)", Category.DOMESTIC_ABUSE),
        ("non domestic", Category.OTHER),
        ("coercive control", Feature.CONTROLLING_OR_COERCIVE),
        ("?", Sex.NOT_KNOWN),
        ("n", YesNo.NO),
        ("Not asked", YesNo.NOT_ASKED),
        ("in arms", Presence.IN_ARMS),
    ],
)
def test_words_are_known_without_regard_to_case_spaces_and_hyphens(text: str, term: Term) -> None:
    assert words.find(type(term), text) is term


def test_what_is_in_no_list_is_not_guessed() -> None:
    assert words.find(Role, "parent") is None
    assert words.find(Role, "victin") is None
    assert words.find(Dash, "very high") is None


@pytest.mark.parametrize("listed", [column.words for column in COLUMNS.values() if column.words])
def test_no_spelling_stands_for_two_words_of_one_list(listed: type[Term]) -> None:
    spelt: dict[str, Term] = {}
    for term in listed:
        for text in (term.value, term.label, *words.SPELLINGS.get(listed, {}).get(term, ())):
            assert spelt.setdefault(words.folded(text), term) is term, text


@pytest.mark.parametrize(
    "text",
    [
        "16/12/2019 20:15", "16-12-2019 20:15", "16.12.2019 20.15", "2019-12-16T20:15:00Z", "2019-12-16 20:15:00.000",
        "16-Dec-19 8:15 PM", "16 December 2019 2015", "16/12/2019, 20:15", "20191216 2015", "16/12/19 20:15",
        "16/12/2019 21:15+01:00",
    ],
)  # fmt: skip
def test_one_moment_written_in_many_ways_is_one_moment(text: str) -> None:
    assert moments.moment(text) == datetime(2019, 12, 16, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("01/07/2019 12:00", datetime(2019, 7, 1, 11, tzinfo=UTC)),
        ("27/10/2019 01:30", datetime(2019, 10, 27, 0, 30, tzinfo=UTC)),
        ("27/10/2019 01:30 BST", datetime(2019, 10, 27, 0, 30, tzinfo=UTC)),
        ("27/10/2019 01:30 GMT", datetime(2019, 10, 27, 1, 30, tzinfo=UTC)),
        ("31/03/2019 02:00", datetime(2019, 3, 31, 1, tzinfo=UTC)),
        ("31/03/2019 00:59", datetime(2019, 3, 31, 0, 59, tzinfo=UTC)),
    ],
)
def test_times_are_londons_also_when_the_clocks_change(text: str, at: datetime) -> None:
    assert moments.moment(text) == at


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("31/03/2019 01:30", "never showed this time"),
        ("12/16/2019 20:15", "day before the month"),
        ("31/02/2019 20:15", "no such day"),
        ("16/12/2019 24:15", "no such time"),
        ("17/11/2018", "Write the time too"),
        ("43815.84", "turned the date into a number"),
        ("########", "too narrow"),
        ("yesterday", "Write the day as"),
        ("16/12/2019 noon", "Write the day as"),
        ("16/12/2019 13:00 pm", "am or pm"),
        ("01/01/0001 00:00+14:00", "check the year"),
        ("16/12/2019 20:15+20:00", "no such time zone"),
    ],
)
def test_what_cannot_be_a_time_says_what_to_do(text: str, remedy: str) -> None:
    with pytest.raises(moments.NotRead, match=remedy) as refused:
        moments.moment(text)
    assert text not in str(refused.value)


def test_days_are_day_first_and_a_birth_needs_its_century() -> None:
    assert moments.day("02/05/1997", is_of_birth=True) == date(1997, 5, 2)
    assert moments.day("1997-05-02 00:00:00", is_of_birth=True) == date(1997, 5, 2)
    with pytest.raises(moments.NotRead, match="four figures"):
        moments.day("02/05/19", is_of_birth=True)
    with pytest.raises(moments.NotRead, match="day alone"):
        moments.day("02/05/1997 10:00")


def test_day_and_time_of_two_columns_are_one_moment() -> None:
    at = datetime(2019, 12, 16, 20, 15, tzinfo=UTC)
    assert moments.of_parts("16/12/2019 00:00", "30/12/1899 20:15:00") == at
    assert moments.of_parts("16/12/2019", "8.15pm") == at


def test_headings_are_known_in_many_spellings_and_as_the_user_says() -> None:
    mapping = headings.mapped(["Betroffene=role", "Role=alleged_by"])
    found = headings.heading(["\ufeffINCIDENT_REF", "occurred-on", "Betroffene", "role", "Shoe size", ""], mapping)
    assert found.names == ("reference", "happened_at", "role", "alleged_by", "")
    assert (found.problem, found.untaken) == ("", ("Shoe size",))


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (["Ref", "Role"], "no column for happened_at"),
        (["Ref", "Date"], "no column for role"),
        (["Ref", "URN", "Date time", "Role"], "Two columns are both “reference”"),
        (["a", "b"], "no headings"),
        (["x"] * 501, "more than 500 columns"),
    ],
)
def test_headings_that_cannot_be_read_say_what_to_do(texts: list[str], problem: str) -> None:
    assert problem in headings.heading(texts, {}).problem


@pytest.mark.parametrize("pair", ["role", "=role", "A=nothing"])
def test_a_column_can_only_be_mapped_to_one_that_there_is(pair: str) -> None:
    with pytest.raises(headings.UnknownName, match="reference"):
        headings.mapped([pair])


def test_no_heading_stands_for_two_columns() -> None:
    spelt: dict[str, str] = {}
    for column in COLUMNS.values():
        for text in (column.name, column.label, *column.headings):
            assert spelt.setdefault(headings.folded(text), column.name) == column.name, text

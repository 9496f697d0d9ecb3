"""What people are called in titles and texts: an unborn child is no bare surname, and several stand in one order."""

from datetime import UTC, datetime

import pytest

from wholepicture.pathway.duties.messages import words
from wholepicture.pathway.triage.messages import late, overdue

NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("forename", "surname", "is_expected", "called"),
    [
        ("", "Asante", True, "Unborn child Asante"),
        ("", "", True, "Unborn child"),
        ("Harper", "Asante", True, "Harper Asante"),
        ("", "Asante", False, "Asante"),
        ("", "", False, "Name not known"),
    ],
)
def test_an_unborn_child_is_called_so(forename: str, surname: str, is_expected: bool, called: str) -> None:
    assert words.name_of(forename, surname, is_expected=is_expected) == called


def test_several_stand_in_one_order_whatever_order_they_came_in() -> None:
    told = ["Unborn child Asante", "Lacey Asante", "Harper Asante"]
    expected = "Harper Asante, Lacey Asante and unborn child Asante"
    assert words.names_of(told) == words.names_of(reversed(told)) == expected
    assert words.names_of([]) == "Name not known"


def test_the_title_of_an_overdue_family_names_its_unborn_child() -> None:
    title, _ = overdue.compose(children=["Unborn child Asante", "Lacey", ""], change="2nd", listed_at=NOW, due_at=NOW)
    assert title == "Overdue for triage: family of Lacey and unborn child Asante"


def test_an_agency_and_a_team_of_one_name_are_named_once() -> None:
    assert (
        "Mill Street Surgery says that it knows"
        in late.compose(agency="Mill Street Surgery", team="Mill Street Surgery")[1]
    )
    assert "Harbour Trust, East team, says that it knows" in late.compose(agency="Harbour Trust", team="East team")[1]

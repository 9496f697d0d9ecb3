"""What a recipient's text leaves out is looked up in the text itself: names, addresses, and what was written down."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from wholepicture.interfaces.replay import loader, names, texts
from wholepicture.interfaces.replay.world import World
from wholepicture.pathway.notifications.queries import NoticeTrace
from wholepicture.pathway.notifications.terms import State

NOW = datetime(2020, 7, 1, 20, 30, tzinfo=UTC)
CASE = """
case: a case
until: 2020-07-02T09:00
agencies: {police: {kind: police}}
people:
  mum: {forename: Ann, surname: Marsh, addresses: [{at: 3 Ford Lane}]}
  dad: {forename: Jean-Luc, surname: Pike}
  baby: {forename: Bo, surname: Marsh}
events:
  - {at: 2020-07-01T21:30, by: police, kind: incident, category: domestic_abuse, people: {mum: victim, dad: causing_harm, baby: child},
     summary: he shouted}
"""


def world(text: str = CASE) -> World:
    case = loader.parse(text)
    made: Any = World.__new__(World)
    made.case, made.names = case, names.complete(case.people.values())
    return made


def left_out(text: str, *, title: str = "", case: str = CASE) -> tuple[str, ...]:
    trace = NoticeTrace(
        id=uuid4(),
        cause=uuid4(),
        cause_kind="incident",
        row="row",
        protocol=1,
        function="gp",
        agency="a",
        team="gp",
        about=uuid4(),
        kind="ask",
        lane="fast",
        title=title,
        text=text,
        because="",
        never_to=(),
        created_at=NOW,
        reply_by=NOW,
        state=State.DELIVERED,
        history=(),
    )
    return texts.read(trace, world(case)).leaves_out


def test_a_text_that_says_nothing_of_anybody_leaves_out_everything() -> None:
    assert left_out("Please think of your patient.") == (
        "the name of Ann Marsh",
        "the name of Jean-Luc Pike",
        "the name of Bo Marsh",
        "any address",
        "what was written down about an incident",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("This is about Ann Marsh.", "the name of Ann Marsh"),
        ("the family of Bo", "the name of Bo Marsh"),
        ("Jean-Luc, 30 years", "the name of Jean-Luc Pike"),
        ("They live at 3 FORD LANE.", "any address"),
        ("What was written: He shouted", "what was written down about an incident"),
    ],
)
def test_what_a_text_says_is_not_said_to_be_left_out(text: str, said: str) -> None:
    assert said not in left_out(text)


def test_a_name_within_another_word_names_nobody() -> None:
    assert "the name of Ann Marsh" in left_out("An annual check of the borough.")
    assert "the name of Bo Marsh" in left_out("An annual check of the borough.")


def test_a_title_names_too() -> None:
    assert "the name of Ann Marsh" not in left_out("", title="Ann Marsh")


def test_nothing_is_claimed_of_what_the_file_does_not_have() -> None:
    bare = CASE.replace(", addresses: [{at: 3 Ford Lane}]", "").replace(",\n     summary: he shouted", "")

    found = left_out("", case=bare)
    assert "any address" not in found
    assert "what was written down about an incident" not in found

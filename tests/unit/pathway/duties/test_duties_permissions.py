"""Who may settle a missing recipient, and with what."""

from uuid import uuid4

import pytest

from wholepicture.pathway.duties import permissions
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor

TEAM = uuid4()


@pytest.mark.parametrize(
    ("may_answer", "team"), [(False, TEAM), (True, uuid4()), (True, None)], ids=["no right", "another team", "no team"]
)
def test_only_the_team_that_was_asked_names_who_is_told(may_answer: bool, team: object) -> None:
    rights = frozenset({Permission.ANSWER_NOTICES.value}) if may_answer else frozenset()
    by = Actor(id="user-1", name="A", worker=uuid4(), teams=frozenset({TEAM}), permissions=rights)
    with pytest.raises(permissions.NotNamed, match="Only the team that was asked"):
        permissions.check_can_name_recipient(by, team)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "words"), [(Function.FIRST_RESPONSE, "serves the whole area"), (Function.GP, "That team is no GP")]
)
def test_what_serves_the_whole_area_or_holds_another_function_cannot_be_named(function: Function, words: str) -> None:
    with pytest.raises(permissions.NotNamed, match=words):
        permissions.check_can_be_named(function, None)

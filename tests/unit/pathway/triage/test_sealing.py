"""The seal as a rule: facts open at once, conclusions when one's own are in or in an emergency, one's own never sealed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.terms import Known

ASKED = datetime(2019, 12, 29, 8, 0, tzinfo=UTC)
LATER, BEFORE = ASKED + timedelta(hours=3), ASKED - timedelta(hours=3)
WHOLE = ContributionPicture(
    id=uuid4(), agency="Health visiting", team_id=uuid4(), team="East team", known=Known.KNOWN, what="Seen on 12 December.",
    childs_day="Carried by his grandmother.", worries="Nobody has seen where he sleeps.", what_works="His grandmother.",
    proposal="A visit to each parent.", because="", at=ASKED, by="Ana Bell", is_sealed=False, after_decision=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked_at", "unsealed_at", "closed"),
    [
        ([], [], False),
        ([ASKED], [], True),
        ([ASKED, LATER], [], True),
        ([ASKED], [LATER], False),
        ([ASKED], [ASKED], False),
        ([ASKED], [BEFORE], True),
        ([ASKED, LATER], [ASKED], True),
        ([], [BEFORE], False),
    ],
)
def test_conclusions_are_closed_while_ones_own_team_is_asked_and_nobody_opened_the_seal_since(
    asked_at: list[datetime], unsealed_at: list[datetime], *, closed: bool
) -> None:
    assert rules.is_sealed(asked_at, unsealed_at) is closed
    assert rules.is_sealed(iter(asked_at), iter(unsealed_at)) is closed


def test_closed_conclusions_are_empty_and_said_to_be_there_and_facts_are_whole() -> None:
    found = rules.seal(WHOLE, own_teams=[uuid4()], closed=True)
    assert found == replace(WHOLE, worries="", what_works="", proposal="", is_sealed=True)
    assert (found.what, found.childs_day) == (WHOLE.what, WHOLE.childs_day)


def test_open_conclusions_are_whole_also_where_they_were_sealed_before() -> None:
    assert rules.seal(replace(WHOLE, is_sealed=True), own_teams=[], closed=False) == WHOLE


def test_what_ones_own_team_brought_is_never_sealed() -> None:
    assert rules.seal(WHOLE, own_teams=iter([uuid4(), WHOLE.team_id]), closed=True) == WHOLE


@pytest.mark.parametrize("field", ["worries", "what_works", "proposal"])
def test_each_conclusion_is_one_by_itself(field: str) -> None:
    alone = replace(WHOLE, **{"worries": "", "what_works": "", "proposal": "", field: "Closed."})
    found = rules.seal(alone, own_teams=[], closed=True)
    assert getattr(found, field) == ""
    assert found.is_sealed


def test_what_holds_no_conclusion_is_not_said_to_be_sealed() -> None:
    bare = replace(WHOLE, worries="", what_works="", proposal="")
    assert rules.seal(bare, own_teams=[], closed=True) == bare

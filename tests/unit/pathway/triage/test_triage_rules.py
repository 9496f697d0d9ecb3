"""Why a family is listed or withdrawn, and by when it is decided about, as truth tables and properties."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.families.terms import Concern
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import Derived
from wholepicture.registers.protocol import defaults, parameters
from wholepicture.registers.protocol.terms import Lane

AGREED = parameters.parse(defaults.parameters())
AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
instants = st.integers(0, 4_000).map(lambda days: AT + timedelta(days=days, minutes=days % 1_440))


def derived(*, in_scope: bool = True) -> Derived:
    """What was worked out of one incident."""
    return Derived(uuid4(), AT, in_scope, "Classed as domestic abuse." if in_scope else "Nobody connected.")


def test_a_family_is_listed_with_why_the_incident_is_and_how_it_concerns_its_children() -> None:
    said = rules.because("Classed as domestic abuse.", [Concern.LIVES_THERE, Concern.NAMED, Concern.NAMED])
    assert said == "Classed as domestic abuse. A child of the family: named in the report; lives where it happened."


def test_a_linked_family_is_told_who_links_it_each_once_and_nothing_else() -> None:
    said = rules.because_linked(["Kyle", "Kyle", "Alan"])
    assert said.startswith("Alan and Kyle, of whom harm")
    assert "not counted" in said


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("is_merged", [True, False])
@pytest.mark.parametrize("stays", [True, False])
def test_an_incident_that_is_listed_no_longer_says_so_whatever_became_of_its_families(
    linked: bool, is_merged: bool, stays: bool
) -> None:
    said = rules.withdrawn_because(derived(in_scope=False), linked=linked, is_merged=is_merged, stays=stays)
    assert said == "The incident is no longer listed. Nobody connected."


@pytest.mark.parametrize(
    ("linked", "is_merged", "stays", "said"),
    [
        (False, True, False, rules.MERGED),
        (True, True, False, rules.MERGED),
        (True, False, True, rules.COUNTED_IN),
        (False, False, True, rules.ONLY_LINKED),
        (True, False, False, rules.NO_LONGER_LINKED),
        (False, False, False, rules.NO_LONGER_CONCERNED),
    ],
)
def test_a_withdrawn_listing_says_which_of_the_reasons_it_is(
    linked: bool, is_merged: bool, stays: bool, said: str
) -> None:
    assert rules.withdrawn_because(derived(), linked=linked, is_merged=is_merged, stays=stays) == said


def test_the_fast_lane_is_decided_within_a_day_and_the_standard_lane_within_three() -> None:
    assert rules.due(Lane.FAST, AT, AGREED) == AT + timedelta(hours=24)
    assert rules.due(Lane.STANDARD, AT, AGREED) == AT + timedelta(hours=72)


@given(listed_at=instants, later=st.timedeltas(timedelta(0), timedelta(days=30)), lanes=st.lists(st.sampled_from(Lane)))
def test_whatever_becomes_known_a_family_is_never_decided_about_later(
    listed_at: datetime, later: timedelta, lanes: list[Lane]
) -> None:
    due_at = rules.due(Lane.STANDARD, listed_at, AGREED)
    for lane in lanes:
        sooner = rules.due_again(lane, due_at, listed_at + later, AGREED)
        assert sooner <= due_at
        assert lane is Lane.STANDARD or sooner <= listed_at + later + timedelta(hours=24)
        due_at = sooner

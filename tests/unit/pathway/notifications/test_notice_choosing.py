"""Whom a notice goes to: never a party, never nobody while somebody is there."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.facts import Named, OnDuty
from wholepicture.pathway.notifications.terms import Rung, StepKind


def person(name: str, email: str = "") -> Named:
    return Named(uuid4(), name, email)


SAM, COVER, OTHER, MANAGER, LEAD, PARTNERSHIP = (
    person(name, f"{name}@east.example") for name in ("sam", "cover", "other", "manager", "lead", "partnership")
)
FULL = OnDuty(SAM, (COVER, OTHER), MANAGER, LEAD, PARTNERSHIP)
ORDER = [SAM, COVER, OTHER, MANAGER, LEAD, PARTNERSHIP]
RUNGS = [Rung.NAMED, Rung.COVER, Rung.COVER, Rung.MANAGER, Rung.AGENCY_LEAD, Rung.PARTNERSHIP]


def absent(*people: Named) -> OnDuty:
    return OnDuty(SAM, (COVER, OTHER), MANAGER, LEAD, PARTNERSHIP, frozenset(each.id for each in people))


@pytest.mark.parametrize("missing", range(6))
def test_the_first_person_present_is_chosen(missing: int) -> None:
    choice = rules.choose(absent(*ORDER[:missing]), set())
    assert (choice.worker, choice.rung) == (ORDER[missing], RUNGS[missing])


@pytest.mark.parametrize("barred", range(6))
def test_a_conflicted_person_is_passed_over_at_every_rung(barred: int) -> None:
    choice = rules.choose(FULL, {each.id for each in ORDER[:barred]})
    assert choice.worker == ORDER[barred]


def test_with_everybody_away_the_partnership_is_told_all_the_same() -> None:
    assert rules.choose(absent(*ORDER), set()).worker == PARTNERSHIP


def test_with_everybody_away_and_the_partnership_barred_somebody_else_is_told() -> None:
    assert rules.choose(absent(*ORDER), {PARTNERSHIP.id}).worker == SAM


def test_nobody_is_chosen_only_where_nobody_may_be() -> None:
    assert rules.choose(FULL, {each.id for each in ORDER}).worker is None
    assert rules.choose(OnDuty(), set()).worker is None


@given(st.sets(st.sampled_from(range(6))), st.sets(st.sampled_from(range(6))))
def test_a_conflicted_person_is_never_chosen_nor_written_to(away: set[int], barred: set[int]) -> None:
    duty, bars = absent(*(ORDER[index] for index in away)), {ORDER[index].id for index in barred}
    choice = rules.choose(duty, bars)
    assert (choice.worker is None) == (len(barred) == len(ORDER))
    assert choice.worker is None or choice.worker.id not in bars
    for target in rules.targets(duty, bars, inbox=""):
        assert target.worker is not None
        assert target.worker.id not in bars
    for step in StepKind:
        if step in rules.LADDER:
            told = rules.person_for(step, duty, bars, None)
            assert told is None or told.id not in bars


def test_the_work_address_comes_before_the_inbox() -> None:
    addresses = [target.address for target in rules.targets(FULL, set(), inbox="duty@east.example")]
    assert addresses == [*(each.email for each in ORDER), "duty@east.example"]


def test_the_inbox_stands_in_for_a_person_without_an_address_once() -> None:
    duty = OnDuty(person("sam"), (person("cover"),), MANAGER, LEAD, PARTNERSHIP)
    found = rules.targets(duty, set(), inbox="duty@east.example")
    assert [target.address for target in found] == [
        "duty@east.example",
        *(each.email for each in (MANAGER, LEAD, PARTNERSHIP)),
    ]
    assert found[0].worker == duty.primary


def test_without_inbox_nobody_without_address_is_offered() -> None:
    duty = OnDuty(person("sam"), (), MANAGER)
    assert [target.worker for target in rules.targets(duty, set(), inbox="")] == [MANAGER]


@pytest.mark.parametrize(
    ("rung", "told", "expected"),
    [
        (StepKind.REMINDED, SAM.id, SAM),
        (StepKind.COVER_TOLD, SAM.id, COVER),
        (StepKind.COVER_TOLD, COVER.id, OTHER),
        (StepKind.MANAGER_TOLD, SAM.id, MANAGER),
        (StepKind.MANAGER_TOLD, MANAGER.id, None),
        (StepKind.AGENCY_LEAD_TOLD, SAM.id, LEAD),
        (StepKind.PARTNERSHIP_TOLD, PARTNERSHIP.id, PARTNERSHIP),
    ],
)
def test_each_rung_has_its_person(rung: StepKind, told: UUID, expected: Named | None) -> None:
    assert rules.person_for(rung, FULL, set(), told) == expected


def test_an_empty_rung_has_nobody() -> None:
    away = absent(COVER, OTHER, MANAGER, LEAD, PARTNERSHIP)
    for rung in (StepKind.COVER_TOLD, StepKind.MANAGER_TOLD, StepKind.AGENCY_LEAD_TOLD):
        assert rules.person_for(rung, away, set(), SAM.id) is None
    assert rules.person_for(StepKind.PARTNERSHIP_TOLD, away, set(), SAM.id) == PARTNERSHIP
    assert rules.person_for(StepKind.PARTNERSHIP_TOLD, away, {PARTNERSHIP.id}, SAM.id) is None

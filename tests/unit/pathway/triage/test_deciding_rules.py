"""What a decision needs before it stands: the whole table of modes, outcomes, levels, repeats and who has spoken (ADR 22)."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.protocol import protocol_without_database
from wholepicture.pathway.triage import rules, states
from wholepicture.pathway.triage.facts import Needed, Proposal, Speaker
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.protocol.outcomes import Outcome
from wholepicture.registers.protocol.terms import Effect, Lane, Seat

SHIPPED = protocol_without_database().parameters
NAMES = UUID("5f0c9a52-4a6c-4f0e-9a63-1d0f7f3f6a10")


def speaker(agency: str, seat: Seat | None = None, *, name: str = "") -> Speaker:
    """Somebody of this agency; the same name is the same worker."""
    return Speaker(uuid5(NAMES, name or f"{agency} {seat}"), uuid5(NAMES, agency), seat)


POLICE = speaker("police", Seat.POLICE)
SOCIAL_CARE = speaker("council", Seat.SOCIAL_CARE)
NURSE = speaker("community trust", Seat.HEALTH_PROFESSIONAL)
CHARITY = speaker("charity")
COLLEAGUE = speaker("police", None, name="another officer")
EVERYBODY = (POLICE, SOCIAL_CARE, NURSE, CHARITY, COLLEAGUE)
TABLES = [who for size in range(1, 6) for who in combinations(EVERYBODY, size)]
ROOMS = [(), (COLLEAGUE,), (NURSE,), (SOCIAL_CARE, NURSE, POLICE)]


def proposal(
    effect: Effect, mode: Mode, *, level: int | None = None, before: int | None = None, is_repeat: bool = False
) -> Proposal:
    """A proposed outcome of this effect."""
    return Proposal(Outcome("x", "An outcome", effect, False), level, before, is_repeat, mode)


def stands(
    effect: Effect, mode: Mode, lowers: bool, repeat: bool, who: tuple[Speaker, ...], room: tuple[Speaker, ...]
) -> bool:
    """The table of ADR 22, said another way: by the names of employers and seats."""
    is_ending = effect in (Effect.NO_FURTHER_ACTION, Effect.INFORMATION_ONLY) or lowers
    signed, seen = len({one.agency for one in who}), len({one.agency for one in (*who, *room)})
    seats = {one.seat for one in who if one.seat}
    if mode is Mode.MEETING:
        is_second_asked = effect is Effect.NO_FURTHER_ACTION and repeat
        return not is_ending or (seen > 1 and (signed > 1 or not is_second_asked))
    if not is_ending:
        return signed > 1
    wanted = set(Seat) - ({Seat.SOCIAL_CARE} if mode is Mode.INTERIM else set())
    return wanted <= seats and signed > 1


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("effect", Effect)
def test_the_whole_table(mode: Mode, effect: Effect) -> None:
    for lowers, repeat, who, room in product((False, True), (False, True), TABLES, ROOMS):
        one = proposal(effect, mode, level=2 if lowers else 3, before=3, is_repeat=repeat)
        found = rules.needed(one, who, room)
        assert found.stands is stands(effect, mode, lowers, repeat, who, room), (lowers, repeat, who, room)
        assert bool(found.because) is not found.stands
        assert not (found.stands and (found.seats or found.another_employer or found.can_be_interim))


def test_in_a_meeting_a_chair_refers_alone_and_never_ends_alone() -> None:
    assert rules.needed(proposal(Effect.REFERS, Mode.MEETING), [SOCIAL_CARE]).stands
    alone = rules.needed(proposal(Effect.NO_FURTHER_ACTION, Mode.MEETING), [SOCIAL_CARE], [SOCIAL_CARE])
    assert alone == Needed(stands=False, because=alone.because, another_employer=True)
    assert "a second has to agree" in alone.because
    assert rules.needed(proposal(Effect.NO_FURTHER_ACTION, Mode.MEETING), [SOCIAL_CARE], [NURSE]).stands


def test_no_further_action_after_a_repeat_needs_a_second_sign_in_whoever_is_in_the_room() -> None:
    one = proposal(Effect.NO_FURTHER_ACTION, Mode.MEETING, is_repeat=True)
    in_the_room = rules.needed(one, [SOCIAL_CARE], [SOCIAL_CARE, POLICE, NURSE])
    assert in_the_room.another_employer
    assert "signed in" in in_the_room.because
    assert rules.needed(one, [SOCIAL_CARE, POLICE], [SOCIAL_CARE]).stands
    assert rules.needed(proposal(Effect.INFORMATION_ONLY, Mode.MEETING, is_repeat=True), [SOCIAL_CARE], [NURSE]).stands


def test_without_a_meeting_the_missing_seats_are_named_in_words() -> None:
    one = proposal(Effect.INFORMATION_ONLY, Mode.ASYNCHRONOUS)
    found = rules.needed(one, [POLICE])
    assert found.seats == (Seat.SOCIAL_CARE, Seat.HEALTH_PROFESSIONAL)
    assert found.because.endswith("agree too: children's social care, a named health professional.")
    assert not found.can_be_interim
    assert rules.needed(one, [POLICE, NURSE]).can_be_interim
    assert not rules.needed(one, [SOCIAL_CARE, NURSE]).can_be_interim


def test_one_worker_takes_one_seat_however_often_they_speak() -> None:
    twice = (POLICE, Speaker(POLICE.worker, POLICE.agency, Seat.SOCIAL_CARE), NURSE)
    found = rules.needed(proposal(Effect.NO_FURTHER_ACTION, Mode.ASYNCHRONOUS), twice)
    assert found.seats == (Seat.SOCIAL_CARE,)


def test_three_seats_of_one_employer_end_nothing() -> None:
    one_employer = [speaker("council", seat) for seat in Seat]
    found = rules.needed(proposal(Effect.NO_FURTHER_ACTION, Mode.ASYNCHRONOUS), one_employer)
    assert found.another_employer


@pytest.mark.parametrize(
    ("level", "before", "lowered"),
    [(1, 2, True), (2, 2, False), (3, 2, False), (None, 2, False), (2, None, False), (None, None, False)],
)
def test_a_level_lowers_only_what_was_said_before(level: int | None, before: int | None, lowered: bool) -> None:
    assert rules.lowers(level, before) is lowered
    assert rules.ends(proposal(Effect.SUPPORTS, Mode.MEETING, level=level, before=before)) is lowered


SPEAKERS = st.builds(
    Speaker,
    worker=st.sampled_from([uuid5(NAMES, f"worker {n}") for n in range(4)]),
    agency=st.sampled_from([uuid5(NAMES, f"agency {n}") for n in range(3)]),
    seat=st.sampled_from([None, *Seat]),
)


@given(
    st.lists(SPEAKERS, min_size=1, max_size=5), SPEAKERS, st.sampled_from(Effect), st.sampled_from(Mode), st.booleans(),
    st.sampled_from([None, 1, 2, 3]), st.sampled_from([None, 1, 2, 3]),
)  # fmt: skip
def test_one_more_voice_never_undoes_what_stands(
    who: list[Speaker], more: Speaker, effect: Effect, mode: Mode, repeat: bool, level: int | None, before: int | None
) -> None:
    one = proposal(effect, mode, level=level, before=before, is_repeat=repeat)
    if rules.needed(one, who).stands:
        assert rules.needed(one, [*who, more]).stands


@given(st.lists(SPEAKERS, min_size=1, max_size=5), st.sampled_from(Effect), st.sampled_from([1, 2, 3]))
def test_one_employer_never_takes_a_family_off_the_list_outside_a_meeting(
    who: list[Speaker], effect: Effect, level: int
) -> None:
    alone = [Speaker(one.worker, who[0].agency, one.seat) for one in who]
    for mode in (Mode.ASYNCHRONOUS, Mode.INTERIM):
        assert not rules.needed(proposal(effect, mode, level=level, before=2), alone).stands


def test_others_have_elapsed_hours_to_agree_by_lane() -> None:
    christmas = datetime(2019, 12, 24, 23, 0, tzinfo=UTC)
    assert rules.agree_by(Lane.FAST, christmas, SHIPPED) == christmas + timedelta(hours=6)
    assert rules.agree_by(Lane.STANDARD, christmas, SHIPPED) == christmas + timedelta(hours=24)


def test_a_decision_that_is_over_goes_nowhere() -> None:
    for over in (DecisionState.REPLACED, DecisionState.OBJECTED, DecisionState.LAPSED):
        for end in DecisionState:
            with pytest.raises(states.IllegalChange):
                states.change(over, end)
    assert states.change(DecisionState.PROPOSED, DecisionState.STANDING).end is DecisionState.STANDING

"""What the page says before anything is decided is what the rules will then ask for; and gaps, asks and words in their place."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict

from tests.factories import patterns
from wholepicture.interfaces.web.deciding import forms
from wholepicture.interfaces.web.deciding.pages import agreeing, brought
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import (
    AskPicture,
    ContributionPicture,
    Proposal,
    RecipientChoice,
    Sitting,
    Speaker,
)
from wholepicture.pathway.triage.terms import AskState, Known, MeetingState, Mode
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import Lane

NOW = patterns.CASE[-1].happened_at + timedelta(hours=13)
AGREED = patterns.SHIPPED
SITTING = Sitting(NOW.date(), NOW, NOW + timedelta(hours=1), MeetingState.OPEN)
CHAIR = Actor("1", "Ann", permissions=frozenset({Permission.CHAIR_TRIAGE.value}))
CHARLIE, MIA, KYLE = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = {CHARLIE: "Charlie Marsh", MIA: "Mia Marsh", KYLE: "Kyle Denham"}


@pytest.mark.parametrize("in_meeting", [True, False])
@pytest.mark.parametrize("is_repeat", [True, False])
def test_an_outcome_says_that_it_needs_more_exactly_where_the_rules_ask_for_more(
    in_meeting: bool, is_repeat: bool
) -> None:
    said = agreeing.agreeing(CHAIR, SITTING if in_meeting else None, Lane.FAST, AGREED, is_repeat=is_repeat, level="")
    assert said.mode is (Mode.MEETING if in_meeting else Mode.ASYNCHRONOUS)
    alone = [Speaker(uuid4(), uuid4(), None)]
    two = [*alone, Speaker(uuid4(), uuid4(), None)]
    for outcome in AGREED.outcomes:
        proposal = Proposal(outcome, None, None, is_repeat, said.mode)
        enough = alone if in_meeting else two
        assert (outcome.id in said.hints) == (not rules.needed(proposal, enough).stands), outcome.id
        if in_meeting and outcome.id in said.hints:
            room = rules.needed(proposal, alone, two)
            assert room.stands == ("has to agree" not in said.hints[outcome.id])


def test_whoever_does_not_chair_reads_that_theirs_is_a_proposal_with_the_hours_of_the_lane() -> None:
    said = agreeing.agreeing(Actor("2", "Ben"), SITTING, Lane.STANDARD, AGREED, is_repeat=False, level="")
    assert said.heading == agreeing.NOT_THE_CHAIR
    assert "within 24 hours" in said.words


def test_a_lower_level_says_what_it_needs_and_none_before_says_so() -> None:
    said = agreeing.agreeing(CHAIR, None, Lane.FAST, AGREED, is_repeat=False, level="Early help")
    assert said.level == "Now: Early help. A lower one needs what ending the matter needs."
    assert "None has been said" in agreeing.agreeing(CHAIR, None, Lane.FAST, AGREED, is_repeat=False, level="").level


def ask(state: AskState, about: UUID = CHARLIE, **changes: object) -> AskPicture:
    """An ask to the health visitors, due in two hours."""
    known: dict[str, object] = {
        "id": uuid4(), "family": uuid4(), "function": Function.HEALTH_VISITOR, "agency_id": None, "agency": "Nursing",
        "team_id": UUID(int=9), "team": "North", "about": about, "state": state, "because": "", "gap": "",
        "asked_at": NOW, "reply_by": NOW + timedelta(hours=2), "notice": None, "held": False,
    }  # fmt: skip
    return AskPicture(**(known | changes))  # type: ignore[arg-type]


def contribution(known: Known, **changes: object) -> ContributionPicture:
    """What a team brought."""
    told: dict[str, object] = {
        "id": uuid4(), "agency": "Nursing", "team_id": uuid4(), "team": known.value, "known": known, "what": "",
        "childs_day": "", "worries": "", "what_works": "", "proposal": "", "because": "", "at": NOW, "by": "Ann",
        "is_sealed": False, "after_decision": False,
    }  # fmt: skip
    return ContributionPicture(**(told | changes))  # type: ignore[arg-type]


def test_one_team_asked_about_several_is_one_line_with_all_of_them_and_the_soonest_time() -> None:
    sooner = NOW + timedelta(hours=1)
    shown = brought.brought(
        [], [ask(AskState.ASKED), ask(AskState.ASKED, MIA, reply_by=sooner)], NAMES, frozenset(), None
    )
    (line,) = shown.silent
    assert (line.who, line.where, line.due_at) == ("Health visitor", "North, Nursing", sooner)
    assert line.about == "Charlie Marsh and Mia Marsh"
    assert (shown.asked, shown.answered) == (1, 0)


def test_a_gap_is_named_with_its_reason_and_is_not_counted_as_asked() -> None:
    gap = ask(
        AskState.NOBODY_TO_ASK, KYLE, function=Function.GP, team="", agency="", team_id=None, gap="No practice known."
    )
    shown = brought.brought([], [gap, ask(AskState.KNOWN)], NAMES, frozenset(), None)
    (line,) = shown.gaps
    assert (line.who, line.about, line.because, line.due_at) == (
        "GP practice",
        "Kyle Denham",
        "No practice known.",
        None,
    )
    assert (shown.asked, shown.answered) == (1, 1)


def test_what_is_known_comes_first_and_a_sealed_conclusion_is_said_to_be_there() -> None:
    told = [contribution(Known.NOTHING_KNOWN), contribution(Known.NOT_CHECKED, because="System down."),
            contribution(Known.KNOWN, what="Seen.", is_sealed=True)]  # fmt: skip
    shown = brought.brought(told, [], NAMES, frozenset(), None)
    assert [card.team for card in shown.cards] == ["KNOWN", "NOT_CHECKED", "NOTHING_KNOWN"]
    assert shown.cards[1].rows == (("Why not checked", "System down."),)
    assert shown.is_sealed


def test_ones_own_team_is_led_to_its_form_and_what_waits_stands_before_what_was_answered() -> None:
    mine = UUID(int=9)
    shown = brought.brought([], [ask(AskState.KNOWN), ask(AskState.ASKED, MIA)], NAMES, frozenset({mine}), None)
    (own,) = shown.own
    assert (own.team_id, own.due_at) == (mine, NOW + timedelta(hours=2))
    assert not brought.brought([], [ask(AskState.HELD)], NAMES, frozenset({mine}), None).own


POST = UUID(int=77)
CHOICES = [
    RecipientChoice(POST, Function.HEALTH_VISITOR, "Nursing", "North", CHARLIE, "Charlie Marsh", False),
    RecipientChoice(POST, Function.HEALTH_VISITOR, "Nursing", "North", KYLE, "Kyle Denham", True),
]


def form(**sent: object) -> forms.Decide:
    """The form as the browser sent it."""
    posted = QueryDict(mutable=True)
    base = {"children": [str(CHARLIE)], "outcome": "hold", "reasons": "Why.", "recipients": [POST.hex]}
    for name, value in (base | {f"asked_{POST.hex}": "See them."} | sent).items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return forms.Decide(
        posted, children=[(CHARLIE, "Charlie Marsh")], outcomes=AGREED.outcomes, levels=AGREED.levels_of_need,
        choices=CHOICES, now=NOW,
    )  # fmt: skip


def test_a_post_that_can_be_asked_about_several_is_offered_once_and_asks_about_whom() -> None:
    unsaid = form()
    assert not unsaid.is_valid()
    assert "Tick about whom this is asked of Health visitor: North, Nursing." in str(unsaid.errors)
    both = form(**{f"about_{POST.hex}": [str(CHARLIE), str(KYLE)]})
    assert both.is_valid(), both.errors
    assert [(each.post, each.about, each.reply_by) for each in both.wanted()] == [
        (POST, CHARLIE, None),
        (POST, KYLE, None),
    ]


def test_a_day_without_a_time_is_five_in_the_afternoon_in_london_and_no_level_is_no_level() -> None:
    told = form(**{f"about_{POST.hex}": [str(CHARLIE)], f"day_{POST.hex}_day": "1", f"day_{POST.hex}_month": "July",
                   f"day_{POST.hex}_year": "2020", "level": "0"})  # fmt: skip
    assert told.is_valid(), told.errors
    (wanted,) = told.wanted()
    assert wanted.reply_by is not None
    assert wanted.reply_by.isoformat() == "2020-07-01T16:00:00+00:00"
    assert told.level_said() is None


def test_words_come_back_as_they_were_sent_and_carry_no_token() -> None:
    sent = QueryDict("csrfmiddlewaretoken=x&began_from=y&recipients=a&recipients=b&reasons=So&level=")
    kept = forms.words_in(sent)
    assert kept == {"recipients": ["a", "b"], "reasons": ["So"]}
    assert forms.as_sent(kept).getlist("recipients") == ["a", "b"]
    assert list(forms.as_sent({"reasons": "not a list"})) == []


def test_what_was_written_is_told_in_words_beside_anothers_decision() -> None:
    assert form(level="2").in_words() == (
        ("What is decided", "Hold until more is known"),
        ("Level of need", "2. Early help"),
        ("Why", "Why."),
        ("Health visitor: North, Nursing", "See them."),
    )


def test_a_recipient_who_is_no_longer_offered_is_refused_with_what_was_written_for_them() -> None:
    gone = UUID(int=78).hex
    told = form(recipients=[POST.hex, gone], **{f"about_{POST.hex}": [str(CHARLIE)], f"asked_{gone}": "Find a home."})
    assert not told.is_valid()
    assert told.errors["recipients"] == [forms.NO_LONGER]
    assert told.vanished() == ("Find a home.",)
    assert told.chosen() == [POST.hex]

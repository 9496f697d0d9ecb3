"""The pattern of a family in words: the published case word for word, and what every other family may be like."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import patterns
from wholepicture.pathway.incidents.terms import Dash, ReporterKind
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientPicture
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol.terms import Lane

DAY = date(2019, 12, 16)
AT = datetime(2019, 12, 16, 9, 30, tzinfo=UTC)
CHILD = patterns.someone("charlie", born=patterns.BIRTH, is_child=True)


def told(recipients: tuple[RecipientPicture, ...] = (), **other: object) -> DecisionPicture:
    """A decision of "Support by named services" that stands."""
    known: dict[str, object] = {
        "id": uuid4(), "batch": UUID(int=1), "family": uuid4(), "child": uuid4(), "outcome": "named_services",
        "label": "Support by named services", "level": None, "level_label": "", "reasons": "A reason.",
        "pattern": "1st", "mode": Mode.MEETING, "lane": Lane.FAST, "state": DecisionState.STANDING, "by": "Ann",
        "agency": "Police", "at": AT, "stands_at": AT, "agree_by": None, "ended_because": "", "recipients": recipients,
        "voices": (), "findings": (), "listings": (),
    }  # fmt: skip
    return DecisionPicture(**(known | other))  # type: ignore[arg-type]


def asked(function: Function, state: State | None) -> RecipientPicture:
    """A recipient of a decision, whose notice is in this state."""
    return RecipientPicture(function, "Agency", "Team", uuid4(), "Visit.", AT, state.label if state else "", False)


def test_the_published_case_is_told_as_the_issue_says_it() -> None:
    said = rules.sentences(patterns.charlie(5), "health visitor told, no answer yet")
    assert "; ".join(said) == (
        "5th in 38 days; gaps of 1, 12, 17 and 8 days; Charlie is 10 weeks old; five reports from four kinds of people; "
        "the parents separated at the first; one counter-allegation; DASH not done at 2 of 5; "
        "last outcome: health visitor told, no answer yet"
    )


def test_each_incident_of_the_case_changes_what_is_told() -> None:
    firsts = [rules.sentences(patterns.charlie(number), "")[:2] for number in range(1, 5)]
    assert firsts == [
        ("1st, on 16 December 2019", "Charlie is 4 weeks old"),
        ("2nd in 1 day", "gap of 1 day"),
        ("3rd in 13 days", "gaps of 1 and 12 days"),
        ("4th in 30 days", "gaps of 1, 12 and 17 days"),
    ]


def test_concerns_alone_are_told_and_that_nothing_is_counted() -> None:
    said = rules.sentences(patterns.charlie(0), "")
    assert said[:2] == ("no incident is counted in this family", "one concern, on 14 November 2019")
    assert said[-1] == "last outcome: none, nothing has been decided before"


def test_a_concern_after_an_incident_is_told_beside_the_count_and_one_before_it_is_not() -> None:
    late = patterns.concern(DAY + timedelta(days=3))
    known = patterns.pattern(DAY, patterns.WARD, patterns.report(DAY), late, people=[CHILD])
    assert rules.sentences(known, "")[1] == "one concern since the 1st, on 19 December 2019"


def test_gaps_of_the_same_day_are_told_as_such() -> None:
    known = patterns.pattern(DAY, *(patterns.report(DAY, name=name) for name in "ab"), people=[CHILD])
    assert rules.sentences(known, "")[0] == "2nd within one day"
    later = patterns.pattern(DAY, *known.reports, patterns.report(DAY + timedelta(days=4)), people=[CHILD])
    assert rules.sentences(later, "")[:2] == ("3rd in 4 days", "gaps of 0 and 4 days (0 is the same day)")


def test_of_many_gaps_the_latest_are_told() -> None:
    known = patterns.pattern(DAY, *(patterns.report(DAY + timedelta(days=n * n)) for n in range(30)), people=[CHILD])
    said = rules.sentences(known, "")
    assert said[:2] == ("30th in 841 days", "the latest gaps of 43, 45, 47, 49, 51, 53, 55 and 57 days")
    assert "30 reports from one kind of person: neighbour" in said


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"born": DAY}, "Mia was born that day"),
        ({"born": DAY - timedelta(days=1)}, "Mia is 1 day old"),
        ({"born": DAY - timedelta(days=83)}, "Mia is 11 weeks old"),
        ({"born": DAY - timedelta(days=84)}, "Mia is 2 months old"),
        ({"born": date(2017, 12, 17)}, "Mia is 23 months old"),
        ({"born": date(2017, 12, 16)}, "Mia is 2 years old"),
        ({"expected": date(2020, 3, 3)}, "Mia is unborn, due on 3 March 2020"),
        ({"expected": date(2019, 12, 1)}, "Mia was due on 1 December 2019, and no birth has been told"),
        ({"born": date(2019, 1, 1), "died": DAY}, "Mia died on 16 December 2019"),
        ({}, "nobody knows how old Mia is"),
    ],
)
def test_an_age_is_told_as_surely_as_it_is_known(known: dict[str, date], words: str) -> None:
    mia = patterns.someone("mia", is_child=True, **known)
    assert words in rules.sentences(patterns.pattern(DAY, people=[mia]), "")


def test_an_unborn_child_without_a_name_is_still_told_of() -> None:
    unborn = patterns.someone("", expected=date(2020, 3, 3), is_child=True)
    assert "an unborn child is due on 3 March 2020" in rules.sentences(patterns.pattern(DAY, people=[unborn]), "")


def test_the_youngest_child_comes_first_and_one_of_unknown_age_last() -> None:
    children = [
        patterns.someone("ada", is_child=True),
        patterns.someone("ben", born=date(2015, 1, 1), is_child=True),
        patterns.someone("cem", expected=date(2020, 3, 3), is_child=True),
    ]
    said = rules.sentences(patterns.pattern(DAY, people=children), "")
    assert said[1:4] == ("Cem is unborn, due on 3 March 2020", "Ben is 4 years old", "nobody knows how old Ada is")


@pytest.mark.parametrize(
    ("reporters", "words"),
    [
        ([ReporterKind.NOT_KNOWN], "one report, and it is not known who made it"),
        ([ReporterKind.NOT_KNOWN] * 2, "two reports, and it is not known who made them"),
        ([ReporterKind.MOTHER], "one report from one kind of person: child's mother"),
        (
            [ReporterKind.MOTHER, ReporterKind.NOT_KNOWN, ReporterKind.CHILD],
            "three reports from two kinds of people, and of one it is not known who made it",
        ),
    ],
)
def test_who_reported_is_told_by_kind_and_never_guessed(reporters: list[ReporterKind], words: str) -> None:
    found = [patterns.report(DAY + timedelta(days=n), reporter=each) for n, each in enumerate(reporters)]
    assert words in rules.sentences(patterns.pattern(DAY, *found, people=[CHILD]), "")


@pytest.mark.parametrize(
    ("parted", "words"),
    [
        (DAY, "the parents separated at the first"),
        (DAY + timedelta(days=9), "the parents separated at the 2nd"),
        (DAY - timedelta(days=2), "the parents separated on 14 December 2019, 2 days before the first"),
        (DAY + timedelta(days=1), "the parents separated on 17 December 2019, 1 day after the first"),
        (DAY + timedelta(days=12), "the parents separated on 28 December 2019, 3 days after the 2nd"),
    ],
)
def test_a_separation_is_told_by_its_place_among_the_incidents(parted: date, words: str) -> None:
    ties = [*patterns.TIES[:2], patterns.relation(RelationshipKind.PARTNER_OF, "mother", "father", until=parted)]
    found = [patterns.report(DAY), patterns.report(DAY + timedelta(days=9))]
    known = patterns.pattern(DAY + timedelta(days=20), *found, people=patterns.FAMILY, relations=ties)
    assert words in rules.sentences(known, "")


def test_a_couple_who_are_not_a_childs_parents_are_named() -> None:
    ties = [patterns.relation(RelationshipKind.PARTNER_OF, "mother", "father", until=DAY)]
    known = patterns.pattern(DAY, people=patterns.FAMILY, relations=ties)
    said = rules.sentences(known, "")
    assert any(
        each.endswith("separated on 16 December 2019") and "Mother" in each and "Father" in each for each in said
    )


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ([Dash.NOT_DONE], "DASH not done"),
        ([Dash.BELIEVED_DONE, Dash.HIGH], "DASH not done at 1 of 2"),
        ([Dash.HIGH, Dash.STANDARD], None),
    ],
)
def test_dash_that_was_only_believed_done_was_not_done(grades: list[Dash], words: str | None) -> None:
    found = [patterns.report(DAY + timedelta(days=n), dash=each) for n, each in enumerate(grades)]
    said = rules.sentences(patterns.pattern(DAY, *found, people=[CHILD]), "")
    assert [each for each in said if each.startswith("DASH")] == ([words] if words else [])


def test_the_last_outcome_says_how_far_each_recipient_has_got() -> None:
    recipients = (asked(Function.HEALTH_VISITOR, State.DELIVERED), asked(Function.GP, State.ANSWERED))
    assert rules.last_outcome([told(recipients)]) == (
        "support by named services (health visitor told, no answer yet; GP practice told, answered)"
    )
    assert rules.last_outcome([told((asked(Function.FIRST_RESPONSE, State.HELD),))]) == (
        "support by named services (First Response, children's social care not told yet, held for release)"
    )


def test_the_last_outcome_is_the_latest_that_stood_and_never_one_only_proposed() -> None:
    earlier = told(batch=UUID(int=2), label="No further action", stands_at=AT - timedelta(days=1), at=AT)
    proposed = told(batch=UUID(int=3), state=DecisionState.PROPOSED, stands_at=None, at=AT + timedelta(days=1))
    assert rules.last_outcome([proposed, earlier, told()]) == "support by named services"
    assert rules.last_outcome([proposed]) == ""


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_a_notice_has_words(state: State) -> None:
    said = rules.last_outcome([told((asked(Function.GP, state),))])
    assert said.startswith("support by named services (GP practice ")
    assert ("not told yet" in said) == (state in (State.HELD, State.QUEUED))


@given(
    gaps=st.lists(st.integers(0, 400), max_size=40), dashes=st.lists(st.sampled_from(Dash), min_size=41, max_size=41)
)
def test_whatever_happened_every_part_says_something_and_none_breaks_the_sentence(
    gaps: list[int], dashes: list[Dash]
) -> None:
    days = [DAY + timedelta(days=sum(gaps[:place])) for place in range(len(gaps) + 1)]
    found = [patterns.report(day, name=f"R{n}", dash=dashes[n]) for n, day in enumerate(days)]
    said = rules.sentences(patterns.pattern(days[-1], *found, people=[CHILD]), "")
    assert all(part and ";" not in part and part == part.strip() for part in said)
    assert said[0].startswith(f"{len(days)}")

"""What each recipient reads: nothing that locates anybody, nothing of another person for whoever serves the person causing harm."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from wholepicture.pathway.duties import messages
from wholepicture.pathway.duties.facts import Adult, Child, Told
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Kind, Presence
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.terms import Education, Relation

AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
TODAY = AT.date()
MOTHER = Adult(uuid4(), uuid4(), "Jodie Marsh", Role.VICTIM, (), Relation.PARENT_AT_HOME)
FATHER = Adult(uuid4(), uuid4(), "Kyle Denham", Role.CAUSING_HARM, (), Relation.PARENT_ELSEWHERE)
CHILD = Child(uuid4(), uuid4(), "Charlie Marsh", date(2019, 11, 14), None, Education.NONE_KNOWN, has_allocated_worker=False,
              presence=Presence.IN_ARMS, words="I was under the table.")  # fmt: skip

UNBORN = replace(CHILD, name="Unborn child Marsh", birth_date=None, expected_date=date(2020, 2, 1), words="")
FOR_A_CHILD = [
    Function.HEALTH_VISITOR,
    Function.SAFEGUARDING_MIDWIFE,
    Function.ALLOCATED_WORKER,
    Function.GP,
    Function.NURSERY,
]


def told(kind: Kind = Kind.INCIDENT, category: Category = Category.DOMESTIC_ABUSE, dash: Dash = Dash.MEDIUM) -> Told:
    """A report by police with a free text."""
    born = date(2019, 11, 14) if kind is Kind.BIRTH else None
    return Told(uuid4(), kind, "Harbourshire Police", "CH-1", AT, AT, category, dash, Brag.NOT_DONE, "He shouted at her.",
                born_on=born)  # fmt: skip


def compose(
    about: Child | Adult, function: Function, *, held: bool = False, kind: Kind = Kind.INCIDENT, on: date = TODAY
) -> str:
    """The text alone."""
    return messages.compose(told(kind), about, function, held=held, adults=(MOTHER, FATHER), on=on)[1]


@pytest.mark.parametrize("function", list(Function))
def test_what_is_held_tells_nothing_of_anybody_else_nor_of_what_happened(function: Function) -> None:
    text = compose(FATHER, function, held=True)
    for word in ("Jodie", "Charlie", "Marsh", "Police", "December", "shouted", "DASH", "CH-1"):
        assert word not in text
    assert "Do not tell your patient" in text


def test_a_birth_tells_every_parents_practice_the_same() -> None:
    texts = {compose(parent, Function.GP, kind=Kind.BIRTH).replace(parent.name, "X") for parent in (MOTHER, FATHER)}
    assert len(texts) == 1
    assert "abuse" not in texts.pop()


@pytest.mark.parametrize(
    "function", [Function.HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE, Function.ALLOCATED_WORKER]
)
def test_those_who_see_the_family_at_home_read_who_is_alleged_to_have_done_what(function: Function) -> None:
    text = compose(CHILD, function)
    assert "Jodie Marsh: victim" in text
    assert "Kyle Denham: person causing harm" in text
    assert "He shouted at her." in text
    assert "I was under the table." in text


@pytest.mark.parametrize(
    "function", [Function.SCHOOL_SAFEGUARDING_LEAD, Function.NURSERY, Function.SCHOOL_NURSE, Function.GP]
)
def test_others_read_how_the_child_was_and_no_account_of_the_adults(function: Function) -> None:
    text = compose(CHILD, function)
    assert "in somebody's arms" in text
    assert "Kyle" not in text
    assert "shouted" not in text


@pytest.mark.parametrize("about", [CHILD, MOTHER])
def test_a_practice_reads_how_to_keep_the_record_safe(about: Child | Adult) -> None:
    text = compose(about, Function.GP)
    assert "keep this out of what patients can see online" in text
    assert "Kyle" not in text


def test_the_victims_service_reads_that_contact_has_to_be_safe_first() -> None:
    text = compose(MOTHER, Function.DOMESTIC_ABUSE_SERVICE)
    assert "safe first" in text
    assert "Kyle" not in text


def test_a_missing_or_only_believed_dash_is_said() -> None:
    text = messages.compose(told(dash=Dash.BELIEVED_DONE), CHILD, Function.GP, held=False, adults=(), on=TODAY)[1]
    assert "treat it as not done" in text


def test_what_was_not_classed_as_domestic_abuse_is_not_called_so() -> None:
    text = messages.compose(told(category=Category.OTHER), CHILD, Function.GP, held=False, adults=(), on=TODAY)[1]
    assert "It was not classed as domestic abuse." in text


def test_the_unborn_are_called_unborn_with_the_day_on_which_they_are_due() -> None:
    text = compose(UNBORN, Function.SAFEGUARDING_MIDWIFE)
    assert "Unborn child Marsh is not yet born, and is due on 1 February 2020." in text
    assert "see the child" not in compose(UNBORN, Function.HEALTH_VISITOR)
    assert "see the mother alone before the birth" in compose(UNBORN, Function.HEALTH_VISITOR)


@pytest.mark.parametrize("function", FOR_A_CHILD)
def test_of_a_day_before_its_birth_a_child_is_never_said_to_have_been_there(function: Function) -> None:
    text = compose(replace(CHILD, birth_date=date(2019, 12, 25), presence=Presence.NOT_KNOWN, words=""), function)
    assert "Charlie Marsh was not yet born: the birth was on 25 December 2019." in text
    assert "may have been there" not in text


def test_whose_pregnancy_a_report_tells_of_is_not_guessed_in_the_text_about_a_child_born_later() -> None:
    pregnant = replace(told(), features=frozenset({Feature.PREGNANCY}))
    child = replace(CHILD, birth_date=date(2019, 12, 25), presence=Presence.PRESENT, words="")
    text = messages.compose(pregnant, child, Function.GP, held=False, adults=(), on=TODAY)[1]
    assert "pregnant" not in text
    assert "was there" not in text


@pytest.mark.parametrize("function", FOR_A_CHILD)
def test_of_a_child_whose_due_date_has_passed_it_is_asked_whether_it_was_born(function: Function) -> None:
    text = compose(UNBORN, function, on=date(2020, 2, 2))
    assert "Unborn child Marsh was due on 1 February 2020; no birth has been told." in text
    assert "not yet born" not in text
    assert "whether the child has been born" in text
    assert "Please see the child" not in text


@pytest.mark.parametrize("function", FOR_A_CHILD)
def test_a_report_that_came_on_a_later_day_says_both_days(function: Function) -> None:
    late = replace(told(), received_at=AT + timedelta(days=34))
    text = messages.compose(late, CHILD, function, held=False, adults=(), on=TODAY)[1]
    assert (
        "Harbourshire Police reported on Sunday 19 January 2020 domestic abuse that happened on Monday 16 December 2019, 9:40pm."
        in text
    )


@pytest.mark.parametrize("kind", [Kind.INCIDENT, Kind.CONCERN])
@pytest.mark.parametrize("function", list(Function))
@pytest.mark.parametrize("about", [CHILD, MOTHER, FATHER])
def test_every_recipient_gets_a_title_and_a_text_and_no_blame(
    kind: Kind, function: Function, about: Child | Adult
) -> None:
    title, text = messages.compose(told(kind), about, function, held=False, adults=(MOTHER, FATHER), on=TODAY)
    assert title == about.name
    assert text
    for blame in ("failed to protect", "failure to protect", "refused to leave", "let him"):
        assert blame not in text

"""The shipped tables: who is told of whom, in what way and by when, as agreed in words; and the figures beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.protocol import protocol_without_database
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import facts, refusals, rows
from wholepicture.registers.protocol.facts import Subject
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import (
    AgeBand,
    CauseKind,
    Clock,
    Education,
    Lane,
    NoticeKind,
    Relation,
    Standing,
    YesNo,
)

PROTOCOL = protocol_without_database()
INCIDENT_OR_CONCERN = [CauseKind.INCIDENT, CauseKind.CONCERN]
PARENTS = [Relation.PARENT_AT_HOME, Relation.PARENT_ELSEWHERE]

children = st.builds(
    facts.child,
    cause=st.sampled_from(CauseKind),
    lane=st.sampled_from(Lane),
    age_band=st.sampled_from(AgeBand),
    education=st.sampled_from(Education),
    allocated_worker=st.sampled_from(YesNo),
)
adults = st.builds(
    facts.adult,
    cause=st.sampled_from(CauseKind),
    lane=st.sampled_from(Lane),
    standing=st.sampled_from(Standing),
    relation=st.sampled_from(Relation),
)


def said(subject: Subject, **changed: object) -> list[RowHit]:
    return protocol_without_database(**changed).evaluate([subject])[0] if changed else PROTOCOL.evaluate([subject])[0]


def told(subject: Subject, **changed: object) -> set[str]:
    """Each recipient in short: "gp ask 48 held"."""
    return {_short(hit) for hit in said(subject, **changed) if hit.function}


def _short(hit: RowHit) -> str:
    time = "school" if hit.clock == Clock.SCHOOL else str(hit.hours)
    return f"{hit.function} {hit.kind} {time}{' held' if hit.hold else ''}"


def a_child(age_band: AgeBand, **changed: object) -> Subject:
    subject = facts.child(
        cause=CauseKind.INCIDENT,
        lane=Lane.STANDARD,
        age_band=age_band,
        education=Education.NONE_KNOWN,
        allocated_worker=YesNo.NO,
    )
    return subject | changed  # type: ignore[operator,no-any-return]


def an_adult(standing: Standing, **changed: object) -> Subject:
    subject = facts.adult(
        cause=CauseKind.INCIDENT, lane=Lane.STANDARD, standing=standing, relation=Relation.PARENT_AT_HOME
    )
    return subject | changed  # type: ignore[operator,no-any-return]


STANDARD = {
    AgeBand.UNBORN: {"safeguarding_midwife act 24", "health_visitor act 24"},
    AgeBand.NEWBORN: {"safeguarding_midwife act 24", "health_visitor act 24", "gp inform 24"},
    AgeBand.UNDER_TWO: {"health_visitor act 24", "gp inform 24"},
    AgeBand.UNDER_SCHOOL_AGE: {"health_visitor act 72", "gp inform 24"},
    AgeBand.SCHOOL_AGE: {"education_safeguarding act 72", "school_nurse inform 24", "gp inform 24"},
    AgeBand.NOT_KNOWN: {
        "health_visitor act 72",
        "school_nurse inform 24",
        "education_safeguarding act 72",
        "gp inform 24",
    },
}
FAST = {
    band: {each.replace("act 72", "act 24").replace("gp inform 24", "gp ask 48") for each in recipients}
    for band, recipients in STANDARD.items()
}


@pytest.mark.parametrize("cause", INCIDENT_OR_CONCERN)
@pytest.mark.parametrize(("lane", "table"), [(Lane.STANDARD, STANDARD), (Lane.FAST, FAST)])
@pytest.mark.parametrize("age_band", list(AgeBand))
def test_who_is_told_of_a_child_of_each_age(
    cause: CauseKind, lane: Lane, table: dict[AgeBand, set[str]], age_band: AgeBand
) -> None:
    assert told(a_child(age_band, cause=cause, lane=lane)) == table[age_band]


@pytest.mark.parametrize("cause", INCIDENT_OR_CONCERN)
@pytest.mark.parametrize(
    ("age_band", "more"),
    [
        (AgeBand.SCHOOL_AGE, "school_safeguarding_lead act school"),
        (AgeBand.NOT_KNOWN, "school_safeguarding_lead act school"),
        (AgeBand.UNDER_SCHOOL_AGE, "school_safeguarding_lead inform school"),
    ],
)
def test_a_registered_school_is_told_before_the_next_school_day(cause: CauseKind, age_band: AgeBand, more: str) -> None:
    assert more in told(a_child(age_band, cause=cause, education=Education.SCHOOL))


def test_a_school_takes_the_place_of_the_search_for_one() -> None:
    assert "education_safeguarding act 72" not in told(a_child(AgeBand.SCHOOL_AGE, education=Education.SCHOOL))


@pytest.mark.parametrize("age_band", [band for band in AgeBand if band != AgeBand.UNBORN])
def test_a_registered_nursery_is_informed_before_its_next_day(age_band: AgeBand) -> None:
    assert "nursery inform school" in told(a_child(age_band, education=Education.NURSERY))


@pytest.mark.parametrize("cause", INCIDENT_OR_CONCERN)
@pytest.mark.parametrize("age_band", list(AgeBand))
def test_an_allocated_worker_is_always_told_directly(cause: CauseKind, age_band: AgeBand) -> None:
    without = told(a_child(age_band, cause=cause))
    assert told(a_child(age_band, cause=cause, allocated_worker=YesNo.YES)) == without | {"allocated_worker act 72"}


ADULTS_STANDARD = {
    Standing.VICTIM: {"gp inform 24", "domestic_abuse_service inform 24"},
    Standing.CAUSING_HARM: {"gp inform 24 held", "perpetrator_service inform 24 held"},
    Standing.COUNTER_ALLEGATIONS: {"gp inform 24 held", "domestic_abuse_service inform 24"},
    Standing.NOT_KNOWN: {"gp inform 24 held"},
    Standing.OF_CONCERN: {"gp inform 24 held"},
}


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("standing", list(ADULTS_STANDARD))
def test_who_is_told_of_an_adult_in_an_incident_whatever_the_relation(standing: Standing, relation: Relation) -> None:
    slow = told(an_adult(standing, relation=relation))
    assert slow == ADULTS_STANDARD[standing]
    fast = told(an_adult(standing, relation=relation, lane=Lane.FAST))
    assert fast == {each.replace("gp inform 24", "gp ask 48") for each in slow}


@pytest.mark.parametrize("standing", [Standing.WITNESS, Standing.NOT_INVOLVED])
def test_of_others_only_a_parent_or_carer_at_home_has_the_gp_told(standing: Standing) -> None:
    assert told(an_adult(standing)) == {"gp inform 24"}
    for relation in (Relation.PARENT_ELSEWHERE, Relation.PARTNER, Relation.OTHER):
        subject = an_adult(standing, relation=relation)
        assert told(subject) == set()
        assert "no party" in said(subject)[0].because


@pytest.mark.parametrize(
    ("standing", "at_home", "elsewhere"),
    [
        (Standing.OF_CONCERN, {"gp inform 24 held"}, {"gp inform 24 held"}),
        (Standing.CAUSING_HARM, {"gp inform 24 held"}, set()),
        (Standing.COUNTER_ALLEGATIONS, {"gp inform 24 held"}, set()),
        (Standing.NOT_KNOWN, {"gp inform 24 held"}, set()),
        (Standing.VICTIM, {"gp inform 24"}, set()),
        (Standing.WITNESS, {"gp inform 24"}, set()),
        (Standing.NOT_INVOLVED, {"gp inform 24"}, set()),
    ],
)
def test_who_is_told_of_an_adult_after_a_concern(standing: Standing, at_home: set[str], elsewhere: set[str]) -> None:
    assert told(an_adult(standing, cause=CauseKind.CONCERN)) == at_home
    for relation in (Relation.PARENT_ELSEWHERE, Relation.PARTNER, Relation.OTHER):
        assert told(an_adult(standing, cause=CauseKind.CONCERN, relation=relation)) == elsewhere


def test_a_birth_tells_each_parents_gp_the_same_whoever_the_parent_is() -> None:
    everyone = [
        an_adult(standing, cause=CauseKind.BIRTH, lane=lane, relation=relation)
        for standing in Standing
        for lane in Lane
        for relation in PARENTS
    ]
    answers = PROTOCOL.evaluate(everyone)
    assert all(hits == answers[0] for hits in answers)
    assert [_short(hit) for hit in answers[0]] == ["gp inform 24"]


@given(adults, children)
def test_a_birth_says_only_parent_or_carer_and_tells_nobody_of_anyone_else(adult: Subject, child: Subject) -> None:
    adult["cause"] = child["cause"] = CauseKind.BIRTH
    words = {hit.because for hit in said(adult) if hit.function}
    assert words <= {"The practice's patient is a parent or carer."}
    assert told(child) == set()


def test_no_word_of_a_birth_row_speaks_of_abuse() -> None:
    birth = [row.says for row in PROTOCOL.rows if CauseKind.BIRTH in row.when["cause"] and row.says.function]
    assert birth
    for says in birth:
        text = f"{says.row} {says.because}".lower()
        assert not [
            word for word in ("abuse", "harm", "violen", "incident", "police", "safeguard", "risk") if word in text
        ]


def test_births_are_told_to_nobody_unless_the_partnership_agreed() -> None:
    subject = an_adult(Standing.NOT_INVOLVED, cause=CauseKind.BIRTH)
    assert told(subject) == {"gp inform 24"}
    assert told(subject, births_inform_gp=False) == set()
    assert said(subject, births_inform_gp=False)[0].row == "birth.parent.not_agreed"


@given(st.lists(children | adults, max_size=12))
def test_every_subject_gets_at_least_one_row_and_no_function_twice(subjects: list[Subject]) -> None:
    answers = PROTOCOL.evaluate(subjects)
    assert len(answers) == len(subjects)
    for hits in answers:
        functions = [hit.function for hit in hits]
        assert hits
        assert len(functions) == len(set(functions))
        assert all(hit.because and hit.source for hit in hits)


@given(st.lists(children | adults, min_size=1, max_size=8))
def test_answers_stand_in_the_order_of_the_subjects(subjects: list[Subject]) -> None:
    assert PROTOCOL.evaluate(subjects) == [PROTOCOL.evaluate([subject])[0] for subject in subjects]


@given(adults)
def test_nothing_of_a_person_causing_harm_goes_out_unheld_but_a_birth(adult: Subject) -> None:
    adult["standing"] = Standing.CAUSING_HARM
    if adult["cause"] != CauseKind.BIRTH:
        assert all(hit.hold for hit in said(adult) if hit.function)


def test_a_birth_says_nothing_of_standing_even_for_a_person_causing_harm() -> None:
    hits = said(an_adult(Standing.CAUSING_HARM, cause=CauseKind.BIRTH))
    assert [_short(hit) for hit in hits] == ["gp inform 24"]


def test_the_shipped_tables_pass_every_check() -> None:
    assert refusals.of_tables(PROTOCOL.tables) == []


@pytest.mark.parametrize("row", PROTOCOL.rows, ids=lambda row: row.id)
def test_every_row_says_why_in_a_sentence_and_where_it_comes_from(row: rows.Row) -> None:
    assert row.says.because[0].isupper()
    assert row.says.because.endswith(".")
    assert any(word in row.says.source for word in ("review", "Act", "promise", "parameter"))


def test_act_is_asked_of_those_whom_the_issue_names_and_of_who_finds_a_school() -> None:
    acting = {row.says.function for row in PROTOCOL.rows if row.says.kind == NoticeKind.ACT}
    assert acting == {
        Function.HEALTH_VISITOR,
        Function.SCHOOL_SAFEGUARDING_LEAD,
        Function.SAFEGUARDING_MIDWIFE,
        Function.ALLOCATED_WORKER,
        Function.EDUCATION_SAFEGUARDING,
    }

"""The matcher in the flow: what is enough is linked with its evidence, what comes near is asked, what comes later is looked at."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.incidents import RECEIVED_AT, receive
from tests.factories.pairs import make_linked, make_mistyped, make_twins
from tests.factories.people import TOLD_AT, make_record, make_relation, make_resolved, make_teller
from tests.integration.pathway.linkage.test_linkage_review import reviewer, say
from wholepicture.pathway.linkage import actions, queries, rules
from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.models import Link, Pair
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import finding, identifying
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.searching import Born
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Sex

pytestmark = pytest.mark.django_db

BORN = date(1990, 7, 5)
HOME = "4 Invented Terrace, Nowhere, ZZ1 1ZZ"
NUMBER = "9990000018"
LATER = RECEIVED_AT + timedelta(days=1)


def link_waiting() -> None:
    """What the machine does until nothing waits for linkage."""
    while waiting := queries.waiting(RECEIVED_AT, 50):
        actions.link(records=waiting, by=MACHINE, now=RECEIVED_AT)


def person_of(record: Record) -> object:
    return Record.objects.get(id=record.id).person_id


def told(**changes: object) -> Record:
    values: dict[str, object] = {"forename": "Jodie", "surname": "Marsh", "birth_date": BORN}
    return make_record(agency=make_teller(kind="gp_practice"), **(values | changes))  # type: ignore[arg-type]


def test_what_is_enough_all_in_all_is_linked_with_its_evidence() -> None:
    older, newer = told(address=HOME), told(surname="Trevelyan", address=HOME)
    link_waiting()

    link = Link.objects.get(basis=Basis.WEIGHED)

    assert person_of(older) == person_of(newer)
    weighed = Weighed.from_json(link.evidence)
    assert weighed == rules.weigh(*known.as_told([older.id, newer.id]).values())
    assert weighed is not None
    assert (link.model, weighed.cls) == (rules.MODEL, "SAME")
    assert link.score == pytest.approx(weighed.probability, abs=0.001)


def test_a_question_keeps_its_evidence_and_nothing_that_is_told() -> None:
    for pair in (make_mistyped(), make_twins()):
        assert pair.evidence["model"]
        assert {each["field"] for each in pair.evidence["weights"]} >= {
            "PRIOR",
            "FORENAME",
            "BORN",
            "HOME",
            "NHS_NUMBER",
        }
        kept = f"{pair.evidence} {pair.reasons_for} {pair.reasons_against}".lower()
        assert not any(told in kept for told in ("jodie", "marsh", "ellie", "vale", "invented", "9990000018"))


def test_a_link_of_somebody_alone_keeps_how_near_the_nearest_came() -> None:
    pair = make_twins()

    link = Link.objects.get(record=pair.newer, basis=Basis.ALONE)

    assert Weighed.from_json(link.evidence) == Weighed.from_json(pair.evidence)
    decision = queries.decisions([pair.newer_id])[pair.newer_id]
    assert decision.weighed == Weighed.from_json(link.evidence)


def test_a_number_told_later_joins_somebody_alone_and_undoing_parts_them_again() -> None:
    older = told(forename="Lorna", birth_date=None, identifiers={IdentifierKind.NHS_NUMBER: NUMBER})
    newer = told(forename="Lorna", birth_date=None)
    link_waiting()
    before = person_of(newer)
    assert before != person_of(older)

    numbered = {"kind": IdentifierKind.NHS_NUMBER, "value": NUMBER}
    identifying.add_identifier(record=newer, **numbered, told_by=newer.agency, by=MACHINE, now=LATER)  # type: ignore[arg-type]
    assert queries.waiting(LATER, 10) == [newer.id]
    link_waiting()

    assert person_of(newer) == person_of(older)
    link = Link.objects.get(record=newer, undone_at__isnull=True)
    assert (link.basis, link.before_id, link.matched_id) == (Basis.IDENTIFIER, before, older.id)
    actions.undo_link(link=link.id, because="Two of one name", by=reviewer(), now=LATER)
    assert person_of(newer) == before
    assert queries.undone_since([before], LATER) == {before}  # type: ignore[list-item]
    Record.objects.filter(id=newer.id).update(rematch_at=LATER)
    link_waiting()
    assert person_of(newer) == before, "what a reviewer found to be two is not joined again"


def test_an_address_told_later_raises_the_question_that_it_makes() -> None:
    older = told(forename="Jon", birth_date=None, address=HOME)
    newer = told(forename="John", birth_date=None)
    link_waiting()
    assert not Pair.objects.exists()

    people.add_address(record=newer, value=HOME, told_by=newer.agency, by=MACHINE, now=LATER)
    link_waiting()

    assert Pair.objects.get().older_id == older.id
    assert queries.waiting(LATER, 10) == []


def test_whoever_was_joined_is_not_joined_to_somebody_else_by_what_is_told_later() -> None:
    other = told(
        forename="Kim", surname="Poe", birth_date=date(1970, 3, 2), identifiers={IdentifierKind.NHS_NUMBER: NUMBER}
    )
    older, newer = make_linked()
    link_waiting()
    person = person_of(newer)

    numbered = {"kind": IdentifierKind.NHS_NUMBER, "value": NUMBER}
    identifying.add_identifier(record=newer, **numbered, told_by=newer.agency, by=MACHINE, now=LATER)  # type: ignore[arg-type]
    link_waiting()

    assert person_of(newer) == person == person_of(older) != person_of(other)
    assert Pair.objects.filter(newer=newer, older=other).exists()


def test_the_mother_told_later_makes_a_newborn_the_child_she_expected() -> None:
    agency = make_teller("maternity", "midwifery")
    mother = make_record(agency=agency, forename="Jodie", sex=Sex.FEMALE)
    unborn = make_record(agency=agency, forename="", surname="", expected_date=date(2019, 12, 20))
    make_relation(RelationshipKind.PARENT_OF, mother, unborn)
    born = make_record(agency=agency, forename="Charlie", birth_date=date(2019, 12, 15))
    link_waiting()
    assert person_of(born) != person_of(unborn)

    make_relation(RelationshipKind.PARENT_OF, mother, born, now=LATER)
    link_waiting()

    assert person_of(born) == person_of(unborn)


def test_what_is_reported_comes_before_a_register_that_was_loaded_before_it() -> None:
    loaded = [told(forename=f"Robin{n}", now=TOLD_AT - timedelta(days=n)) for n in range(5)]
    receive()
    reported = list(Record.objects.filter(reported=True).order_by("told_at", "id").values_list("id", flat=True))

    waiting = queries.waiting(RECEIVED_AT, 10)

    assert waiting[: len(reported)] == reported
    assert waiting[len(reported) :] == [record.id for record in reversed(loaded)]


def test_the_work_list_is_read_from_its_index_however_many_are_linked() -> None:
    told()
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; analyze people_record")
        statement = queries.work.to_link().values("id")[:50].query.sql_with_params()
        cursor.execute(f"explain {statement[0]}", statement[1])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "people_record_to_link" in plan
    assert "Sort" not in plan


def test_what_was_capped_stands_with_the_decision_and_with_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    for day in (1, 2, 3):
        make_resolved(told(birth_date=date(1950, 3, day)))
    near = told(forename="Jody", address=HOME)
    make_resolved(near)

    newer = told(address=HOME)
    link_waiting()

    pair = Pair.objects.get(newer=newer, older=near)
    link = Link.objects.get(record=newer)
    for kept in (pair.evidence, link.evidence):
        assert "shared by more than 2 records each" in kept["capped"][0]
    assert not any("Jod" in sentence for sentence in pair.evidence["capped"])


def test_a_common_name_finds_exact_and_near_exact_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    exact, near = told(address=HOME), told(birth_date=date(1990, 7, 6), address=HOME)
    for day in range(1, 9):
        told(birth_date=date(1990, 3, day), address=f"{day} Far Road, Elsewhere, ZZ9 9ZZ")
    link_waiting()

    newer = told(address=HOME)
    found = finding.sharing(known.as_told([newer.id]).values())
    link_waiting()

    assert {exact.id, near.id} <= set(found.records)
    assert found.capped[newer.id].keys > 0
    assert person_of(newer) == person_of(exact)


def test_linking_one_more_record_sends_no_more_statements_for_more_candidates() -> None:
    def sent(record: Record) -> int:
        with CaptureQueriesContext(connection) as statements:
            actions.link(records=[record.id], by=MACHINE, now=RECEIVED_AT)
        return len(statements)

    for day in range(1, 20):
        make_resolved(told(birth_date=date(1990, 3, day)))
        if day == 1:
            few = sent(told(birth_date=date(1990, 3, 30)))

    assert sent(told(birth_date=date(1990, 3, 31))) <= few


def searcher(agency: Agency) -> Actor:
    allowed = frozenset({Permission.SEARCH_PEOPLE.value})
    return Actor(id="user-s", name="S", agency=agency.id, worker=uuid4(), permissions=allowed)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("Jody Marsh", BORN),
        ("Marsh Jodie", BORN),
        ("Jodie Marhs", BORN),
        ("Jodie Marsh", date(1990, 5, 7)),
        ("Jodie Poe", BORN),
    ],
    ids=["sound", "exchanged", "letters turned", "day and month turned", "another surname"],
)
def test_a_search_finds_whoever_is_meant_and_says_why(typed: str, born: date) -> None:
    record = told(address=HOME)
    by = searcher(record.agency)
    seen = access.search(by=by, why="people", now=LATER)

    (match,) = queries.likely(name=typed, born=Born(born, born), seen=seen).matches

    assert match.record == record.id
    assert match.why
    assert "Invented" not in str(match)


def test_a_search_by_name_and_day_leaves_out_whoever_was_born_on_quite_another_day_of_those_years() -> None:
    record = told(forename="Aaron", surname="Pike", birth_date=BORN + timedelta(days=200))
    seen = access.search(by=searcher(record.agency), why="people", now=LATER)
    assert queries.likely(name="Aron Pyke", seen=seen).matches
    assert not queries.likely(name="Aron Pyke", born=Born(BORN, BORN), seen=seen).matches


def test_a_search_shows_nobody_of_another_agency_unless_of_a_family_that_one_may_open() -> None:
    theirs = told()
    make_resolved(theirs)
    by = searcher(make_teller("housing", "housing"))
    seen = access.search(by=by, why="people", now=LATER)
    asked = {"name": "Jody Marsh", "born": Born(BORN, BORN), "seen": seen}

    assert queries.likely(**asked).matches == ()  # type: ignore[arg-type]
    person = person_of(theirs)
    assert [match.record for match in queries.likely(**asked, also=[person]).matches] == [theirs.id]  # type: ignore[arg-type, list-item]


def test_a_person_is_looked_up_among_all_the_likeliest_first_in_one_statement() -> None:
    near, exact = told(forename="Jody"), told()
    make_resolved(near)
    make_resolved(exact)
    asked = known.as_told([told().id]).popitem()[1]

    with CaptureQueriesContext(connection) as sent:
        found = queries.lookup(asked)

    assert len(sent) == 1
    assert [one.record.record for one in found] == [exact.id, near.id]


def test_what_is_protected_of_one_is_not_shown_with_the_other_while_a_link_is_only_possible() -> None:
    pair, by = make_mistyped(), reviewer()
    newer, older = (Record.objects.select_related("agency").get(id=each) for each in (pair.newer_id, pair.older_id))
    for record in (newer, older):
        assert record.person_id
        facts = known.facts([record.person_id])[record.person_id]
        assert facts.records == (record.id,)
        assert known.homes([record.person_id], LATER.date()).get(record.person_id, frozenset()) == frozenset(
            known.as_told([record.id])[record.id].place_keys
        )
    seen = access.open_pair(pair=pair.id, parties=queries.persons_of_pair(pair.id), by=by, why="review", now=LATER)
    shown = str(queries.pair_picture(pair.id, seen=seen)) + str(queries.households(pair.id, seen=seen))
    assert "Invented" not in shown
    assert NUMBER not in shown
    say(pair, Verdict.CANNOT_TELL)
    assert person_of(newer) != person_of(older)

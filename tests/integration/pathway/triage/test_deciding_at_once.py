"""Two at once, over real connections: one decision stands, the other's words are kept, and everybody is told once."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from tests.factories.deciding import HEALTH_VISITOR, LATER, POLICE, SOCIAL_CARE, make_table, notices_of
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage.models import Agreement, Decision
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def machine() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("set app.actor = 'machine'; set app.agency = 'machine'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset app.actor; reset app.agency")


def at_once(*works: tuple[Actor, Callable[[], object]]) -> list[BaseException]:
    """Do these at the same moment, each as its actor on a connection of its own; returns what was refused."""
    start = threading.Barrier(len(works), timeout=30)
    refused: list[BaseException] = []

    def run(by: Actor, work: Callable[[], object]) -> None:
        try:
            start.wait()
            with acting(actor=by.id, agency=by.chain):
                work()
        except BaseException as failure:  # noqa: BLE001  handed to the test's own thread
            refused.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_of_two_chairs_at_once_one_decides_and_the_other_is_shown_that_decision() -> None:
    table = make_table()
    table.open_meeting(present=[POLICE])
    chairs = [table.actor(function, roles=("triage_chair",)) for function in (SOCIAL_CARE, POLICE)]
    words = {by.id: f"Written by {by.name}." for by in chairs}

    (refused,) = at_once(
        *[(by, lambda by=by: table.decide(by, reasons=words[by.id], began_from=None)) for by in chairs]  # type: ignore[misc]
    )

    assert isinstance(refused, actions.DecidedMeanwhile)
    (one,) = table.pictures()
    assert (one.state, refused.decision.id, refused.decision.reasons) == (DecisionState.STANDING, one.id, one.reasons)
    other = next(by for by in chairs if words[by.id] != one.reasons)
    assert one.by in str(refused)
    assert len([each for each in notices_of(one.batch) if each.function == HEALTH_VISITOR]) == 1
    table.decide(other, reasons=words[other.id])
    assert [each.reasons for each in table.pictures()] == [words[other.id], one.reasons], "no word of either is lost"


def test_of_two_agreements_at_once_it_stands_once_and_everybody_is_told_once() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    others = [table.actor(function) for function in (SOCIAL_CARE, HEALTH_VISITOR)]

    (refused,) = at_once(
        *[(by, lambda by=by: actions.agree(batch=batch, words="", by=by, now=LATER)) for by in others]  # type: ignore[misc]
    )

    assert isinstance(refused, actions.NothingToAgree)
    assert "It stands already" in str(refused)
    assert table.latest().state is DecisionState.STANDING
    assert Agreement.objects.count() == 2
    asked = [each for each in notices_of(batch) if each.cause != batch]
    assert len({each.team_id for each in asked}) == len(asked)
    assert Entry.objects.filter(kind=EntryKind.DECISION).count() == 1


def test_an_agreement_at_the_moment_of_the_clock_leaves_it_standing_or_lapsed_and_never_both() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    due = table.latest().agree_by
    assert due
    by = table.actor(SOCIAL_CARE)

    refused = at_once(
        (by, lambda: actions.agree(batch=batch, words="", by=by, now=due)),
        (MACHINE, lambda: actions.settle_proposals(batches=[batch], by=MACHINE, now=due)),
    )

    state = Decision.objects.get(batch=batch).state
    assert state in (DecisionState.STANDING, DecisionState.LAPSED)
    assert [type(each) for each in refused] == ([] if state == DecisionState.STANDING else [actions.NothingToAgree])
    assert table.is_listed() is (state == DecisionState.LAPSED)

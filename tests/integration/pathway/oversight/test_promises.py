"""Verify finds what was planted, and nothing where all is well: each test breaks one promise in the database itself."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories import worlds
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved
from wholepicture.pathway.notifications.models import Answer, Notice, Step
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.pathway.oversight import queries
from wholepicture.pathway.oversight.models import Heartbeat, StuckItem
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.models import Post, Rota
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def world() -> worlds.World:
    """A world in which one incident was told and everybody was reached."""
    made = worlds.make_world()
    made.report()
    return made


def seal() -> None:
    """Let the audit's trigger do now what it does at commit: a test never commits."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def sentences(promise: int) -> list[str]:
    """What verify says of one promise."""
    return [breach.sentence for breach in found() if breach.promise == promise]


def found() -> list[queries.Breach]:
    """What verify finds."""
    seal()
    return queries.breaches(LATER)


def test_nothing_is_found_where_every_promise_is_kept(world: worlds.World) -> None:
    assert found() == []


def _visitor() -> Notice:
    return Notice.objects.get(function=Function.HEALTH_VISITOR, answered_on="")


def _no_person(world: worlds.World) -> None:
    Rota.objects.filter(post=world.posts["practice_a"], position=Position.PRIMARY).delete()


def _no_cover(world: worlds.World) -> None:
    Rota.objects.filter(post=world.posts["practice_a"], position=Position.COVER).delete()


def _no_inbox(world: worlds.World) -> None:
    post = Post.objects.filter(id=world.posts["practice_a"].id)
    post.update(route=Route.EMAIL, inbox="")
    for row in Rota.objects.filter(post_id=world.posts["practice_a"].id):
        row.worker.email = ""
        row.worker.save()


def _another_function(world: worlds.World) -> None:
    Notice.objects.filter(id=_visitor().id).update(function=Function.SCHOOL_NURSE)


def _not_worked_out(world: worlds.World) -> None:
    receipt = told.receive(agency=world.police, now=NOW - timedelta(minutes=10))
    assert receipt.incident_id


def _duty_without_notice(world: worlds.World) -> None:
    Duty.objects.filter(function=Function.HEALTH_VISITOR).update(notice=None)


def _stopped_clock(world: worlds.World) -> None:
    Notice.objects.filter(id=_visitor().id).update(next_at=None)


def _nobody_chased(world: worlds.World) -> None:
    Notice.objects.filter(id=_visitor().id).update(next_at=NOW - timedelta(hours=1))


def _answered_by_nobody(world: worlds.World) -> None:
    Notice.objects.filter(id=_visitor().id).update(state=State.ANSWERED, next_at=None)


def _delivered_without_step(world: worlds.World) -> None:
    Step.objects.filter(notice=_visitor(), kind=StepKind.DELIVERED).delete()


def _withheld_by_nobody(world: worlds.World) -> None:
    Notice.objects.filter(state=State.HELD, function=Function.GP).update(state=State.WITHHELD)


def _to_a_party(world: worlds.World) -> None:
    worker = make.make_worker(team=world.posts["practice_a"].team)
    access.declare_conflict(worker=worker, record=world.records["Kyle"][0], by=worlds.MACHINE, now=NOW)
    Notice.objects.filter(id=_visitor().id).update(to=worker)


def _told_and_not_written(world: worlds.World) -> None:
    Entry.objects.filter(source=_visitor().id, kind=EntryKind.TOLD).delete()


def _written_and_not_told(world: worlds.World) -> None:
    entry = Entry.objects.filter(kind=EntryKind.TOLD).first()
    assert entry is not None
    entry.id, entry.kind, entry._state.adding = uuid4(), EntryKind.ACKNOWLEDGED, True
    entry.save(force_insert=True)


def _people_lost(world: worlds.World) -> None:
    ChildTold.objects.all().delete()
    Involved.objects.all().delete()


def _incident_lost(world: worlds.World) -> None:
    receipt = told.receive(agency=world.police, now=NOW)
    lost = Incident.objects.get(id=receipt.incident_id)
    ChildTold.objects.filter(incident=lost).delete()
    Involved.objects.filter(incident=lost).delete()
    lost.delete()


def _stuck(world: worlds.World) -> None:
    long_ago = NOW - timedelta(hours=2)
    StuckItem.objects.create(
        stage="Link people", item=uuid4(), error="x", first_failed_at=long_ago, last_failed_at=NOW, next_try_at=NOW
    )


def _worker_dead(world: worlds.World) -> None:
    Heartbeat.objects.create(worker="w", started_at=NOW - timedelta(hours=1), beat_at=NOW - timedelta(minutes=20))


def _audit_changed(world: worlds.World) -> None:
    seal()
    with connection.cursor() as cursor:
        cursor.execute("update audit_entry set event = 'EXPORTED' where event = 'INCIDENT_RECEIVED'")


PLANTED: list[tuple[int, Callable[[worlds.World], None], str]] = [
    (3, _no_person, "no named person"),
    (3, _no_cover, "no cover"),
    (3, _no_inbox, "no address"),
    (3, _another_function, "no function of their post"),
    (4, _not_worked_out, "Nobody worked out"),
    (4, _duty_without_notice, "neither a notice nor a reason"),
    (4, _stopped_clock, "clock has stopped"),
    (4, _nobody_chased, "due to be chased"),
    (4, _answered_by_nobody, "without a named person's answer"),
    (4, _delivered_without_step, "nothing says when"),
    (4, _withheld_by_nobody, "without a named person's reason"),
    (4, _to_a_party, "addressed to a party"),
    (5, _told_and_not_written, "does not say so"),
    (5, _written_and_not_told, "did not happen"),
    (12, _people_lost, "lost their people"),
    (12, _incident_lost, "there is no incident"),
    (12, _stuck, "failed for over an hour"),
    (12, _worker_dead, "No worker"),
    (12, _audit_changed, "audit's chain"),
]


@pytest.mark.parametrize(("promise", "plant", "words"), PLANTED, ids=[plant.__name__[1:] for _, plant, _ in PLANTED])
def test_a_planted_breach_is_found(
    world: worlds.World, promise: int, plant: Callable[[worlds.World], None], words: str
) -> None:
    plant(world)
    assert any(words in sentence for sentence in sentences(promise))


def test_a_real_answer_is_no_breach(world: worlds.World) -> None:
    from tests.factories.accounts import make_actor
    from wholepicture.pathway.notifications import actions as notifications
    from wholepicture.pathway.notifications.terms import AnswerKind

    notice = _visitor()
    by = make_actor(team=notice.team)
    notifications.open_item(item=notice.item_id, by=by, now=LATER)
    notifications.answer(item=notice.item_id, kind=AnswerKind.WILL_ACT, words="Visit tomorrow.", by=by, now=LATER)
    assert Answer.objects.filter(notice=notice).exists()
    assert found() == []

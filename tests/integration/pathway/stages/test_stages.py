"""The machine: one failing item never stops the rest, stands on the list with its error, and is done when it can be."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.factories import incidents as told
from tests.factories import worlds
from wholepicture.pathway import stages
from wholepicture.pathway.duties import actions as duties
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.oversight import queries as oversight

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


class Poison:
    """An action that fails for one item and works for the others."""

    def __init__(self, stage: stages.Stage, item: UUID | None) -> None:
        self.stage, self.item = stage, item

    def __call__(self, items, by, now):  # type: ignore[no-untyped-def]
        if self.item in items:
            raise RuntimeError("Jodie Marsh cannot be worked out")
        return self.stage.act(items, by, now)


def with_poison(monkeypatch: pytest.MonkeyPatch, name: str, item: UUID | None) -> Poison:
    """Let one step fail for one item."""
    stage = next(stage for stage in stages.STAGES if stage.name == name)
    poison = Poison(stage, item)
    monkeypatch.setattr(stages, "STAGES", tuple(replace(s, act=poison) if s.name == name else s for s in stages.STAGES))
    return poison


def test_one_failing_incident_does_not_keep_the_others_from_being_told(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()
    bad, good = told.receive(agency=world.police, now=NOW), told.receive(agency=world.police, now=NOW)
    with_poison(monkeypatch, "Work out who must be told", bad.incident_id)
    stages.run_until_quiet(now=NOW)
    assert Notice.objects.filter(cause=good.incident_id, state=State.DELIVERED).exists()
    assert not Notice.objects.filter(cause=bad.incident_id).exists()
    (stuck,) = oversight.stuck()
    assert (stuck.stage, stuck.item, stuck.since) == ("Work out who must be told", bad.incident_id, NOW)
    assert "RuntimeError" in stuck.error
    assert "Jodie" not in stuck.error, "an error's text may name a person and is not shown"


def test_a_failed_item_is_tried_again_later_and_leaves_the_list_when_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()
    bad = told.receive(agency=world.police, now=NOW)
    poison = with_poison(monkeypatch, "Work out who must be told", bad.incident_id)
    stages.run_until_quiet(now=NOW)
    due = stages.next_due(NOW)
    assert due is not None
    assert due > NOW
    stages.run_until_quiet(now=due)
    assert oversight.stuck()[0].attempts == 2
    poison.item = None
    stages.run_until_quiet(now=NOW + timedelta(hours=1))
    assert oversight.stuck() == []
    assert Notice.objects.filter(cause=bad.incident_id, state=State.DELIVERED).exists()


def test_waits_between_tries_grow_to_a_quarter_of_an_hour_and_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()
    bad = told.receive(agency=world.police, now=NOW)
    with_poison(monkeypatch, "Work out who must be told", bad.incident_id)
    at, waits = NOW, []
    for _ in range(12):
        stages.run_until_quiet(now=at)
        upcoming = oversight.stuck()[0].next_try_at
        waits.append(upcoming - at)
        at = upcoming
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_every_step_says_how_long_its_list_is_and_since_when() -> None:
    world = worlds.make_world()
    told.receive(agency=world.police, now=NOW)
    sizes = {stage.name: stage.size(NOW) for stage in stages.STAGES}
    assert sizes["Link people"].count >= 3
    assert sizes["Work out who must be told"].oldest_at == NOW
    stages.run_until_quiet(now=NOW)
    assert {stage.size(NOW).count for stage in stages.STAGES} == {0}


def test_the_next_due_moment_is_the_first_rung_of_the_earliest_clock() -> None:
    world = worlds.make_world()
    world.report()
    due = stages.next_due(NOW)
    assert isinstance(due, datetime)
    assert NOW < due <= NOW + timedelta(hours=12)


def test_a_list_that_cannot_be_read_does_not_stop_the_other_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()

    def broken(now, limit, exclude):
        raise RuntimeError("no list")

    lame = tuple(replace(s, waiting=broken) if s.name == "Find another recipient" else s for s in stages.STAGES)
    monkeypatch.setattr(stages, "STAGES", lame)
    incident = world.report()
    assert Notice.objects.filter(cause=incident.id, state=State.DELIVERED).exists()
    assert [stuck.stage for stuck in oversight.stuck()] == ["Find another recipient"]
    monkeypatch.undo()
    stages.run_until_quiet(now=NOW + timedelta(hours=1))
    assert oversight.stuck() == []


def test_an_item_that_no_longer_waits_leaves_the_list_of_what_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()
    bad = told.receive(agency=world.police, now=NOW)
    with_poison(monkeypatch, "Work out who must be told", bad.incident_id)
    stages.run_until_quiet(now=NOW)
    monkeypatch.undo()
    duties.derive(incidents=[bad.incident_id], by=worlds.MACHINE, now=NOW)
    stages.run_until_quiet(now=NOW + timedelta(minutes=5))
    assert oversight.stuck() == []


def test_a_notice_that_cannot_be_delivered_keeps_no_other_from_being_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delivering works in transactions of its own, also when notices are tried one by one."""
    world = worlds.make_world()
    told.receive(agency=world.police, now=NOW)
    poison = with_poison(monkeypatch, "Deliver notices", None)
    first: list[UUID] = []

    def fail_for_the_first(items, by, now):  # type: ignore[no-untyped-def]
        poison.item = first[0] if first else items[0]
        first[:] = [poison.item]
        return poison(items, by, now)

    lame = tuple(replace(s, act=fail_for_the_first) if s.name == "Deliver notices" else s for s in stages.STAGES)
    monkeypatch.setattr(stages, "STAGES", lame)
    stages.run_until_quiet(now=NOW)

    (stuck,) = oversight.stuck()
    assert [stuck.item] == first
    sent = Notice.objects.exclude(id=stuck.item).filter(deliver_at__lte=NOW)
    assert not sent.exclude(state=State.DELIVERED).exists()
    assert Notice.objects.filter(state=State.DELIVERED).exists()
    assert not Notice.objects.filter(id=stuck.item, state=State.DELIVERED).exists()


def test_the_machine_gives_back_control_though_something_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that never comes to an end costs so many rounds, and no more."""
    monkeypatch.setattr(stages, "ROUNDS_AT_MOST", 3)
    restless = replace(
        stages.STAGES[0], waiting=lambda now, limit, exclude: [UUID(int=1)], act=lambda items, by, now: None
    )
    monkeypatch.setattr(stages, "STAGES", (restless,))
    assert stages.run_until_quiet(now=NOW) == 3

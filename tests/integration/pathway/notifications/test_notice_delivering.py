"""Delivering by e-mail over a real mail server that fails as real ones do: never lost, recorded once, never to a party."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connections
from pytest_django import Settings

from tests import smtp
from tests.factories import notifications as make
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.actions import delivering, outcomes
from wholepicture.pathway.notifications.models import Attempt, Notice
from wholepicture.pathway.notifications.queries.pending import LEASE
from wholepicture.pathway.notifications.terms import Outcome, State
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.agencies.terms import Function, Route
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db
DUTY = "duty@agency.example"


@pytest.fixture
def server(settings: Settings) -> Iterator[smtp.Box]:
    with smtp.running() as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        yield box


@pytest.fixture
def staff() -> make.Staff:
    return make.make_staff(route=Route.EMAIL, inbox=DUTY)


def outcomes_of(notice: Notice) -> list[str]:
    return list(Attempt.objects.filter(notice=notice).order_by("started_at").values_list("outcome", flat=True))


def close_to(worker: Worker, record: Record) -> None:
    access.declare_conflict(worker=worker, record=record, by=MACHINE, now=make.NOW)


def test_it_goes_to_the_work_address_of_the_named_person_and_is_then_delivered(
    server: smtp.Box, staff: make.Staff
) -> None:
    notice = make.make_delivered(staff)
    assert server.addresses == [staff.named.email]
    assert (notice.state, notice.to_id, notice.deliver_at) == (State.DELIVERED, staff.named.id, None)
    assert server.references == [f"<{notice.id}-1@wholepicture.example>"]
    assert outcomes_of(notice) == [Outcome.DELIVERED]


def test_without_a_work_address_it_goes_to_the_inbox_of_the_post(server: smtp.Box) -> None:
    staff = make.make_staff(route=Route.EMAIL, inbox=DUTY, with_email=False)
    notice = make.make_delivered(staff)
    assert server.addresses == [DUTY]
    assert notice.to_id == staff.named.id


def test_the_inbox_is_not_used_when_anybody_of_the_team_is_close_to_the_matter(server: smtp.Box) -> None:
    staff = make.make_staff(route=Route.EMAIL, inbox=DUTY, with_email=False)
    Worker.objects.filter(id=staff.lead.id).update(email="lead@agency.example")
    about = make.make_resolved_record()
    close_to(staff.cover, about)
    make.make_delivered(staff, about=about)
    assert server.addresses == ["lead@agency.example"]


def test_a_conflicted_person_is_never_written_to_at_any_rung(server: smtp.Box, staff: make.Staff) -> None:
    about = make.make_resolved_record()
    for worker in (staff.named, staff.manager):
        close_to(worker, about)
    notice = make.make_notice(staff, about=about)
    make.run_until(make.NOW + timedelta(days=12), make.NOW)
    assert set(server.addresses).isdisjoint({staff.named.email, staff.manager.email, DUTY})
    assert {staff.cover.email, staff.lead.email} <= set(server.addresses)
    notice.refresh_from_db()
    assert notice.to_id == staff.cover.id


def test_a_tie_that_becomes_known_before_the_next_try_closes_the_address(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    server.reply = "451 busy"
    about = make.make_resolved_record()
    notice = make.make_delivered(staff, about=about)
    close_to(staff.named, about)
    server.reply = smtp.TAKEN
    make.deliver(now + timedelta(minutes=2))
    notice.refresh_from_db()
    assert server.addresses == [staff.cover.email]
    assert notice.to_id == staff.cover.id


@pytest.mark.parametrize("reply", ["451 busy", "421 closing"])
def test_put_off_it_is_tried_again_after_the_protocols_waits_and_for_ever(
    server: smtp.Box, staff: make.Staff, now: datetime, reply: str
) -> None:
    server.reply = reply
    notice = make.make_delivered(staff)
    assert notice.state == State.QUEUED
    assert notice.deliver_at == now + timedelta(minutes=1)
    make.run_until(now + timedelta(days=7), now)
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    tries = list(Attempt.objects.filter(notice=notice, step__kind="QUEUED").order_by("started_at"))
    waits = [(later.started_at - earlier.started_at) for earlier, later in pairwise(tries)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    assert set(waits[4:]) == {timedelta(minutes=240)}
    assert "PARTNERSHIP_TOLD" in make.steps_of(notice)
    server.reply = smtp.TAKEN
    make.run_until(now + timedelta(days=8), now + timedelta(days=7))
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED


def test_a_server_that_is_away_delays_and_loses_nothing(settings: Settings, staff: make.Staff, now: datetime) -> None:
    port = smtp.free_port()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    notice = make.make_delivered(staff)
    assert notice.state == State.QUEUED
    assert make.steps_of(notice) == ["QUEUED", "ATTEMPT_FAILED"]
    with smtp.running(port) as (box, _):
        make.deliver(now + timedelta(minutes=1))
        assert box.references == [f"<{notice.id}-1@wholepicture.example>"]
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED


def test_one_dead_server_is_asked_once_for_a_whole_batch(server: smtp.Box, staff: make.Staff, now: datetime) -> None:
    server.hang = True
    notices = [make.make_notice(staff) for _ in range(4)]
    make.deliver(now)
    assert server.asked == 1
    for notice in notices:
        assert outcomes_of(notice) == [Outcome.TEMPORARY_FAILURE]
    server.hang = False
    make.deliver(now + timedelta(minutes=1))
    assert Notice.objects.filter(state=State.DELIVERED).count() == len(notices)


def test_a_line_cut_after_the_message_is_tried_again_with_the_same_reference(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    server.drop_after_data = True
    notice = make.make_delivered(staff)
    assert notice.state == State.QUEUED
    server.drop_after_data = False
    make.deliver(now + timedelta(minutes=1))
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert server.references == [f"<{notice.id}-1@wholepicture.example>"] * 2
    assert make.steps_of(notice).count("DELIVERED") == 1


def test_a_refused_address_says_so_and_the_next_person_is_told_at_once(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    server.refuse = {staff.named.email: "550 no such mailbox", staff.cover.email: "553 never"}
    notice = make.make_notice(staff)
    make.run_until(now, now)
    notice.refresh_from_db()
    assert server.addresses == [staff.manager.email]
    assert notice.to_id == staff.manager.id
    assert make.steps_of(notice) == ["QUEUED", "ATTEMPT_FAILED", "ATTEMPT_FAILED", "DELIVERED"]
    failed = queries.history(notice.id)[1]
    assert failed.to == staff.named.id
    assert "refuses this address" in failed.words


def test_with_every_address_refused_it_is_tried_again_and_climbs_all_the_same(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    everybody = [*(worker.email for worker in staff.people if worker.email), DUTY]
    server.refuse = dict.fromkeys(everybody, "550 never")
    notice = make.make_notice(staff)
    make.run_until(now + timedelta(days=12), now)
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    assert notice.deliver_at is not None
    assert "PARTNERSHIP_TOLD" in make.steps_of(notice)
    refused = set(Attempt.objects.filter(notice=notice).values_list("address", flat=True))
    assert refused == set(everybody)
    server.refuse = {}
    make.run_until(now + timedelta(days=13), now + timedelta(days=12))
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED


def test_with_nobody_to_tell_it_says_so_waits_and_climbs(server: smtp.Box, now: datetime) -> None:
    staff = make.make_staff(route=Route.EMAIL, with_email=False)
    notice = make.make_notice(staff)
    make.run_until(now + timedelta(days=2), now)
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    assert "ATTEMPT_FAILED" in make.steps_of(notice)
    assert "Nobody can be told" in queries.history(notice.id)[1].words
    assert "MANAGER_TOLD" in make.steps_of(notice)
    assert server.messages == []


def test_reminders_go_by_email_too_and_are_recorded_as_attempts(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    notice = make.make_notice(staff)
    make.run_until(now + timedelta(hours=25), now)
    assert server.addresses == [staff.named.email, staff.named.email, staff.cover.email]
    assert len(set(server.references)) == 3
    assert outcomes_of(notice) == [Outcome.DELIVERED] * 3
    assert server.messages[1][1].get_payload().startswith("An item is waiting")


def test_a_fault_of_our_own_is_on_the_notice_and_stops_no_other(
    server: smtp.Box, staff: make.Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = make.make_notice(staff), make.make_notice(staff)
    real = delivering.ROUTES[Route.EMAIL]

    def breaks(envelope: delivering.Envelope) -> object:
        if envelope.notice == bad.id:
            raise TypeError("a fault")
        return real.deliver(envelope)

    monkeypatch.setitem(delivering.ROUTES, Route.EMAIL, make.replace(real, deliver=breaks))
    make.deliver(now)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.QUEUED, State.DELIVERED)
    assert "TypeError" in queries.history(bad.id)[-1].words
    assert bad.deliver_at == now + timedelta(minutes=1)


def test_a_held_notice_tells_its_owner_by_email_and_its_recipient_nothing(server: smtp.Box, now: datetime) -> None:
    staff = make.make_staff(function=Function.PERPETRATOR_SERVICE, route=Route.EMAIL)
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT, route=Route.EMAIL)
    make.make_held(staff, owner)
    make.run_until(now + timedelta(days=30), now)
    owners = {worker.email for worker in owner.people}
    assert server.addresses[0] == owner.named.email
    assert set(server.addresses) <= owners


def test_killed_between_sending_and_recording_it_is_tried_again_with_the_same_reference_and_recorded_once(
    server: smtp.Box, staff: make.Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = make.make_notice(staff)
    with monkeypatch.context() as killing:

        def dies(**_: object) -> None:
            if server.messages:
                raise KeyboardInterrupt

        killing.setattr(outcomes, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            make.deliver(now)
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    assert outcomes_of(notice) == [Outcome.TRYING]
    assert queries.waiting_delivery(now + timedelta(seconds=59), 10, ()) == []
    make.run_until(now + timedelta(minutes=2), now)
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert server.references == [f"<{notice.id}-1@wholepicture.example>"] * 2
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED"]
    told = [entry for entry in chronology.for_cause(notice.cause) if entry.kind == EntryKind.TOLD]
    assert len(told) == 1


def test_what_the_lease_leaves_no_time_for_is_left_to_the_next_round(
    server: smtp.Box, staff: make.Staff, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = make.make_notice(staff)
    with monkeypatch.context() as slow:
        slow.setattr(delivering, "LONGEST_TRY_SECONDS", LEASE.total_seconds() + 1)
        make.deliver(now)
    assert server.addresses == []
    assert queries.waiting_delivery(now + LEASE / 2, 10, ()) == []
    make.deliver(now + LEASE)
    assert server.addresses == [staff.named.email]
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED"]


def test_a_rung_that_is_due_while_a_try_is_under_way_does_not_shorten_its_lease(
    server: smtp.Box, staff: make.Staff, now: datetime
) -> None:
    notice = make.make_notice(staff, reply_by=now + timedelta(hours=24))
    due = now + timedelta(hours=12)
    began = due - timedelta(seconds=10)
    actions.claim(notices=[notice.id], by=MACHINE, now=began)
    make.chase(due)
    notice.refresh_from_db()
    assert make.steps_of(notice) == ["QUEUED", "REMINDED"]
    assert notice.deliver_at == began + LEASE
    assert queries.waiting_delivery(due, 10, ()) == []


def test_a_try_that_was_overtaken_is_recorded_as_a_repeat(server: smtp.Box, staff: make.Staff, now: datetime) -> None:
    notice = make.make_notice(staff)
    (slow,) = actions.claim(notices=[notice.id], by=MACHINE, now=now)
    make.deliver(now + timedelta(minutes=2))
    late = make.Tried(slow, make.Receipt("late", "taken"))
    assert actions.record_outcome(tried=[late], by=MACHINE, now=now + timedelta(minutes=3)) == []
    assert outcomes_of(notice) == [Outcome.REPEATED, Outcome.DELIVERED]
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED"]


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_never_send_twice(server: smtp.Box, now: datetime) -> None:
    with acting(actor="tests", agency="machine"):
        staff = make.make_staff(route=Route.EMAIL)
        notices = [make.make_notice(staff).id for _ in range(12)]
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def deliver() -> None:
        try:
            start.wait()
            actions.deliver_due(notices=notices, by=MACHINE, now=now)
        except BaseException as fault:  # noqa: BLE001  shown below, in the test's own thread
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert sorted(server.references) == sorted(f"<{notice}-1@wholepicture.example>" for notice in notices)
    with acting(actor="tests", agency="machine"):
        assert Notice.objects.filter(state=State.DELIVERED).count() == len(notices)
        assert Attempt.objects.count() == len(notices)

"""The machine checks the promises: what is broken shows within one check and goes when mended, and a check that fails is stuck."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.factories import incidents as told
from tests.factories import worlds
from wholepicture.interfaces.database import set_up
from wholepicture.pathway import stages
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.oversight import actions, queries
from wholepicture.pathway.oversight.models import PromiseCheck
from wholepicture.pathway.oversight.queries import promises as every
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
SILENT = "Notices wait for a person and their clock has stopped."


@pytest.fixture
def world() -> worlds.World:
    """A world in which one incident was told and everybody was reached."""
    made = worlds.make_world()
    made.report()
    return made


def watch(at: datetime) -> None:
    """What a worker does until nothing waits."""
    while stages.run_round(now=at, watching=True):
        pass


def promise(number: int) -> queries.Checked:
    """What is known of one promise."""
    return next(each for each in queries.promises_kept() if each.number == number)


def stop_a_clock() -> None:
    """Break promise 4 in the database itself."""
    assert Notice.objects.filter(state=State.DELIVERED).update(next_at=None)


def mend_the_clock() -> None:
    """Set it going again."""
    Notice.objects.filter(state=State.DELIVERED, next_at=None).update(next_at=NOW + timedelta(days=9))


def test_all_fifteen_promises_are_said_and_those_without_a_check_are_said_to_have_none(world: worlds.World) -> None:
    watch(NOW)
    found = queries.promises_kept()
    assert [each.number for each in found] == list(range(1, 16))
    assert {each.number for each in found if each.is_checked} == set(every.PROMISES)
    for each in found:
        assert each.broken == ()
        assert each.failing_since is None
        assert each.at == (NOW if each.is_checked else None)
        assert each.is_stale(NOW) is False


def test_a_breach_shows_within_one_check_keeps_its_first_moment_and_goes_when_mended(world: worlds.World) -> None:
    watch(NOW)
    stop_a_clock()
    first, second, third = (NOW + timedelta(hours=hours) for hours in (1, 2, 3))
    watch(first)
    (broken,) = promise(4).broken
    assert (broken.sentence, broken.since) == (SILENT, first)
    assert broken.count == Notice.objects.filter(next_at=None).exclude(kind=NoticeKind.INFORM).count()
    watch(second)
    assert [each.since for each in promise(4).broken] == [first]
    mend_the_clock()
    watch(third)
    assert promise(4).broken == ()
    stop_a_clock()
    watch(third + timedelta(hours=1))
    assert [each.since for each in promise(4).broken] == [third + timedelta(hours=1)], "it is broken anew"


def test_examples_are_ids_and_nothing_else(world: worlds.World) -> None:
    stop_a_clock()
    watch(NOW)
    (broken,) = promise(4).broken
    assert broken.examples
    assert all(UUID(example) for example in broken.examples)


def test_a_promise_is_checked_once_an_hour_and_each_check_is_in_the_audit(world: worlds.World) -> None:
    watch(NOW)
    watch(NOW + timedelta(minutes=59))
    assert PromiseCheck.objects.filter(promise=4).count() == 1
    watch(NOW + timedelta(hours=1))
    assert PromiseCheck.objects.filter(promise=4).count() == 2
    assert audit.entries(event=Event.PROMISE_CHECKED).count() == 2 * len(every.PROMISES)
    assert actions.check_promises(promises=[UUID(int=4)], by=worlds.MACHINE, now=NOW + timedelta(hours=1)) == []


def test_a_replays_clock_checks_nothing_and_is_not_woken_for_it(world: worlds.World) -> None:
    stages.run_until_quiet(now=NOW + timedelta(days=1))
    assert not PromiseCheck.objects.exists()
    due = stages.next_due(NOW)
    assert due is not None
    assert due > NOW
    assert stages.next_due(NOW, watching=True) == NOW
    watch(NOW)
    assert queries.next_due_checks(NOW) == NOW + timedelta(hours=1)


def test_how_many_wait_for_a_check_and_since_when_is_said(world: worlds.World) -> None:
    assert (queries.size_checks(NOW).count, queries.size_checks(NOW).oldest_at) == (len(every.PROMISES), NOW)
    watch(NOW)
    assert queries.size_checks(NOW).count == 0
    late = queries.size_checks(NOW + timedelta(hours=5))
    assert (late.count, late.oldest_at) == (len(every.PROMISES), NOW + timedelta(hours=1))


def test_a_last_check_older_than_two_hours_is_stale_and_so_is_none_at_all() -> None:
    assert promise(4).is_stale(NOW)
    watch(NOW)
    assert not promise(4).is_stale(NOW + timedelta(hours=2))
    assert promise(4).is_stale(NOW + timedelta(hours=2, minutes=1))


def with_check(monkeypatch: pytest.MonkeyPatch, check: object) -> None:
    """Let promise 4 be checked in this way only."""
    monkeypatch.setitem(every.PROMISES, 4, ("Nobody silently untold", (check,)))  # type: ignore[arg-type]


def _fails(now: datetime) -> Iterator[queries.Breach]:
    raise RuntimeError("Jodie Marsh")
    yield


def _never_ends(now: datetime) -> Iterator[queries.Breach]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(20)")
    yield from ()


def test_a_check_that_fails_is_stuck_not_kept_and_the_other_promises_are_checked(
    monkeypatch: pytest.MonkeyPatch, world: worlds.World
) -> None:
    with_check(monkeypatch, _fails)
    watch(NOW)
    assert (promise(4).at, promise(4).failing_since) == (None, NOW)
    assert all(each.at == NOW for each in queries.promises_kept() if each.is_checked and each.number != 4)
    (stuck,) = queries.stuck()
    assert (stuck.stage, stuck.item) == (queries.CHECKING, UUID(int=4))
    assert "Jodie" not in stuck.error
    due = stages.next_due(NOW, watching=True)
    assert due is not None
    assert due > NOW, "a worker is not woken all the time for what fails"
    monkeypatch.undo()
    watch(NOW + timedelta(minutes=1))
    assert (promise(4).at, promise(4).failing_since) == (NOW + timedelta(minutes=1), None)


def test_a_check_that_takes_too_long_is_ended_and_stuck(monkeypatch: pytest.MonkeyPatch, world: worlds.World) -> None:
    monkeypatch.setattr(actions, "SECONDS_AT_MOST", 1)
    with_check(monkeypatch, _never_ends)
    watch(NOW)
    assert promise(4).failing_since == NOW
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        assert cursor.fetchone() == ("0",), "the limit holds for checks only"


def test_what_is_seen_once_and_gone_at_the_second_look_is_not_called_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def in_between(now: datetime) -> Iterator[queries.Breach]:
        looks.append(1)
        if len(looks) == 1:
            yield queries.Breach(4, "Half written.", 1, ())

    with_check(monkeypatch, in_between)
    watch(NOW)
    assert len(looks) == 2
    assert promise(4).broken == ()


def test_the_same_sentence_of_two_checks_is_one_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(now: datetime) -> Iterator[queries.Breach]:
        yield queries.Breach(4, "The same.", 2, (UUID(int=1),))
        yield queries.Breach(4, "The same.", 3, ())

    with_check(monkeypatch, twice)
    watch(NOW)
    assert [(each.count, each.examples) for each in promise(4).broken] == [(5, (str(UUID(int=1)),))]


def test_the_workers_own_role_may_check_and_keep_every_promise_and_the_pages_role_may_only_read(
    world: worlds.World,
) -> None:
    roles = set_up.role_names()
    with connection.cursor() as cursor:
        cursor.execute(f'set local role "{roles["worker"]}"')
        watch(NOW)
        cursor.execute("reset role")
    assert queries.stuck() == []
    assert {each.at for each in queries.promises_kept() if each.is_checked} == {NOW}
    with connection.cursor() as cursor:
        cursor.execute(f'set local role "{roles["web"]}"')
        assert len(queries.promises_kept()) == 15
        cursor.execute("select has_table_privilege('oversight_promise_check', 'insert')")
        assert cursor.fetchone() == (False,)
        cursor.execute("reset role")

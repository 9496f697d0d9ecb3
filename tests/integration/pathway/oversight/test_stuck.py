"""What is stuck and which workers live: an item that fails anew begins anew, and silence of a worker is seen."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import incidents as told
from wholepicture.pathway.oversight import actions, queries
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
STAGE = "Work out who must be told"


def test_an_item_that_worked_and_fails_again_counts_its_tries_from_the_new_failure() -> None:
    item, later = uuid4(), NOW + timedelta(hours=5)
    for minutes in (0, 1, 2):
        actions.note_failure(stage=STAGE, item=item, error="First", by=MACHINE, now=NOW + timedelta(minutes=minutes))
    actions.clear(stage=STAGE, items=[item], now=NOW + timedelta(hours=1))
    assert queries.stuck() == []

    actions.note_failure(stage=STAGE, item=item, error="Second", by=MACHINE, now=later)

    (stuck,) = queries.stuck()
    assert (stuck.item, stuck.error, stuck.since, stuck.attempts) == (item, "Second", later, 1)
    assert stuck.next_try_at == later + actions.FIRST_WAIT


def test_a_silent_worker_is_seen_and_one_that_stopped_in_order_alarms_nobody() -> None:
    late = NOW + timedelta(minutes=2)
    for worker, at in (("silent", NOW), ("living", late), ("stopped", NOW)):
        actions.beat(worker=worker, started_at=NOW, now=at)
    actions.stop(worker="stopped", now=NOW)

    signs = [(sign.worker, sign.stopped, sign.silent) for sign in queries.heartbeats(now=late)]

    assert signs == [("living", False, False), ("silent", False, True), ("stopped", True, False)]


def test_a_worker_that_beats_again_after_it_stopped_lives() -> None:
    actions.beat(worker="one", started_at=NOW, now=NOW)
    actions.stop(worker="one", now=NOW)
    actions.beat(worker="one", started_at=NOW, now=NOW)
    assert [sign.stopped for sign in queries.heartbeats(now=NOW)] == [False]

"""What waits to be listed, and how little the list asks of the database; families hold still while it is made."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import accounts, worlds
from tests.factories import incidents as told
from tests.factories.listings import (
    charlies,
    know_more,
)
from wholepicture.pathway import stages
from wholepicture.pathway.duties import actions as duties
from wholepicture.pathway.families.actions.place import PLACING
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import Listed
from wholepicture.pathway.triage.permissions import OnlyTheMachine
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


def test_an_incident_waits_until_its_people_are_placed_and_is_then_listed() -> None:
    world = worlds.make_world()
    incident = world.report()
    assert queries.waiting(NOW, 10, []) == []
    Listed.objects.all().delete()
    know_more(world.records["Charlie"][0])
    assert queries.waiting(NOW, 10, []) == []
    assert queries.size(NOW).count == 1, "what cannot be listed yet still stands on the list of what is stuck"
    stages.run_until_quiet(now=NOW)
    assert Listed.objects.filter(incident=incident).exists()
    assert queries.size(NOW).count == 0


def test_the_work_list_takes_three_statements_however_long_the_list(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    world = worlds.make_world()
    for _ in range(3):
        world.report()
    with django_assert_max_num_queries(3):
        assert queries.waiting(NOW, 50, []) == []
    Listed.objects.all().delete()
    assert len(queries.waiting(NOW, 2, [])) == 2


def test_reading_and_making_the_list_takes_no_more_statements_for_more_incidents() -> None:
    world = worlds.make_world()
    ids = [world.report().id for _ in range(4)]
    counts = []
    for asked in (ids[:1], ids):
        with CaptureQueriesContext(connection) as found:
            actions.list_families(incidents=asked, by=MACHINE, now=NOW)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert {len(those) for those in queries.of_families([charlies(world)]).values()} == {4}


def test_what_is_worked_out_twice_at_one_instant_is_listed_twice_too() -> None:
    world = worlds.make_world()
    incident = world.report()
    for _ in range(2):
        assert queries.waiting(NOW, 10, []) == []
        duties.derive(incidents=[incident.id], by=MACHINE, now=NOW)
        assert queries.waiting(NOW, 10, []) == [incident.id]
        actions.list_families(incidents=[incident.id], by=MACHINE, now=NOW)


def test_families_hold_still_while_the_list_is_made() -> None:
    world = worlds.make_world()
    incident = world.report()
    with transaction.atomic(), connection.cursor() as cursor:
        actions.list_families(incidents=[incident.id], by=MACHINE, now=NOW)
        cursor.execute("select objid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted")
        assert (PLACING & 0xFFFFFFFF,) in cursor.fetchall()


def test_nobody_lists_by_hand() -> None:
    world = worlds.make_world()
    incident = world.report()
    by = accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team)
    with pytest.raises(OnlyTheMachine, match="listed by the machine"):
        actions.list_families(incidents=[incident.id], by=by, now=NOW)

"""What the work lists begin from: noted by the database itself, and forgotten only when nothing follows from it any more."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F

from tests.factories import incidents as told
from tests.factories import worlds
from wholepicture.pathway import stages
from wholepicture.pathway.duties.models import Derivation
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage.models import Listed
from wholepicture.registers.changes.models import Change
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Person

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


def age() -> None:
    """Let everything have changed two hours ago."""
    Change.objects.update(at=F("at") - timedelta(hours=2))


def forget_all() -> None:
    age()
    assert stages.forget_changes(now=NOW) > 0
    assert not Change.objects.exists()


def subjects() -> set[UUID]:
    return set(Change.objects.values_list("subject", flat=True))


def test_the_database_notes_people_families_incidents_and_what_was_worked_out() -> None:
    world = worlds.make_world()
    incident = world.report()
    forget_all()
    person = Person.objects.first()
    assert person is not None
    people.touch(persons=[person.id])
    Family.objects.update(version=7)
    Derivation.objects.update(at=NOW)
    assert subjects() == {person.id, incident.id, *Family.objects.values_list("id", flat=True)}


def test_what_changes_nothing_else_is_not_noted() -> None:
    worlds.make_world().report()
    forget_all()
    Derivation.objects.update(because="Told again.")
    people.touch(persons=[])
    assert subjects() == set()


def test_nothing_is_forgotten_within_an_hour_or_while_anything_waits() -> None:
    world = worlds.make_world()
    world.report()
    assert stages.forget_changes(now=NOW) == 0
    told.receive(agency=world.police, now=NOW)
    age()
    assert stages.forget_changes(now=NOW) == 0
    stages.run_until_quiet(now=NOW)
    age()
    assert stages.forget_changes(now=NOW) > 0


@pytest.mark.parametrize("missing", [Derivation, Listed])
def test_what_was_never_worked_out_or_listed_keeps_its_change_though_nobody_can_do_it_now(missing: type) -> None:
    incident = worlds.make_world().report()
    forget_all()
    with connection.cursor() as cursor:
        cursor.execute("insert into changes_change (subject) values (%s)", [incident.id])
    missing.objects.filter(incident=incident).delete()  # type: ignore[attr-defined]
    age()
    assert stages.forget_changes(now=NOW) == 0


def test_whoever_is_known_differently_after_all_was_forgotten_is_worked_out_again() -> None:
    world = worlds.make_world()
    incident = world.report()
    forget_all()
    before = Derivation.objects.get(incident=incident).at
    later = NOW + timedelta(days=1)
    people.touch(persons=Person.objects.values_list("id", flat=True))
    assert stages.run_until_quiet(now=later) > 0
    assert Derivation.objects.get(incident=incident).at == later > before
    assert Listed.objects.get(incident=incident).derived_at == later
    assert Notice.objects.filter(cause=incident.id).exists()
    assert {size(later).count for size in stages.FROM_CHANGES} == {0}

"""Since when something waits: the first change of late of the people concerned, by the database's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.people import make_resolved
from wholepicture.registers.changes import queries
from wholepicture.registers.changes.models import Change
from wholepicture.registers.people.models import Person

pytestmark = pytest.mark.django_db

AT = datetime(2019, 12, 16, 20, 15, tzinfo=UTC)


def test_the_first_change_of_those_asked_about_is_told_and_nobody_elses() -> None:
    asked, other = make_resolved(), make_resolved()
    Change.objects.all().delete()
    for person, minutes in ((asked, 30), (asked, 10), (other, 5)):
        Change.objects.create(subject=person.id, at=AT + timedelta(minutes=minutes))

    assert queries.first(Person.objects.filter(id=asked.id).values("id")) == AT + timedelta(minutes=10)


def test_of_people_of_whom_nothing_changed_there_is_no_first_change() -> None:
    person = make_resolved()
    Change.objects.all().delete()

    assert queries.first(Person.objects.filter(id=person.id).values("id")) is None

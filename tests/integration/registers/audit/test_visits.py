"""When somebody was last here: what they read twice in one sitting does not hide from them what is new."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories.agencies import NOW
from wholepicture.registers.audit import queries
from wholepicture.registers.audit.models import Look

pytestmark = pytest.mark.django_db
FAMILY = uuid4()


def look(*minutes_ago: int, user: str = "user-1", subject: UUID = FAMILY) -> None:
    """Somebody looked these minutes ago."""
    for minutes in minutes_ago:
        Look.objects.create(user=user, subject_kind="FAMILY", subject=subject, at=NOW - timedelta(minutes=minutes))


def test_the_visit_before_ended_with_the_last_look_before_a_pause() -> None:
    look(0, 5, 30, 100, 110)
    assert queries.visit_before(user="user-1", subject=FAMILY, now=NOW) == NOW - timedelta(minutes=100)
    assert queries.last_look(user="user-1", subject=FAMILY) == NOW


def test_whoever_is_here_for_the_first_time_had_no_visit_before() -> None:
    look(0, 5, 30)
    look(300, user="user-2")
    look(300, subject=uuid4())
    assert queries.visit_before(user="user-1", subject=FAMILY, now=NOW) is None

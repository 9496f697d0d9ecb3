"""Two transactions at once: a change to a record that linkage is just joining still raises its new person's version."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.factories.people import TOLD_AT, make_record, make_relation, make_resolved
from wholepicture.lib.postgres import session
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions, queries
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def acting() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("set app.actor = 'tests'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset app.actor")


def relate_elsewhere(one: Record, other: Record) -> threading.Thread:
    def relate() -> None:
        try:
            with session.acting(actor="tests", agency=None):
                make_relation(RelationshipKind.PARENT_OF, one, other)
        finally:
            connection.close()

    thread = threading.Thread(target=relate)
    thread.start()
    return thread


def test_a_relationship_told_while_its_record_is_being_joined_is_not_missed() -> None:
    joining, other, anchor = make_record(), make_record(), make_record()
    person = make_resolved(anchor)

    with transaction.atomic():
        actions.resolve(record=joining, person=person, by=MACHINE, now=TOLD_AT)
        thread = relate_elsewhere(joining, other)
        thread.join(0.5)
        assert thread.is_alive(), "it must wait for the join to be committed"
    thread.join(20)

    assert not thread.is_alive()
    assert queries.versions([person.id]) == {person.id: 3}

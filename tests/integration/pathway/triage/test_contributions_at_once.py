"""Workers of one team at the same moment, over real connections: every word is kept, and what is asked is answered once."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from tests.factories import contributions as make
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications.models import Answer, Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.models import Ask, Contribution
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db(transaction=True)


def as_machine() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor=MACHINE.id, agency=MACHINE.chain)


def at_once(*works: Callable[[], object]) -> None:
    """Do these at the same moment, each in a transaction of its own; every one has to succeed."""
    start = threading.Barrier(len(works), timeout=20)
    failures: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            with as_machine():
                work()
        except BaseException as failure:  # noqa: BLE001  handed to the test's own thread
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert not any(thread.is_alive() for thread in threads)


def test_two_of_a_team_and_a_form_sent_twice_at_once_lose_no_word_and_answer_once() -> None:
    with as_machine():
        of = make.make_family()
        visitor = make.asked(Function.HEALTH_VISITOR, of)
        named, cover = visitor.actor(), visitor.actor(visitor.cover)
    at_once(
        lambda: make.say(named, visitor, of, what="One."),
        lambda: make.say(cover, visitor, of, what="Two."),
        lambda: make.say(named, visitor, of, what="One."),
    )
    with as_machine():
        words = sorted(Contribution.objects.values_list("what", flat=True))
        assert words in (["One.", "Two."], ["One.", "One.", "Two."]), "the colleague's word may have come between"
        assert Ask.objects.get().contribution_id in set(Contribution.objects.values_list("id", flat=True))
        assert Answer.objects.count() == 1
        assert Notice.objects.get().state == State.ANSWERED


def test_the_same_form_sent_twice_at_once_is_kept_once() -> None:
    with as_machine():
        of = make.make_family()
        visitor = make.asked(Function.HEALTH_VISITOR, of)
        by = visitor.actor()
    at_once(*[lambda: make.say(by, visitor, of, what="One.")] * 3)
    with as_machine():
        assert Contribution.objects.count() == 1

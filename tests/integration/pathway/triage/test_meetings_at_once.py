"""Two chairs, and two executives, at the same moment over real connections: one meeting is opened, no signature is lost."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from tests.factories import governing, protocol
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import Meeting, Signature
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = date(2019, 12, 20)
MORNING = datetime(2019, 12, 20, 9, 30, tzinfo=UTC)


def as_machine() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor=MACHINE.id, agency=MACHINE.chain)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Do these at the same moment, each in a transaction of its own; returns what the refused ones were told."""
    start = threading.Barrier(len(works), timeout=30)
    refused: list[str] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            with as_machine():
                work()
        except ValueError as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_two_chairs_open_one_meeting_and_one_of_them_is_told_who_has_it() -> None:
    with as_machine():
        protocol.make_version()
        one, other = governing.make_chair(), governing.make_chair()
    refused = at_once(*(lambda by=by: actions.open_meeting(day=FRIDAY, by=by, now=MORNING) for by in (one, other)))
    with as_machine():
        opened = Meeting.objects.select_related("chair").get()
    assert opened.chair
    assert refused == [f"The meeting is open already; {opened.chair.name} chairs it."]


def test_two_chairs_cannot_cancel_two_meetings_in_a_row_at_the_same_moment() -> None:
    with as_machine():
        protocol.make_version()
        one, other = governing.make_chair(), governing.make_chair()
    days = ((FRIDAY, one), (date(2019, 12, 23), other))
    refused = at_once(
        *(
            lambda by=by, day=day: actions.cancel_meeting(day=day, because="Snow.", by=by, now=MORNING)
            for day, by in days
        )
    )
    assert len(refused) == 1
    assert "Two in a row are a suspension" in refused[0]


def test_executives_who_sign_at_the_same_moment_all_have_signed() -> None:
    with as_machine():
        protocol.make_version()
        partners = governing.make_partners()
        act = actions.propose_act(
            kind=ActKind.SUSPENSION, agency=None, from_date=date(2019, 12, 24), until_date=date(2020, 1, 2),
            reason="Christmas.", mitigation="Without a meeting.", review_date=date(2019, 12, 30),
            by=partners[PartnerRole.POLICE].executive, now=MORNING,
        )  # fmt: skip
    signs = [one.executive for one in partners.values()]
    refused = at_once(*(lambda by=by: actions.sign_act(act=act, by=by, now=MORNING) for by in [*signs, signs[0]]))
    assert len(refused) == 1
    # Whichever of the two came second, before the others' or after the last of them.
    assert "You have signed this already." in refused[0] or "This cannot be signed any more" in refused[0]
    with as_machine():
        assert Signature.objects.count() == 3
        assert queries.act(act, MORNING).state is ActState.TO_COME

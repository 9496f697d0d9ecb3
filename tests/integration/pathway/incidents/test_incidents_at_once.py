"""Senders at once, over real connections: one key makes one incident, whoever comes first, and everybody hears the same."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT, mother_told, reporter_of, told
from wholepicture.lib.postgres.session import acting
from wholepicture.lib.postgres.wake import listen
from wholepicture.pathway.incidents import actions, rules
from wholepicture.pathway.incidents.facts import Receipt
from wholepicture.pathway.incidents.models import Incident, Submission
from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def police(transactional_db: None) -> Agency:
    """A police force."""
    return make_agency(kind="police")


@contextmanager
def sender(agency: Agency) -> Iterator[None]:
    """The transaction of a door that this agency came through."""
    by = reporter_of(agency)
    with acting(actor=by.id, agency=by.chain):
        yield


def send(agency: Agency, key: str, body: str) -> Receipt:
    """Send one body of one person, as a door would, in a transaction of its own."""
    with sender(agency):
        return actions.receive(
            told=told(reference=body, people=(mother_told(),), relationships=()),
            agency=agency,
            key=key,
            digest=rules.digest(body),
            raw=json.dumps(body),
            door=Door.API,
            by=reporter_of(agency),
            now=RECEIVED_AT,
        )


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each over a connection of its own; return each one's answer or failure."""
    start = threading.Barrier(len(calls), timeout=20)
    found: list[object] = [None] * len(calls)

    def run(place: int) -> None:
        try:
            start.wait()
            found[place] = calls[place]()
        except Exception as failure:  # noqa: BLE001  handed to the test's own thread
            found[place] = failure
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return found


def incidents() -> int:
    with acting(actor="tests", agency="machine"):
        return Incident.objects.count()


def test_eight_senders_of_one_key_make_one_incident_and_hear_the_same(police: Agency) -> None:
    receipts = at_once(*[lambda: send(police, "k", "body")] * 8)

    assert all(isinstance(receipt, Receipt) for receipt in receipts), receipts
    assert len({receipt.answer for receipt in receipts}) == 1  # type: ignore[attr-defined]
    assert [receipt.repeated for receipt in receipts].count(False) == 1  # type: ignore[attr-defined]
    with acting(actor="tests", agency="machine"):
        assert (Incident.objects.count(), Record.objects.count(), Submission.objects.count()) == (1, 1, 1)


def test_the_second_waits_until_the_first_has_committed(police: Agency) -> None:
    answers: list[object] = []

    def second() -> None:
        try:
            answers.append(send(police, "k", "body"))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        first = send(police, "k", "body")
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it must not be answered before what it repeats is kept"
    thread.join(20)

    assert [answer.answer for answer in answers] == [first.answer]  # type: ignore[attr-defined]


def test_when_the_first_fails_the_second_takes_its_place(police: Agency) -> None:
    answers: list[object] = []

    def second() -> None:
        try:
            answers.append(send(police, "k", "other body"))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        send(police, "k", "body")
        thread.start()
        thread.join(0.3)
        transaction.set_rollback(True)
    thread.join(20)

    assert [answer.repeated for answer in answers] == [False]  # type: ignore[attr-defined]
    assert incidents() == 1


def test_the_worker_is_woken_by_the_commit_and_not_before(police: Agency) -> None:
    url = settings.URLS.owner.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    with listen(_url(url), "wholepicture") as listener:
        with transaction.atomic():
            send(police, "k", "body")
            assert not listener.wait(0.2)
        assert listener.wait(5)


def _url(url: str) -> str:
    """The test database's address, with the query that names its socket."""
    query = settings.URLS.owner.partition("?")[2]
    assert psycopg.conninfo.conninfo_to_dict(url)
    return url + (f"?{query}" if query and "?" not in url else "")


_sends = st.lists(
    st.tuples(st.sampled_from(["k1", "k2"]), st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=3)),
    min_size=1,
    max_size=5,
)


@hypothesis_settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_sends)
def test_whatever_is_sent_however_often_and_at_once_is_as_the_model_says(
    police: Agency, steps: list[tuple[str, list[str]]]
) -> None:
    """The model: the first body under a key stands for ever; the same body gets its answer, every other is refused."""
    force = make_agency(kind="police")
    kept: dict[str, tuple[str, str]] = {}
    for key, bodies in steps:
        answers = at_once(*[partial(send, force, key, body) for body in bodies])
        for body, answer in zip(bodies, answers, strict=True):
            if isinstance(answer, Receipt):
                assert kept.setdefault(key, (body, answer.answer)) == (body, answer.answer)
        for body, answer in zip(bodies, answers, strict=True):
            assert isinstance(answer, Receipt if kept[key][0] == body else actions.KeyUsedForAnother), answer
    with acting(actor="tests", agency="machine"):
        stored = dict(Submission.objects.filter(agency=force).values_list("key", "answer"))
        assert stored == {key: answer for key, (_, answer) in kept.items()}
        assert Incident.objects.filter(agency=force).count() == len(kept)

"""Two workers at once, over real connections: one new person is made once, and nobody waits in a circle."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.factories.incidents import RECEIVED_AT, receive
from tests.factories.people import make_record, make_teller
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families import queries as families_read
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.linkage import actions, queries
from wholepicture.pathway.linkage.actions import moving
from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import IdentifierKind

pytestmark = pytest.mark.django_db(transaction=True)
BORN = date(2019, 11, 14)


@pytest.fixture(autouse=True)
def machine() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("set app.actor = 'machine'; set app.agency = 'machine'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset app.actor; reset app.agency")


def at_once(*works: Callable[[], object]) -> None:
    """Do these at the same moment, each worker in a transaction of its own; every one has to succeed."""
    start = threading.Barrier(len(works), timeout=20)
    failures: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            with acting(actor=MACHINE.id, agency=MACHINE.chain):
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


def link(*records: Record) -> Callable[[], object]:
    return lambda: actions.link(records=[record.id for record in records], by=MACHINE, now=RECEIVED_AT)


def record(agency: Agency, **told: object) -> Record:
    return make_record(agency=agency, birth_date=BORN, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("attempt", range(3))
def test_two_workers_with_records_of_one_new_person_make_one(attempt: int) -> None:
    police = make_teller("police")
    pairs = [[record(police, forename=f"Robin{letter}") for letter in "abcdefgh"] for _ in range(4)]

    at_once(*[link(*records) for records in pairs])

    assert Person.objects.count() == 8
    assert Record.objects.filter(person__isnull=True).count() == 0


def test_the_second_worker_waits_for_the_evidence_and_then_finds_the_person() -> None:
    police = make_teller("police")
    first, second = record(police), record(police)
    thread = threading.Thread(target=lambda: at_once(link(second)))

    with transaction.atomic():
        link(first)()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it must wait for who shares its evidence"
    thread.join(20)

    assert Person.objects.count() == 1


def test_workers_that_join_the_same_persons_in_opposite_order_do_not_block_each_other() -> None:
    """Each person is found by two kinds of evidence, so that no key is shared; only the order of the persons helps."""
    police = make_teller("police")
    names, numbers = ["Ann", "Bob", "Cas", "Dee"], ["9990000018", "9990000026", "9990000034", "9990000042"]
    for name, number in zip(names, numbers, strict=True):
        link(record(police, forename=name, identifiers={IdentifierKind.NHS_NUMBER: number}))()
    by_name = [record(police, forename=name) for name in names]
    by_number = [
        make_record(agency=police, forename="", identifiers={IdentifierKind.NHS_NUMBER: number})
        for number in numbers[::-1]
    ]

    at_once(link(*by_name), link(*by_number))

    assert Person.objects.count() == 4


def test_what_one_worker_holds_another_passes_over() -> None:
    police = make_teller("police")
    later = RECEIVED_AT + timedelta(hours=1)
    first, second = record(police, forename="Ann"), record(police, forename="Bob", now=later)
    found: list[object] = []

    with transaction.atomic():
        assert queries.waiting(RECEIVED_AT, 1) == [first.id]
        at_once(lambda: found.extend(queries.waiting(RECEIVED_AT, 10)))

    assert found == [second.id]


def test_families_placed_by_two_workers_at_once_are_made_once() -> None:
    receive(agency=make_teller("police"))
    link(*Record.objects.all())()
    persons = list(Person.objects.values_list("id", flat=True))

    at_once(*[lambda: families.place(persons=persons, by=MACHINE, now=RECEIVED_AT)] * 4)

    assert (Family.objects.count(), Membership.objects.count()) == (1, 3)
    with transaction.atomic():
        assert families_read.waiting(RECEIVED_AT, 10) == []


def test_two_workers_with_near_records_do_not_miss_the_question() -> None:
    police = make_teller("police")
    first, second = record(police, forename="Charlie"), record(police, forename="Charlle")
    thread = threading.Thread(target=lambda: at_once(link(second)))

    with transaction.atomic():
        link(first)()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it must wait for whoever was born on the same day"
    thread.join(20)

    assert Pair.objects.filter(newer=second, older=first).count() == 1


def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told() -> None:
    police = make_teller("police")
    link(record(police, forename="Charlie"))()
    link(record(police, forename="Charlle"))()
    pair = Pair.objects.get()
    allowed = frozenset({"REVIEW_LINKS"})
    refused: list[str] = []

    def decide(verdict: Verdict) -> None:
        by = Actor(id="user-1", name="Reviewer", agency=police.id, worker=uuid4(), permissions=allowed)
        try:
            actions.review(pair=pair.id, verdict=verdict, because="Seen", by=by, now=RECEIVED_AT)
        except actions.CannotDecide as refusal:
            refused.append(str(refusal))

    at_once(lambda: decide(Verdict.SAME), lambda: decide(Verdict.DIFFERENT))

    said = Review.objects.get()
    assert len(refused) == 1
    one_person = Record.objects.values("person").distinct().count() == 1
    assert one_person is (said.verdict == Verdict.SAME)


def test_a_record_that_is_linked_while_a_reviewer_decides_ends_up_with_its_person() -> None:
    police = make_teller("police")
    link(record(police, forename="Charlie"))()
    link(record(police, forename="Charlle"))()
    pair, late = Pair.objects.get(), record(police, forename="Charlle")
    by = Actor(id="user-1", name="Reviewer", agency=police.id, worker=uuid4(), permissions=frozenset({"REVIEW_LINKS"}))

    def decide() -> None:
        for _ in range(3):
            try:
                actions.review(pair=pair.id, verdict=Verdict.SAME, because="Seen", by=by, now=RECEIVED_AT)
            except actions.CannotDecide:
                continue
            return

    at_once(decide, link(late))

    older = Record.objects.get(id=pair.older_id).person_id
    assert set(Record.objects.values_list("person_id", flat=True)) == {older}


def test_a_reviewer_is_told_that_a_record_moved_while_they_waited_for_it() -> None:
    police = make_teller("police")
    one, other = record(police, forename="Charlie"), record(police, forename="Robin")
    link(one, other)()
    reading = threading.Thread(target=lambda: at_once(hold))
    refused: list[str] = []

    def hold() -> None:
        with transaction.atomic():
            try:
                moving.hold([one.id])
            except actions.CannotDecide as refusal:
                refused.append(str(refusal))

    with transaction.atomic():
        held = Record.objects.select_for_update(no_key=True).get(id=one.id)
        reading.start()
        until_another_waits()
        people.resolve(record=held, person=Person.objects.get(records=other), by=MACHINE, now=RECEIVED_AT)
    reading.join(60)

    assert [words.split(".")[0] for words in refused] == ["Somebody changed these records at the same moment"]


def until_another_waits() -> None:
    """Until another connection waits for a lock that this one holds; nothing else says that it has read what it read."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waited for the record.")

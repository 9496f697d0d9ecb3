"""The audit's chain: sealed at commit by the database, in order, and every tampering noticed."""

import threading
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from wholepicture.interfaces.database import set_up
from wholepicture.lib.postgres import session
from wholepicture.registers.audit import actions, queries
from wholepicture.registers.audit.models import Entry, Head, Seal
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

AGENCY = UUID(int=1)
OTHER = UUID(int=2)
WORKER = Actor(id="user-1", name="Ada Worker", agency=AGENCY)
NEIGHBOUR = Actor(id="user-2", name="Bob Worker", agency=OTHER)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def acting() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("set app.actor = 'tests'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset app.actor")


@pytest.fixture
def chain(now: datetime) -> str:
    """A chain of four entries by one agency, and some by others beside it."""
    for page in ("one", "two", "three", "four"):
        actions.page_viewed(by=WORKER, now=now, page=page, people=[uuid4()])
        actions.record(event=Event.SIGNED_IN, by=NEIGHBOUR, now=now, detail={"größe": [1, 2.50, None, "\\u0041\t'"]})
    actions.record(event=Event.DUTIES_DERIVED, by=MACHINE, now=now, about=["incident:1"])
    return WORKER.chain


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def entry_at(chain: str, number: int) -> UUID:
    return Seal.objects.get(chain=chain, number=number).entry


def test_an_untouched_audit_has_no_breach_and_one_chain_for_each_agency(chain: str) -> None:
    assert queries.verify_chain() == []
    assert {head.chain: head.number for head in queries.heads()} == {chain: 4, NEIGHBOUR.chain: 4, "machine": 1}


def test_entries_of_one_transaction_are_sealed_in_the_order_in_which_they_were_written(now: datetime) -> None:
    with transaction.atomic():
        written = [actions.record(event=Event.SIGNED_IN, by=WORKER, now=now).id for _ in range(5)]
        assert not Seal.objects.exists(), "sealing waits for the commit"

    assert list(Seal.objects.order_by("number").values_list("entry", flat=True)) == written
    assert queries.verify_chain() == []


def test_a_transaction_that_fails_leaves_no_gap(now: datetime) -> None:
    actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
    with transaction.atomic():
        actions.record(event=Event.SIGNED_OUT, by=WORKER, now=now)
        transaction.set_rollback(True)
    actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)

    assert queries.verify_chain() == []
    assert Head.objects.get(chain=WORKER.chain).number == 2


def test_a_changed_entry_is_noticed(chain: str) -> None:
    entry = entry_at(chain, 2)
    execute("update audit_entry set actor = 'somebody else' where id = %s", entry)

    assert queries.verify_chain() == [f"Chain {chain}, number 2: entry {entry} was changed after it was sealed."]


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "event = 'SIGNED_OUT'",
        "about = '[]'",
        'detail = detail || \'{"page": "another"}\'',
        "chain = 'machine'",
    ],
)
def test_no_field_of_an_entry_can_be_changed_unnoticed(chain: str, change: str) -> None:
    execute(f"update audit_entry set {change} where id = %s", entry_at(chain, 3))  # noqa: S608

    assert any("changed after it was sealed" in breach for breach in queries.verify_chain())


def test_an_entry_deleted_from_the_middle_is_noticed(chain: str) -> None:
    entry = entry_at(chain, 2)
    execute("delete from audit_entry where id = %s", entry)

    assert queries.verify_chain(chain) == [f"Chain {chain}, number 2: entry {entry} was deleted."]


def test_an_entry_deleted_together_with_its_seal_is_noticed(chain: str) -> None:
    entry = entry_at(chain, 2)
    execute("delete from audit_entry where id = %s", entry)
    execute("delete from audit_seal where entry = %s", entry)

    assert "number 2 was expected" in queries.verify_chain(chain)[0]


def test_two_entries_swapped_are_noticed(chain: str) -> None:
    first, second = entry_at(chain, 2), entry_at(chain, 3)
    parked = uuid4()
    for old, new in ((first, parked), (second, first), (parked, second)):
        execute("update audit_seal set entry = %s where entry = %s", new, old)

    assert len(queries.verify_chain(chain)) == 2


def test_a_cut_off_end_shows_by_its_head_unless_the_head_is_moved_too(chain: str) -> None:
    last = entry_at(chain, 4)
    execute("delete from audit_entry where id = %s", last)
    execute("delete from audit_seal where entry = %s", last)

    assert any("the end was cut off" in breach for breach in queries.verify_chain(chain))


def test_a_cut_off_end_with_the_head_moved_back_is_noticed_against_a_head_copied_outside(chain: str) -> None:
    copied = queries.heads()
    last, before = Seal.objects.get(chain=chain, number=4), Seal.objects.get(chain=chain, number=3)
    execute("delete from audit_entry where id = %s", last.entry)
    execute("delete from audit_seal where entry = %s", last.entry)
    execute("update audit_head set number = 3, hash = %s where chain = %s", bytes(before.hash), chain)

    assert queries.verify_chain() == [], "the chain alone cannot show it"
    assert queries.verify_chain(copied=copied) == [
        f"Chain {chain}: it had 4 entries when its head was copied; the end was cut off."
    ]


def test_a_chain_written_wholly_anew_is_noticed_against_a_head_copied_outside(chain: str, now: datetime) -> None:
    copied = queries.heads()
    for table in ("entry", "seal", "head"):
        execute(f"delete from audit_{table} where chain = %s", chain)  # noqa: S608
    for page in ("one", "harmless", "three", "four"):
        actions.page_viewed(by=WORKER, now=now, page=page, people=[])

    assert queries.verify_chain() == []
    assert any("was rewritten" in breach for breach in queries.verify_chain(copied=copied))


def test_a_whole_chain_deleted_is_noticed_against_a_head_copied_outside(chain: str) -> None:
    copied = queries.heads()
    for table in ("entry", "seal", "head"):
        execute(f"delete from audit_{table} where chain = %s", chain)  # noqa: S608

    assert any("cut off" in breach for breach in queries.verify_chain(chain, copied=copied))


def test_an_entry_slipped_in_without_the_trigger_is_noticed(chain: str, now: datetime) -> None:
    execute("alter table audit_entry disable trigger audit_entry_chain")
    try:
        entry = actions.record(event=Event.SIGNED_OUT, by=WORKER, now=now)
    finally:
        execute("alter table audit_entry enable trigger audit_entry_chain")

    assert queries.verify_chain() == [f"Chain {chain}: entry {entry.id} was never sealed."]


def test_the_whole_table_emptied_is_noticed(chain: str) -> None:
    execute("truncate audit_entry")

    assert len(queries.verify_chain()) == 9


def test_agencies_write_side_by_side_and_one_agency_waits_only_for_the_commit(now: datetime) -> None:
    """Two open transactions of one agency both write before either has committed: only sealing takes turns."""
    both_have_written = threading.Barrier(2, timeout=20)
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with session.acting(actor=WORKER.id, agency=WORKER.chain):
                for _ in range(20):
                    actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
                both_have_written.wait()
        except BaseException as failure:  # noqa: BLE001  handed to the test's own thread
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failures == []
    assert queries.verify_chain() == []
    assert Head.objects.get(chain=WORKER.chain).number == 40


def test_many_first_entries_at_once_make_one_chain(now: datetime) -> None:
    start = threading.Barrier(4, timeout=20)

    def write() -> None:
        try:
            start.wait()
            for _ in range(5):
                with session.acting(actor=WORKER.id, agency=WORKER.chain):
                    actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert queries.verify_chain() == []
    assert Entry.objects.count() == Head.objects.get(chain=WORKER.chain).number == 20


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set actor = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "update audit_head set number = 0",
        "insert into audit_seal (entry, chain, number, previous, hash) values (gen_random_uuid(), 'x', 1, '', '')",
        "delete from audit_look",
        "update audit_look set at = now()",
    ],
)
def test_web_and_worker_can_add_to_the_audit_and_not_change_it(chain: str, role: str, statement: str) -> None:
    role_then_statement = f"set local role {set_up.role_names()[role]}; {statement}"

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(role_then_statement)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_the_trigger_seals_what_web_and_worker_write(role: str, now: datetime) -> None:
    with session.acting(actor=WORKER.id, agency=WORKER.chain):
        execute(f"set local role {set_up.role_names()[role]}")
        actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
        actions.look(by=WORKER, subject_kind="NOTICE", subjects=[uuid4()], now=now)

    assert queries.verify_chain() == []
    assert Head.objects.get(chain=WORKER.chain).number == 1


def test_the_auditor_can_check_the_chains(chain: str) -> None:
    execute("update audit_entry set actor = 'x' where id = %s", entry_at(chain, 1))
    with transaction.atomic():
        execute(f"set local role {set_up.role_names()['auditor']}")
        assert len(queries.verify_chain()) == 1


def test_the_chain_can_be_taken_away_and_put_back(now: datetime) -> None:
    call_command("migrate", "audit", "0001", verbosity=0)
    try:
        actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
        assert not Seal.objects.exists()
    finally:
        call_command("migrate", "audit", verbosity=0)

    actions.record(event=Event.SIGNED_IN, by=WORKER, now=now)
    assert Seal.objects.count() == 1

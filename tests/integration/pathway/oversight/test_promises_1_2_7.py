"""Verify finds what was planted against promises 1, 2 and 7, and nothing where all is well; each test breaks one thing."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests.factories import agencies as make
from tests.factories import deciding, governing, listings, worlds
from tests.factories import incidents as told
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.families.models import Placed
from wholepicture.pathway.findings.models import Examined
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.oversight.queries.promises import PROMISES
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import (
    AskFor,
    Considered,
    Decision,
    DecisionFor,
    Listed,
    Listing,
    Meeting,
    Signature,
)
from wholepicture.pathway.triage.rules import governing as governing_rules
from wholepicture.pathway.triage.terms import ActKind, ActState, Mode
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Person
from wholepicture.registers.protocol.models import Partner

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
SOON = NOW + timedelta(minutes=10)
LATE = NOW + timedelta(days=3, minutes=10)
Table = deciding.Table


@pytest.fixture(scope="module")
def _table(django_db_setup: None, django_db_blocker) -> Iterator[Table]:  # type: ignore[no-untyped-def]
    """One listed family for all these tests, and everything rolled back at the end."""
    with django_db_blocker.unblock(), acting(actor=MACHINE.id, agency=MACHINE.chain):
        made = deciding.make_table(lets_in=(deciding.HEALTH_VISITOR,))
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def table(_table: Table, db: None) -> Iterator[Table]:
    """The family, and whatever a test does to it undone after it."""
    with transaction.atomic():
        yield _table
        transaction.set_rollback(True)


def broken(now: datetime) -> list[tuple[int, str]]:
    """What verify says of these promises."""
    return [
        (breach.promise, breach.sentence)
        for promise in (1, 2, 7)
        for check in PROMISES[promise][1]
        for breach in check(now)
        if breach.count
    ]


def decide(table: Table, **changes: object) -> Decision:
    """Let First Response's chair decide in a meeting that is open."""
    table.open_meeting(present=(deciding.SOCIAL_CARE, deciding.POLICE))
    by = table.actor(deciding.SOCIAL_CARE, roles=("triage_chair",))
    batch = table.decide(by, **changes)  # type: ignore[arg-type]
    return Decision.objects.get(batch=batch)


def suspend(table: Table, **changes: object) -> None:
    """A suspension of the days before Christmas that every statutory partner has signed; `changes` make it another act."""
    partners = governing.make_partners()
    by = [one.executive for one in partners.values()]
    proposed: dict[str, object] = {
        "kind": ActKind.SUSPENSION,
        "agency": None,
        "from_date": date(2019, 12, 17),
        "until_date": date(2019, 12, 20),
        "reason": "Nobody can be spared.",
        "mitigation": "Every family is decided about without a meeting.",
        "review_date": date(2019, 12, 18),
    }
    act = actions.propose_act(**(proposed | changes), by=by[0], now=NOW)  # type: ignore[arg-type]
    for each in by:
        actions.sign_act(act=act, by=each, now=NOW)


# Where all is well.


def test_a_listed_family_breaks_nothing_before_it_is_due_or_after(table: Table) -> None:
    assert broken(SOON) == []
    for hours in range(1, 80):
        stages.run_until_quiet(now=NOW + timedelta(hours=hours))
    assert Listing.objects.get().alarm_id
    assert Meeting.objects.filter(alarmed_at__isnull=False).exists()
    assert broken(NOW + timedelta(hours=79)) == []


def test_a_decision_of_the_meeting_breaks_nothing(table: Table) -> None:
    decide(table)
    assert Listing.objects.get().decided_at
    assert broken(table.at + timedelta(minutes=10)) == []


def test_a_signed_suspension_breaks_nothing(table: Table) -> None:
    suspend(table)
    for day in (1, 2, 3, 4):
        stages.run_until_quiet(now=NOW + timedelta(days=day))
    during = NOW + timedelta(days=2)
    assert queries.meetings_suspended(during)
    assert broken(during) == []


def test_a_meeting_held_while_another_agency_has_left_triage_breaks_nothing(table: Table) -> None:
    """An agency that leaves suspends nothing: the others meet and decide (promise 7)."""
    housing = make.make_agency(kind="housing")
    suspend(table, kind=ActKind.WITHDRAWAL, agency=housing.id, until_date=None)
    made = decide(table)
    Meeting.objects.filter(id=made.meeting_id).update(day=date(2019, 12, 18))
    during = NOW + timedelta(days=2)
    assert queries.agencies_withdrawn(during) == {housing.id}
    assert not any("while meetings were suspended" in sentence for _, sentence in broken(during))


def test_what_was_told_a_moment_ago_breaks_nothing_yet(table: Table) -> None:
    listings.know_more(table.world.records["Charlie"][0])
    assert broken(SOON) == []


# Where something was planted.


def _not_listed(table: Table) -> None:
    Listed.objects.all().delete()


def _listing_lost(table: Table) -> None:
    AskFor.objects.all().delete()
    Listing.objects.all().delete()


def _listed_of_another(table: Table) -> None:
    stranger = listings.child(table.world, "Ada", listings.adult(table.world, "Zoe"))
    stages.run_until_quiet(now=NOW)
    other = listings.family_of(stranger)
    row = Listing.objects.get()
    row.id, row.family_id, row._state.adding = uuid4(), other, True
    row.family_version = row.family.version
    row.save(force_insert=True)


def _withdrawn_unasked(table: Table) -> None:
    Listing.objects.update(withdrawn_at=NOW, withdrawn_because="Somebody wanted it.")


def _withdrawn_silently(table: Table) -> None:
    Listing.objects.update(withdrawn_at=NOW, withdrawn_because=" ")


def _crossed_off(table: Table) -> None:
    Listing.objects.update(decided_at=NOW, mode=Mode.MEETING)


def _decision_unmade(table: Table) -> None:
    decide(table)
    DecisionFor.objects.all().delete()


def _one_child_forgotten(table: Table) -> None:
    """A brother of the baby, known before it happened; the machine is made to believe that it was looked at."""
    decide(table)
    mother = table.world.records["Jodie"][0]
    listings.child(table.world, "Toby", mother, home=worlds.HOME, at=NOW)
    stages.run_until_quiet(now=NOW)
    row = Listing.objects.get()
    Listing.objects.update(decided_at=NOW, family_version=row.family.version)


def _nobody_told(table: Table) -> None:
    """Nothing to plant: the machine stood still until long after it was due."""


def _never_examined(table: Table) -> None:
    Examined.objects.all().delete()


def _examined_long_ago(table: Table) -> None:
    record = table.world.records["Charlie"][0]
    listings.know_more(record)
    person = Person.objects.get(id=listings.person_of(record))
    Placed.objects.filter(person=person).update(version=person.version)


def _pattern_blank(table: Table) -> None:
    decide(table)
    Decision.objects.update(pattern="  ")


def _finding_left_out(table: Table) -> None:
    decide(table)
    Considered.objects.filter(id__in=Considered.objects.values_list("id")[:1]).delete()


def _decided_twice(table: Table) -> None:
    first = decide(table)
    other = next(record for record in table.world.records["Charlie"] if record.id != first.child_id)
    first.id, first.child, first._state.adding = uuid4(), other, True
    first.save(force_insert=True)


def _nobody_met(table: Table) -> None:
    decide(table)
    Decision.objects.update(meeting=None)


def _met_when_cancelled(table: Table) -> None:
    decide(table)
    Meeting.objects.update(cancelled_at=NOW, cancelled_because="Snow.")


def _decided_after_the_end(table: Table) -> None:
    decide(table)
    Meeting.objects.update(closed_at=table.at - timedelta(minutes=1))


def _met_while_suspended(table: Table) -> None:
    suspend(table)
    made = decide(table)
    Meeting.objects.filter(id=made.meeting_id).update(day=date(2019, 12, 18))


def _signed_by_a_stranger(table: Table) -> None:
    suspend(table)
    one = Signature.objects.order_by("id")[0]
    Signature.objects.filter(id=one.id).update(worker=make.make_worker())


def _signed_too_late(table: Table) -> None:
    suspend(table)
    assert queries.meetings_suspended(LATE)
    Signature.objects.update(at=LATE)


def _partner_forgotten(table: Table) -> None:
    suspend(table)
    made = Partner.objects.order_by("id")[0]
    Partner.objects.create(role=made.role, agency=make.make_agency(), executive=None, from_date=date(2019, 1, 1))


def _alarm_ended(table: Table) -> None:
    stages.run_until_quiet(now=NOW + timedelta(days=2))
    Notice.objects.filter(id=Listing.objects.get().alarm_id).update(next_at=None)


def _meeting_unmentioned(table: Table) -> None:
    stages.run_until_quiet(now=NOW + timedelta(days=2))
    Meeting.objects.update(alarmed_at=None)


PLANTED: list[tuple[int, Callable[[Table], None], datetime, str]] = [
    (1, _not_listed, SOON, "were not put on the list"),
    (1, _listing_lost, SOON, "a family that is not on the list"),
    (1, _listing_lost, SOON, "named in a report"),
    (1, _listed_of_another, SOON, "that they do not concern"),
    (1, _withdrawn_unasked, SOON, "named in a report"),
    (1, _withdrawn_silently, SOON, "without a reason"),
    (1, _crossed_off, SOON, "left the list without a decision."),
    (1, _decision_unmade, SOON, "left the list without a decision."),
    (1, _one_child_forgotten, SOON, "a decision for every child"),
    (1, _nobody_told, LATE, "are overdue on the list, and nobody was told"),
    (2, _never_examined, SOON, "nobody looked at their pattern"),
    (2, _examined_long_ago, SOON, "not what is known now"),
    (2, _pattern_blank, SOON, "what the pattern was"),
    (2, _finding_left_out, SOON, "something that the pattern showed"),
    (2, _decided_twice, SOON, "several decisions stand"),
    (7, _nobody_met, SOON, "where none was open"),
    (7, _met_when_cancelled, SOON, "where none was open"),
    (7, _decided_after_the_end, SOON, "where none was open"),
    (7, _met_while_suspended, LATE, "while meetings were suspended"),
    (7, _signed_by_a_stranger, LATE, "without the signature of every statutory partner"),
    (7, _nobody_told, LATE, "Nobody opened the meeting"),
    (7, _meeting_unmentioned, LATE, "Nobody opened the meeting"),
    (7, _alarm_ended, LATE, "their alarm has stopped"),
]


@pytest.mark.parametrize(
    ("promise", "plant", "now", "words"),
    PLANTED,
    ids=[f"{promise}{plant.__name__}-{words[:12]}" for promise, plant, _, words in PLANTED],
)
def test_a_planted_breach_is_found(
    table: Table, promise: int, plant: Callable[[Table], None], now: datetime, words: str
) -> None:
    assert broken(SOON) == []
    plant(table)
    assert any(number == promise and words in sentence for number, sentence in broken(now))


@pytest.mark.parametrize("plant", [_signed_too_late, _partner_forgotten])
def test_an_act_that_counts_as_in_force_by_a_mistake_of_the_rule_is_found(
    table: Table, plant: Callable[[Table], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(table)
    monkeypatch.setattr(governing_rules, "state", lambda *_, **__: ActState.IN_FORCE)
    assert (7, "Triage counts as suspended or left without the signature of every statutory partner.") in broken(LATE)


def test_a_child_whom_the_list_overlooks_is_found_although_its_own_rule_overlooks_it_too(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    _listing_lost(table)
    monkeypatch.setattr(queries, "wanted", lambda found, now: {one.incident: {} for one in found})
    sentences = [sentence for _, sentence in broken(SOON)]
    assert sentences == ["A child was named in a report, and their family is not on the list for it."]

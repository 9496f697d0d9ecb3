"""The key of an agency's system: shown once, kept as a digest, and able to report and nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.factories import accounts as make
from tests.factories import agencies as make_agencies
from wholepicture.registers.accounts import actions, permissions, queries
from wholepicture.registers.accounts.models import ApiKey
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

pytestmark = pytest.mark.django_db
OPERATOR = Actor(
    id="user", name="Operator", agency=UUID(int=1), worker=UUID(int=2),
    permissions=frozenset({"ISSUE_KEYS"}),
)  # fmt: skip


def test_a_key_stands_for_its_agencys_system_and_may_only_report(now: datetime) -> None:
    agency = make_agencies.make_agency(kind="police")
    key, raw = actions.issue_key(agency=agency, label=" Crime system ", by=OPERATOR, now=now)

    actor = queries.agency_of_key(raw)

    assert actor == Actor(
        id=f"key:{key.id}", name=f"{agency.name}: Crime system", agency=agency.id,
        permissions=frozenset({"REPORT_INCIDENT"}),
    )  # fmt: skip
    assert (key.created_at, key.created_by) == (now, "user")


def test_the_key_itself_is_nowhere_kept(now: datetime) -> None:
    raw = make.make_key()

    kept = str(ApiKey.objects.values().get()) + str(list(audit.entries().values()))
    assert raw not in kept
    assert raw.removeprefix("wp_") not in kept


@pytest.mark.parametrize(
    "change", [str.upper, lambda raw: raw + " ", lambda raw: raw[:-1], lambda _: "", lambda _: "é"]
)
def test_nothing_else_opens(change: object) -> None:
    raw = make.make_key()

    assert queries.agency_of_key(change(raw)) is None  # type: ignore[operator]
    assert queries.agency_of_key(ApiKey.objects.get().digest) is None, "a stolen table is of no use"


def test_a_revoked_key_is_refused_and_its_twin_is_not(now: datetime) -> None:
    agency = make_agencies.make_agency(kind="police")
    old, old_raw = actions.issue_key(agency=agency, label="Old", by=MACHINE, now=now)
    _, new_raw = actions.issue_key(agency=agency, label="New", by=MACHINE, now=now + timedelta(hours=1))
    actions.revoke_key(key=old, by=OPERATOR, now=now)
    actions.revoke_key(key=old, by=OPERATOR, now=now + timedelta(days=1))

    assert queries.agency_of_key(old_raw) is None
    assert queries.agency_of_key(new_raw) is not None
    assert queries.key(old.id) == old, "a revoked key is still found, so that one sees when it was"
    assert [(key.label, key.revoked_at) for key in queries.keys_of(agency.id)] == [("New", None), ("Old", now)]
    assert audit.entries(event=Event.KEY_REVOKED, about=f"key:{old.id}").count() == 1


def test_keys_are_issued_by_whom_it_was_given_to_alone(now: datetime) -> None:
    agency = make_agencies.make_agency(kind="police")
    lead = make.make_actor(roles=("agency_lead",))
    for by in (lead, queries.agency_of_key(make.make_key(agency=agency))):
        assert by is not None
        with pytest.raises(permissions.NotYourKeys):
            actions.issue_key(agency=agency, label="Another", by=by, now=now)
        with pytest.raises(permissions.NotYourKeys):
            actions.revoke_key(key=ApiKey.objects.get(), by=by, now=now)


def test_a_key_needs_a_label(now: datetime) -> None:
    with pytest.raises(actions.NoLabel):
        actions.issue_key(agency=make_agencies.make_agency(), label=" ", by=MACHINE, now=now)

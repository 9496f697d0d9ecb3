"""Adopting a protocol, and which one is in force when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.factories.protocol import EXECUTIVES, make_version, row, without
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.protocol import actions, defaults, facts, queries
from wholepicture.registers.protocol.models import Version
from wholepicture.registers.protocol.permissions import NotAllowedToAdopt
from wholepicture.registers.protocol.terms import CauseKind, Lane, Relation, Standing

pytestmark = pytest.mark.django_db

EXECUTIVE = Actor(
    id=str(uuid4()), name="Ada Lovell", agency=uuid4(), permissions=frozenset({Permission.ADOPT_PROTOCOL.value})
)
REPORTER = Actor(
    id=str(uuid4()), name="Sam Reid", agency=uuid4(), permissions=frozenset({Permission.REPORT_INCIDENT.value})
)
WITNESS = facts.adult(cause=CauseKind.INCIDENT, lane=Lane.FAST, standing=Standing.WITNESS, relation=Relation.PARTNER)


def adopt(now: datetime, by: Actor = EXECUTIVE, **changed: object) -> Version:
    given: Mapping[str, Any] = {
        "tables": defaults.tables(),
        "parameters": defaults.parameters(),
        "approved_by": EXECUTIVES,
        "note": "",
        **changed,
    }
    return actions.adopt(by=by, now=now, **given)


def test_an_adopted_protocol_is_in_force_and_answers(now: datetime) -> None:
    adopt(now)
    protocol = queries.current(now)
    assert protocol.number == 1
    assert protocol.approved_by == EXECUTIVES
    assert protocol.parameters.births_inform_gp is True
    assert [hit.row for hit in protocol.evaluate([WITNESS])[0]] == ["adult.witness_elsewhere.nobody"]


def test_what_happened_before_the_first_adoption_is_treated_by_the_first(now: datetime) -> None:
    with pytest.raises(queries.NoProtocol, match="has to adopt one"):
        queries.current(now)
    adopt(now)
    assert queries.current(now - timedelta(days=30)).number == 1


def test_the_next_version_takes_over_at_its_own_time_and_the_last_stays_readable(now: datetime) -> None:
    adopt(now)
    later = now + timedelta(days=30)
    adopt(later, parameters=defaults.parameters() | {"rederive_days": 7}, note="Shorter.")
    assert queries.current(later - timedelta(seconds=1)).parameters.rederive_days == 90
    assert queries.current(later).parameters.rederive_days == 7
    assert [(each.number, each.note, each.adopted_by) for each in queries.history()] == [
        (2, "Shorter.", EXECUTIVE.id),
        (1, "", EXECUTIVE.id),
    ]


def test_a_version_is_compiled_once_and_asked_of_the_database_in_one_query(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adopt(now)
    first = queries.current(now)
    with django_assert_num_queries(1):
        again = queries.current(now)
    assert again is first


def test_two_databases_with_the_same_number_are_not_mixed_up(now: datetime) -> None:
    adopt(now)
    before = queries.current(now)
    Version.objects.all().delete()
    adopt(now, parameters=defaults.parameters() | {"rederive_days": 7})
    assert queries.current(now).number == before.number
    assert queries.current(now).parameters.rederive_days == 7


def test_adoption_is_audited_with_the_number_and_without_names(now: datetime) -> None:
    version = adopt(now)
    entry = Entry.objects.get(event=Event.PROTOCOL_ADOPTED)
    assert entry.about == [f"protocol:{version.id}"]
    assert entry.detail == {"number": 1, "executives": 3}
    assert entry.actor == EXECUTIVE.id


@pytest.mark.parametrize("approved_by", [[], [""], ["Ada Lovell", "  "]])
def test_a_protocol_without_named_executives_is_refused(now: datetime, approved_by: list[str]) -> None:
    with pytest.raises(actions.ProtocolRefused, match="Name the executives"):
        adopt(now, approved_by=approved_by)


def test_everything_that_stands_against_adoption_is_told_and_nothing_is_written(now: datetime) -> None:
    with pytest.raises(actions.ProtocolRefused) as refused:
        adopt(
            now,
            approved_by=[],
            parameters=defaults.parameters() | {"rederive_days": -1},
            tables=without("birth.child.nobody", "adult.of_concern.gp.fast"),
        )
    assert len(refused.value.reasons) == 4
    assert not Version.objects.exists()
    assert not Entry.objects.filter(event=Event.PROTOCOL_ADOPTED).exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [("function", '"health"'), ("function", '"health_visitr"'), ("kind", '"acts"'), ("age_band", '"new_born"')],
)
def test_a_table_with_a_word_of_its_own_is_not_adopted(now: datetime, column: str, value: str) -> None:
    tables = defaults.tables()
    row(tables, "child.newborn.health_visitor")[column] = value
    with pytest.raises(actions.ProtocolRefused, match=rf"child\.newborn\.health_visitor, column {column}"):
        adopt(now, tables=tables)


def test_only_those_who_hold_the_permission_adopt(now: datetime) -> None:
    with pytest.raises(NotAllowedToAdopt, match="Sam Reid may not adopt a protocol"):
        adopt(now, by=REPORTER)


def test_set_up_adopts_the_shipped_tables_once(now: datetime) -> None:
    make_version(now=now, births_inform_gp=False)
    assert queries.current(now).parameters.births_inform_gp is False
    with pytest.raises(NotAllowedToAdopt, match="Set-up adopts only"):
        make_version(now=now)


def test_set_up_adopts_no_other_tables(now: datetime) -> None:
    tables = defaults.tables()
    row(tables, "child.newborn.health_visitor")["hours"] = "12"
    with pytest.raises(NotAllowedToAdopt, match="Set-up adopts only"):
        adopt(now, by=MACHINE, tables=tables)
    adopt(now, tables=tables)
    assert queries.current(now).tables == tables


def test_the_database_gives_no_number_twice(now: datetime) -> None:
    first = adopt(now)
    with pytest.raises(IntegrityError):
        Version.objects.create(number=first.number, tables={}, parameters={}, adopted_by="x", adopted_at=now)

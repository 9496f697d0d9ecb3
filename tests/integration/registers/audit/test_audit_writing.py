"""What the audit says about entries, looks and pages."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from wholepicture.registers.audit import actions, queries
from wholepicture.registers.audit.models import Entry, Look
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

pytestmark = pytest.mark.django_db
WORKER = Actor(id="user-1", name="Ada Worker", agency=uuid4(), teams=frozenset({uuid4()}))


def test_an_entry_names_actor_chain_event_and_what_it_is_about(now: datetime) -> None:
    actions.record(event=Event.INCIDENT_RECEIVED, by=WORKER, now=now, about=["incident:1"], detail={"door": "API"})

    entry = Entry.objects.get()
    assert (entry.at, entry.actor, entry.chain, entry.event) == (now, "user-1", str(WORKER.agency), "INCIDENT_RECEIVED")
    assert (entry.about, entry.detail) == (["incident:1"], {"door": "API"})


def test_one_page_is_one_entry_with_everybody_on_it(now: datetime) -> None:
    people = [uuid4(), uuid4()]
    actions.page_viewed(by=WORKER, now=now, page="work", people=[*people, people[0]])

    assert queries.entries(event=Event.PAGE_VIEWED).get().about == sorted(f"person:{person}" for person in people)


def test_the_last_look_is_the_latest_of_this_user_alone(now: datetime) -> None:
    subject, later = uuid4(), now + timedelta(hours=1)
    actions.look(by=WORKER, subject_kind="NOTICE", subjects=[subject, uuid4()], now=now)
    actions.look(by=WORKER, subject_kind="NOTICE", subjects=[subject], now=later)
    actions.look(by=MACHINE, subject_kind="NOTICE", subjects=[subject], now=later + timedelta(hours=1))

    assert queries.last_look(user="user-1", subject=subject) == later
    assert queries.last_look(user="user-2", subject=subject) is None


def test_a_look_names_the_team_only_where_there_is_one(now: datetime) -> None:
    of_two = Actor(id="user-2", name="Bo", teams=frozenset({uuid4(), uuid4()}))
    for by in (WORKER, of_two):
        actions.look(by=by, subject_kind="NOTICE", subjects=[uuid4()], now=now)

    assert Look.objects.get(user="user-1").team in WORKER.teams
    assert Look.objects.get(user="user-2").team is None


def test_entries_are_found_by_what_they_are_about(now: datetime) -> None:
    for about in ("incident:1", "incident:12"):
        actions.record(event=Event.INCIDENT_RECEIVED, by=WORKER, now=now, about=[about])

    assert [entry.about for entry in queries.entries(about="incident:1", actor="user-1")] == [["incident:1"]]


def test_a_time_without_zone_and_an_unknown_event_are_refused(now: datetime) -> None:
    with pytest.raises(actions.NaiveTime, match="time zone"):
        actions.record(event=Event.SIGNED_IN, by=WORKER, now=now.replace(tzinfo=None))
    with pytest.raises(ValueError, match="HEALTH"):
        actions.record(event="HEALTH", by=WORKER, now=now)  # type: ignore[arg-type]
    assert not Entry.objects.exists()


def test_many_entries_of_one_event_are_written_at_once_each_with_its_own_words(now: datetime) -> None:
    told = [(["incident:1"], {"door": "API"}), (["incident:2"], {"door": "FEED"})]
    actions.record_many(event=Event.INCIDENT_RECEIVED, by=WORKER, now=now, entries=told)

    written = queries.entries(event=Event.INCIDENT_RECEIVED)
    assert {(*entry.about, entry.detail["door"], entry.actor) for entry in written} == {
        ("incident:1", "API", "user-1"),
        ("incident:2", "FEED", "user-1"),
    }

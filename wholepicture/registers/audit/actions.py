"""Write down who did and who saw what, in the same transaction as the deed itself (design promise 11; review 2.9).

Each is one statement, so it needs no savepoint of its own. The database chains these rows at commit (migration 0002);
nothing here takes a lock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wholepicture.registers.audit.models import Entry, Look
from wholepicture.registers.audit.terms import Actor, Event


class NaiveTime(ValueError):
    """A time without a time zone would be stored an hour wrong for half of the year."""


def record(
    *,
    event: Event,
    by: Actor,
    now: datetime,
    about: Iterable[str] = (),
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Write one entry to the chain of the actor's agency.

    `about` holds `kind:<uuid>` strings, `detail` ids and words of closed lists: never a name or free text about a
    person, because the audit outlives what it speaks of. `now` is aware. Raises NaiveTime, and ValueError for an event
    that is not in the word list.
    """
    return Entry.objects.create(
        at=_aware(now),
        actor=by.id,
        chain=by.chain,
        event=Event(event).value,
        about=[str(subject) for subject in about],
        detail=dict(detail or {}),
    )


def record_many(
    *, event: Event, by: Actor, now: datetime, entries: Iterable[tuple[Iterable[str], Mapping[str, object]]]
) -> None:
    """Write several entries of one event in one statement, each as `about` and `detail` of record. Raises as record."""
    at, said = _aware(now), Event(event).value
    Entry.objects.bulk_create(
        Entry(at=at, actor=by.id, chain=by.chain, event=said, about=[str(each) for each in about], detail=dict(detail))
        for about, detail in entries
    )


def look(*, by: Actor, subject_kind: str, subjects: Iterable[UUID], now: datetime) -> None:
    """Write that somebody looked at each of these; `opened` and `new since I last looked` are read from it.

    The team is named where the actor belongs to one only. Raises NaiveTime.
    """
    at = _aware(now)
    team = next(iter(by.teams)) if len(by.teams) == 1 else None
    Look.objects.bulk_create(
        Look(user=by.id, team=team, subject_kind=str(subject_kind), subject=subject, at=at) for subject in set(subjects)
    )


def page_viewed(*, by: Actor, now: datetime, page: str, people: Iterable[UUID]) -> None:
    """Write one entry for one page seen, with the ids of all people on it, before its bytes leave.

    `page` is the page's name in the code, never its address, which may hold what was searched for. Raises NaiveTime.
    """
    about = [f"person:{person}" for person in sorted(set(people))]
    record(event=Event.PAGE_VIEWED, by=by, now=now, about=about, detail={"page": page})


def _aware(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise NaiveTime("The time of an audit entry has no time zone: give an aware time.")
    return now

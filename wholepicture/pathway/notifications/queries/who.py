"""Who can be told today, who never may be, and how fast the ladder is: the directory, the ties and the protocol as facts."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.facts import LadderTimes, Named, OnDuty
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.access import queries as access
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Post, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane

A_MINUTE = 1 / 60


def on_duty(post: Post, on: date) -> OnDuty:
    """Who answers for a post on a London day, rung by rung, from the directory."""
    roster = agencies.roster(post, on)
    return OnDuty(
        primary=_named(roster.primary),
        covers=tuple(Named(cover.id, cover.name, cover.email) for cover in roster.covers),
        manager=_named(roster.manager),
        lead=_named(roster.lead),
        partnership=_named(roster.partnership),
        absent=frozenset(roster.absent),
    )


class Today:
    """Who answers and who is barred, on the London day of one batch: each post and each matter is looked up once."""

    def __init__(self, notices: Iterable[Notice], now: datetime) -> None:
        """Look up whom the notices concern, as it is known now."""
        self.on = london_day(now)
        self._persons = _all_persons(notices)
        self._barred: dict[frozenset[UUID], set[UUID]] = {}
        self._duty: dict[UUID, OnDuty] = {}

    def on_duty(self, post: Post) -> OnDuty:
        """Who answers for a post, rung by rung."""
        if post.id not in self._duty:
            self._duty[post.id] = on_duty(post, self.on)
        return self._duty[post.id]

    def barred(self, notice: Notice) -> set[UUID]:
        """Workers who may never be told of this notice."""
        persons = self._persons[notice.id]
        if persons not in self._barred:
            self._barred[persons] = set(access.conflicted_workers(persons, self.on))
        return self._barred[persons]


def persons_of(notice: Notice) -> frozenset[UUID]:
    """The persons of the matter as they are known now: the parties, and whom the notice is about."""
    return _all_persons([notice])[notice.id]


def conflicted_with(notice: Notice, now: datetime) -> set[UUID]:
    """Workers who are a party, of a party's household or a relative: found anew each time, as ties become known later."""
    return set(access.conflicted_workers(persons_of(notice), london_day(now)))


def visible_to(worker: UUID | None, notices: Iterable[Notice], now: datetime) -> list[Notice]:
    """These notices without those of the worker's own family: to them it is as if there were none (safety b 8)."""
    rows = list(notices)
    # Asked of the reader, not of everybody in a team's notices: nearly nobody is in the register themselves.
    closed = access.closed_to(worker, london_day(now)) if worker else set()
    if not closed:
        return rows
    persons = _all_persons(rows)
    return [row for row in rows if not persons[row.id] & closed]


def team_is_clear(team: UUID, barred: Iterable[UUID], on: date) -> bool:
    """Whether nobody of a team is barred, so that its shared inbox may be used."""
    return all(team not in agencies.worker_teams(worker, on) for worker in barred)


def times(lane: str, now: datetime) -> LadderTimes:
    """The times of a lane's ladder in the protocol in force; rungs of equal hours are kept a minute apart."""
    parameters = protocol.current(now).parameters
    ladder = parameters.ladder[Lane(lane)]
    manager = max(float(ladder.manager_hours), A_MINUTE)
    lead = max(float(ladder.agency_lead_hours), manager + A_MINUTE)
    partnership = max(float(ladder.partnership_hours), lead + A_MINUTE)
    return LadderTimes(parameters.reminder_fraction, manager, lead, partnership, parameters.again_hours)


def retry_minutes(now: datetime) -> tuple[int, ...]:
    """Minutes between tries to deliver, from the protocol in force."""
    return tuple(protocol.current(now).parameters.retry_minutes)


def post_in_words(post: Post) -> str:
    """A post as people say it: "Health visitor, East team"."""
    return f"{Function(post.function).label}, {post.team.name}"


def _all_persons(rows: Iterable[Notice]) -> dict[UUID, frozenset[UUID]]:
    notices = list(rows)
    resolved = people.persons_of_records({row.about_id for row in notices})
    found = {}
    for row in notices:
        about = resolved.get(row.about_id)
        found[row.id] = frozenset({UUID(person) for person in row.parties} | ({about} if about else set()))
    return found


def _named(worker: Worker | None) -> Named | None:
    return Named(worker.id, worker.name, worker.email) if worker else None

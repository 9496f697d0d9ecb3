"""Notices for tests: a staffed post, what it is told, and the worker's rounds, all by the real actions."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from tests.factories import accounts, people, protocol
from tests.factories import agencies as make
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.facts import Receipt as Receipt
from wholepicture.pathway.notifications.facts import Tried as Tried
from wholepicture.pathway.notifications.models import Item, Notice
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.registers.accounts import queries as users
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.models import Agency, Post, Worker
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people_actions
from wholepicture.registers.people.models import Record
from wholepicture.registers.protocol.models import Version
from wholepicture.registers.protocol.terms import Lane, NoticeKind

NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
_numbers = count(1)


@dataclass
class Staff:
    """A post with everybody of its ladder."""

    post: Post
    named: Worker
    cover: Worker
    manager: Worker
    lead: Worker
    partnership: Worker

    @property
    def people(self) -> list[Worker]:
        """Everybody, rung by rung."""
        return [self.named, self.cover, self.manager, self.lead, self.partnership]

    def actor(self, worker: Worker | None = None, *, roles: tuple[str, ...] = ("practitioner",)) -> Actor:
        """The named person, or another of the staff, signed in; with the roles of their first time."""
        worker = worker or self.named
        user = User.objects.filter(worker=worker).first() or accounts.make_user(worker=worker, roles=roles)
        return users.actor_for(user, make.NOW.date())


def make_partnership_lead() -> Worker:
    """The lead of the one safeguarding partnership, made when first asked for."""
    found = Agency.objects.filter(kind="safeguarding_partnership").first()
    if found is None or found.lead is None:
        found = make.make_partnership()
        found.refresh_from_db()
    assert found.lead is not None
    return found.lead


def make_staff(
    *,
    function: Function = Function.HEALTH_VISITOR,
    route: Route = Route.INBOX,
    inbox: str = "",
    with_email: bool = True,
) -> Staff:
    """A post of this function with named person, cover, manager, lead and the partnership's lead."""
    partnership = make_partnership_lead()
    post = make.make_post(function=function, route=route, inbox=inbox)
    named, cover, manager = (_worker(post, rung, with_email) for rung in ("named", "cover", "manager"))
    make.put_on_rota(post=post, worker=named)
    make.put_on_rota(post=post, worker=cover, position=Position.COVER)
    agencies.set_manager(team=post.team, worker=manager, by=MACHINE, now=make.NOW)
    lead = make.make_worker(agency=post.team.agency, email=_address("lead", with_email))
    agencies.set_lead(agency=post.team.agency, worker=lead, by=MACHINE, now=make.NOW)
    return Staff(post, named, cover, manager, lead, partnership)


def _worker(post: Post, rung: str, with_email: bool) -> Worker:
    return make.make_worker(team=post.team, name=f"{rung.title()} {next(_numbers)}", email=_address(rung, with_email))


def _address(rung: str, with_email: bool) -> str:
    return f"{rung}-{next(_numbers)}@agency.example" if with_email else ""


def make_resolved_record(**told: object) -> Record:
    """A record that resolves to a person of its own."""
    record = people.make_record(**told)  # type: ignore[arg-type]
    people_actions.resolve(record=record, person=None, by=MACHINE, now=make.NOW)
    record.refresh_from_db()
    return record


def make_protocol() -> Version:
    """The protocol in force, adopted when first asked for."""
    return Version.objects.first() or protocol.make_version()


def make_told(staff: Staff, *, about: Record | None = None, now: datetime = NOW, **changed: object) -> NoticeTold:
    """What a post is told: an act in the standard lane with a day to answer, unless changed."""
    make_protocol()
    about = about or make_resolved_record()
    told = NoticeTold(
        cause=uuid4(),
        cause_kind="incident",
        row="child_hv",
        protocol=1,
        function=staff.post.function,
        post=staff.post.id,
        about=about.id,
        kind=NoticeKind.ACT,
        lane=Lane.STANDARD,
        title="An incident at home",
        text="Police were called. A baby lives there.",
        because="Health visitors are told of every incident about a child under five.",
        family=uuid4(),
        reply_by=now + timedelta(hours=24),
        parties=(about.person_id,) if about.person_id else (),
        happened_at=now - timedelta(hours=2),
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def make_notice(staff: Staff, *, now: datetime = NOW, about: Record | None = None, **changed: object) -> Notice:
    """A notice that was sent to a post and waits to be delivered."""
    return actions.send(told=make_told(staff, about=about, now=now, **changed), by=MACHINE, now=now)


def make_delivered(staff: Staff, *, now: datetime = NOW, about: Record | None = None, **changed: object) -> Notice:
    """A notice that has arrived."""
    notice = make_notice(staff, now=now, about=about, **changed)
    deliver(now)
    notice.refresh_from_db()
    return notice


def make_held(staff: Staff, owner: Staff, *, now: datetime = NOW, **changed: object) -> Notice:
    """A notice that its owner has a day to release or withhold."""
    held = {"hold": True, "owner_post": owner.post.id, "release_by": now + timedelta(hours=24), **changed}
    return make_notice(staff, now=now, **held)  # type: ignore[arg-type]


def deliver(now: datetime) -> int:
    """One round of the worker's delivering, as its stage calls it."""
    return actions.deliver_due(notices=queries.waiting_delivery(now, 50, ()), by=MACHINE, now=now)


def chase(now: datetime) -> int:
    """One round of the worker's chasing."""
    return actions.chase(notices=queries.waiting_chase(now, 50, ()), by=MACHINE, now=now)


@dataclass
class Rounds:
    """What the worker did until a time: how many rounds it took, so that a loop would show."""

    made: int = 0
    at: list[datetime] = field(default_factory=list)


def run_until(until: datetime, now: datetime) -> Rounds:
    """Let the worker run with a clock that jumps to whatever is next due, as a replay does."""
    rounds = Rounds()
    while now <= until:
        rounds.made += 1
        rounds.at.append(now)
        assert rounds.made < 2000, f"The worker goes round and round at {now}."
        if deliver(now) + chase(now):
            continue
        due = queries.next_due(now)
        if due is None:
            break
        assert due > now, f"Something is due at {due} and was not done at {now}."
        now = due
    return rounds


def steps_of(notice: Notice | UUID) -> list[str]:
    """What happened to a notice, as the kinds of its history in order."""
    wanted = notice if isinstance(notice, UUID) else notice.id
    return [str(happened.kind) for happened in queries.history(wanted)]


def item_of(notice: Notice) -> Item:
    """The item that a notice stands in."""
    return Item.objects.get(notices=notice)


def go_away(*workers: Worker, days: int = 30, now: datetime = NOW) -> None:
    """Put workers on leave from the day before, so that no hour of this day is theirs."""
    for worker in workers:
        agencies.record_absence(
            worker=worker,
            from_date=(now - timedelta(days=1)).date(),
            until_date=(now + timedelta(days=days)).date(),
            reason="Leave",
            by=MACHINE,
            now=now,
        )


def answer(
    by: Actor, notice: Notice, kind: AnswerKind, now: datetime, words: str = "I will visit tomorrow."
) -> list[Notice]:
    """Open the item of a notice and answer it."""
    item = Notice.objects.get(id=notice.id).item_id
    actions.open_item(item=item, by=by, now=now)
    return actions.answer(item=item, kind=kind, words=words, by=by, now=now)

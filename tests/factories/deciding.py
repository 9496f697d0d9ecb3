"""A family on the list and the people who decide about its children, for tests of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.factories import accounts, listings, worlds
from tests.factories import incidents as told
from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientWanted
from wholepicture.pathway.triage.models import Attendance, Decision, Meeting
from wholepicture.pathway.triage.rules import calendar
from wholepicture.pathway.triage.terms import Attends
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts import queries as users
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Rota, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor

NOW = told.RECEIVED_AT
LATER = NOW + timedelta(hours=1)
POLICE, SOCIAL_CARE = Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE
HEALTH_VISITOR, SCHOOL_NURSE = Function.HEALTH_VISITOR, Function.SCHOOL_NURSE
REASONS = "The fifth report in five weeks; the mother is alone with the baby at night."


@dataclass
class Table:
    """Charlie's family, listed, with those who can decide about it; `at` is when they do."""

    world: worlds.World
    family: UUID
    child: UUID
    at: datetime = LATER
    asked: list[RecipientWanted] = field(default_factory=list)

    def actor(self, function: str, *, roles: tuple[str, ...] = ("practitioner",)) -> Actor:
        """The named person of the post of this function, signed in."""
        worker = Rota.objects.filter(post=self.world.posts[function], position="PRIMARY").select_related("worker")[0]
        return signed_in(worker.worker, self.at, roles=roles)

    def wants(
        self, function: str, *, asked: str = "Please see the child this week.", **more: object
    ) -> RecipientWanted:
        """Somebody whom a decision asks for something."""
        return RecipientWanted(self.world.posts[function].id, asked, **more)  # type: ignore[arg-type]

    def decide(
        self,
        by: Actor,
        outcome: str = "early_help",
        *,
        level: int | None = None,
        reasons: str = REASONS,
        recipients: Sequence[RecipientWanted] | None = None,
        children: Sequence[UUID] | None = None,
        began_from: UUID | str | None = "latest",
        now: datetime | None = None,
    ) -> UUID:
        """Decide as somebody who has seen what was decided before, asking the health visitor unless told otherwise."""
        asked = [self.wants(HEALTH_VISITOR)] if recipients is None else recipients
        return actions.decide(
            family=self.family,
            children=[self.child] if children is None else children,
            outcome=outcome,
            level=level,
            reasons=reasons,
            recipients=asked,
            began_from=queries.latest_decision(self.family) if began_from == "latest" else began_from,  # type: ignore[arg-type]
            by=by,
            now=now or self.at,
        )

    def pictures(self) -> list[DecisionPicture]:
        """Everything that was decided about the family, the newest first."""
        return queries.decisions_of_families([self.family])[self.family]

    def latest(self) -> DecisionPicture:
        """The newest decision."""
        return self.pictures()[0]

    def is_listed(self) -> bool:
        """Whether anything of the family waits for a decision."""
        return any(one.decided_at is None for one in queries.of_families([self.family])[self.family])

    def open_meeting(self, chair: Worker | None = None, present: Sequence[str] = ()) -> Meeting:
        """A meeting of this day that is under way, with these functions present."""
        row, _ = Meeting.objects.update_or_create(
            id=calendar.meeting_id(london_day(self.at)),
            defaults={
                "day": london_day(self.at),
                "starts_at": self.at - timedelta(minutes=30),
                "chair": chair or self.worker(SOCIAL_CARE),
                "opened_at": self.at - timedelta(minutes=20),
                "by": "a test",
            },
        )
        for function in present:
            Attendance.objects.create(
                meeting=row,
                function=function,
                attends=Attends.PRESENT,
                worker=self.worker(function),
                by="a test",
                at=self.at,
            )
        return row

    def worker(self, function: str) -> Worker:
        """The named person of the post of this function."""
        return (
            Rota.objects.filter(post=self.world.posts[function], position="PRIMARY").select_related("worker")[0].worker
        )


def make_table(
    *, lets_in: Sequence[str] = (HEALTH_VISITOR,), born: date = date(2019, 11, 14), **changes: object
) -> Table:
    """A listed family; besides those who triage, the teams of `lets_in` may open it, as those who work with the child."""
    world = worlds.make_world(born=born)
    world.report(**changes)  # type: ignore[arg-type]
    family = listings.charlies(world)
    for function in lets_in:
        let_in(world, family, function)
    return Table(world, family, listings.person_of(world.records["Charlie"][0]))


def let_in(world: worlds.World, family: UUID, function: str) -> None:
    """Let the team of a post open a family."""
    access.grant(
        team=world.posts[function].team,
        subject_kind=Subject.FAMILY,
        subject=family,
        reason="works with the child",
        by=MACHINE,
        now=NOW,
    )


def signed_in(worker: Worker, now: datetime, *, roles: tuple[str, ...] = ("practitioner",)) -> Actor:
    """A worker who is signed in, with the roles of their first time."""
    user = User.objects.filter(worker=worker).first() or accounts.make_user(worker=worker, roles=roles)
    return users.actor_for(user, london_day(now))


def settle(now: datetime) -> int:
    """Let the machine settle what was not agreed to in time; returns how many batches it looked at."""
    found = queries.waiting_proposals(now, 50, ())
    actions.settle_proposals(batches=found, by=MACHINE, now=now)
    return len(found)


def notices_of(batch: UUID) -> list[Notice]:
    """The notices that were sent because of a batch of decisions, oldest first."""
    ids = [batch, *Decision.objects.filter(batch=batch).values_list("id", flat=True)]
    return list(Notice.objects.filter(cause__in=ids).select_related("team").order_by("created_at", "id"))

"""What an event says that named people did with notices: open and answer, release, withhold. What is refused says why."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.replay import asked
from wholepicture.interfaces.replay.acting import Cast
from wholepicture.interfaces.replay.case import UNNAMED, EventKind, ReplyEvent
from wholepicture.interfaces.replay.report import Refusal
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.queries import NoticeTrace
from wholepicture.pathway.notifications.terms import AnswerKind, State, StepKind
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit.terms import MACHINE, Actor

WAITS = (State.QUEUED, State.DELIVERED, State.OPENED, State.DECLINED)
UNDECIDED = (State.HELD, State.WITHHELD)
REFUSED = (
    access.NotAllowed,
    actions.IllegalChange,
    actions.NotPermitted,
    actions.NothingToAnswer,
    actions.ReasonNeeded,
    actions.WrongAnswer,
)


def do(event: ReplyEvent, causes: Collection[UUID], *, world: World, cast: Cast) -> list[Refusal]:
    """Do what the event says with what was sent because of any of these; return what the platform refused."""
    if event.by == UNNAMED:
        return [Refusal(act=event.kind.value, because="The file does not say which agency did this.")]
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        traces = queries.for_cause(causes)
    about = [trace for trace in traces if not event.about or world.person_of.get(trace.about) in event.about]
    return list(_Reply(event, world, cast, about).refused())


def causes_of(event: ReplyEvent, incident: UUID) -> list[UUID]:
    """Return the causes of what was sent about an incident; the ids of asks too, for whoever may release them.

    An ask is answered on its own form, by a contribution; a specialist releases it like any notice.
    """
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        found = [incident, *(duty.id for duty in duties.for_incident(incident))]
        return found if event.kind is EventKind.ACKNOWLEDGE else [*found, *asked.notices_of(incident)]


@dataclass
class _Reply:
    event: ReplyEvent
    world: World
    cast: Cast
    traces: list[NoticeTrace]

    def refused(self) -> Iterator[Refusal]:
        done = self._acknowledge if self.event.kind is EventKind.ACKNOWLEDGE else self._decide
        for because in dict.fromkeys(done()):
            yield Refusal(act=self.event.kind.value, because=because)

    def _acknowledge(self) -> Iterator[str]:
        mine = [trace for trace in self.traces if trace.agency == self.event.by and trace.state in WAITS]
        if not mine:
            yield f"{self.event.by} has no notice about {self.event.notice_about} that waits for an answer."
        for team in dict.fromkeys(trace.team for trace in mine):
            notices = [trace for trace in mine if trace.team == team]
            with self._as(team) as actor:
                items = list(self._items(actor, notices))
            for item in items:
                yield from self._open_and_answer(team, item)

    def _items(self, actor: Actor, notices: Iterable[NoticeTrace]) -> Iterator[UUID]:
        """The items that hold these notices, from the team's own work list, so that no other item is opened."""
        wanted = {(london_day(_queued(trace)), trace.about) for trace in notices}
        for line in queries.inbox(actor, self.event.at).lines:
            if any(line.day == day and about in line.about for day, about in wanted):
                yield line.item

    def _open_and_answer(self, team: str, item: UUID) -> Iterator[str]:
        try:
            with self._as(team) as actor:
                seen = actions.open_item(item=item, by=actor, now=self.event.at)
                picture = queries.item_picture(item, seen)
                if picture.offered:
                    kind, words = self._answer(picture.offered)
                    actions.answer(item=item, kind=kind, words=words, by=actor, now=self.event.at)
        except REFUSED as refused:
            yield str(refused)

    def _answer(self, offered: tuple[AnswerKind, ...]) -> tuple[AnswerKind, str]:
        """An acknowledgement says no more than the file does: what is known only where the event has words for it."""
        words = self.event.summary or self.event.reason
        if AnswerKind.KNOWN in offered and AnswerKind.WILL_ACT not in offered:
            return (AnswerKind.KNOWN, words) if words else (AnswerKind.NOTHING_KNOWN, "")
        return offered[0], words or "Acknowledged, says the case file."

    def _decide(self) -> Iterator[str]:
        held = [trace.id for trace in self.traces if trace.state in UNDECIDED]
        if not held:
            yield f"Nothing about {self.event.notice_about} is held for release."
        teams = [function.value for agency, function in self.world.directory.teams if agency == self.event.by]
        if held and not teams:
            yield f"{self.event.by} has no team: nobody there can decide on what is held."
        for notice in held if teams else []:
            yield from self._decide_one(notice, self._holder(notice, teams))

    def _holder(self, notice: UUID, teams: list[str]) -> str:
        """The team that has this notice in its queue; else any, so that the platform itself refuses."""
        for team in teams:
            with self._as(team) as actor:
                if any(line.notice == notice for line in queries.release_queue(actor, self.event.at)):
                    return team
        return teams[0]

    def _decide_one(self, notice: UUID, team: str) -> Iterator[str]:
        now, reason = self.event.at, self.event.reason or self.event.summary
        try:
            with self._as(team) as actor:
                actions.open_held(notice=notice, by=actor, now=now)
                if self.event.kind is EventKind.RELEASE:
                    actions.release(notice=notice, by=actor, now=now)
                else:
                    actions.withhold(notice=notice, reason=reason, by=actor, now=now)
        except REFUSED as refused:
            yield str(refused)

    def _as(self, team: str) -> AbstractContextManager[Actor]:
        """The named person of a team, signed in for one transaction."""
        worker = self.world.directory.on_duty[self.event.by, team]
        return self.cast.signed_in(worker, now=self.event.at)


def _queued(trace: NoticeTrace):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """When a notice last came into its item: when it was sent, or released."""
    return max(
        (step.at for step in trace.history if step.kind in (StepKind.QUEUED, StepKind.RELEASED)),
        default=trace.created_at,
    )

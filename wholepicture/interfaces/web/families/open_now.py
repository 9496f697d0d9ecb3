"""What is open about a family: who was told and has not answered, who was asked, what stands decided (promise 4).

To whom a notice goes is a function of a named team, so that a gap has an address (design promise 3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.families.asked import SOMEBODY, Asked, lines_of, where
from wholepicture.lib import wording
from wholepicture.pathway.notifications.queries import OpenNotice, OpenNotices
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.queries import AnsweredBy, LatestDecision, LatestDecisions
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import AskState
from wholepicture.registers.protocol.terms import NoticeKind

AT_ONCE = 5
KINDS = {NoticeKind.INFORM: "For information", NoticeKind.ASK: "To answer", NoticeKind.ACT: "To act on"}
STATES = {
    State.HELD: ("Held for release", "held"),
    State.WITHHELD: ("Withheld", "withheld"),
    State.QUEUED: ("Not delivered yet", "waiting"),
    State.DELIVERED: ("Delivered, not answered", "delivered"),
    State.OPENED: ("Opened, not answered", "opened"),
    State.DECLINED: ("Declined", "refused"),
    State.ANSWERED: ("Answered", "answered"),
    State.SUPERSEDED: ("No longer due", "closed"),
}
KEPT = (State.HELD, State.WITHHELD)
WAITS = (AskState.ASKED, AskState.HELD, AskState.WITHHELD, AskState.NOBODY_TO_ASK, AskState.NOT_CHECKED)
DECISIONS = {DecisionState.STANDING: ("Stands", "done"), DecisionState.PROPOSED: ("Waits for agreement", "waiting")}


@dataclass(frozen=True)
class NoticeShown:
    """One open notice: to whom, what, how far it has got, and by when; `because` says why it is held or withheld (`is_kept`)."""

    who: str
    where: str
    title: str
    about: str
    kind: str
    tag: tuple[str, str]
    because: str
    due_at: datetime
    is_kept: bool


@dataclass(frozen=True)
class RecipientShown:
    """Whom a decision asks for what, by when, and what they answered ("" for nothing yet)."""

    who: str
    about: str
    asked: str
    reply_by: datetime
    tag: tuple[str, str] | None
    answer: str


@dataclass(frozen=True)
class DecisionShown:
    """One decision with the children it was made for together."""

    label: str
    children: str
    reasons: str
    tag: tuple[str, str]
    by: str
    at: datetime
    agree_by: datetime | None
    recipients: tuple[RecipientShown, ...]


@dataclass(frozen=True)
class OpenNow:
    """Everything that is open. `more` says how many open notices are not shown, `earlier` how many decisions are past."""

    notices: tuple[NoticeShown, ...]
    more: int
    overdue: int
    waiting: tuple[Asked, ...]
    answered: tuple[Asked, ...]
    decisions: tuple[DecisionShown, ...]
    earlier: int

    @property
    def kept(self) -> tuple[NoticeShown, ...]:
        """What a specialist keeps back: somebody else has to act."""
        return tuple(each for each in self.notices if each.is_kept)

    @property
    def told(self) -> tuple[NoticeShown, ...]:
        """What has gone out, or waits for nobody but the carrier; `more` come after these."""
        return tuple(each for each in self.notices if not each.is_kept)

    @property
    def count_told(self) -> int:
        """How many have gone out and have no answer, shown or not."""
        return len(self.told) + self.more


def open_now(
    notices: OpenNotices,
    asks: Iterable[AskPicture],
    decisions: LatestDecisions,
    names: Mapping[UUID, str],
    now: datetime,
) -> OpenNow:
    """Put what is open into words; `names` are of records."""
    lines = _asked(asks, names)
    return OpenNow(
        notices=tuple(_notice(each, names) for each in notices.shown),
        more=notices.count - len(notices.shown),
        overdue=sum(each.due_at < now for each in notices.shown),
        waiting=tuple(shown for state, shown in lines if state in WAITS),
        answered=tuple(shown for state, shown in lines if state not in WAITS),
        decisions=_decisions(decisions.latest, names),
        earlier=decisions.count - len(decisions.latest),
    )


def _notice(each: OpenNotice, names: Mapping[UUID, str]) -> NoticeShown:
    because = each.because
    if each.state is State.HELD:
        because = f"{each.owner} decides whether it is released. {because}"
    if each.state is State.WITHHELD:
        because = f"Withheld by {because}. {each.owner} looks at it again."
    return NoticeShown(
        who=each.function.label,
        where=where(each.team, each.agency),
        title=each.title,
        about=names.get(each.about, SOMEBODY),
        kind=KINDS[each.kind],
        tag=STATES[each.state],
        because=because,
        due_at=each.due_at,
        is_kept=each.state in KEPT,
    )


def _asked(asks: Iterable[AskPicture], names: Mapping[UUID, str]) -> list[tuple[AskState, Asked]]:
    """The latest that each function of a team was asked about each person."""
    latest = {(ask.function, ask.team_id, ask.about): ask for ask in asks if ask.state is not AskState.ENDED}
    return list(lines_of(latest.values(), names))


def _decisions(latest: Iterable[LatestDecision], names: Mapping[UUID, str]) -> tuple[DecisionShown, ...]:
    batches: dict[tuple[UUID, DecisionState, str], list[LatestDecision]] = {}
    for each in latest:
        batches.setdefault((each.batch, each.state, each.label), []).append(each)
    return tuple(_decision(those, names) for those in batches.values())


def _decision(those: list[LatestDecision], names: Mapping[UUID, str]) -> DecisionShown:
    one = those[0]
    recipients = dict.fromkeys(_recipient(each, names) for decision in those for each in decision.recipients)
    return DecisionShown(
        label=one.label,
        children=wording.joined(sorted({names.get(each.child, "a child") for each in those})),
        reasons=one.reasons,
        tag=DECISIONS[one.state],
        by=f"{one.by}, {one.agency}",
        at=one.at,
        agree_by=one.agree_by if one.state is DecisionState.PROPOSED else None,
        recipients=tuple(recipients),
    )


def _recipient(told: AnsweredBy, names: Mapping[UUID, str]) -> RecipientShown:
    return RecipientShown(
        who=f"{told.function.label}: {where(told.team, told.agency)}",
        about=names.get(told.about, SOMEBODY),
        asked=told.asked,
        reply_by=told.reply_by,
        tag=STATES[told.state] if told.state else None,
        answer=told.answer,
    )

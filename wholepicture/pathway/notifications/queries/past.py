"""What happened to a notice, in words and in order: every state, every failed attempt, every rung (design promise 5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import looks
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind

# How each step begins in a history; what follows is the name of whom it reached.
SENTENCES = {
    StepKind.HELD: "Held for release by",
    StepKind.RELEASED: "Released by",
    StepKind.WITHHELD: "Withheld by",
    StepKind.QUEUED: "Waiting to be delivered to",
    StepKind.ATTEMPT_FAILED: "An attempt to deliver failed",
    StepKind.DELIVERED: "Delivered to",
    StepKind.OPENED: "Opened by",
    StepKind.ANSWERED: "Answered by",
    StepKind.DECLINED: "Declined by",
    StepKind.SUPERSEDED: "No longer due",
    StepKind.CORRECTED: "Corrected",
    StepKind.REMINDED: "Reminded",
    StepKind.COVER_TOLD: "Told cover",
    StepKind.MANAGER_TOLD: "Told the manager",
    StepKind.AGENCY_LEAD_TOLD: "Told the agency lead",
    StepKind.PARTNERSHIP_TOLD: "Told the partnership lead",
}


@dataclass(frozen=True)
class Happened:
    """One thing that happened: when, what (a StepKind), whom it reached, and the words that go with it."""

    at: datetime
    kind: StepKind
    to: UUID | None
    to_words: str
    words: str

    @property
    def sentence(self) -> str:
        """The history's line: "Told cover: Sam Hill, 17 December 2019, 9:40pm"."""
        line = f"{self.short}, {_when(self.at)}"
        return f"{line}. {self.words}" if self.words else line

    @property
    def short(self) -> str:
        """What happened and whom it reached, without when: "Told cover: Sam Hill"."""
        begin = SENTENCES[self.kind]
        joined = f"{begin}: {self.to_words}" if self.kind in LADDER else f"{begin} {self.to_words}"
        return joined if self.to_words else begin


@dataclass(frozen=True)
class NoticeTrace:
    """One notice as a replay or an audit lists it: whom, why, by when, its state now, and everything that happened."""

    id: UUID
    cause: UUID
    cause_kind: str
    row: str
    protocol: int
    function: str
    agency: str
    team: str
    about: UUID
    kind: str
    lane: str
    title: str
    text: str
    because: str
    never_to: tuple[str, ...]
    created_at: datetime
    reply_by: datetime
    state: State
    history: tuple[Happened, ...]


def history(notice: UUID) -> tuple[Happened, ...]:
    """Everything that happened to a notice, oldest first; names are of workers only."""
    return histories([notice])[notice]


def histories(notices: Iterable[UUID]) -> dict[UUID, tuple[Happened, ...]]:
    """The history of each notice; the same number of statements however many there are."""
    ids = list(notices)
    found: dict[UUID, list[Happened]] = defaultdict(list)
    for step in Step.objects.filter(notice_id__in=ids).select_related("to").order_by("notice_id", "number"):
        to_words = step.to_words or (step.to.name if step.to else "")
        found[step.notice_id].append(Happened(step.at, StepKind(step.kind), step.to_id, to_words, step.words))
    for notice, opening in looks.openings(ids).items():
        happened = Happened(opening.at, StepKind.OPENED, opening.worker, opening.name, "")
        found[notice].insert(_place(found[notice], opening.at), happened)
    return {notice: tuple(found[notice]) for notice in ids}


def state_of(notice: Notice, opened: Iterable[UUID]) -> State:
    """A notice's state as people see it: delivered and looked at is opened, which stops nothing."""
    state = State(notice.state)
    return State.OPENED if state is State.DELIVERED and notice.id in set(opened) else state


def for_cause(causes: Iterable[UUID]) -> list[NoticeTrace]:
    """Every notice of these causes, and of decisions to withhold them, in the order in which they were made."""
    wanted = set(causes)
    first = set(Notice.objects.filter(cause__in=wanted).values_list("id", flat=True))
    decisions = set(Step.objects.filter(notice_id__in=first, kind=StepKind.WITHHELD).values_list("id", flat=True))
    rows = Notice.objects.filter(cause__in=wanted | decisions).select_related("team__agency")
    notices = list(rows.order_by("created_at", "row", "function", "id"))
    past, opened = histories([row.id for row in notices]), set(looks.openings([row.id for row in notices]))
    return [_trace(row, past[row.id], state_of(row, opened)) for row in notices]


def _trace(row: Notice, past: tuple[Happened, ...], state: State) -> NoticeTrace:
    return NoticeTrace(
        id=row.id,
        cause=row.cause,
        cause_kind=row.cause_kind,
        row=row.row,
        protocol=row.protocol,
        function=row.function,
        agency=row.team.agency.slug,
        team=row.team.slug,
        about=row.about_id,
        kind=row.kind,
        lane=row.lane,
        title=row.title,
        text=row.text,
        because=row.because,
        never_to=tuple(row.never_to),
        created_at=row.created_at,
        reply_by=row.reply_by,
        state=state,
        history=past,
    )


def _place(steps: list[Happened], at: datetime) -> int:
    """Where an opening belongs among the steps: at the instant of an answer, it came before the answer."""
    ends = (StepKind.ANSWERED, StepKind.DECLINED)
    later = (place for place, step in enumerate(steps) if step.at > at or (step.at == at and step.kind in ends))
    return next(later, len(steps))


def _when(at: datetime) -> str:
    local = london(at)
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.day} {local:%B} {local.year}, {hour}{minutes}{half}"

"""What a replay found, as one object: every event of the file and of the platform, and what came of it to the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wholepicture.interfaces.replay.case import EventOfCase
from wholepicture.lib.dates import london

LADDER = ("REMINDED", "COVER_TOLD", "MANAGER_TOLD", "AGENCY_LEAD_TOLD", "PARTNERSHIP_TOLD")


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step of a notice: a state it entered or a rung climbed, and whom that reached."""

    at: datetime
    state: str
    to: str
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        """The step as section 4 of the issue has it."""
        return {"at": london(self.at).isoformat(), "state": self.state, "to": self.to}


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a recipient reads, as it was made for them.

    `leaves_out` says what of the event is not in it; `never_to` are functions that it must never reach.
    """

    title: str
    text: str
    leaves_out: tuple[str, ...] = ()
    never_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """A notice as it stood at the end, with all that happened to it; agency, team and about are the file's ids."""

    function: str
    agency: str
    team: str
    about: str
    kind: str
    lane: str
    cause: str
    because: str
    reply_by: datetime
    state: str
    history: tuple[StepLine, ...]
    reads: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """The notice as section 4 of the issue has it."""
        names = ("function", "agency", "team", "about", "kind", "lane", "cause", "because")
        return {
            **{name: getattr(self, name) for name in names},
            "reply_by": london(self.reply_by).isoformat(),
            "state": self.state,
            "history": [step.as_json() for step in self.history],
        }

    def first(self, state: str) -> StepLine | None:
        """The first step of this kind, if there was one."""
        return next((step for step in self.history if step.state == state), None)


@dataclass(frozen=True, kw_only=True)
class NotTold:
    """Somebody who had to be told and was not: why, and who has the task of changing that."""

    function: str
    about: str
    because: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class ListingLine:
    """A family listed for triage; `nth` and `interval_days` (since the one before) are None where it is only linked."""

    family: str
    children: tuple[str, ...]
    linked: bool
    lane: str
    nth: int | None
    interval_days: int | None
    listed_at: datetime
    due: datetime
    mode: str | None = None
    decided_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The listing as section 4 of the issue has it; `decided_at` is None while it is on the list."""
        names = ("family", "linked", "lane", "nth", "interval_days")
        return {
            **{name: getattr(self, name) for name in names},
            "children": list(self.children),
            "listed_at": london(self.listed_at).isoformat(),
            "due": london(self.due).isoformat(),
            "mode": self.mode,
            "decided_at": london(self.decided_at).isoformat() if self.decided_at else None,
        }


@dataclass(frozen=True, kw_only=True)
class AskLine:
    """What an agency was asked to contribute, about whom, and how far that has got; `agency` "" where nobody could be.

    `gap` says why nobody was, or is any more. `chases`: this line, and not that of an event before it, tells whom it chased.
    """

    function: str
    agency: str
    about: str
    state: str
    reply_by: datetime
    gap: str = ""
    history: tuple[StepLine, ...] = ()
    chases: bool = True
    reads: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """The ask as section 4 of the issue has it, with its gap, time and history beside it."""
        names = ("agency", "function", "about", "state", "gap")
        return {
            **{name: getattr(self, name) for name in names},
            "reply_by": london(self.reply_by).isoformat(),
            "history": [step.as_json() for step in self.history],
        }


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """What the pattern showed right after an event: the rule, its reason in words, and the evidence in the file's ids."""

    rule: str
    because: str
    evidence: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What somebody wanted to do and the platform refused, with its sentence."""

    act: str
    because: str


@dataclass
class Played:
    """What came of an act of triage when it was played: refusals, notes, and what is looked up again at the end.

    `batches` are decisions, `acts` suspensions or withdrawals; `meeting` is one that was opened.
    """

    refused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    batches: list[UUID] = field(default_factory=list)
    contributions: list[UUID] = field(default_factory=list)
    acts: list[UUID] = field(default_factory=list)
    meeting: Any = None

    def refuse(self, because: Iterable[str]) -> None:
        """Add each sentence once."""
        self.refused += [each for each in dict.fromkeys(because) if each not in self.refused]

    def warn(self, notes: Iterable[str]) -> None:
        """Add each note once."""
        self.warnings += [each for each in dict.fromkeys(notes) if each not in self.warnings]


@dataclass(kw_only=True)
class EventLine:
    """One event and what came of it. What a later issue fills is an empty list."""

    at: datetime
    kind: str
    ref: str = ""
    told: EventOfCase | None = None
    listings: list[ListingLine] = field(default_factory=list)
    findings: list[FindingLine] = field(default_factory=list)
    notices: list[NoticeLine] = field(default_factory=list)
    not_told: list[NotTold] = field(default_factory=list)
    asked: list[AskLine] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The event as section 4 of the issue has it."""
        return {
            "at": london(self.at).isoformat(),
            "kind": self.kind,
            "ref": self.ref,
            "listings": [listing.as_json() for listing in self.listings],
            "findings": [vars(finding) for finding in self.findings],
            "notices": [notice.as_json() for notice in self.notices],
            "not_told": [vars(each) for each in self.not_told],
            "contributions_asked": [each.as_json() for each in self.asked],
            "refused": [vars(each) for each in self.refused],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole replay: people of then, rules of now. `agencies` and `people` are what the file's ids stand for."""

    case: str
    source: str
    until: datetime
    events: tuple[EventLine, ...]
    breaches: tuple[dict[str, Any], ...]
    agencies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as section 4 of the issue has it."""
        return {
            "case": self.case,
            "until": london(self.until).isoformat(),
            "events": [event.as_json() for event in self.events],
            "verify": {"breaches": list(self.breaches)},
        }


def chased(events: Iterable[EventLine], *, names: dict[str, str]) -> list[EventLine]:
    """The platform's own events at which somebody was chased, in words; `names` are labels of functions and steps."""
    found: dict[datetime, EventLine] = {}
    for event in events:
        asked = [ask for ask in event.asked if ask.chases]
        both: list[NoticeLine | AskLine] = [*event.notices, *asked]
        for told in both:
            for step in told.history:
                if step.state in LADDER:
                    line = found.setdefault(step.at, EventLine(at=step.at, kind="due"))
                    line.warnings.append(_chase(event, told, step, names))
    return [found[at] for at in sorted(found)]


def _chase(event: EventLine, told: NoticeLine | AskLine, step: StepLine, names: dict[str, str]) -> str:
    cause = event.ref or event.kind
    what = "what is known is " if isinstance(told, AskLine) else ""
    return (
        f"{names.get(step.state, step.state)}: {step.to or 'nobody in post'}, about {told.about} because of {cause}: "
        f"{what}{_awaited(told, step.at)} ({names.get(told.function, told.function)}, {told.agency})."
    )


def _awaited(notice: NoticeLine | AskLine, at: datetime) -> str:
    """What a notice was waiting for at an instant."""
    states = [step.state for step in notice.history if step.at <= at and step.state not in LADDER]
    last = states[-1] if states else "QUEUED"
    return {
        "HELD": "not yet released or withheld",
        "WITHHELD": "withheld, and due to be looked at again",
        "QUEUED": "not yet delivered",
        "RELEASED": "not yet delivered",
        "ATTEMPT_FAILED": "not yet delivered",
    }.get(last, "not yet answered")

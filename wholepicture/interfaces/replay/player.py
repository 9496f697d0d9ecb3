"""Play a case: the clock jumps from event to event and to whatever falls due between them, and every machine step runs.

Only what the file says people did is done. The machine links, places, tells and chases, so that the report also shows
how the platform chases people who do nothing (design "Time").
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from wholepicture.interfaces.replay import (
    births,
    contacts,
    contributing,
    decided,
    deciding,
    directory,
    findings,
    governing,
    meeting,
    noticed,
    replies,
    telling,
)
from wholepicture.interfaces.replay.acting import Cast
from wholepicture.interfaces.replay.case import (
    UNNAMED,
    Case,
    ContactEvent,
    ContributeEvent,
    DecideEvent,
    EventKind,
    EventOfCase,
    GovernEvent,
    IncidentEvent,
    ReplyEvent,
)
from wholepicture.interfaces.replay.report import EventLine, Played, Refusal, Report
from wholepicture.interfaces.replay.world import MIDNIGHT, Change, World
from wholepicture.lib.dates import at_london, london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.incidents import actions as incidents
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.facts import Told
from wholepicture.pathway.incidents.terms import Door, Kind
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol import actions as protocol
from wholepicture.registers.protocol import defaults

KINDS = {EventKind.INCIDENT: Kind.INCIDENT, EventKind.CONCERN: Kind.CONCERN}
SHORTEST_WAIT = timedelta(minutes=1)


def play(case: Case, *, reached: Callable[[int], object] = lambda _: None) -> Report:
    """Play a case in the database of the current connection, which must be empty, and return what came of it.

    `reached` is told which event of the file is next, counted from 1.
    """
    return _Player(case, reached).play()


@dataclass
class _Player:
    case: Case
    reached: Callable[[int], object]
    lines: list[EventLine] = field(default_factory=list)
    causes: dict[str, UUID] = field(default_factory=dict)  # an event's ref (else its line) -> its incident
    found: list[tuple[EventLine, UUID]] = field(default_factory=list)
    triaged: list[tuple[EventLine, Played]] = field(default_factory=list)
    decisions: dict[str, Played] = field(default_factory=dict)  # a decision's ref -> what came of it
    sitting: meeting.Sitting | None = None

    def play(self) -> Report:
        start = self._start()
        self.now = start
        with _machine():
            protocol.adopt(
                tables=defaults.tables(),
                parameters=defaults.parameters(),
                approved_by=["The executives of today, for people of then"],
                note="A replay under the rules of now.",
                by=MACHINE,
                now=start,
            )
            self.world = World(self.case, directory.build(self.case, now=start), start)
        self.cast = Cast()
        for at, do in sorted(self._timeline(), key=lambda step: step[0]):
            self._advance(at)
            before = len(self.lines)
            do()
            stages.run_until_quiet(now=at)
            for line in self.lines[before:]:
                line.findings = noticed.after(line, self._cause_of(line), self.world, self.causes)
        self._advance(self.case.until)
        return findings.collect(self.case, self.world, self.lines, self.found, self.triaged)

    def _cause_of(self, line: EventLine) -> UUID | None:
        """The incident that an event became, if any."""
        return next((incident for found, incident in self.found if found is line), None)

    def _start(self) -> datetime:
        first = self.case.events[0].at if self.case.events else self.case.until
        return at_london(london_day(first), MIDNIGHT)

    def _timeline(self) -> list[tuple[datetime, Callable[[], None]]]:
        """What happens when; at one instant first what becomes true, then births, then the events of the file."""
        together: dict[datetime, list[Change]] = {}
        for change in self.world.changes():
            together.setdefault(change.at, []).append(change)
        return [
            *((at, partial(self._enter, changes)) for at, changes in together.items() if at <= self.case.until),
            *((birth.at, partial(self._born, birth)) for birth in births.within(self.case, self.world.start)),
            *((event.at, partial(self._event, event, place)) for place, event in enumerate(self.case.events, start=1)),
        ]

    def _enter(self, changes: Sequence[Change]) -> None:
        """Enter what becomes true at one instant as one: a family moves together."""
        with _machine():
            for change in changes:
                change.enter(change.at)

    def _advance(self, to: datetime) -> None:
        """Let everything that falls due before this instant, or at it, happen at its own time."""
        if self.sitting and self.sitting.ends_at < to:
            ends, self.sitting = self.sitting, None
            self._advance(ends.ends_at)
            meeting.close(ends, world=self.world, cast=self.cast)
        while (due := stages.next_due(self.now)) is not None and due <= to:
            self.now = due if due > self.now else self.now + SHORTEST_WAIT
            if self.now > to:
                break
            stages.run_until_quiet(now=self.now)
        self.now = max(self.now, to)

    def _born(self, birth: births.Birth) -> None:
        line = EventLine(at=birth.at, kind="born", ref=", ".join(birth.children))
        self.lines.append(line)
        if birth.agency is None or not birth.parents:
            line.warnings.append(births.WHY_NOBODY_KNOWS)
            return
        with _machine():
            told = telling.birth(birth.agency, birth.parents, self.world, at=birth.at)
        self._receive(line, birth.agency, told, key=f"born:{line.ref}")

    def _event(self, event: EventOfCase, place: int) -> None:
        self.reached(place)
        line = EventLine(at=event.at, kind=event.kind.value, ref=event.ref, told=event)
        self.lines.append(line)
        if isinstance(event, IncidentEvent):
            self._incident(line, event)
        elif isinstance(event, ContactEvent):
            with _machine():
                line.warnings += contacts.play(event, self.world)
        elif isinstance(event, ReplyEvent):
            line.ref = event.notice_about
            self._reply(line, event)
        elif isinstance(event, DecideEvent | ContributeEvent | GovernEvent):
            self._triage(line, event)
        else:
            line.warnings.append(f"not yet handled: {event.kind.value}")

    def _triage(self, line: EventLine, event: DecideEvent | ContributeEvent | GovernEvent) -> None:
        """What agencies say, decide and sign; what of it had no effect in the end is looked up at the end."""
        if isinstance(event, DecideEvent):
            played = deciding.play(event, world=self.world, cast=self.cast)
            self.decisions |= {event.ref: played} if event.ref else {}
        elif isinstance(event, ContributeEvent):
            line.ref = event.notice_about
            played = contributing.play(event, self.causes.get(event.notice_about), world=self.world, cast=self.cast)
        else:
            played = governing.play(event, world=self.world, cast=self.cast)
        if played.refused:
            # One act is refused once, with everything that stands against it.
            line.refused.append(Refusal(act=line.kind, because=" ".join(played.refused)))
        line.warnings += played.warnings
        self.sitting = played.meeting or self.sitting
        self.triaged.append((line, played))

    def _incident(self, line: EventLine, event: IncidentEvent) -> None:
        if event.by == UNNAMED:
            line.warnings.append("not played: the file does not say which agency reported it")
            return
        with _machine():
            told = telling.incident(event, self.world, kind=KINDS[event.kind])
        if event.dash_perceived and not told.dash_perceived:
            line.warnings.append("dash_perceived is left out: it is kept only where the DASH is believed done")
        cause = self._receive(line, event.by, told, key=event.ref or f"line:{event.line}")
        if cause:
            self.causes[event.ref or f"{event.kind.value} of line {event.line}"] = cause

    def _receive(self, line: EventLine, by: str, told: Told, *, key: str) -> UUID | None:
        agency, raw = self.world.directory.agencies[by], telling.as_sent(told)
        with _machine():
            system = self.cast.system(agency, now=line.at)
        try:
            with acting(actor=system.id, agency=str(agency.id)):
                receipt = incidents.receive(
                    told=told,
                    agency=agency,
                    key=key,
                    digest=rules.digest(raw),
                    raw=raw,
                    door=Door.REPLAY,
                    by=system,
                    now=line.at,
                )
        except incidents.NotAccepted as refused:
            line.refused.append(Refusal(act=line.kind, because=str(refused)))
            return None
        self.found.append((line, receipt.incident_id))
        return receipt.incident_id

    def _reply(self, line: EventLine, event: ReplyEvent) -> None:
        incident, decision = self.causes.get(event.notice_about), self.decisions.get(event.notice_about)
        if incident is None and decision is None:
            line.refused.append(Refusal(act=line.kind, because=f"{event.notice_about} was not received."))
            return
        with _machine():
            of_decision = decided.causes(decision) if decision else []
        causes = replies.causes_of(event, incident) if incident else of_decision
        line.refused += replies.do(event, causes, world=self.world, cast=self.cast)


def _machine() -> AbstractContextManager[None]:
    return acting(actor=MACHINE.id, agency=MACHINE.chain)

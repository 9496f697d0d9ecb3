"""Read back, at the end of a replay, all that came of every event, in the ids of the file."""

from collections.abc import Iterable
from uuid import UUID

from wholepicture.interfaces.replay import noticed, report
from wholepicture.interfaces.replay.case import Case
from wholepicture.interfaces.replay.report import EventLine, NoticeLine, NotTold, Report, StepLine
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.duties import rules
from wholepicture.pathway.duties.queries import DutyPicture
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import NoticeTrace
from wholepicture.pathway.notifications.terms import StepKind
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

LABELS = {term.value: term.label for term in (*Function, *StepKind)}


def collect(case: Case, world: World, lines: Iterable[EventLine], received: Iterable[tuple[EventLine, UUID]]) -> Report:
    """Return the report: what was told because of every incident received, whom it chased, and every promise broken."""
    lines = list(lines)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        for line, incident in received:
            found = duties.for_incident(incident)
            traces = notifications.for_cause([incident, *(duty.id for duty in found)])
            line.notices = sorted((_notice(trace, world) for trace in traces), key=_order)
            line.listings = noticed.listings(incident, world)
            missing = [_not_told(duty, world) for duty in found if duty.not_told_because]
            line.not_told = sorted(missing, key=lambda each: (each.function, each.about))
            if not line.notices and not line.not_told:
                line.warnings.append(_why_nobody(incident, case))
        breaches = _breaches(case)
    every = [*lines, *report.chased(lines, names=LABELS)]
    return Report(
        case=case.case,
        source=case.source,
        until=case.until,
        events=tuple(sorted(every, key=lambda line: line.at)),
        breaches=breaches,
    )


def _why_nobody(incident: UUID, case: Case) -> str:
    """Say why nobody had to be told: an event without a word would look like an omission."""
    in_scope, because = rules.scope(duties.picture(incident, case.until))
    return f"nobody had to be told: {'no row of the protocol is about any of these people.' if in_scope else because}"


def _order(notice: NoticeLine) -> tuple[object, ...]:
    """In order of time, and at one instant always the same."""
    return notice.history[0].at, notice.cause, notice.function, notice.agency, notice.about


def _notice(trace: NoticeTrace, world: World) -> NoticeLine:
    return NoticeLine(
        function=trace.function,
        agency=trace.agency,
        team=trace.team,
        about=world.person_of.get(trace.about, ""),
        kind=trace.kind,
        lane=trace.lane,
        cause=trace.row,
        because=trace.because,
        reply_by=trace.reply_by,
        state=trace.state.value,
        history=tuple(StepLine(at=step.at, state=step.kind.value, to=step.to_words) for step in trace.history),
    )


def _not_told(duty: DutyPicture, world: World) -> NotTold:
    owner = duty.owner_words
    if duty.owner_team_id:
        agency, function = world.directory.team_ids[duty.owner_team_id]
        owner = f"{agency}/{function.value}"
    return NotTold(
        function=duty.function.value,
        about=world.person_of.get(duty.about_record, ""),
        because=duty.not_told_because,
        owner=owner,
    )


def _breaches(case: Case) -> tuple[dict[str, object], ...]:
    """Every broken promise, and every step of the machine that failed: neither may pass unseen."""
    found: list[dict[str, object]] = [
        {"promise": breach.promise, "sentence": breach.sentence, "count": breach.count}
        for breach in oversight.breaches(case.until)
    ]
    found += [
        {"promise": 12, "sentence": f"The step “{stuck.stage}” fails: {stuck.error}", "count": 1}
        for stuck in oversight.stuck()
    ]
    return tuple(found)

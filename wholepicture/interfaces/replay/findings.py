"""Read back, at the end of a replay, all that came of every event, in the ids of the file."""

from collections.abc import Iterable
from uuid import UUID

from wholepicture.interfaces.replay import alarms, asked, decided, governing, noticed, notices, report
from wholepicture.interfaces.replay.case import Case
from wholepicture.interfaces.replay.report import EventLine, NotTold, Played, Refusal, Report
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.duties import rules
from wholepicture.pathway.duties.queries import DutyPicture
from wholepicture.pathway.notifications.terms import StepKind
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

LABELS = {term.value: term.label for term in (*Function, *StepKind)}


def collect(
    case: Case,
    world: World,
    lines: Iterable[EventLine],
    received: Iterable[tuple[EventLine, UUID]],
    triaged: Iterable[tuple[EventLine, Played]],
) -> Report:
    """Return the report: what was told and asked because of every incident received and every decision, whom it chased,
    what the platform raised an alarm about, and every promise broken.
    """
    lines, received = list(lines), list(received)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        shown: set[UUID] = set()
        for line, incident in received:
            found = duties.for_incident(incident)
            line.notices = notices.of_causes([incident, *(duty.id for duty in found)], world)
            line.listings = noticed.listings(incident, world)
            line.asked, asks = asked.lines(incident, world, shown=shown)
            shown |= asks
            missing = [_not_told(duty, world) for duty in found if duty.not_told_because]
            line.not_told = sorted(missing, key=lambda each: (each.function, each.about))
            if not line.notices and not line.not_told:
                line.warnings.append(_why_nobody(incident, case))
        for line, played in triaged:
            line.notices = notices.of_causes(decided.causes(played), world)
            line.warnings += decided.ended_as(played)
            without_effect = [because for act in played.acts for because in governing.ended_as(act, world)]
            line.refused += [Refusal(act=line.kind, because=because) for because in without_effect]
        lines += alarms.lines(received, world)
        breaches = _breaches(case)
    every = [*lines, *report.chased(lines, names=LABELS)]
    return Report(
        case=case.case,
        source=case.source,
        until=case.until,
        events=tuple(sorted(every, key=lambda line: line.at)),
        breaches=breaches,
        agencies={each.id: each.name for each in case.agencies.values()},
        people={each: " ".join(name) for each, name in world.names.items()},
    )


def _why_nobody(incident: UUID, case: Case) -> str:
    """Say why nobody had to be told: an event without a word would look like an omission."""
    in_scope, because = rules.scope(duties.picture(incident, case.until))
    return f"nobody had to be told: {'no row of the protocol is about any of these people.' if in_scope else because}"


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

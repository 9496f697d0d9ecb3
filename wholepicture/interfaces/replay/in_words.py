"""The report for people to read: event by event, who was told and when, who knew, who was chased, who was not told."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from wholepicture.interfaces.replay.report import LADDER, AskLine, EventLine, ListingLine, NoticeLine, Report, StepLine
from wholepicture.lib.moments import short_when
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.pathway.triage.terms import AskState, Mode
from wholepicture.registers.agencies.terms import Function

HEADER = "people of then, rules of now"
LABELS = {function.value: function.label for function in Function}
RUNGS = {
    StepKind.REMINDED: "reminded",
    StepKind.COVER_TOLD: "cover told",
    StepKind.MANAGER_TOLD: "manager told",
    StepKind.AGENCY_LEAD_TOLD: "agency lead told",
    StepKind.PARTNERSHIP_TOLD: "partnership told",
}


def show(report: Report, console: Console) -> None:
    """Print the report; colours only where the console is a terminal."""
    for style, line in lines(report):
        console.print(Text(line, style=style), soft_wrap=True)


def lines(report: Report) -> Iterator[tuple[str, str]]:
    """Yield each line with its style."""
    yield "bold", f"{report.case}: {HEADER}"
    if report.source:
        yield "", f"Source: {report.source}"
    yield "", f"The clock ran to {_when(report.until)}. What was chased stands with each notice."
    for event in report.events:
        if event.kind != "due":
            yield "", ""
            yield from _event(event)
    yield "", ""
    yield from _verify(report)


def _event(event: EventLine) -> Iterator[tuple[str, str]]:
    told = event.told
    by = f", by {told.by}" if told else ""
    para = f" (review {told.para})" if told and told.para else ""
    yield "bold", f"{_when(event.at)}  {event.kind} {event.ref}".rstrip() + by + para
    if told and told.summary:
        yield "", f"  {told.summary}"
    for listing in event.listings:
        yield "", f"  listed: {_listing(listing)}"
    for finding in event.findings:
        yield "magenta", f"  noticed: {finding.because} [{finding.rule}]"
    for notice in event.notices:
        yield from _notice(notice)
    for ask in event.asked:
        yield from _ask(ask)
    for missing in event.not_told:
        owner = f"; to be found by {missing.owner}" if missing.owner else ""
        yield "red", f"  not told: {_whom(missing.function)}, about {missing.about}: {missing.because}{owner}"
    for refusal in event.refused:
        yield "red", f"  refused ({refusal.act}): {refusal.because}"
    for warning in event.warnings:
        yield "yellow", f"  note: {warning}"
    if told and told.as_happened:
        yield "italic", f"  as it happened: {told.as_happened}"
    if told and told.inferred:
        yield "dim", f"  read into the source: {', '.join(told.inferred)}"


def _listing(listing: ListingLine) -> str:
    if listing.linked:
        return f"{listing.family}, linked through a person alleged to cause harm, due {_when(listing.due)}"
    gap = "" if listing.interval_days is None else f", {listing.interval_days} days after the one before"
    nth = "" if listing.nth is None else f", incident {listing.nth} in this family{gap}"
    mode = f", {Mode(listing.mode).label.lower()}" if listing.mode else ""
    decided = f"decided on {_when(listing.decided_at)}" if listing.decided_at else "nobody has decided"
    return f"{listing.family}{nth}; {listing.lane} lane, due {_when(listing.due)}{mode}; {decided}"


def _ask(ask: AskLine) -> Iterator[tuple[str, str]]:
    """What an agency was asked to contribute, and what came of it."""
    at = f" at {ask.agency}" if ask.agency else ""
    gap = f": {ask.gap}" if ask.gap else ""
    style = {AskState.KNOWN: "green", AskState.NOTHING_KNOWN: "green", AskState.ASKED: "red"}.get(
        AskState(ask.state), "yellow"
    )
    yield (
        style,
        f"  asked what is known: {_whom(ask.function)}{at}, about {ask.about}: {AskState(ask.state).label.lower()}{gap}",
    )
    if ask.chases and (chased := _chased(ask)):
        yield "", f"    chased: {chased}"


def _notice(notice: NoticeLine) -> Iterator[tuple[str, str]]:
    whom = f"{_whom(notice.function)} at {notice.agency}, about {notice.about}"
    held, delivered = notice.first(StepKind.HELD), notice.first(StepKind.DELIVERED)
    released, withheld = notice.first(StepKind.RELEASED), notice.first(StepKind.WITHHELD)
    if held and not delivered:
        yield "yellow", f"  held: {whom}, with {held.to} since {_when(held.at)}"
    elif delivered:
        asked = "" if notice.kind == "inform" else f", {notice.kind} by {_when(notice.reply_by)}"
        yield "green", f"  told: {whom}, to {delivered.to} on {_when(delivered.at)}{asked}"
    else:
        yield "yellow", f"  {State(notice.state).label.lower()}: {whom}"
    if released:
        yield "", f"    released by {released.to} on {_when(released.at)}"
    if withheld:
        yield "", f"    withheld by {withheld.to} on {_when(withheld.at)}"
    if notice.kind != "inform" and delivered:
        answered = notice.first(StepKind.ANSWERED)
        known = f"by {answered.to} on {_when(answered.at)}" if answered else "nobody has acknowledged it"
        yield "" if answered else "red", f"    known: {known}"
    if chased := _chased(notice):
        yield "", f"    chased: {chased}"


def _chased(notice: NoticeLine | AskLine) -> str:
    """Each rung once; a partnership told again and again as how often and until when."""
    said = []
    for rung in LADDER:
        steps = [step for step in notice.history if step.state == rung]
        if steps:
            said.append(f"{RUNGS[StepKind[rung]]} {_when(steps[0].at)}{_again(steps[1:])}")
    return "; ".join(said)


def _again(more: Sequence[StepLine]) -> str:
    if not more:
        return ""
    return f" and {'once' if len(more) == 1 else f'{len(more)} times'} more until {_when(more[-1].at)}"


def _verify(report: Report) -> Iterator[tuple[str, str]]:
    if not report.breaches:
        yield "bold green", "No promise was broken."
    for breach in report.breaches:
        yield "bold red", f"Promise {breach['promise']} broken: {breach['sentence']}"


def _whom(function: str) -> str:
    return LABELS.get(function, function)


def _when(at: datetime) -> str:
    return short_when(at)

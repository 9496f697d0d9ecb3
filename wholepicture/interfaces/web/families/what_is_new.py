"""What became known of a family since its reader's last visit, before anything else on the page (review 2.6, 2.8)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components.news import News, NewsLine, since
from wholepicture.interfaces.web.families import noticed, story
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.queries import New
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.findings.queries import Standing
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.registers.chronology.terms import EntryKind

NAMED_AT_MOST = 2
# What happened to a notice: each is one line with the agencies that it happened to.
TOLD = {
    EntryKind.TOLD: "Told",
    EntryKind.ACKNOWLEDGED: "Acknowledged by",
    EntryKind.DECLINED: "Declined by",
    EntryKind.HELD: "Held for release, from",
    EntryKind.WITHHELD: "Withheld from",
    EntryKind.CORRECTED: "Told in error, and corrected:",
}


def news(
    before: datetime | None,
    told: Iterable[New],
    asks: Iterable[AskPicture],
    found: Iterable[Standing],
    pattern: Pattern,
    agencies: Mapping[UUID, str],
    knowing: Mapping[UUID, Collection[UUID]],
) -> News:
    """What is new since `before` (None: the reader was never here), the latest first; `knowing` says who knows of what."""
    apart = [each for one in told for each in _apart(one, knowing)]
    lines = [*_found(found, before), *_known(apart, pattern, agencies), *_asked(asks, before)]
    return since(before, lines)


def _apart(one: New, knowing: Mapping[UUID, Collection[UUID]]) -> Iterator[tuple[New, bool]]:
    """Whoever was told of it apart from whoever was told only that a child is concerned (True)."""
    know = knowing.get(one.cause, ())
    only = tuple(each for each in one.agencies if one.kind is EntryKind.TOLD and know and each not in know)
    others = tuple(each for each in one.agencies if each not in only)
    yield from ((replace(one, agencies=those), is_only) for those, is_only in ((others, False), (only, True)) if those)


def _known(told: Iterable[tuple[New, bool]], pattern: Pattern, agencies: Mapping[UUID, str]) -> Iterator[NewsLine]:
    called = {
        report.incident: f"{story.which(report, pattern)}, {wording.day(london_day(report.happened_at))}"
        for report in pattern.reports
    }
    for each, is_only in told:
        those = _agencies(each, agencies)
        what = called.get(each.cause, "")
        if is_only:
            yield NewsLine(each.at, f"Told {those} only that a child is concerned", "#knows")
        elif each.kind in TOLD:
            of = (
                f" of the {what[:1].lower()}{what[1:]}"
                if what and each.kind is EntryKind.TOLD
                else f": {what}"
                if what
                else ""
            )
            yield NewsLine(each.at, f"{TOLD[each.kind]} {those}{of}", "#knows")
        elif each.kind in (EntryKind.INCIDENT, EntryKind.CONCERN):
            yield NewsLine(each.at, f"{what or each.kind.label}, told by {those}", "#timeline")
        elif each.kind is EntryKind.DECISION:
            yield NewsLine(each.at, f"Decided: {each.words}", "#decisions")
        elif each.kind is EntryKind.CONTRIBUTION:
            yield NewsLine(each.at, f"{those} said what it knows", "#asked")
        elif each.kind is EntryKind.ARRANGEMENT:
            yield NewsLine(each.at, f"{those} learnt of contact with an adult", "#contact")
        else:
            yield NewsLine(each.at, f"{those} was in contact with the family", "#timeline")


def _agencies(each: New, agencies: Mapping[UUID, str]) -> str:
    named = sorted(agencies.get(agency, "an agency") for agency in each.agencies)
    return wording.joined(named) if len(named) <= NAMED_AT_MOST else wording.counted(len(named), "agency", "agencies")


def _asked(asks: Iterable[AskPicture], before: datetime | None) -> Iterator[NewsLine]:
    new = [ask for ask in asks if before is not None and ask.asked_at > before and ask.team_id]
    if new:
        teams = wording.counted(len({(ask.team_id, ask.function) for ask in new}), "function")
        yield NewsLine(max(ask.asked_at for ask in new), f"{teams} asked what is known", "#asked")


def _found(found: Iterable[Standing], before: datetime | None) -> Iterator[NewsLine]:
    """What rules found since, in one line: the titles, each once."""
    new = [each for each in found if before is not None and each.found_at > before]
    if new:
        titles = dict.fromkeys(noticed.TITLES.get(each.rule, each.rule.replace("_", " ")) for each in new)
        words = "; ".join(f"{title[:1].lower()}{title[1:]}" for title in titles)
        yield NewsLine(max(each.found_at for each in new), f"Noticed: {words}", "#findings")

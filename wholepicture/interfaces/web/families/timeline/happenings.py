"""A happening as a page says it: which in this family, what, who told it, who knows it since when, and who was kept from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families import story
from wholepicture.interfaces.web.families.naming import name, within
from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern, Report
from wholepicture.registers.chronology.facts import Happening, Line
from wholepicture.registers.chronology.terms import KEPT_FROM, EntryKind

TELLING = (
    EntryKind.INCIDENT,
    EntryKind.CONCERN,
    EntryKind.CONTACT,
    EntryKind.ARRANGEMENT,
    EntryKind.CONTRIBUTION,
    EntryKind.DECISION,
)
TITLES = {
    EntryKind.INCIDENT: "Incident",
    EntryKind.CONCERN: "Concern",
    EntryKind.CONTACT: "Contact with the family",
    EntryKind.ARRANGEMENT: "Contact arrangement learnt",
    EntryKind.CONTRIBUTION: "Contribution to triage",
    EntryKind.DECISION: "Decision of triage",
    EntryKind.CORRECTED: "Corrected: told in error",
}
NOTICE = "Notice"
# What a notice that was once held for release says, whatever it followed from.
ONLY_WHOM = "told only whom it is about"
AN_AGENCY = "An agency"
# The last of these that an agency reached is what it is drawn as.
STEPS = {
    EntryKind.NOT_TOLD: "not told",
    EntryKind.HELD: "held for release",
    EntryKind.WITHHELD: "withheld",
    EntryKind.TOLD: "told",
    EntryKind.CORRECTED: "told that it was in error",
    EntryKind.DECLINED: "declined",
    EntryKind.ACKNOWLEDGED: "acknowledged",
}
# What a step's own words add; those of a notice's title, or of the rule that held it, stand elsewhere.
SAYS_MORE = (EntryKind.ACKNOWLEDGED, EntryKind.DECLINED, EntryKind.WITHHELD)


# Which agencies know of each cause, with since when (chronology.knowing).
Knowing: TypeAlias = Mapping[UUID, Collection[UUID]]


@dataclass(frozen=True)
class KnownShown:
    """One agency that was told, asked, or kept from it: in words, since when, and whether it is kept from it to this day.

    `is_told`: it knows of it; not if it was only asked, or told no more than whom it is about.
    """

    agency: UUID
    name: str
    words: str
    since: datetime
    is_kept: bool
    is_answered: bool
    is_told: bool = True


@dataclass(frozen=True)
class HappeningShown:
    """One line of the timeline; `number` is the Nth of an incident that counts, `gap` what lay between it and the last."""

    id: UUID
    kind: EntryKind | None
    title: str
    number: int | None
    gap: int | None
    at: datetime
    is_dated: bool
    words: tuple[str, ...]
    tellers: tuple[UUID, ...]
    told_by: str
    told_at: datetime
    known: tuple[KnownShown, ...]


@dataclass(frozen=True)
class Names:
    """What everybody and every agency is called, whose each record is, and the pattern that numbers the incidents."""

    people: Mapping[UUID, str]
    persons: Mapping[UUID, UUID]
    agencies: Mapping[UUID, str]
    pattern: Pattern

    def agency(self, agency: UUID) -> str:
        """The agency's own name."""
        return self.agencies.get(agency, AN_AGENCY)

    def of_records(self, records: Iterable[UUID]) -> str:
        """The people whose records these are, each once."""
        found = {within(name(self.persons[record], self.people)) for record in records if record in self.persons}
        return wording.joined(sorted(found))


def shown(those: Iterable[Happening], names: Names, knowing: Knowing) -> tuple[HappeningShown, ...]:
    """The happenings in their order; decisions of one moment about several children are one."""
    return tuple(_shown(each, names, _reports(each, names), knowing) for each in _together(list(those)))


def known_to_one(
    those: Iterable[Happening], names: Names, knowing: Knowing, agency: UUID, decided: Collection[UUID]
) -> tuple[HappeningShown, ...]:
    """The happenings as one agency had them, from its own entries alone.

    `decided` are those causes of its entries that are decisions.

    What it was told about without being told of the report (a question, a notice that says no more than whom it is
    about) is shown as a notice; how long after the one before, only where it knew of that one.
    """
    found = []
    causes = {cause for cause, those_who in knowing.items() if agency in those_who}
    for each in _together(list(those)):
        reports = [report for report in _reports(each, names) if report.incident in causes]
        one = _shown(each, names, reports, knowing, is_whole=False)
        if one.kind is None and any(line.cause in decided for line in each.lines):
            one = replace(one, kind=EntryKind.DECISION, title=TITLES[EntryKind.DECISION])
        before = {facts_of.nth(names.pattern, cause) for cause in causes}
        found.append(one if one.number and one.number - 1 in before else replace(one, gap=None))
    return tuple(found)


def _reports(one: Happening, names: Names) -> list[Report]:
    causes = {line.cause for line in one.lines}
    return [each for each in names.pattern.reports if each.incident in causes]


def _together(those: Sequence[Happening]) -> Iterator[Happening]:
    """Join neighbours of one moment: a decision about several children, and notices that tell of nothing else."""
    waiting: Happening | None = None
    for each in those:
        if waiting and waiting.key.at == each.key.at and _belong(waiting, each):
            waiting = Happening(waiting.key, waiting.lines + each.lines, waiting.corrections + each.corrections)
            continue
        if waiting:
            yield waiting
        waiting = each
    if waiting:
        yield waiting


def _is_decision(one: Happening) -> bool:
    return any(line.kind is EntryKind.DECISION for line in one.lines)


def _is_notice(one: Happening) -> bool:
    return all(line.kind in STEPS and line.kind is not EntryKind.CORRECTED for line in one.lines)


def _belong(one: Happening, other: Happening) -> bool:
    return _is_notice(one) or _is_notice(other) or (_is_decision(one) and _is_decision(other))


def _shown(
    one: Happening, names: Names, reports: Sequence[Report], knowing: Knowing, *, is_whole: bool = True
) -> HappeningShown:
    """`is_whole`: all that is known of a report may be said, not only what stands in these entries."""
    telling = [line for line in one.lines if line.kind in TELLING]
    kind = _kind(one, telling, reports)
    numbers = [facts_of.nth(names.pattern, each.incident) for each in reports]
    number = next((each for each in numbers if each), None)
    own = {line.cause for line in telling} | {each.incident for each in reports}
    return HappeningShown(
        id=one.key.id,
        kind=kind,
        title=_title(kind, reports, names.pattern, one),
        number=number,
        gap=next((facts_of.interval_before(names.pattern, each.incident) for each in reports if number), None),
        at=one.key.at,
        is_dated=any(line.happened_at for line in one.lines),
        words=tuple(_words(telling, reports if is_whole else (), names)) or _titles(one, names),
        tellers=tuple(dict.fromkeys(line.agency for line in telling)),
        told_by=wording.joined(dict.fromkeys(names.agency(line.agency) for line in telling)),
        told_at=min(line.known_at for line in telling or one.lines),
        known=tuple(_known(one, own, names, knowing)),
    )


def _kind(one: Happening, telling: Sequence[Line], reports: Sequence[Report]) -> EntryKind | None:
    """What it is: a report before what followed from it; None for a notice that tells of nothing else here."""
    kinds = {line.kind for line in telling} | {EntryKind(each.kind.value) for each in reports}
    if not kinds and any(line.kind is EntryKind.CORRECTED for line in one.lines):
        return EntryKind.CORRECTED
    return next((each for each in TELLING if each in kinds), None)


def _title(kind: EntryKind | None, reports: Sequence[Report], pattern: Pattern, one: Happening) -> str:
    if reports:
        return wording.joined(dict.fromkeys(story.which(each, pattern) for each in reports))
    if kind is None:
        asked = all(line.words.endswith("?") for line in one.lines if line.kind is EntryKind.TOLD)
        return "Asked what is known" if asked and _has_told(one) else NOTICE
    return TITLES[kind]


def _titles(one: Happening, names: Names) -> tuple[str, ...]:
    """What a notice that tells of nothing else here is called, each once; an ask is called so already."""
    people = set(names.people.values())
    told = [line.words for line in one.lines if line.kind in (EntryKind.TOLD, EntryKind.CORRECTED)]
    said = dict.fromkeys(f"“{words}”" for words in told if words and not words.endswith("?") and words not in people)
    return tuple(said) or (f"About {names.of_records(line.record for line in one.lines)}",)


def _has_told(one: Happening) -> bool:
    return any(line.kind is EntryKind.TOLD for line in one.lines)


def _words(telling: Sequence[Line], reports: Sequence[Report], names: Names) -> Iterator[str]:
    for report in reports:
        yield _report(report, names)
    covered = {each.incident for each in reports}
    said: dict[str, list[UUID]] = defaultdict(list)
    for line in telling:
        if line.cause not in covered:
            said[line.words].append(line.record)
    for words, records in said.items():
        about = names.of_records(records)
        yield f"{words} (about {about})" if about else words


def _report(report: Report, names: Names) -> str:
    """How it was classed, and what everybody was in it, as alleged."""
    classed = report.category.label if report.in_scope else f"{report.category.label}. {report.because}"
    people = "; ".join(f"{name(part.person, names.people)}: {part.role.label.lower()}" for part in report.parts)
    return f"{classed.removesuffix('.')}. {people}." if people else f"{classed.removesuffix('.')}."


def _known(one: Happening, own: set[UUID], names: Names, knowing: Knowing) -> Iterator[KnownShown]:
    """Who was told, asked or kept from it, each agency once, the first first; whoever told it need not be told."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for line in one.lines:
        if line.kind in STEPS:
            found[line.agency].append(line)
    mended = {line.cause: line.known_at for line in one.corrections}
    for agency, lines in found.items():
        parts = _parts(lines, own, mended, set(names.people.values()))
        steps = {line.kind for line in lines}
        yield KnownShown(
            agency=agency,
            name=names.agency(agency),
            words="; ".join(parts),
            since=min((line.known_at for line in lines if line.kind not in KEPT_FROM), default=lines[0].known_at),
            is_kept=steps <= set(KEPT_FROM),
            is_answered=EntryKind.ACKNOWLEDGED in steps,
            is_told=not own or any(agency in knowing.get(cause, ()) for cause in own),
        )


def _parts(
    lines: Sequence[Line], own: set[UUID], mended: Mapping[UUID, datetime], people: Collection[str]
) -> Iterator[str]:
    """Each step once, in order; what was told besides the happening itself is said by its title or as an ask.

    A title that is no more than the name of whom it is about says nothing here.
    """
    released = {line.source for line in lines if line.kind is EntryKind.TOLD}
    minimised = {line.source for line in lines if line.kind is EntryKind.HELD}
    said: dict[tuple[str, str], None] = {}
    for line in lines:
        if line.kind is EntryKind.HELD and line.source in released:
            continue
        words = _step(line, not own or line.cause in own or line.words in people, line.source in minimised)
        when = in_words.short_when(line.known_at)
        if line.kind is EntryKind.TOLD and line.source in mended:
            when += f" in error, corrected {in_words.short_when(mended[line.source])}"
        more = f": {line.words.strip().removesuffix('.')}" if line.kind in SAYS_MORE and line.words.strip() else ""
        said[f"{words} {when}{more}", words] = None
    return (text for text, _ in said)


def _step(line: Line, is_own: bool, is_minimised: bool) -> str:
    if line.kind is EntryKind.TOLD and line.words.endswith("?"):
        return "asked what it knows"
    if line.kind is EntryKind.TOLD and is_minimised:
        return ONLY_WHOM
    if line.kind is EntryKind.TOLD and not is_own:
        return f"told “{line.words}”"
    return STEPS[line.kind]

"""What the pattern shows, as a page says it: in words, with what it rests on, by which rule, and what was answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.interfaces.web.families import story
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import rules
from wholepicture.pathway.findings.facts import Pattern, Value
from wholepicture.pathway.findings.queries import AnswerTold, Standing

TITLES = {rule.id: rule.title for rule in rules.RULES}
ORDER = [rule.id for rule in rules.RULES]
AT_ONCE = 3
FIGURES = {
    "count": "How many",
    "days": "Within, in days",
    "intervals_days": "Days between them",
    "separated_on": "Separated on",
    "born": "Born on",
    "expected": "Expected on",
}
# What the sentence says already, in words; and what is another family's matter (design promise 1).
LEFT_OUT = frozenset(
    {
        "dash", "dash_perceived", "brag", "category", "connected", "day", "overnight", "told_before", "by", "against",
        "incidents_there",
    }
)  # fmt: skip


@dataclass(frozen=True)
class FindingShown:
    """One finding; `rests_on` are rows of what it was found from; `ended` says why it no longer stands, if so."""

    id: UUID
    title: str
    because: str
    rests_on: tuple[tuple[str, str], ...]
    source: str
    found: str
    found_at: datetime
    answers: tuple[Entry, ...]
    ended: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Group:
    """What one rule found: the latest few open to the eye, the others folded away under their number."""

    title: str
    shown: tuple[FindingShown, ...]
    folded: tuple[FindingShown, ...]


def groups(found: Iterable[FindingShown], at_once: int = AT_ONCE) -> tuple[Group, ...]:
    """The findings rule by rule, so that a family of many incidents can still be read."""
    told = [(title, tuple(those)) for title, those in groupby(found, key=lambda each: each.title)]
    return tuple(Group(title, those[-at_once:], those[:-at_once]) for title, those in told)


def findings(found: Iterable[Standing], pattern: Pattern | None, names: Mapping[UUID, str]) -> tuple[FindingShown, ...]:
    """The findings in the order of the rules; without a pattern, without what they rest on."""
    ordered = sorted(found, key=lambda each: (_order(each.rule), each.found_at, each.key))
    return tuple(_shown(each, pattern, names) for each in ordered)


def _order(rule: str) -> int:
    return ORDER.index(rule) if rule in ORDER else len(ORDER)


def _shown(finding: Standing, pattern: Pattern | None, names: Mapping[UUID, str]) -> FindingShown:
    return FindingShown(
        id=finding.id,
        title=TITLES.get(finding.rule, finding.rule.replace("_", " ").capitalize()),
        because=finding.because,
        rests_on=tuple(_evidence(finding.evidence, pattern, names)) if pattern else (),
        source=finding.source,
        found=f"Rule {finding.rule}, protocol version {finding.protocol}, code {finding.code}",
        found_at=finding.found_at,
        answers=tuple(_answer(answer) for answer in finding.answers),
        ended=finding.ended_because,
        ended_at=finding.ended_at,
    )


def _answer(answer: AnswerTold) -> Entry:
    return Entry(at=answer.at, words=answer.kind.label, who=answer.name or None, detail=answer.because)


def _evidence(evidence: Mapping[str, Value], pattern: Pattern, names: Mapping[UUID, str]) -> Iterator[tuple[str, str]]:
    """Reports and people by what they are called here, then figures; an id that is nobody's here is never shown."""
    for key, value in evidence.items():
        if key in LEFT_OUT:
            continue
        words = _of_key(key, value, pattern, names)
        if words:
            yield {"incidents": "Reports", "persons": "People"}.get(key) or _figure(key), words


def _of_key(key: str, value: Value, pattern: Pattern, names: Mapping[UUID, str]) -> str:
    if key == "incidents" and isinstance(value, list):
        return _reports(value, pattern)
    if key == "persons" and isinstance(value, list):
        return wording.joined(names[UUID(str(each))] for each in value if UUID(str(each)) in names)
    return _plain(value)


def _reports(ids: Sequence[Value], pattern: Pattern) -> str:
    wanted = {str(each) for each in ids}
    told = [report for report in pattern.reports if str(report.incident) in wanted]
    return "; ".join(
        f"{story.which(report, pattern)}, {wording.day(london_day(report.happened_at))}" for report in told
    )


def _figure(key: str) -> str:
    return FIGURES.get(key) or key.replace("_", " ").capitalize()


def _plain(value: Value) -> str:
    """A figure, a word or a day; ids and nested values are for machines, and left out."""
    if isinstance(value, list):
        return wording.joined(each for each in (_plain(one) for one in value) if each)
    if isinstance(value, dict) or value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _day(value) if isinstance(value, str) else str(value)


def _day(text: str) -> str:
    try:
        return wording.day(date.fromisoformat(text))
    except ValueError:
        return "" if _is_id(text) else text


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False

"""Who knows what, in words and in letters: each fact with what every agency has to do with it, and why some do not know it.

Not colour alone: every sign is a letter in a shape of its own, and the sentence beside it says the same (promise 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families import story
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.queries import Fact, FactPage, Knows, Mark
from wholepicture.registers.chronology.terms import EntryKind

NOBODY = "Nobody found yet"
SIGNS = {
    Knows.ITSELF: ("H", "Held: told it itself"),
    Knows.ACKNOWLEDGED: ("A", "Acknowledged"),
    Knows.TOLD: ("T", "Told, not acknowledged"),
    Knows.ON_ITS_WAY: ("…", "On its way, not delivered yet"),
    Knows.HELD: ("R", "Held for release"),
    Knows.WITHHELD: ("W", "Withheld by a named specialist"),
    Knows.DECLINED: ("D", "Declined"),
    Knows.CORRECTED: ("E", "Told in error, and corrected"),
    Knows.NOT_TOLD: ("N", "Not told: nobody is known yet"),
    Knows.NO_LONGER: ("–", "No longer due"),
}
WHY = (Knows.NOT_TOLD, Knows.WITHHELD, Knows.HELD, Knows.DECLINED, Knows.CORRECTED)
LOUD = (Knows.NOT_TOLD, Knows.WITHHELD, Knows.CORRECTED)
KNOW_IT = (Knows.ITSELF, Knows.ACKNOWLEDGED, Knows.TOLD)


@dataclass(frozen=True)
class Sign:
    """One sign of a cell: the letter, its shape, the day, and the whole sentence."""

    letter: str
    shape: str
    day: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One fact: title and when it became known, a cell for each agency, why somebody does not know it, and in short.

    `is_loud`: somebody was withheld from, could not be found or was told in error, so that the why is read at once.
    """

    title: str
    since: datetime
    cells: tuple[tuple[Sign, ...], ...]
    why: tuple[str, ...]
    is_loud: bool
    short: str


@dataclass(frozen=True)
class Knowledge:
    """A page of facts; `columns` are the agencies that have to do with any of them, in alphabetical order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    key: tuple[tuple[str, str, str], ...]
    older: str


def knowledge(page: FactPage, pattern: Pattern, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> Knowledge:
    """Put a page of facts into words."""
    those = {mark.agency for fact in page.facts for mark in fact.marks}
    columns = sorted((agency for agency in those if agency), key=lambda each: (agencies.get(each, ""), each))
    ordered: list[UUID | None] = [*columns, *([None] if None in those else [])]
    used = {mark.knows for fact in page.facts for mark in fact.marks}
    return Knowledge(
        columns=tuple(_agency(each, agencies) for each in ordered),
        rows=tuple(_row(fact, ordered, pattern, names, agencies) for fact in page.facts),
        key=tuple((letter, knows.value, words) for knows, (letter, words) in SIGNS.items() if knows in used),
        older=key_of(page),
    )


def key_of(page: FactPage) -> str:
    """The key of the page of older facts, as an address can hold it; "" where there is none."""
    if page.next_key is None:
        return ""
    at, cause = page.next_key
    return f"{at.isoformat()}_{cause}"


def read_key(text: str) -> tuple[datetime, UUID] | None:
    """The key that an address holds; None for none, and for what no page of ours ever wrote."""
    at, _, cause = text.partition("_")
    try:
        found = datetime.fromisoformat(at), UUID(cause)
    except ValueError:
        return None
    return found if found[0].tzinfo else None


def _agency(agency: UUID | None, agencies: Mapping[UUID, str]) -> str:
    return agencies.get(agency, "An agency") if agency else NOBODY


def _row(
    fact: Fact,
    columns: Iterable[UUID | None],
    pattern: Pattern,
    names: Mapping[UUID, str],
    agencies: Mapping[UUID, str],
) -> Row:
    marks = sorted(fact.marks, key=lambda mark: (list(SIGNS).index(mark.knows), mark.at, mark.function))
    return Row(
        title=_title(fact, pattern, names, agencies),
        since=fact.since,
        cells=tuple(tuple(_signs(mark for mark in marks if mark.agency == each)) for each in columns),
        why=tuple(dict.fromkeys(_why(mark, names, agencies) for mark in marks if mark.knows in WHY)),
        is_loud=any(mark.knows in LOUD for mark in marks),
        short=_short(fact),
    )


def _title(fact: Fact, pattern: Pattern, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> str:
    report = next((each for each in pattern.reports if each.incident == fact.cause), None)
    by = next((agencies.get(mark.agency, "") for mark in fact.marks if mark.knows is Knows.ITSELF and mark.agency), "")
    about = wording.joined(sorted(name(each, names) for each in fact.about))
    if report:
        return f"{story.which(report, pattern)}, {wording.day(london_day(report.happened_at))}"
    if EntryKind.DECISION in fact.kinds:
        return f"Decided for {about or 'a child'}: {fact.words}"
    if EntryKind.CONTRIBUTION in fact.kinds:
        return f"What {by or 'an agency'} knows, brought to triage"
    day = f", {wording.day(london_day(fact.happened_at))}" if fact.happened_at else ""
    what = "Contact arrangement learnt" if EntryKind.ARRANGEMENT in fact.kinds else "Contact with the family"
    return f"{what}{day}{f', about {about}' if about else ''}"


def _signs(marks: Iterable[Mark]) -> Iterable[Sign]:
    """The signs of one cell; the same sign on the same day once, with every function it stands for."""
    found: dict[tuple[Knows, str], list[str]] = {}
    for mark in marks:
        functions = found.setdefault((mark.knows, _day(mark.at)), [])
        if mark.function and mark.function not in functions:
            functions.append(mark.function)
    for (knows, day), functions in found.items():
        letter, words = SIGNS[knows]
        by = f" ({wording.joined(functions)})" if functions else ""
        yield Sign(letter, knows.value, day, f"{words}, {day}{by}")


def _why(mark: Mark, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> str:
    who = f"{mark.function}, {agencies[mark.agency]}" if mark.agency in agencies and mark.agency else mark.function
    about = f" about {name(mark.about, names)}" if mark.about else ""
    due = f", by {in_words.short_when(mark.due_at)}" if mark.due_at else ""
    if mark.knows is Knows.NOT_TOLD:
        finder = f" {mark.by} has to find out{due}." if mark.by else " Nobody has been asked to find out."
        return f"Not told: {who}{about}. {_stop(mark.words)}{finder}"
    if mark.knows is Knows.HELD:
        return f"Held for release: {who}{about}. {_stop(mark.words)} {mark.by} decides{due}."
    if mark.knows is Knows.WITHHELD:
        return f"Withheld: {who}{about}. {_stop(mark.words)} Looked at again{due}."
    if mark.knows is Knows.CORRECTED:
        told = f" on {_day(mark.told_at)}" if mark.told_at else ""
        return f"Told in error{told}, and corrected on {_day(mark.at)}: {who}{about}."
    return f"Declined: {who}{about}. {_stop(mark.words)}"


def _short(fact: Fact) -> str:
    """In one line: how many agencies know it, and how many functions do not, or do not yet."""
    know = {mark.agency for mark in fact.marks if mark.knows in KNOW_IT}
    said = f"{wording.counted(len(know), 'agency', 'agencies')} {'knows' if len(know) == 1 else 'know'} it"
    acknowledged = len({mark.agency for mark in fact.marks if mark.knows is Knows.ACKNOWLEDGED})
    parts = [said, *([f"{acknowledged} acknowledged it"] if acknowledged else [])]
    for knows, words in (
        (Knows.ON_ITS_WAY, "on its way"),
        (Knows.HELD, "held for release"),
        (Knows.WITHHELD, "withheld"),
        (Knows.DECLINED, "declined"),
        (Knows.NOT_TOLD, "with nobody known to tell"),
        (Knows.CORRECTED, "told in error"),
    ):
        number = sum(mark.knows is knows for mark in fact.marks)
        parts += [f"{number} {words}"] if number else []
    return ", ".join(parts)


def _stop(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _day(at: datetime) -> str:
    day = london_day(at)
    return f"{day.day} {day:%b %Y}"

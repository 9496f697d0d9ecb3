"""Who knows what, in words and in letters: each fact with what every agency has to do with it, and why some do not know it.

Not colour alone: every sign is a letter in a shape of its own, and the sentence beside it says the same (promise 5).
How many know it is what chronology.knowing says: a notice that was once held says no more than whom it is about.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families import story
from wholepicture.interfaces.web.families.naming import name, within
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.queries import Fact, Knows, Mark
from wholepicture.registers.chronology.facts import Key
from wholepicture.registers.chronology.terms import EntryKind

NOBODY = "Nobody found yet"


class Only(Enum):
    """What an agency may have been told besides a fact."""

    WHOM = "whom"


SIGNS: Mapping[Knows | Only, tuple[str, str]] = {
    Knows.ITSELF: ("H", "Held: told it itself"),
    Knows.ACKNOWLEDGED: ("A", "Acknowledged"),
    Knows.TOLD: ("T", "Told, not acknowledged"),
    Only.WHOM: ("C", "Told only that a child is concerned"),
    Knows.ON_ITS_WAY: ("…", "On its way, not delivered yet"),
    Knows.HELD: ("R", "Held for release"),
    Knows.WITHHELD: ("W", "Withheld by a named specialist"),
    Knows.DECLINED: ("D", "Declined"),
    Knows.CORRECTED: ("E", "Told in error, and corrected"),
    Knows.NOT_TOLD: ("N", "Not told: nobody is known yet"),
    Knows.NO_LONGER: ("–", "No longer due"),
}
WHY = (Knows.NOT_TOLD, Knows.WITHHELD, Knows.HELD, Only.WHOM, Knows.DECLINED, Knows.CORRECTED)
LOUD = (Knows.NOT_TOLD, Knows.WITHHELD, Knows.CORRECTED)
REACHED = (Knows.ACKNOWLEDGED, Knows.TOLD)
COUNTED = (
    (Only.WHOM, "told only that a child is concerned"),
    (Knows.ON_ITS_WAY, "on its way"),
    (Knows.HELD, "held for release"),
    (Knows.WITHHELD, "withheld"),
    (Knows.DECLINED, "declined"),
    (Knows.NOT_TOLD, "with nobody known to tell"),
    (Knows.CORRECTED, "told in error"),
)


@dataclass(frozen=True)
class Naming:
    """What a page of facts is said with: the pattern, names of people and agencies, and which agencies know of each cause."""

    pattern: Pattern
    people: Mapping[UUID, str]
    agencies: Mapping[UUID, str]
    knowing: Mapping[UUID, Collection[UUID]]

    def kind(self, mark: Mark, cause: UUID) -> Knows | Only:
        """What a mark of a fact says: a notice that reached an agency which does not know of it told only whom it is about."""
        is_only = mark.knows in REACHED and mark.agency not in self.knowing.get(cause, ())
        return Only.WHOM if is_only else mark.knows


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


def knowledge(facts: Sequence[Fact], said: Naming, older: str = "") -> Knowledge:
    """Put facts into words, in their order; `older` is the key of the page after them."""
    those = {mark.agency for fact in facts for mark in fact.marks}
    columns = sorted((agency for agency in those if agency), key=lambda each: (said.agencies.get(each, ""), each))
    ordered: list[UUID | None] = [*columns, *([None] if None in those else [])]
    used = {said.kind(mark, fact.cause) for fact in facts for mark in fact.marks}
    return Knowledge(
        columns=tuple(_agency(each, said.agencies) for each in ordered),
        rows=tuple(_row(fact, ordered, said) for fact in facts),
        key=tuple((letter, knows.value, words) for knows, (letter, words) in SIGNS.items() if knows in used),
        older=older,
    )


def write_key(key: Key | None) -> str:
    """The key of the page of older facts, as an address can hold it; "" where there is none."""
    return f"{key.at.isoformat()}_{key.id}" if key else ""


def read_key(text: str) -> Key | None:
    """The key that an address holds; None for none, and for what no page of ours ever wrote."""
    at, _, cause = text.partition("_")
    try:
        found = Key(datetime.fromisoformat(at), UUID(cause))
    except ValueError:
        return None
    return found if found.at.tzinfo else None


def _agency(agency: UUID | None, agencies: Mapping[UUID, str]) -> str:
    return agencies.get(agency, "An agency") if agency else NOBODY


def _row(fact: Fact, columns: Iterable[UUID | None], said: Naming) -> Row:
    marks = [(said.kind(mark, fact.cause), mark) for mark in fact.marks]
    marks.sort(key=lambda each: (list(SIGNS).index(each[0]), each[1].at, each[1].function))
    why = (_why(knows, mark, said) for knows, mark in marks if knows in WHY)
    return Row(
        title=_title(fact, said.pattern, said.people, said.agencies),
        since=fact.since,
        cells=tuple(tuple(_signs(each for each in marks if each[1].agency == column)) for column in columns),
        why=tuple(dict.fromkeys(why)),
        is_loud=any(knows in LOUD for knows, _ in marks),
        short=_short([knows for knows, _ in marks], fact, said),
    )


def _title(fact: Fact, pattern: Pattern, names: Mapping[UUID, str], agencies: Mapping[UUID, str]) -> str:
    report = next((each for each in pattern.reports if each.incident == fact.cause), None)
    by = next((agencies.get(mark.agency, "") for mark in fact.marks if mark.knows is Knows.ITSELF and mark.agency), "")
    about = wording.joined(sorted(within(name(each, names)) for each in fact.about))
    if report:
        return f"{story.which(report, pattern)}, {wording.day(london_day(report.happened_at))}"
    if EntryKind.DECISION in fact.kinds:
        return f"Decided for {about or 'a child'}: {fact.words}"
    if EntryKind.CONTRIBUTION in fact.kinds:
        return f"What {by or 'an agency'} knows, brought to triage"
    day = f", {wording.day(london_day(fact.happened_at))}" if fact.happened_at else ""
    what = "Contact arrangement learnt" if EntryKind.ARRANGEMENT in fact.kinds else "Contact with the family"
    return f"{what}{day}{f', about {about}' if about else ''}"


def _signs(marks: Iterable[tuple[Knows | Only, Mark]]) -> Iterable[Sign]:
    """The signs of one cell; the same sign on the same day once, with every function it stands for."""
    found: dict[tuple[Knows | Only, str], list[str]] = {}
    for knows, mark in marks:
        functions = found.setdefault((knows, _day(mark.at)), [])
        if mark.function and mark.function not in functions:
            functions.append(mark.function)
    for (knows, day), functions in found.items():
        letter, words = SIGNS[knows]
        by = f" ({wording.joined(functions)})" if functions else ""
        yield Sign(letter, knows.value, day, f"{words}, {day}{by}")


def _why(knows: Knows | Only, mark: Mark, said: Naming) -> str:
    agency = said.agencies.get(mark.agency, "") if mark.agency else ""
    who = f"{mark.function}, {agency}" if agency else mark.function
    about = f" about {within(name(mark.about, said.people))}" if mark.about else ""
    due = f"; due {in_words.short_when(mark.due_at)}" if mark.due_at else ""
    if knows is Only.WHOM:
        return f"Told only that a child is concerned, not what happened: {who}{about}."
    if knows is Knows.NOT_TOLD:
        finder = f" {mark.by} has to find out{due}." if mark.by else " Nobody has been asked to find out."
        return f"Not told: {who}{about}. {_stop(mark.words)}{finder}"
    if knows is Knows.HELD:
        return f"Held for release: {who}{about}. {_stop(mark.words)} {mark.by} decides{due}."
    if knows is Knows.WITHHELD:
        return f"Withheld: {who}{about}. {_stop(mark.words)} Looked at again{due}."
    if knows is Knows.CORRECTED:
        told = f" on {_day(mark.told_at)}" if mark.told_at else ""
        return f"Told in error{told}, and corrected on {_day(mark.at)}: {who}{about}."
    return f"Declined: {who}{about}. {_stop(mark.words)}"


def _short(marks: Sequence[Knows | Only], fact: Fact, said: Naming) -> str:
    """In one line: how many agencies know it, and how many functions do not, or do not yet."""
    know = said.knowing.get(fact.cause, ())
    parts = [f"{wording.counted(len(know), 'agency', 'agencies')} {'knows' if len(know) == 1 else 'know'} it"]
    answered = {mark.agency for mark in fact.marks if mark.knows is Knows.ACKNOWLEDGED and mark.agency in know}
    parts += [f"{len(answered)} acknowledged it"] if answered else []
    counts = Counter(marks)
    parts += [f"{counts[knows]} {words}" for knows, words in COUNTED if counts[knows]]
    return ", ".join(parts)


def _stop(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _day(at: datetime) -> str:
    day = london_day(at)
    return f"{day.day} {day:%b %Y}"

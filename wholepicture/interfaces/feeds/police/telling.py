"""From the rows of one incident to the report that they tell, or to what has to be mended: column, row and remedy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar, cast

from wholepicture.interfaces.feeds.police import moments, words
from wholepicture.interfaces.feeds.police.columns import COLUMNS, NUMBERS, RELATIONS
from wholepicture.interfaces.feeds.police.encoding import LOST, NUL, PICTURES
from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, RelationTold, Told
from wholepicture.pathway.incidents.terms import (
    Accuser,
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people.terms import Role, Sex, YesNo

MOST_PEOPLE = 40
NEVER = datetime(1, 1, 1, tzinfo=UTC)
Word = TypeVar("Word", bound=Term)
Cells = Mapping[str, str]
_SEPARATORS = re.compile(r"[;,|/\n]")
_SPOILT_NUMBER = re.compile(r"[0-9][.,]?[0-9]*e[+-]?[0-9]+", re.IGNORECASE)
_UNKNOWN = {words.folded(word) for word in (*words.UNKNOWN, "not known", "n/a", "none", "-", "no trace")}
_ACCUSERS = {
    Accuser.REPORTER: ("reporter", "informant", "caller", Accuser.REPORTER.label),
    Accuser.AGENCY: ("agency", "police", "officer", Accuser.AGENCY.label),
    Accuser.NOT_KNOWN: ("not known", *words.UNKNOWN),
}
_ACCUSER_WORDS = {words.folded(text): term for term, texts in _ACCUSERS.items() for text in texts}
_NUMBERED = ("reference", *NUMBERS)


@dataclass(frozen=True)
class Fault:
    """What has to be mended: in which of the incident's rows, in which column ("" is the row itself), and how.

    `sentence` is the remedy and holds nothing of the person; `value` is what stands there.
    """

    row: int
    column: str
    sentence: str
    value: str = ""


@dataclass
class Reading:
    """The report that rows tell (None when something has to be mended), and which row each part of it came from."""

    told: Told | None = None
    faults: list[Fault] = field(default_factory=list)
    relations: list[tuple[int, str]] = field(default_factory=list)


def clean(text: str) -> str:
    """Return what a cell says: without blanks and padding around it."""
    return text.strip().strip(NUL).strip()


def reference(text: str) -> str:
    """Return a reference as incidents share it: blanks brought to one, letters to capitals."""
    return " ".join(clean(text).upper().split())


def read(rows: Sequence[Cells]) -> Reading:
    """Read the rows of one incident, each as cells by column name; a column that the file lacks is not among them."""
    reading = Reading()
    one = _Incident(rows, reading)
    told = one.told()
    reading.told = None if reading.faults else told
    return reading


class _Incident:
    """Reads cell after cell, and notes what has to be mended."""

    def __init__(self, rows: Sequence[Cells], reading: Reading) -> None:
        self.rows = [{name: clean(text) for name, text in row.items()} for row in rows]
        self.faults = reading.faults
        self.relations = reading.relations
        self.keys = {row.get("person", "").casefold(): row.get("person", "") for row in self.rows if row.get("person")}

    def told(self) -> Told | None:
        if len(self.rows) > MOST_PEOPLE:
            sentence = f"More than {MOST_PEOPLE} rows share this reference: give each incident a reference of its own."
            self._fault(0, "reference", sentence)
            return None
        self._look_at_cells()
        happened_at = self._happened()
        people = tuple(self._person(number, row) for number, row in enumerate(self.rows))
        text, word = self._text, self._word
        perceived: Dash | None = word("dash_perceived", None)
        return Told(
            kind=word("kind", Kind.INCIDENT),
            happened_at=happened_at or NEVER,
            happened_until=self._until(),
            people=people,
            reference=reference(text("reference")),
            category=word("category", Category.NOT_KNOWN),
            reporter=word("reporter", ReporterKind.NOT_KNOWN),
            reporter_name=text("reporter_name"),
            place=text("place"),
            summary=text("summary"),
            dash=word("dash", Dash.NOT_DONE),
            dash_because=text("dash_because"),
            dash_perceived=perceived.value if perceived else "",
            brag=word("brag", Brag.NOT_DONE),
            brag_because=text("brag_because"),
            features=self._features(),
            relationships=tuple(self._relations()),
        )

    # What stands in any cell.

    def _look_at_cells(self) -> None:
        """Refuse what no cell may hold, and rows that tell one incident in two ways."""
        for number, row in enumerate(self.rows):
            for name, text in row.items():
                if name in COLUMNS and text:
                    self._look_at(number, name, text)
        if not self._text("reference"):
            self._fault(0, "reference", "Write your reference of the incident.")
        for name, column in COLUMNS.items():
            if column.is_of_incident:
                self._look_for_others(name)

    def _look_at(self, number: int, name: str, text: str) -> None:
        column = COLUMNS[name]
        if not PICTURES.isdisjoint(text):
            self._fault(
                number,
                name,
                "A character stands here that no text may hold (its sign is ␀ or alike): write the cell again.",
            )
        elif LOST in text:
            self._fault(
                number, name, "A letter was lost when the file was written (its sign is \ufffd): write the cell again."
            )
        elif len(text) > column.longest:
            self._fault(number, name, f"It has {len(text)} characters and may have {column.longest}: shorten it.")
        elif name in _NUMBERED and _SPOILT_NUMBER.fullmatch(text):
            self._fault(
                number, name, "The spreadsheet shortened this number: format the column as text and write it again."
            )

    def _look_for_others(self, name: str) -> None:
        values = [" ".join(row.get(name, "").split()).casefold() for row in self.rows]
        first = next((value for value in values if value), "")
        for number, value in enumerate(values):
            if value and value != first:
                self._fault(number, name, "Another row of this incident says otherwise: write the same in all of them.")

    def _text(self, name: str, number: int | None = None) -> str:
        """The cell of one row, or of the first row that says it."""
        if number is not None:
            return self.rows[number].get(name, "")
        return next((row[name] for row in self.rows if row.get(name)), "")

    def _row_of(self, name: str) -> int:
        return next((number for number, row in enumerate(self.rows) if row.get(name)), 0)

    def _fault(self, number: int, name: str, sentence: str, value: str | None = None) -> None:
        """Note what has to be mended, once for each cell: what it is refused for first."""
        if any(fault.row == number and fault.column == name for fault in self.faults):
            return
        self.faults.append(Fault(number, name, sentence, self._text(name, number) if value is None else value))

    def _word(self, name: str, otherwise: Word | None, number: int | None = None) -> Word:
        """The word of a closed list; `otherwise` when the cell is empty."""
        text = self._text(name, number)
        listed = cast(type[Term], COLUMNS[name].words)
        found = words.find(listed, text) if text else otherwise
        if text and found is None:
            at = self._row_of(name) if number is None else number
            self._fault(at, name, f"Write one of these: {', '.join(words.allowed(listed))}.")
        return cast(Word, found if found is not None else otherwise)

    # The incident.

    def _happened(self) -> datetime | None:
        at, day, clock = (self._text(name) for name in ("happened_at", "happened_date", "happened_time"))
        name = "happened_at" if at or "happened_date" not in self.rows[0] else "happened_date"
        if name == "happened_date" and day and not clock and "happened_time" in self.rows[0]:
            name = "happened_time"
        try:
            if at and not day and not clock:
                return moments.moment(at)
            if at:
                raise moments.NotRead("Say in one place when it happened: leave this empty, or the other column.")
            if not day:
                raise moments.NotRead(f"Write when it happened, as {moments.TIME_EXAMPLE}.")
            if not clock and name == "happened_date":
                return moments.moment(day)
            if not clock:
                raise moments.NotRead("Write the time too, as 20:15; 00:00 when only the day is known.")
            return moments.of_parts(day, clock)
        except moments.NotRead as refused:
            self._fault(self._row_of(name), name, str(refused))
            return None

    def _until(self) -> datetime | None:
        text = self._text("happened_until")
        try:
            return moments.moment(text) if text and not _is_unknown(text) else None
        except moments.NotRead as refused:
            self._fault(self._row_of("happened_until"), "happened_until", str(refused))
            return None

    def _features(self) -> frozenset[Feature]:
        text = self._text("features")
        found: set[Feature] = set()
        whole = words.find(Feature, text) if text else None
        for part in [] if whole else _SEPARATORS.split(text):
            feature = words.find(Feature, part.strip()) if part.strip() else None
            if part.strip() and feature is None and not _is_unknown(part):
                allowed = ", ".join(words.allowed(Feature))
                self._fault(
                    self._row_of("features"), "features", f"Write only these, with semicolons between them: {allowed}."
                )
            elif feature is not None:
                found.add(cast(Feature, feature))
        return frozenset({cast(Feature, whole)} if whole else found)

    # Its people.

    def _person(self, number: int, row: Cells) -> PersonTold:
        def word(name: str, otherwise: Word | None) -> Word:
            return self._word(name, otherwise, number)

        role = word("role", Role.NOT_KNOWN)
        if not row.get("role"):
            self._fault(number, "role", f"Write one of these: {', '.join(words.allowed(Role))}.")
        return PersonTold(
            key=_key(row, number),
            role=role,
            alleged_by=self._accuser(number, row),
            status=word("status", AllegationStatus.ALLEGED),
            forename=_known(row.get("forename", "")),
            surname=_known(row.get("surname", "")),
            sex=word("sex", Sex.NOT_KNOWN),
            birth_date=self._day(number, "birth_date"),
            birth_precision=word("birth_precision", None),
            expected_date=self._day(number, "expected_date"),
            identifiers={kind: row[name] for name, kind in NUMBERS.items() if _known(row.get(name, ""))},
            address=", ".join(
                part for part in (_known(row.get("address", "")), _known(row.get("postcode", ""))) if part
            ),
            child=self._child(number, row, role),
        )

    def _day(self, number: int, name: str) -> date | None:
        text = _known(self.rows[number].get(name, ""))
        try:
            return moments.day(text, is_of_birth=True) if text else None
        except moments.NotRead as refused:
            self._fault(number, name, str(refused))
            return None

    def _accuser(self, number: int, row: Cells) -> str:
        text = row.get("alleged_by", "")
        if not text:
            return ""
        if key := self.keys.get(text.casefold()):
            return key
        if accuser := _ACCUSER_WORDS.get(words.folded(text)):
            return str(accuser)
        others = ", ".join([*Accuser.values()])
        self._fault(
            number,
            "alleged_by",
            f"Write what stands in the column person of somebody else in this incident, or one of {others}.",
        )
        return ""

    def _child(self, number: int, row: Cells, role: Role) -> ChildDetail | None:
        """How a child was. What only children's rows mean is passed over for an adult, but never what somebody said."""
        said, where = row.get("child_words", ""), row.get("sleeps_where", "")
        presence = self._word("presence", Presence.NOT_KNOWN, number)
        seen, spoken_to = (self._word(name, YesNo.NOT_ASKED, number) for name in ("seen", "spoken_to"))
        asked: YesNo | None = self._word("sleeps_asked", None, number)
        if role is not Role.CHILD and not said and not where:
            return None
        if asked is None and "sleeps_asked" not in row:
            asked = YesNo.YES if where else YesNo.NOT_KNOWN
        return ChildDetail(presence, seen, spoken_to, said, asked, where)

    def _relations(self) -> list[RelationTold]:
        found: dict[tuple[str, str, str], RelationTold] = {}
        for number, row in enumerate(self.rows):
            for name, kind in RELATIONS.items():
                for part in filter(None, (part.strip() for part in _SEPARATORS.split(row.get(name, "")))):
                    other = self.keys.get(part.casefold())
                    if other is None or not row.get("person"):
                        sentence = "Write what stands in the column person of others in this incident, and name this person there too."
                        self._fault(number, name, sentence)
                        continue
                    relation = RelationTold(row["person"], other, kind)
                    if (row["person"], other, name) not in found:
                        found[row["person"], other, name] = relation
                        self.relations.append((number, name))
        return list(found.values())


def _key(row: Cells, number: int) -> str:
    named = row.get("person", "")
    return named if named else f"row {number + 1}"


def _known(text: str) -> str:
    """The text, or "" when all it says is that nobody knows: such a name would be everybody's."""
    return "" if _is_unknown(text) else text


def _is_unknown(text: str) -> bool:
    return words.folded(text) in _UNKNOWN

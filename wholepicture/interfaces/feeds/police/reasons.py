"""Why rows were not brought in, in sentences: where it stands, and what to do; the intake's own faults among them."""

import re
from collections.abc import Iterable, Sequence

from wholepicture.interfaces.feeds.police.columns import COLUMNS, NUMBERS
from wholepicture.interfaces.feeds.police.telling import Cells, Fault, Reading
from wholepicture.pathway.incidents.facts import Problem

USED = (
    "An incident with this reference was brought in before and said something else: report what is new under a "
    "reference of its own."
)
_PERSON = re.compile(r"people\.([0-9]+)(?:\.(.+))?")
_RELATION = re.compile(r"relationships\.([0-9]+)")
_SEE = re.compile(r"people\.([0-9]+)")
_OTHER_NAMES = {"key": "person", "record": "person", "words": "child_words"}
_BY_NUMBER = {kind.value: name for name, kind in NUMBERS.items()}
LONGEST_VALUE = 60


def of_problems(
    problems: Iterable[Problem], reading: Reading, rows: Sequence[Cells], lines: Sequence[int]
) -> list[Fault]:
    """Return what the intake found as faults of the rows and columns from which each came."""
    return [_fault(problem, reading, rows, lines) for problem in problems]


def with_value(fault: Fault, line: int, heading: str) -> str:
    """Return the whole reason, for the file of rejected rows: line, column, what stands there, and the remedy."""
    value = fault.value if len(fault.value) <= LONGEST_VALUE else f"{fault.value[:LONGEST_VALUE]} ..."
    said = f" says “{value}”" if value else ""
    return f"Line {line}, column {heading}{said}: {fault.sentence}" if heading else f"Line {line}: {fault.sentence}"


def without_value(fault: Fault, line: int) -> str:
    """Return the reason without what stands there, for lists."""
    label = COLUMNS[fault.column].label if fault.column in COLUMNS else fault.column
    return f"Line {line}, {label}: {fault.sentence}" if label else f"Line {line}: {fault.sentence}"


def of_others(faulty: Iterable[int]) -> str:
    """Return the reason of a row that is in order itself: its incident comes in whole or not at all."""
    told = ", ".join(str(line) for line in sorted(set(faulty)))
    return f"Nothing is wrong here, but the incident is brought in whole: mend line {told}."


def _fault(problem: Problem, reading: Reading, rows: Sequence[Cells], lines: Sequence[int]) -> Fault:
    sentence = _SEE.sub(lambda found: f"line {lines[int(found[1])]}", problem.sentence)
    if found := _RELATION.match(problem.field):
        number, name = reading.relations[int(found[1])]
    elif found := _PERSON.fullmatch(problem.field):
        number, name = int(found[1]), _column(found[2] or "")
    else:
        name = problem.field if problem.field in COLUMNS else ""
        if name == "happened_at" and not any(row.get(name) for row in rows):
            name = "happened_date"
        number = next((number for number, row in enumerate(rows) if row.get(name, "").strip()), 0)
    return Fault(number, name, sentence, rows[number].get(name, "").strip() if name else "")


def _column(path: str) -> str:
    parts = path.split(".")
    if parts[0] == "identifiers":
        return _BY_NUMBER.get(parts[-1], "")
    name = _OTHER_NAMES.get(parts[-1], parts[-1])
    return name if name in COLUMNS else ""

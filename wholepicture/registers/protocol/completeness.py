"""The proof, before adoption, that nobody is forgotten: the engine is asked about every combination of facts that can occur.

Every combination has a recipient or a row that says why none; every child of an incident or concern has somebody who
must act; nothing about a person causing harm goes out unheld (design promises 3, 4 and 13; review 2.6, 2.14).
"""

from collections.abc import Callable, Iterable, Sequence

from wholepicture.registers.protocol import facts, plain_words
from wholepicture.registers.protocol.engine import Engine
from wholepicture.registers.protocol.facts import Facts
from wholepicture.registers.protocol.rows import Row, Tables, read
from wholepicture.registers.protocol.terms import NOT_APPLICABLE, CauseKind, NoticeKind, Standing, SubjectKind

Cube = dict[str, frozenset[str]]
Fault = Callable[[Facts, Sequence[Row]], Iterable[str]]


def faults(tables: Tables) -> list[str]:
    """Return a sentence for every gap, contradiction and row without use; empty when the tables are complete.

    The tables have passed `refusals.of_tables`. Combinations with the same fault are told together.
    """
    asked = list(facts.every_subject())
    answered = list(zip(asked, Engine(tables).hits(asked), strict=True))
    found: dict[str, list[Facts]] = {}
    for subject, hits in answered:
        for check in CHECKS:
            for words in check(subject, hits):
                found.setdefault(words, []).append(subject)
    return [
        f"When {plain_words.situation(cube)}, {words}" for words, those in found.items() for cube in merged(those)
    ] + _rows_without_use(tables, [row.id for _, hits in answered for row in hits])


def _nobody_said(subject: Facts, hits: Sequence[Row]) -> Iterable[str]:
    if not hits:
        yield "no row names a recipient or says why there is none."


def _nobody_acts(subject: Facts, hits: Sequence[Row]) -> Iterable[str]:
    if subject["subject"] != SubjectKind.CHILD or subject["cause"] == CauseKind.BIRTH or not hits:
        return
    if not any(row.says.kind == NoticeKind.ACT or row.says.function is None for row in hits):
        yield "nobody has to act for the child, and no row says why not."


def _told_twice(subject: Facts, hits: Sequence[Row]) -> Iterable[str]:
    by_function: dict[str, list[str]] = {}
    for row in hits:
        by_function.setdefault(row.says.function or "", []).append(row.id)
    for function, ids in by_function.items():
        if function and len(ids) > 1:
            yield f"{function} is told more than once, by the rows {', '.join(ids)}."


def _told_and_not_told(subject: Facts, hits: Sequence[Row]) -> Iterable[str]:
    silent = [row.id for row in hits if row.says.function is None]
    if silent and len(silent) < len(hits):
        yield f"the row {silent[0]} says that nobody is told, while other rows tell somebody."


def _not_held(subject: Facts, hits: Sequence[Row]) -> Iterable[str]:
    if subject["cause"] == CauseKind.BIRTH or subject["standing"] != Standing.CAUSING_HARM:
        return
    for row in hits:
        if row.says.function and not row.says.hold:
            yield f"the row {row.id} tells somebody about the person causing harm without holding it for release."


CHECKS: tuple[Fault, ...] = (_nobody_said, _nobody_acts, _told_twice, _told_and_not_told, _not_held)


def _rows_without_use(tables: Tables, used: Iterable[str]) -> list[str]:
    never = {row.id for row in read(tables)} - set(used)
    return [
        f"The row {row} never applies: its words do not go together. Correct or remove it." for row in sorted(never)
    ]


def merged(subjects: Iterable[Facts]) -> list[Cube]:
    """Return the same combinations in as few groups as merging one field after the other gives, none lost, none added."""
    cubes = [_cube(subject) for subject in subjects]
    for name in facts.FIELDS:
        groups: dict[frozenset[tuple[str, frozenset[str]]], frozenset[str]] = {}
        for cube in cubes:
            rest = frozenset((other, words) for other, words in cube.items() if other != name)
            groups[rest] = groups.get(rest, frozenset()) | cube.get(name, frozenset())
        cubes = [dict(rest) | ({name: words} if words else {}) for rest, words in groups.items()]
    return cubes


def _cube(subject: Facts) -> Cube:
    return {name: frozenset({value}) for name, value in subject.items() if value != NOT_APPLICABLE}

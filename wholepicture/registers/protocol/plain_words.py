"""The tables and parameters as English sentences, for the page and the reference: what the partnership agreed, readable by anyone in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import time
from itertools import groupby

from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.facts import FIELDS
from wholepicture.registers.protocol.outcomes import SeatHeld
from wholepicture.registers.protocol.parameters import Ladder, Parameters
from wholepicture.registers.protocol.rows import Row, RowHit
from wholepicture.registers.protocol.terms import (
    AgeBand,
    CauseKind,
    Clock,
    Education,
    Lane,
    NoticeKind,
    Relation,
    Standing,
    SubjectKind,
    YesNo,
)

PHRASES: Mapping[str, Mapping[str, str]] = {
    "cause": {
        CauseKind.INCIDENT: "there is an incident",
        CauseKind.CONCERN: "there is a concern about a carer or child",
        CauseKind.BIRTH: "a birth is notified",
    },
    "subject": {SubjectKind.CHILD: "a child", SubjectKind.ADULT: "an adult"},
    "lane": {Lane.FAST: "the lane is fast", Lane.STANDARD: "the lane is standard"},
    "age_band": {
        AgeBand.UNBORN: "unborn",
        AgeBand.NEWBORN: "under 28 days old",
        AgeBand.UNDER_TWO: "between 28 days and two years old",
        AgeBand.UNDER_SCHOOL_AGE: "between two years old and reception",
        AgeBand.SCHOOL_AGE: "between reception and 17 years old",
        AgeBand.NOT_KNOWN: "of an age that is not known",
    },
    "education": {
        Education.SCHOOL: "registered at a school",
        Education.NURSERY: "registered at a nursery or with a childminder",
        Education.NONE_KNOWN: "not known to be registered at a school or nursery",
    },
    "allocated_worker": {YesNo.YES: "has an allocated worker", YesNo.NO: "has no allocated worker"},
    "standing": {
        Standing.VICTIM: "the victim",
        Standing.CAUSING_HARM: "the person causing harm",
        Standing.COUNTER_ALLEGATIONS: "one of two who accuse each other, with no earlier history",
        Standing.OF_CONCERN: "the carer of concern",
        Standing.WITNESS: "a witness",
        Standing.NOT_INVOLVED: "not involved",
        Standing.NOT_KNOWN: "somebody whose part is not known",
    },
    "relation": {
        Relation.PARENT_AT_HOME: "a parent or carer who lives with a child",
        Relation.PARENT_ELSEWHERE: "a parent who lives elsewhere or whose home is not known",
        Relation.PARTNER: "a present or former partner of a parent",
        Relation.OTHER: "neither parent, carer nor partner of a parent",
    },
    "births_inform_gp": {
        YesNo.YES: "the partnership has agreed that births are notified to GPs",
        YesNo.NO: "the partnership has not agreed that births are notified to GPs",
    },
}
"""How each word of each field reads in a sentence."""

SUBJECT_OF = {
    "age_band": "the child is",
    "education": "the child is",
    "standing": "the adult is",
    "relation": "the adult is",
}
NOT_ONE: Mapping[str, str] = {AgeBand.UNBORN: "already born"}
VERBS = {NoticeKind.INFORM: "inform", NoticeKind.ASK: "ask", NoticeKind.ACT: "tell"}
ANSWERED = {NoticeKind.INFORM: "", NoticeKind.ASK: "reply ", NoticeKind.ACT: "act, "}
NAMES_KEPT = frozenset({Function.FIRST_RESPONSE, Function.GP})
When = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Sentence:
    """One row in words: its id, the sentence, and where it comes from."""

    row: str
    words: str
    source: str


@dataclass(frozen=True)
class Group:
    """The rows of one table, under its heading."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Figure:
    """One parameter: its name, what it is for, and its value in words."""

    name: str
    about: str
    value: str


def of_rows(rows: Sequence[Row]) -> list[Group]:
    """Return every row as a sentence, grouped by table, in the order of the tables."""
    return [
        Group(heading, tuple(Sentence(row.id, of_row(row), row.says.source) for row in group))
        for heading, group in groupby(rows, key=lambda row: row.heading)
    ]


def of_row(row: Row) -> str:
    """Return one row as a sentence: when, who is told, how, by when, why, and the source."""
    because = row.says.because.rstrip(".")
    because = because[0].lower() + because[1:]
    return f"When {situation(row.when)}, {_told(row.says)} because {because}. Source: {row.says.source}."


def situation(when: When) -> str:
    """Return the condition in words: "there is an incident and the child is unborn". A field with every word is left out."""
    said = {name: words for name, words in when.items() if set(words) != set(FIELDS[name].values())}
    subject = said.pop("subject", ())
    clauses = [_clause(name, said[name]) for name in FIELDS if name in said]
    if len(subject) == 1 and not any("the child" in clause or "the adult" in clause for clause in clauses):
        clauses.insert(1, "it is about " + _one_of("subject", subject))
    return _joined(clauses, "and") or "anything is told"


def _clause(name: str, words: Collection[str]) -> str:
    said = f"the child {_one_of(name, words)}" if name == "allocated_worker" else _one_of(name, words)
    return f"{SUBJECT_OF[name]} {said}" if name in SUBJECT_OF else said


def _one_of(name: str, words: Collection[str]) -> str:
    known = FIELDS[name].values()
    missing = [word for word in known if word not in words]
    if len(missing) == 1 and len(words) > 1 and name in SUBJECT_OF:
        return NOT_ONE.get(missing[0], f"not {PHRASES[name][missing[0]]}")
    return _joined([PHRASES[name][word] for word in known if word in words], "or")


def _joined(parts: Sequence[str], last: str) -> str:
    return f" {last} ".join([*([", ".join(parts[:-1])] if parts[1:] else []), *parts[-1:]])


def _told(says: RowHit) -> str:
    if says.function is None or says.kind is None:
        return "tell nobody"
    what = f"{VERBS[says.kind]} {named(says.function)} ({ANSWERED[says.kind]}{_by_when(says)})"
    return f"write at once, hold until a specialist releases it, and then {what}" if says.hold else what


def _by_when(says: RowHit) -> str:
    if says.clock == Clock.SCHOOL:
        return "by 09:00 of the next school day"
    if says.clock == Clock.WORKING:
        return f"within {_counted(says.hours // 24, 'working day')}"
    return f"within {_counted(says.hours, 'hour')}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def named(function: Function) -> str:
    """Return the function with its article, as it stands inside a sentence: "the health visitor"."""
    label = function.label
    return label if function == Function.FIRST_RESPONSE else "the " + _lowered(function, label)


def _lowered(function: Function, label: str) -> str:
    return label if function in NAMES_KEPT else label[0].lower() + label[1:]


def of_parameters(parameters: Parameters) -> list[Figure]:
    """Return every parameter with what it is for and its value in words."""
    return [
        Figure(each.name, each.metadata["about"], _value(getattr(parameters, each.name))) for each in fields(Parameters)
    ]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Ladder):
        return ", ".join(
            f"{each.name.removesuffix('_hours').replace('_', ' ')} {getattr(value, each.name)}"
            for each in fields(Ladder)
        )
    if isinstance(value, Mapping):
        return "; ".join(f"{key.label.lower()}: {_value(each)}" for key, each in value.items()) or "none"
    if isinstance(value, tuple):
        return ", ".join(_item(each) for each in value) or "none"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _item(value: object) -> str:
    if isinstance(value, SeatHeld):
        return f"{value.seat.label.lower()} ({', '.join(each.label for each in value.functions)})"
    if isinstance(value, tuple):
        return " to ".join(str(day) for day in value)
    return str(getattr(value, "label", value))

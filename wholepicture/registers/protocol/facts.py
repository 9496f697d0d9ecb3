"""What a row of the tables may look at: the fields, the words of each, and one subject (a child or an adult) as the engine sees it.

The engine drops rows in silence when a field or a word is misspelt, so every subject is checked before it is asked about.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Literal, TypedDict, TypeVar

from wholepicture.lib.terms import Term
from wholepicture.registers.protocol.terms import (
    NOT_APPLICABLE,
    AgeBand,
    CauseKind,
    Education,
    Lane,
    Relation,
    Standing,
    SubjectKind,
    YesNo,
)

TermT = TypeVar("TermT", bound=Term)

FIELDS: Mapping[str, type[Term]] = {
    "cause": CauseKind,
    "subject": SubjectKind,
    "lane": Lane,
    "age_band": AgeBand,
    "education": Education,
    "allocated_worker": YesNo,
    "standing": Standing,
    "relation": Relation,
    "births_inform_gp": YesNo,
}
"""Every field that a row may look at, with its words. The last is no fact of a subject but the parameter of that name."""

OF_A_CHILD = frozenset({"age_band", "education", "allocated_worker"})
OF_AN_ADULT = frozenset({"standing", "relation"})
OPTION = "births_inform_gp"
TOLD = tuple(name for name in FIELDS if name != OPTION)
Facts = Mapping[str, str]


class Subject(TypedDict):
    """A child or an adult about whom somebody may have to be told, and why now."""

    cause: CauseKind
    subject: SubjectKind
    lane: Lane
    age_band: AgeBand | Literal["n/a"]
    education: Education | Literal["n/a"]
    allocated_worker: YesNo | Literal["n/a"]
    standing: Standing | Literal["n/a"]
    relation: Relation | Literal["n/a"]


class UnknownFact(ValueError):
    """A subject has a field or a word that the tables do not know."""


def child(*, cause: CauseKind, lane: Lane, age_band: AgeBand, education: Education, allocated_worker: YesNo) -> Subject:
    """Return a child as a subject."""
    return Subject(
        cause=cause,
        subject=SubjectKind.CHILD,
        lane=lane,
        age_band=age_band,
        education=education,
        allocated_worker=allocated_worker,
        standing=NOT_APPLICABLE,
        relation=NOT_APPLICABLE,
    )


def adult(*, cause: CauseKind, lane: Lane, standing: Standing, relation: Relation) -> Subject:
    """Return an adult as a subject."""
    return Subject(
        cause=cause,
        subject=SubjectKind.ADULT,
        lane=lane,
        age_band=NOT_APPLICABLE,
        education=NOT_APPLICABLE,
        allocated_worker=NOT_APPLICABLE,
        standing=standing,
        relation=relation,
    )


def applies(field: str, *, subject: str, cause: str) -> bool:
    """Say whether a subject of this kind, after this cause, has a word in this field, or only "n/a"."""
    if field in OF_A_CHILD:
        return subject == SubjectKind.CHILD
    if field in OF_AN_ADULT:
        return subject == SubjectKind.ADULT
    return field != OPTION or cause == CauseKind.BIRTH


def term(terms: type[TermT], value: str) -> TermT:
    """Return the word of this list with this value. Raises UnknownFact."""
    for each in terms:
        if each.value == value:
            return each
    raise UnknownFact(f'"{value}" is not known. Use {_listed(terms.values())}.')


def for_engine(subject: Subject, *, births_inform_gp: bool) -> dict[str, str]:
    """Return the subject's facts in plain words for the engine, with the agreed option. Raises UnknownFact."""
    told: dict[str, str] = {str(name): str(value) for name, value in subject.items()}
    wrong = sorted(set(told) ^ set(TOLD))
    if wrong:
        raise UnknownFact(f"A subject of the protocol has exactly the fields {_listed(TOLD)}; amiss: {_listed(wrong)}.")
    option = YesNo.YES if births_inform_gp else YesNo.NO
    told[OPTION] = str(option) if told["cause"] == CauseKind.BIRTH else NOT_APPLICABLE
    for name, value in told.items():
        _check_word(name, value, told)
    return told


def every_subject() -> Iterator[dict[str, str]]:
    """Yield every combination of facts that can occur, with the option on and off: what a protocol has to cover."""
    for subject, cause in product(SubjectKind.values(), CauseKind.values()):
        words = [possible(name, subject=subject, cause=cause) for name in FIELDS]
        yield from (dict(zip(FIELDS, values, strict=True)) for values in product(*words))


def possible(field: str, *, subject: str, cause: str) -> list[str]:
    """Return the words that this field can have for a subject of this kind after this cause."""
    if field in {"subject", "cause"}:
        return [subject if field == "subject" else cause]
    return FIELDS[field].values() if applies(field, subject=subject, cause=cause) else [NOT_APPLICABLE]


def _check_word(name: str, value: str, told: Facts) -> None:
    known = FIELDS[name].values()
    if name not in {"subject", "cause"} and not applies(name, subject=told["subject"], cause=told["cause"]):
        known = [NOT_APPLICABLE]
    if value not in known:
        raise UnknownFact(f'The protocol knows no "{value}" for {name} of this subject. Use {_listed(known)}.')


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)

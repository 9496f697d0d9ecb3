"""Which fields each kind of event has, and how each is read: the format of the case files as one table."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from wholepicture.interfaces.replay import words
from wholepicture.interfaces.replay.case import UNNAMED, ArrangementOfCase, EventKind, Learnt
from wholepicture.interfaces.replay.reading import UNKNOWN, Reader
from wholepicture.pathway.families.terms import Contact

HIGHEST_LEVEL = 9  # a partnership's own list may be longer or shorter than ours: the platform refuses what it has not


@dataclass(frozen=True)
class Declared:
    """What the file declares, which its events may name."""

    reader: Reader
    agencies: Collection[str]
    people: Collection[str]
    workers: Collection[str]
    teams: Collection[str]


Read = Callable[[Declared, yaml.Node, str], Any]


@dataclass(frozen=True)
class Shape:
    """The fields of one kind of event beside the common ones, and those that it cannot do without."""

    fields: Mapping[str, Read]
    required: tuple[str, ...] = ()


def text(declared: Declared, node: yaml.Node, what: str) -> str:
    """A text as it stands."""
    return declared.reader.text(node, what)


def texts(declared: Declared, node: yaml.Node, what: str) -> tuple[str, ...]:
    """A list of texts as they stand."""
    return tuple(declared.reader.text(item, what) for item in declared.reader.items(node, what))


def person(declared: Declared, node: yaml.Node, what: str) -> str | None:
    """A declared person."""
    return declared.reader.declared(node, f"{what}: the person", declared.people)


def people(declared: Declared, node: yaml.Node, what: str) -> tuple[str, ...]:
    """A list of declared people."""
    found = [person(declared, item, what) for item in declared.reader.items(node, what)]
    return tuple(each for each in found if each)


def worker(declared: Declared, node: yaml.Node, what: str) -> str | None:
    """A declared worker."""
    return declared.reader.declared(node, f"{what}: the worker", declared.workers)


def agency(declared: Declared, node: yaml.Node, what: str) -> str | None:
    """A declared agency, or one that the source does not name."""
    return declared.reader.declared(node, f"{what}: the agency", [*declared.agencies, UNNAMED])


def agencies(declared: Declared, node: yaml.Node, what: str) -> tuple[str, ...]:
    """A list of declared agencies."""
    found = [agency(declared, item, what) for item in declared.reader.items(node, what)]
    return tuple(each for each in found if each)


def team(declared: Declared, node: yaml.Node, what: str) -> str | None:
    """A team that an agency of the file has, by its function."""
    return declared.reader.declared(node, f"{what}: the team", declared.teams)


def instant(declared: Declared, node: yaml.Node, what: str) -> Any:  # noqa: ANN401
    """A date or a time in London."""
    return declared.reader.instant(node, what)


def day(declared: Declared, node: yaml.Node, what: str) -> Any:  # noqa: ANN401
    """A date."""
    return declared.reader.day(node, what)


def level(declared: Declared, node: yaml.Node, what: str) -> int | None:
    """A level of need, counted from 1; None where it is not known."""
    written = declared.reader.text(node, what)
    if written.isdecimal() and 1 <= int(written) <= HIGHEST_LEVEL:
        return int(written)
    if isinstance(node, yaml.ScalarNode) and written not in UNKNOWN:
        declared.reader.fault(node, f"{what} is {written!r}: write the number of the level, from 1 to {HIGHEST_LEVEL}.")
    return None


def known_then(declared: Declared, node: yaml.Node, what: str) -> dict[str, Any]:
    """From when each agency knew of an event, as it happened."""
    found: dict[str, Any] = {}
    for name, key, value in declared.reader.mapping(node, what):
        if name in found:
            declared.reader.fault(key, f"{what} has {name!r} twice: keep one.")
        at = declared.reader.instant(value, f"{what}: {name}")
        if declared.reader.declared(key, f"{what}: the agency", declared.agencies) and at is not None:
            found[name] = at
    return found


def one_of(known: Mapping[str, Any]) -> Read:
    """Return the reader of one word of a closed list."""
    return lambda declared, node, what: declared.reader.word(node, what, known)


def features(declared: Declared, node: yaml.Node, what: str) -> tuple[Any, ...]:
    """What marked an incident."""
    found = [declared.reader.word(item, what, words.FEATURES) for item in declared.reader.items(node, what)]
    return tuple(each for each in found if each)


def roles(declared: Declared, node: yaml.Node, what: str) -> tuple[tuple[str, Any], ...]:
    """Each person's role in an incident, in the order of the file."""
    return _by_person(declared, node, what, words.ROLES)


def presences(declared: Declared, node: yaml.Node, what: str) -> dict[str, Any]:
    """Where each child was."""
    return dict(_by_person(declared, node, what, words.PRESENCES))


def _by_person(declared: Declared, node: yaml.Node, what: str, known: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    found, seen = [], set[str]()
    for name, key, value in declared.reader.mapping(node, what):
        word = declared.reader.word(value, f"{what}: {name}", known)
        if name in seen:
            declared.reader.fault(key, f"{what} has {name!r} twice: keep one.")
        elif declared.reader.declared(key, f"{what}: the person", declared.people) and word is not None:
            found.append((name, word))
        seen.add(name)
    return tuple(found)


def overnight(declared: Declared, node: yaml.Node, what: str) -> tuple[Contact, str]:
    """What was arranged about the nights: one of the words, or anything else as told."""
    told = declared.reader.text(node, what)
    kind = words.ARRANGED.get(told)
    return (kind, "") if kind else (Contact.AS_TOLD, told)


def learnt(declared: Declared, node: yaml.Node, what: str) -> Learnt:
    """What was learnt of contact arrangements and of an incident that nobody had reported."""
    fields = declared.reader.fields(node, what, ("contact_arrangement", "incident_on"))
    on = day(declared, fields["incident_on"], "incident_on") if "incident_on" in fields else None
    told = fields.get("contact_arrangement")
    return Learnt(_arrangement(declared, told) if told is not None else None, on)


def _arrangement(declared: Declared, node: yaml.Node) -> ArrangementOfCase | None:
    """A contact arrangement with somebody; of what the file leaves out, nobody asked."""
    fields = declared.reader.fields(node, "contact_arrangement", ARRANGEMENT)
    values = {name: ARRANGEMENT[name](declared, value, name) for name, value in fields.items()}
    if "with" not in fields:
        declared.reader.fault(node, "contact_arrangement has no 'with': say contact with whom.")
        return None
    by_day, by_night = values.get("day") or Contact.NOT_ASKED, values.get("overnight", (Contact.NOT_ASKED, ""))
    if by_day is Contact.CONDITIONAL and not values.get("condition"):
        declared.reader.fault(node, "contact_arrangement is conditional by day and has no 'condition': add it.")
    return ArrangementOfCase(
        with_person=values["with"] or "",
        day=by_day,
        day_words=values.get("condition") or "",
        overnight=by_night[0],
        overnight_words=by_night[1],
        supported_by=values.get("supported_by") or "",
    )


ARRANGEMENT: dict[str, Read] = {
    "with": person,
    "day": one_of(words.ARRANGED),
    "condition": text,
    "supported_by": person,
    "overnight": overnight,
}
COMMON: dict[str, Read] = {
    "at": instant,
    "by": agency,
    "kind": text,
    "para": text,
    "summary": text,
    "as_happened": text,
    "inferred": texts,
    "known_then": known_then,
}
NEEDED = ("at", "by", "kind")
REPLY = Shape({"notice_about": text, "about": people, "reason": text}, ("notice_about",))
ACT_OF_A_LATER_ISSUE = Shape(
    {"notice_about": text, "about": people, "child": person, "with": people, "plan": text, "reason": text}
)
# What a case file need not say of an act, and the platform asks for: see governing.py for what is put in its place.
SUSPENSION = Shape({"from": day, "to": day, "signed_by": agencies, "reason": text, "mitigation": text, "review": day})
CONTRIBUTION = Shape(
    {
        "child": person,
        "notice_about": text,
        "about": people,
        "reason": text,
        "nothing_known": one_of(words.TRUTH),
        "childs_day": text,
        "worries": text,
        "what_works": text,
        "proposal": text,
    }
)

SHAPES: dict[EventKind, Shape] = {
    EventKind.INCIDENT: Shape(
        {
            "ref": text,
            "category": one_of(words.CATEGORIES),
            "reporter": one_of(words.REPORTERS),
            "people": roles,
            "children": presences,
            "dash": one_of(words.DASHES),
            "dash_perceived": one_of(words.DASHES),
            "brag": one_of(words.BRAGS),
            "features": features,
            "place": text,
        },
        ("people",),
    ),
    EventKind.CONCERN: Shape({"ref": text, "about": people, "child": person}),
    EventKind.CONTACT: Shape({"mode": one_of(words.MODES), "with": people, "child": person, "learnt": learnt}),
    EventKind.DECIDE: Shape(
        {
            "ref": text,
            "child": person,
            "outcome": text,
            "recipients": texts,
            "level": level,
            "reason": text,
            "reasons": text,
        },
        ("child",),
    ),
    EventKind.ALLOCATE: Shape({"child": person, "to": team, "reason": text}, ("child",)),
    EventKind.REQUEST_CLOSURE: Shape(
        {
            "child": person,
            "requested_by": worker,
            "authorised_by": worker,
            "spoken_to": people,
            "plan": text,
            "reason": text,
        },
        ("child",),
    ),
    EventKind.SUSPEND_TRIAGE: SUSPENSION,
    EventKind.LEAVE_TRIAGE: SUSPENSION,
    EventKind.ACKNOWLEDGE: REPLY,
    EventKind.RELEASE: REPLY,
    EventKind.WITHHOLD: REPLY,
    EventKind.ANSWER: ACT_OF_A_LATER_ISSUE,
    EventKind.CONTRIBUTE: CONTRIBUTION,
    EventKind.AGREE_PLAN: ACT_OF_A_LATER_ISSUE,
    EventKind.ACCEPT_STEP_DOWN: ACT_OF_A_LATER_ISSUE,
    EventKind.REVIEW: ACT_OF_A_LATER_ISSUE,
    EventKind.DEATH: Shape({"child": person}, ("child",)),
    EventKind.LEARNT_AFTER: Shape({"child": person, "learnt": learnt}),
}

"""Read the events of a case file: each kind with its own fields, in order of time, about what was declared before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import yaml

from wholepicture.interfaces.replay import shapes
from wholepicture.interfaces.replay.case import (
    ContactEvent,
    ContributeEvent,
    DecideEvent,
    EventKind,
    EventOfCase,
    GovernEvent,
    IncidentEvent,
    Learnt,
    ReplyEvent,
)
from wholepicture.interfaces.replay.reading import line_of
from wholepicture.interfaces.replay.shapes import COMMON, NEEDED, SHAPES, Declared
from wholepicture.pathway.families.terms import Mode
from wholepicture.pathway.incidents.terms import Presence
from wholepicture.registers.people.terms import Role

KINDS = {kind.value: kind for kind in EventKind}
Values = Mapping[str, Any]


def read(declared: Declared, nodes: Iterable[yaml.Node], *, until: datetime | None) -> tuple[EventOfCase, ...]:
    """Return the events; a date out of order and a reference to nothing before it are faults."""
    found: list[EventOfCase] = []
    refs: set[str] = set()
    latest: datetime | None = None
    for node in nodes:
        kind, fields = _kind_and_fields(declared, node)
        if kind is None:
            continue
        values = {name: _reader(kind, name)(declared, value, name) for name, value in fields.items()}
        _check_reference(declared, fields, values, refs)
        at = values.get("at")
        if at is None or not values.get("by"):
            continue
        _check_order(declared, fields["at"], at, latest, until)
        latest = max(at, latest) if latest else at
        found.append(_event(declared, node, kind, values))
    return tuple(found)


def _kind_and_fields(declared: Declared, node: yaml.Node) -> tuple[EventKind | None, dict[str, yaml.Node]]:
    """Look at the kind first: it says which other fields may stand there."""
    pairs = {name: value for name, _, value in declared.reader.mapping(node, "an event")}
    if "kind" not in pairs:
        if isinstance(node, yaml.MappingNode):
            declared.reader.fault(node, "an event has no 'kind': add it.")
        return None, {}
    kind = declared.reader.word(pairs["kind"], "the kind of an event", KINDS)
    if kind is None:
        return None, {}
    shape = SHAPES[kind]
    return kind, declared.reader.fields(
        node, f"an event of kind {kind.value}", [*COMMON, *shape.fields], [*NEEDED, *shape.required]
    )


def _reader(kind: EventKind, name: str) -> shapes.Read:
    return SHAPES[kind].fields.get(name) or COMMON[name]


def _check_reference(declared: Declared, fields: Mapping[str, yaml.Node], values: Values, refs: set[str]) -> None:
    if ref := values.get("ref"):
        if ref in refs:
            declared.reader.fault(fields["ref"], f"the ref {ref!r} was given to an event before: choose another.")
        refs.add(ref)
    if "notice_about" in fields:
        declared.reader.declared(fields["notice_about"], "notice_about: the ref of an event before this one", refs)


def _check_order(
    declared: Declared, node: yaml.Node, at: datetime, latest: datetime | None, until: datetime | None
) -> None:
    if latest and at < latest:
        declared.reader.fault(
            node, f"this comes before the event above it ({latest:%Y-%m-%dT%H:%M}): put the events in order of time."
        )
    elif until and at > until:
        declared.reader.fault(node, f"this comes after 'until' ({until:%Y-%m-%dT%H:%M}): let 'until' be later.")


def _event(declared: Declared, node: yaml.Node, kind: EventKind, values: Values) -> EventOfCase:
    common = {
        "kind": kind,
        "at": values["at"],
        "by": values["by"],
        "line": line_of(node),
        **{
            name: values[name]
            for name in ("ref", "summary", "para", "as_happened", "inferred", "known_then")
            if name in values
        },
    }
    if kind is EventKind.INCIDENT:
        return _incident(declared, node, common, values)
    if kind is EventKind.CONCERN:
        return _concern(declared, node, common, values)
    if kind in (EventKind.ACKNOWLEDGE, EventKind.RELEASE, EventKind.WITHHOLD):
        return ReplyEvent(
            **common,
            notice_about=values.get("notice_about") or "",
            about=values.get("about", ()),
            reason=values.get("reason", ""),
        )
    if kind in (EventKind.CONTACT, EventKind.LEARNT_AFTER):
        return _contact(declared, node, common, values)
    if kind is EventKind.DECIDE:
        return _decide(declared, node, common, values)
    if kind is EventKind.CONTRIBUTE:
        return _contribute(declared, node, common, values)
    if kind in (EventKind.SUSPEND_TRIAGE, EventKind.LEAVE_TRIAGE):
        return _govern(declared, node, common, values)
    return EventOfCase(**common)


def _decide(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> DecideEvent:
    """A decision has its reasons once, under either of their names."""
    if values.get("reason") and values.get("reasons"):
        declared.reader.fault(node, "a decision has 'reason' and 'reasons': keep one of them.")
    return DecideEvent(
        **common,
        child=values.get("child") or "",
        outcome=values.get("outcome") or "",
        recipients=tuple(values.get("recipients", ())),
        level=values.get("level"),
        reason=values.get("reasons") or values.get("reason") or "",
    )


def _contribute(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> ContributeEvent:
    """A contribution is about a family: that of a child, or of what was reported before; and it says one thing."""
    if not (values.get("child") or values.get("notice_about") or "child" in values or "notice_about" in values):
        declared.reader.fault(node, "a contribution is about nobody: add 'child', or 'notice_about'.")
    if values.get("nothing_known") and common.get("summary"):
        declared.reader.fault(node, "a contribution says something ('summary') and nothing_known: keep one of them.")
    words = ("reason", "childs_day", "worries", "what_works", "proposal")
    return ContributeEvent(
        **common,
        child=values.get("child") or "",
        notice_about=values.get("notice_about") or "",
        about=values.get("about", ()),
        nothing_known=bool(values.get("nothing_known")),
        **{name: values[name] for name in words if values.get(name)},
    )


def _govern(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> GovernEvent:
    """A suspension or withdrawal ends no sooner than it begins."""
    first, last = values.get("from"), values.get("to")
    if first and last and last < first:
        declared.reader.fault(
            node, f"this ends ('to', {last}) before it begins ('from', {first}): correct one of them."
        )
    return GovernEvent(
        **common,
        from_date=first,
        to_date=last,
        signed_by=tuple(dict.fromkeys(values.get("signed_by", ()))),
        reason=values.get("reason") or "",
        mitigation=values.get("mitigation") or "",
        review_date=values.get("review"),
    )


def _contact(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> ContactEvent:
    """A contact is with somebody or about a child; an arrangement needs the child that it is about."""
    child, learnt = values.get("child") or "", values.get("learnt") or Learnt()
    if learnt.arrangement and not child:
        declared.reader.fault(node, "a contact arrangement is about a child: add 'child'.")
    return ContactEvent(
        **common,
        mode=values.get("mode") or Mode.NOT_KNOWN,
        people=tuple(person for person in values.get("with", ()) if person != child),
        child=child,
        learnt=learnt,
    )


def _incident(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> IncidentEvent:
    people = dict(values.get("people", ()))
    children = dict(values.get("children", {}))
    for child in children:
        if people.setdefault(child, Role.CHILD) is not Role.CHILD:
            declared.reader.fault(node, f"{child} is among the children and has another role: keep one of them.")
    if not people:
        declared.reader.fault(node, "an incident names nobody: add who was involved to 'people'.")
    told = ("category", "reporter", "dash", "dash_perceived", "brag", "features", "place")
    return IncidentEvent(
        **common,
        people=tuple(people.items()),
        children=_present(people, children),
        **{name: values[name] for name in told if values.get(name)},
    )


def _concern(declared: Declared, node: yaml.Node, common: dict[str, Any], values: Values) -> IncidentEvent:
    """A concern is about a carer, or about the child where no carer is named."""
    child = values.get("child")
    people = {person: Role.OF_CONCERN for person in values.get("about", ()) if person != child}
    if child:
        people[child] = Role.CHILD
    if not people:
        declared.reader.fault(node, "a concern is about nobody: add 'about' or 'child'.")
    return IncidentEvent(**common, people=tuple(people.items()), children=_present(people, {}))


def _present(people: Mapping[str, Role], children: Mapping[str, Presence]) -> dict[str, Presence]:
    return {person: children.get(person, Presence.NOT_KNOWN) for person, role in people.items() if role is Role.CHILD}

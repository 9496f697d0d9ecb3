"""Put the families into the directories and play what was reported, through the platform's own actions and clock."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from uuid import uuid4

from demo.directory import Directory
from wholepicture.lib.dates import london_day
from wholepicture.pathway import stages
from wholepicture.pathway.incidents import actions as incidents
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, RelationTold, Told
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Door, Feature, Kind, Presence, ReporterKind
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Role, Sex, YesNo

OFFICER = "demonstration"
# The directories knew their people before anything was reported of them.
KNOWN_BEFORE = timedelta(days=30)
SHORTEST_WAIT = timedelta(minutes=1)
# A worker looks at once; here it looks as often, or loading would take as long as the demonstration lets pass.
BETWEEN_LOOKS = timedelta(hours=8)


def put_into_directories(family: dict[str, Any], directory: Directory, now: datetime) -> list[Record]:
    """Every agency with which somebody is registered holds its own record of them; parents stand in the children's.

    Returns a record of each child that somebody knows.
    """
    records: dict[tuple[str, str], Record] = {}
    known_at = now - KNOWN_BEFORE
    for key, told in family["people"].items():
        for function, slug in told.get("registered", {}).items():
            record = records.get((slug, key)) or _record(told, directory.agencies[slug], now)
            records[slug, key] = record
            team = directory.teams[slug, function]
            people.register(
                record=record, function=Function(function), team=team, told_by=team.agency, by=MACHINE, now=known_at
            )
    for child, parents in family["parents"].items():
        for (slug, key), record in list(records.items()):
            if key in parents and (slug, child) in records:
                people.relate(
                    from_record=record, to_record=records[slug, child], kind=RelationshipKind.PARENT_OF,
                    told_by=directory.agencies[slug], by=MACHINE, now=known_at,
                )  # fmt: skip
    _declare_conflicts(records, directory, now)
    of = {key: record for (_, key), record in records.items()}
    return [of[child] for child in family["parents"] if child in of]


def _record(told: dict[str, Any], agency: Any, now: datetime) -> Record:  # noqa: ANN401  an agency, as the actions take it
    born, expected = _dates(told, now)
    return people.add_record(
        agency=agency, forename=told["forename"], surname=told["surname"], sex=Sex(told.get("sex", "NOT_KNOWN")),
        birth_date=born, expected_date=expected, address=told["at"],
        identifiers={IdentifierKind(kind): number for kind, number in told.get("numbers", {}).items()},
        by=MACHINE, now=now - KNOWN_BEFORE,
    )  # fmt: skip


def _dates(told: dict[str, Any], now: datetime) -> tuple[date | None, date | None]:
    today = london_day(now)
    if "expected_in_days" in told:
        return None, today + timedelta(days=told["expected_in_days"])
    if told.get("born_not_known"):
        return None, None
    return told.get("born") or today - timedelta(days=told["born_days_ago"]), None


def _declare_conflicts(records: dict[tuple[str, str], Record], directory: Directory, now: datetime) -> None:
    for (_, key), record in records.items():
        if key in directory.themselves:
            access.declare_conflict(worker=directory.themselves[key], record=record, by=MACHINE, now=now)


@dataclass(frozen=True)
class Step:
    """What somebody does at a time. `wakes`: the machine works at once; `needs_quiet`: it has done so before this."""

    at: datetime
    do: Callable[[], object]
    wakes: bool = False
    needs_quiet: bool = False


def reports(
    told: list[dict[str, Any]], families: list[dict[str, Any]], directory: Directory, now: datetime, meeting: datetime
) -> list[Step]:
    """What police reported, as steps of `play`."""
    at = [moment(one, now, meeting) for one in told]
    return [
        Step(each, partial(_receive, one, families[one["family"]], directory, each, now), wakes=True)
        for one, each in zip(told, at, strict=True)
    ]


def moment(one: dict[str, Any], now: datetime, meeting: datetime) -> datetime:
    """When a line of the file happens: hours before the demonstration is set up, or from the beginning of the last meeting."""
    if "hours_ago" in one:
        return now - timedelta(hours=one["hours_ago"])
    return meeting + timedelta(hours=one["hours_from_meeting"])


def play(steps: list[Step], now: datetime, tell: Callable[[float], None] = lambda _: None) -> None:
    """Let each step happen at its time; in between the machine looks every few hours, and works and chases.

    `tell` is given the share that is done. Steps of one instant are done before the machine works on all of them.
    """
    reached = began = min((step.at for step in steps), default=now)
    machine = _Machine()
    for at, together in groupby(sorted(steps, key=lambda step: step.at), key=lambda step: step.at):
        machine.let_time_pass(reached, at)
        machine.do(list(together), at)
        reached = at
        tell((reached - began) / max(now - began, SHORTEST_WAIT))
    machine.let_time_pass(reached, now)
    stages.run_until_quiet(now=now)


@dataclass
class _Machine:
    """The worker of a clock that is set: works when it is woken, when it is due, and before somebody needs what it brings."""

    is_quiet: bool = False

    def do(self, together: list[Step], at: datetime) -> None:
        if any(step.needs_quiet for step in together) and not self.is_quiet:
            self.work(at)
        for step in together:
            step.do()
        self.is_quiet = False
        if any(step.wakes for step in together):
            self.work(at)

    def let_time_pass(self, now: datetime, until: datetime) -> None:
        while (due := stages.next_due(now)) is not None and due < until:
            now = max(due, now + BETWEEN_LOOKS)
            if now >= until:
                self.is_quiet = False
                break
            self.work(now)

    def work(self, at: datetime) -> None:
        stages.run_until_quiet(now=at)
        self.is_quiet = True


def _receive(one: dict[str, Any], family: dict[str, Any], directory: Directory, at: datetime, now: datetime) -> None:
    police = directory.agencies["police"]
    officer = Actor(OFFICER, "Demonstration", agency=police.id, permissions=frozenset({"REPORT_INCIDENT"}))
    incidents.receive(
        told=_told(one, family, at, now), agency=police, key=str(uuid4()), digest=rules.digest(json.loads(json.dumps(one))),
        raw=json.dumps(one), door=Door.DEMO, by=officer, now=at,
    )  # fmt: skip


def _told(one: dict[str, Any], family: dict[str, Any], at: datetime, now: datetime) -> Told:
    children = {key: _child(key, family["people"][key], one, now) for key in one["children"]}
    adults = _adults(one, family, at)
    return Told(
        kind=Kind.INCIDENT,
        happened_at=at - timedelta(minutes=50, days=one.get("days_before", 0)),
        people=(*adults, *children.values()),
        reference=f"HP-{at - timedelta(days=one.get('days_before', 0)):%Y%m%d%H%M}",
        category=Category(one.get("category", "DOMESTIC_ABUSE")),
        reporter=ReporterKind(one["reporter"]),
        place=one["place"],
        summary=one["summary"],
        dash=Dash(one["dash"]),
        dash_because="The officer believed that a colleague had done it." if one["dash"] == "BELIEVED_DONE" else "",
        dash_perceived="STANDARD" if one["dash"] == "BELIEVED_DONE" else "",
        brag=Brag(one["brag"]),
        brag_because="Not completed at the scene." if one["brag"] == "NOT_DONE" else "",
        features=frozenset(Feature(feature) for feature in one["features"]),
        relationships=tuple(
            RelationTold(parent, child, RelationshipKind.PARENT_OF)
            for child in children
            for parent in family["parents"][child]
        ),
    )


def _adults(one: dict[str, Any], family: dict[str, Any], at: datetime) -> list[PersonTold]:
    """Victim and whoever causes harm; where each accuses the other, or police classed it otherwise, they are not told apart."""
    keys = one["victim"], one["causing_harm"]
    if one.get("each_accuses"):
        both = Role.COUNTER_ALLEGATIONS
        return [
            replace(_adult(key, both, family, at), alleged_by=other)
            for key, other in zip(keys, keys[::-1], strict=True)
        ]
    if "category" in one:
        return [_adult(key, Role.NOT_KNOWN, family, at) for key in keys]
    return [_adult(key, role, family, at) for key, role in zip(keys, (Role.VICTIM, Role.CAUSING_HARM), strict=True)]


def _adult(key: str, role: Role, family: dict[str, Any], at: datetime) -> PersonTold:
    told = family["people"][key]
    return PersonTold(
        key=key, role=role, forename=told["forename"], surname=told["surname"], sex=Sex(told["sex"]),
        birth_date=_dates(told, at)[0], address=told["at"],
    )  # fmt: skip


def _child(key: str, told: dict[str, Any], one: dict[str, Any], now: datetime) -> PersonTold:
    born, expected = _dates(told, now)
    detail = ChildDetail(
        presence=Presence(one["children"][key]),
        seen=YesNo.YES if born else YesNo.NOT_KNOWN,
        words=one.get("words", {}).get(key, ""),
        spoken_to=YesNo.YES if key in one.get("words", {}) else YesNo.NO,
        sleeps_asked=YesNo.NOT_ASKED,
    )
    return PersonTold(
        key=key, role=Role.CHILD, forename=told["forename"], surname=told["surname"], sex=Sex(told.get("sex", "NOT_KNOWN")),
        birth_date=born, expected_date=expected, address=told["at"], child=detail,
    )  # fmt: skip

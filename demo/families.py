"""Put the families into the directories and play what was reported, through the platform's own actions and clock."""

import json
from datetime import date, datetime, timedelta
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
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex, YesNo

OFFICER = "demonstration"
# The directories knew their people before anything was reported of them.
KNOWN_BEFORE = timedelta(days=30)


def put_into_directories(family: dict[str, Any], directory: Directory, now: datetime) -> None:
    """Every agency with which somebody is registered holds its own record of them; parents stand in the children's."""
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


def _record(told: dict[str, Any], agency: Any, now: datetime) -> Record:  # noqa: ANN401  an agency, as the actions take it
    born, expected = _dates(told, now)
    return people.add_record(
        agency=agency, forename=told["forename"], surname=told["surname"], sex=Sex(told.get("sex", "NOT_KNOWN")),
        birth_date=born, expected_date=expected, address=told["at"], by=MACHINE, now=now - KNOWN_BEFORE,
    )  # fmt: skip


def _dates(told: dict[str, Any], now: datetime) -> tuple[date | None, date | None]:
    today = london_day(now)
    if "expected_in_days" in told:
        return None, today + timedelta(days=told["expected_in_days"])
    return told.get("born") or today - timedelta(days=told["born_days_ago"]), None


def _declare_conflicts(records: dict[tuple[str, str], Record], directory: Directory, now: datetime) -> None:
    for (_, key), record in records.items():
        if key in directory.themselves:
            access.declare_conflict(worker=directory.themselves[key], record=record, by=MACHINE, now=now)


def play(told: list[dict[str, Any]], families: list[dict[str, Any]], directory: Directory, now: datetime) -> None:
    """Let each report come in at its time; in between the machine works and chases as it would have."""
    for one in sorted(told, key=lambda report: -report["hours_ago"]):
        at = now - timedelta(hours=one["hours_ago"])
        _let_time_pass(at)
        _receive(one, families[one["family"]], directory, at)
        stages.run_until_quiet(now=at)
    _let_time_pass(now)


def _let_time_pass(until: datetime) -> None:
    while (due := stages.next_due(until)) is not None and due < until:
        if not stages.run_until_quiet(now=due):
            break


def _receive(one: dict[str, Any], family: dict[str, Any], directory: Directory, at: datetime) -> None:
    police = directory.agencies["police"]
    officer = Actor(OFFICER, "Demonstration", agency=police.id, permissions=frozenset({"REPORT_INCIDENT"}))
    incidents.receive(
        told=_told(one, family, at), agency=police, key=str(uuid4()), digest=rules.digest(json.loads(json.dumps(one))),
        raw=json.dumps(one), door=Door.DEMO, by=officer, now=at,
    )  # fmt: skip


def _told(one: dict[str, Any], family: dict[str, Any], at: datetime) -> Told:
    children = {key: _child(key, family["people"][key], one, at) for key in one["children"]}
    adults = [
        _adult(one["victim"], Role.VICTIM, family, at),
        _adult(one["causing_harm"], Role.CAUSING_HARM, family, at),
    ]
    return Told(
        kind=Kind.INCIDENT,
        happened_at=at - timedelta(minutes=50),
        people=(*adults, *children.values()),
        reference=f"HP-{at:%Y%m%d%H%M}",
        category=Category.DOMESTIC_ABUSE,
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


def _adult(key: str, role: Role, family: dict[str, Any], at: datetime) -> PersonTold:
    told = family["people"][key]
    return PersonTold(
        key=key, role=role, forename=told["forename"], surname=told["surname"], sex=Sex(told["sex"]),
        birth_date=_dates(told, at)[0], address=told["at"],
    )  # fmt: skip


def _child(key: str, told: dict[str, Any], one: dict[str, Any], at: datetime) -> PersonTold:
    born, expected = _dates(told, at + timedelta(hours=one["hours_ago"]))
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

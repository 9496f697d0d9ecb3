"""The agencies of a case as the directory holds them: teams, posts, who answers, who covers, who is told when nobody does."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wholepicture.interfaces.replay import partners
from wholepicture.interfaces.replay.case import AgencyOfCase, Case, WorkerOfCase
from wholepicture.lib.dates import london_day
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.terms import Function, Position
from wholepicture.registers.audit.terms import MACHINE

PARTNERSHIP = "safeguarding_partnership"
Row = Any  # a register's own row: kept here only to be handed back to its actions


@dataclass
class Directory:
    """What was built: each agency and team by the ids of the file, and back."""

    agencies: dict[str, Row] = field(default_factory=dict)
    teams: dict[tuple[str, Function], Row] = field(default_factory=dict)
    team_ids: dict[UUID, tuple[str, Function]] = field(default_factory=dict)
    agency_ids: dict[UUID, str] = field(default_factory=dict)
    on_duty: dict[tuple[str, str], Row] = field(default_factory=dict)
    leads: dict[str, Row] = field(default_factory=dict)

    def teams_of(self, agency: str) -> list[Function]:
        """The functions of an agency's teams, in the order of the file."""
        return [function for of, function in self.teams if of == agency]


def build(case: Case, *, now: datetime) -> Directory:
    """Enter every agency with a team for each of its functions; above them the partnership, where ladders end.

    Whoever has to sign for triage is there too: of a statutory partner that the file has not, an agency that says so.
    """
    found = Directory()
    for agency in [*case.agencies.values(), *_missing(case)]:
        _add_agency(found, agency, now)
    for worker in case.workers.values():
        _add_worker(found, worker, now)
    for partner in partners.PARTNERS:
        partners.enter(partner, found.agencies.values(), found.leads, now=now)
    return found


def partnership(found: Directory) -> str:
    """The id of the agency that the partnership's lead is of."""
    return next(id_ for id_, row in found.agencies.items() if row.kind == PARTNERSHIP)


def _missing(case: Case) -> list[AgencyOfCase]:
    """The partnership and each kind of statutory partner that the file has not; under ids that no agency of it has."""
    names = {PARTNERSHIP: "Safeguarding partnership"}
    names |= {each.kind: f"{KINDS[each.kind].label} (not in the file)" for each in partners.PARTNERS}
    there = {agency.kind for agency in case.agencies.values()}
    return [
        AgencyOfCase(id=_free_id(kind, case), kind=kind, name=name, teams=(), line=0)
        for kind, name in names.items()
        if kind not in there
    ]


def _free_id(kind: str, case: Case) -> str:
    return next(each for each in (kind + "_" * n for n in range(99)) if each not in case.agencies)


def _add_agency(found: Directory, agency: AgencyOfCase, now: datetime) -> None:
    day = london_day(now)
    row = agencies.add_agency(slug=agency.id, kind=agency.kind, name=agency.name, by=MACHINE, now=now)
    found.agencies[agency.id], found.agency_ids[row.id] = row, agency.id
    lead = agencies.add_worker(agency=row, name=f"Lead of {agency.name}", job_title="Agency lead", by=MACHINE, now=now)
    agencies.set_lead(agency=row, worker=lead, by=MACHINE, now=now)
    found.leads[agency.id] = lead
    for function in agency.teams:
        team = agencies.add_team(agency=row, slug=function.value, name=agency.name, by=MACHINE, now=now)
        found.teams[agency.id, function], found.team_ids[team.id] = team, (agency.id, function)
        called = f"{function.label} ({agency.name})"
        found.on_duty[agency.id, function.value] = _staff(row, team, function, called, day, now)


def _staff(agency: Row, team: Row, function: Function, called: str, day: date, now: datetime) -> Row:
    """Give a team its post, a cover, a manager and the person on duty, who is returned."""
    post = agencies.add_post(team=team, function=function, by=MACHINE, now=now)
    people = {}
    for title in ("on duty", "cover", "manager"):
        people[title] = agencies.add_worker(
            agency=agency, name=f"{called}, {title}", job_title=function.label, by=MACHINE, now=now
        )
        agencies.join_team(team=team, worker=people[title], from_date=day, by=MACHINE, now=now)
    for title, position in (("on duty", Position.PRIMARY), ("cover", Position.COVER)):
        agencies.put_on_rota(post=post, worker=people[title], position=position, from_date=day, by=MACHINE, now=now)
    agencies.set_manager(team=team, worker=people["manager"], by=MACHINE, now=now)
    return people["on duty"]


def _add_worker(found: Directory, worker: WorkerOfCase, now: datetime) -> None:
    row = agencies.add_worker(
        agency=found.agencies[worker.agency],
        name=worker.id.replace("_", " "),
        out_of_hours=worker.out_of_hours,
        by=MACHINE,
        now=now,
    )
    if worker.team:
        team = found.teams[worker.agency, worker.team]
        agencies.join_team(team=team, worker=row, from_date=london_day(now), by=MACHINE, now=now)

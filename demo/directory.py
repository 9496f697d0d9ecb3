"""Set up the agencies, teams, posts and people who sign in, through the registers' own actions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.agencies import actions
from wholepicture.registers.agencies.models import Agency, Team, Worker
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.audit.terms import MACHINE

SINCE = date(2020, 1, 1)
ALWAYS = {str(day): ["00:00", "24:00"] for day in range(7)}


@dataclass
class Directory:
    """What was set up: agencies by slug, the team that holds each function of each agency, workers by their key."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[tuple[str, str], Team] = field(default_factory=dict)
    themselves: dict[str, Worker] = field(default_factory=dict)
    sign_ins: list[tuple[str, str]] = field(default_factory=list)


class Builder:
    """Builds the directory from the file; one person named twice is one worker."""

    def __init__(self, password: str, now: datetime) -> None:
        """`password` is everybody's, of this demonstration only."""
        self.password, self.now, self.made = password, now, Directory()
        self.workers: dict[tuple[str, str], Worker] = {}

    def build(self, agencies: list[dict[str, Any]]) -> Directory:
        """Set up every agency of the file."""
        for told in agencies:
            agency = actions.add_agency(
                slug=told["slug"], kind=told["kind"], name=told["name"], by=MACHINE, now=self.now
            )
            self.made.agencies[told["slug"]] = agency
            lead = self._worker(agency, told["lead"])
            actions.set_lead(agency=agency, worker=lead, by=MACHINE, now=self.now)
            for team in told["teams"]:
                self._team(agency, team, lead)
        return self.made

    def _team(self, agency: Agency, told: dict[str, Any], lead: Worker) -> None:
        hours = ALWAYS if told.get("hours") == "always" else None
        team = actions.add_team(
            agency=agency, slug=told["slug"], name=told["name"], hours=hours, by=MACHINE, now=self.now
        )
        manager = self._worker(agency, told["manager"])
        actions.set_manager(team=team, worker=manager, by=MACHINE, now=self.now)
        self._join(team, manager)
        if lead != manager:
            self._join(team, lead)
        for person in told.get("members", []):
            self._join(team, self._worker(agency, person))
        for post in told.get("posts", []):
            self._post(agency, team, post)

    def _post(self, agency: Agency, team: Team, told: dict[str, Any]) -> None:
        function = Function(told["function"])
        inbox = f"{team.slug}@{agency.slug}.example"
        post = actions.add_post(
            team=team, function=function, inbox=inbox, route=Route(told.get("route", "INBOX")), by=MACHINE, now=self.now
        )
        self.made.teams[agency.slug, function.value] = team
        for position in (Position.PRIMARY, Position.COVER):
            worker = self._worker(agency, told[position.value.lower()])
            self._join(team, worker)
            actions.put_on_rota(post=post, worker=worker, position=position, from_date=SINCE, by=MACHINE, now=self.now)

    def _worker(self, agency: Agency, told: dict[str, Any]) -> Worker:
        known = self.workers.get((agency.slug, told["name"]))
        if known:
            return known
        email = email_of(told["name"], agency.slug)
        worker = actions.add_worker(
            agency=agency, name=told["name"], email=email, job_title=told.get("title", ""),
            out_of_hours=told.get("out_of_hours", False), started_date=SINCE, by=MACHINE, now=self.now,
        )  # fmt: skip
        self.workers[agency.slug, told["name"]] = worker
        if "is" in told:
            self.made.themselves[told["is"]] = worker
        if "role" in told:
            accounts.create_user(
                worker=worker, email=email, password=self.password, roles=[told["role"]], by=MACHINE, now=self.now
            )
        if "kind_of_user" in told:
            self.made.sign_ins.append((told["kind_of_user"], email))
        return worker

    def _join(self, team: Team, worker: Worker) -> None:
        if not team.members.filter(worker=worker).exists():
            actions.join_team(team=team, worker=worker, from_date=SINCE, by=MACHINE, now=self.now)


def email_of(name: str, agency: str) -> str:
    """The made-up work address of somebody of an agency."""
    return f"{name.lower().removeprefix('dr ').replace(' ', '.')}@{agency}.example"

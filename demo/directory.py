"""Set up the agencies, teams, posts and people who sign in, through the registers' own actions."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from demo import hashing
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.agencies import actions
from wholepicture.registers.agencies.models import Agency, Team, Worker
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.audit.terms import MACHINE

SINCE = date(2020, 1, 1)
# They had their roles before anything of the demonstration was reported.
IN_POST_BEFORE = timedelta(days=30)
ALWAYS = {str(day): ["00:00", "24:00"] for day in range(7)}


@dataclass(frozen=True)
class Holder:
    """A team that holds a function, with its named person; `stage` is the kind of school it belongs to."""

    function: Function
    stage: str
    team: Team
    named: Worker


@dataclass
class Directory:
    """What was set up: agencies by slug, the first team of each function of each agency, every post, workers by key and name."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[tuple[str, str], Team] = field(default_factory=dict)
    posts: list[Holder] = field(default_factory=list)
    themselves: dict[str, Worker] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    sign_ins: list[tuple[str, str]] = field(default_factory=list)


class Builder:
    """Builds the directory from the file; one person named twice is one worker."""

    def __init__(self, password: str, now: datetime) -> None:
        """`password` is everybody's, of this demonstration only."""
        self.password, self.now, self.made, self.stage = password, now, Directory(), ""
        self.workers: dict[tuple[str, str], Worker] = {}

    def build(self, agencies: list[dict[str, Any]]) -> Directory:
        """Set up every agency of the file."""
        for told in agencies:
            agency = actions.add_agency(
                slug=told["slug"], kind=told["kind"], name=told["name"], by=MACHINE, now=self.now
            )
            self.made.agencies[told["slug"]], self.stage = agency, told.get("stage", "")
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
        self.made.teams.setdefault((agency.slug, function.value), team)
        named = self._worker(agency, told["primary"])
        self.made.posts.append(Holder(function, self.stage, team, named))
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
        self.workers[agency.slug, told["name"]] = self.made.workers[told["name"]] = worker
        if "is" in told:
            self.made.themselves[told["is"]] = worker
        if "role" in told:
            self._sign_in(worker, email, told["role"])
        if "kind_of_user" in told:
            self.made.sign_ins.append((told["kind_of_user"], email))
        return worker

    def _sign_in(self, worker: Worker, email: str, role: str) -> None:
        with hashing.once():
            accounts.create_user(
                worker=worker, email=email, password=self.password, roles=[role], by=MACHINE,
                now=self.now - IN_POST_BEFORE,
            )  # fmt: skip

    def _join(self, team: Team, worker: Worker) -> None:
        if not team.members.filter(worker=worker).exists():
            actions.join_team(team=team, worker=worker, from_date=SINCE, by=MACHINE, now=self.now)


def found(agencies: list[dict[str, Any]]) -> Directory:
    """What was set up from the file before, found again in the database."""
    made = Directory()
    for told in agencies:
        agency = made.agencies[told["slug"]] = Agency.objects.get(slug=told["slug"])
        for team in told["teams"]:
            row = Team.objects.select_related("agency").get(agency=agency, slug=team["slug"])
            for post in team.get("posts", []):
                function = Function(post["function"])
                named = Worker.objects.get(agency=agency, name=post["primary"]["name"])
                made.teams.setdefault((agency.slug, function.value), row)
                made.posts.append(Holder(function, told.get("stage", ""), row, named))
    return made


def email_of(name: str, agency: str) -> str:
    """The made-up work address of somebody of an agency."""
    return f"{name.lower().removeprefix('dr ').replace(' ', '.')}@{agency}.example"

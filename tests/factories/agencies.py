"""Agencies, teams, posts and workers for tests: made by the real actions, each with a slug of its own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count

from wholepicture.registers.agencies import actions
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Agency, Post, Rota, Team, Worker
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.audit.terms import MACHINE

NOW = datetime(2019, 12, 1, 9, 0, tzinfo=UTC)
LONG_AGO = date(2015, 1, 1)
_numbers = count(1)


def kind_holding(function: str) -> str:
    """The first kind of agency that may hold this function."""
    return next(kind.id for kind in KINDS.values() if Function(function) in kind.functions)


def make_agency(
    *, kind: str = "health_visiting", slug: str = "", name: str = "", joined_date: date | None = None
) -> Agency:
    """An agency of this kind."""
    number = next(_numbers)
    return actions.add_agency(
        slug=slug or f"{kind.replace('_', '-')}-{number}",
        kind=kind,
        name=name or f"{KINDS[kind].label} {number}",
        joined_date=joined_date,
        by=MACHINE,
        now=NOW,
    )


def make_team(
    *,
    agency: Agency | None = None,
    kind: str = "health_visiting",
    slug: str = "",
    hours: Mapping[str, Sequence[str]] | None = None,
) -> Team:
    """A team, of a new agency of this kind unless one is given."""
    number = next(_numbers)
    agency = agency or make_agency(kind=kind)
    return actions.add_team(
        agency=agency, slug=slug or f"team-{number}", name=f"Team {number}", hours=hours, by=MACHINE, now=NOW
    )


def make_post(
    *, function: str = Function.HEALTH_VISITOR, team: Team | None = None, inbox: str = "", route: str = Route.INBOX
) -> Post:
    """A post of this function, in a new team of a fitting agency unless one is given; nobody is on its rota yet."""
    team = team or make_team(kind=kind_holding(function))
    return actions.add_post(team=team, function=function, inbox=inbox, route=route, by=MACHINE, now=NOW)


def make_worker(
    *,
    agency: Agency | None = None,
    team: Team | None = None,
    name: str = "",
    email: str = "",
    out_of_hours: bool = False,
    started_date: date | None = None,
) -> Worker:
    """A worker of this agency, or of this team and its agency."""
    agency = agency or (team.agency if team is not None else make_agency())
    worker = actions.add_worker(
        agency=agency,
        name=name or f"Worker {next(_numbers)}",
        email=email,
        out_of_hours=out_of_hours,
        started_date=started_date,
        by=MACHINE,
        now=NOW,
    )
    if team is not None:
        actions.join_team(team=team, worker=worker, from_date=LONG_AGO, by=MACHINE, now=NOW)
    return worker


def put_on_rota(
    *,
    post: Post,
    worker: Worker | None = None,
    position: str = Position.PRIMARY,
    order: int = 0,
    from_date: date = LONG_AGO,
    until_date: date | None = None,
) -> Rota:
    """A worker (a new one of the post's team unless given) on the rota of a post, for ever unless dated."""
    worker = worker or make_worker(team=post.team)
    return actions.put_on_rota(
        post=post, worker=worker, position=position, order=order, from_date=from_date, until_date=until_date,
        by=MACHINE, now=NOW,
    )  # fmt: skip


def make_staffed_post(*, function: str = Function.HEALTH_VISITOR, team: Team | None = None) -> Post:
    """A post with a named person, a cover, a manager and a lead."""
    post = make_post(function=function, team=team)
    put_on_rota(post=post)
    put_on_rota(post=post, position=Position.COVER)
    actions.set_manager(team=post.team, worker=make_worker(team=post.team), by=MACHINE, now=NOW)
    actions.set_lead(agency=post.team.agency, worker=make_worker(agency=post.team.agency), by=MACHINE, now=NOW)
    return post


def make_partnership() -> Agency:
    """The safeguarding partnership with its lead."""
    agency = make_agency(kind="safeguarding_partnership")
    actions.set_lead(agency=agency, worker=make_worker(agency=agency), by=MACHINE, now=NOW)
    return agency

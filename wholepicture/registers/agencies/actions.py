"""Every change of the directory: set-up by the platform's operator, cover by the agency's own managers (review 2.6, 7.7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wholepicture.lib.dates import opening
from wholepicture.registers.agencies import naming, permissions
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Absence, Agency, Post, Rota, Team, TeamMember, Worker
from wholepicture.registers.agencies.terms import Function, Position, Route
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


class UnknownKind(ValueError):
    """A kind of agency that is not registered."""


class UnknownFunction(ValueError):
    """A function that is not registered, or that this kind of agency does not hold."""


class AnotherAgency(ValueError):
    """A worker of one agency would answer for another."""


class NoName(ValueError):
    """An agency, team or worker without a name: nobody could be named as told."""


class DatesReversed(ValueError):
    """Something would end before it began, or on the same day."""


@transaction.atomic
def add_agency(*, slug: str, kind: str, name: str, joined_date: date | None = None, by: Actor, now: datetime) -> Agency:
    """Add an agency of a registered kind; there is none called "health" (review 2.6).

    Raises naming.CalledHealth, UnknownKind, NoName, permissions.NotYourDirectory.
    """
    permissions.check_can_set_up(by=by)
    naming.check_name(str(kind), what="kind of agency")
    for text in (name, slug):
        naming.check_name(text, what="agency")
    if kind not in KINDS:
        raise UnknownKind(f'Kind of agency: "{kind}" is not registered. Use one of: {", ".join(KINDS)}.')
    agency = Agency.objects.create(slug=slug, kind=kind, name=_named(name, "agency"), joined_date=joined_date)
    _audit(Event.AGENCY_ADDED, by, now, f"agency:{agency.id}")
    return agency


@transaction.atomic
def add_team(
    *,
    agency: Agency,
    slug: str,
    name: str,
    hours: Mapping[str, Sequence[str]] | None = None,
    by: Actor,
    now: datetime,
) -> Team:
    """Add a team; without `hours` of its own (see models.Team) it has those of its agency's kind.

    Raises naming.CalledHealth, NoName, opening.InvalidHours, permissions.NotYourDirectory.
    """
    permissions.check_can_set_up(by=by)
    for text in (name, slug):
        naming.check_name(text, what="team")
    chosen = KINDS[agency.kind].hours if hours is None else hours
    opening.check_hours(chosen)
    spans = {day: list(span) for day, span in chosen.items()}
    team = Team.objects.create(agency=agency, slug=slug, name=_named(name, "team"), hours=spans)
    _audit(Event.AGENCY_ADDED, by, now, f"agency:{agency.id}", f"team:{team.id}")
    return team


@transaction.atomic
def add_post(*, team: Team, function: str, inbox: str = "", route: str = Route.INBOX, by: Actor, now: datetime) -> Post:
    """Let a team hold a function of its agency's kind, with the inbox that its notices go to (design promise 3).

    Raises naming.CalledHealth, UnknownFunction, permissions.NotYourDirectory.
    """
    permissions.check_can_set_up(by=by)
    naming.check_name(str(function), what="function")
    kind = KINDS[team.agency.kind]
    if function not in Function.values():
        raise UnknownFunction(f'Function: "{function}" is not registered. Use one of: {", ".join(Function.values())}.')
    if Function(function) not in kind.functions:
        raise UnknownFunction(
            f"{Function(function).label}: an agency of the kind {kind.label} does not hold this function."
        )
    post = Post.objects.create(team=team, function=Function(function).value, inbox=inbox, route=Route(route).value)
    _audit(Event.AGENCY_ADDED, by, now, f"team:{team.id}", f"post:{post.id}")
    return post


@transaction.atomic
def add_worker(
    *,
    agency: Agency,
    name: str,
    email: str = "",
    job_title: str = "",
    out_of_hours: bool = False,
    started_date: date | None = None,
    by: Actor,
    now: datetime,
) -> Worker:
    """Add a named practitioner. Raises NoName, permissions.NotYourDirectory."""
    permissions.check_can_set_up(by=by)
    worker = Worker.objects.create(
        agency=agency,
        name=_named(name, "worker"),
        email=email,
        job_title=job_title,
        out_of_hours=out_of_hours,
        started_date=started_date,
    )
    _audit(Event.AGENCY_ADDED, by, now, f"agency:{agency.id}", f"worker:{worker.id}")
    return worker


@transaction.atomic
def join_team(*, team: Team, worker: Worker, from_date: date, by: Actor, now: datetime) -> TeamMember:
    """Let a worker belong to a team of their own agency, and so open what the team was granted.

    Joining a team to which they belong already changes nothing. Raises AnotherAgency, permissions.NotYourDirectory.
    """
    permissions.check_can_set_up(by=by)
    _check_same_agency(worker, team.agency_id)
    open_now = TeamMember.objects.filter(team=team, worker=worker, until_date=None).first()
    if open_now is not None:
        return open_now
    member = TeamMember.objects.create(team=team, worker=worker, from_date=from_date)
    _audit(Event.COVER_CHANGED, by, now, f"team:{team.id}", f"worker:{worker.id}")
    return member


@transaction.atomic
def put_on_rota(
    *,
    post: Post,
    worker: Worker,
    position: str,
    order: int = 0,
    from_date: date,
    until_date: date | None = None,
    by: Actor,
    now: datetime,
) -> Rota:
    """Let a worker answer for a post from the first date until (not including) the second, as named person or cover.

    Of two named persons on one day the lower `order` answers, then the later begun. Raises AnotherAgency,
    DatesReversed, permissions.NotYourCover.
    """
    permissions.check_can_manage_cover(by=by, agency=post.team.agency_id)
    _check_same_agency(worker, post.team.agency_id)
    _check_dates(from_date, until_date)
    rota = Rota.objects.create(
        post=post,
        worker=worker,
        position=Position(position).value,
        order=order,
        from_date=from_date,
        until_date=until_date,
    )
    _audit(Event.COVER_CHANGED, by, now, f"post:{post.id}", f"worker:{worker.id}")
    return rota


@transaction.atomic
def set_manager(*, team: Team, worker: Worker, by: Actor, now: datetime) -> None:
    """Name who manages a team: the rung after cover. Raises AnotherAgency, permissions.NotYourDirectory."""
    permissions.check_can_set_up(by=by)
    _check_same_agency(worker, team.agency_id)
    team.manager = worker
    team.save(update_fields=["manager"])
    _audit(Event.COVER_CHANGED, by, now, f"team:{team.id}", f"worker:{worker.id}")


@transaction.atomic
def set_lead(*, agency: Agency, worker: Worker, by: Actor, now: datetime) -> None:
    """Name who leads an agency: the rung after the manager; the partnership's lead is everybody's last.

    Raises AnotherAgency, permissions.NotYourDirectory.
    """
    permissions.check_can_set_up(by=by)
    _check_same_agency(worker, agency.id)
    agency.lead = worker
    agency.save(update_fields=["lead"])
    _audit(Event.COVER_CHANGED, by, now, f"agency:{agency.id}", f"worker:{worker.id}")


@transaction.atomic
def record_absence(
    *, worker: Worker, from_date: date, until_date: date, reason: str, by: Actor, now: datetime
) -> Absence:
    """Say that a worker is away from the first date until (not including) the second, so that cover is told instead.

    Raises DatesReversed, permissions.NotYourCover.
    """
    permissions.check_can_manage_cover(by=by, agency=worker.agency_id)
    _check_dates(from_date, until_date)
    absence = Absence.objects.create(
        worker=worker, from_date=from_date, until_date=until_date, reason=reason, by=by.id, at=now
    )
    _audit(Event.COVER_CHANGED, by, now, f"worker:{worker.id}")
    return absence


@transaction.atomic
def worker_leaves(*, worker: Worker, left_date: date, by: Actor, now: datetime) -> None:
    """Say that a worker is gone from this date on: nobody tells them any more, and they open nothing.

    Their rota stands as it was, for the history; every read passes over who has left. Their sign-in ends with
    accounts.actions.deactivate. Raises DatesReversed, permissions.NotYourCover.
    """
    permissions.check_can_manage_cover(by=by, agency=worker.agency_id)
    if worker.started_date is not None and left_date < worker.started_date:
        raise DatesReversed(f"Last day: {worker.name} started on {worker.started_date:%-d %B %Y}. Give a later date.")
    worker.left_date = left_date
    worker.save(update_fields=["left_date"])
    _audit(Event.COVER_CHANGED, by, now, f"worker:{worker.id}")


def _audit(event: Event, by: Actor, now: datetime, *about: str) -> None:
    audit.record(event=event, by=by, now=now, about=about)


def _named(name: str, what: str) -> str:
    if not name.strip():
        raise NoName(f"Name of the {what}: write one, so that it can be said who was told.")
    return name.strip()


def _check_same_agency(worker: Worker, agency: UUID) -> None:
    if worker.agency_id != agency:
        raise AnotherAgency(f"{worker.name} works for another agency: choose somebody of this one.")


def _check_dates(from_date: date, until_date: date | None) -> None:
    if until_date is not None and until_date <= from_date:
        raise DatesReversed(
            f"Until: give a day after {from_date:%-d %B %Y}, the first day back or the first without them."
        )

"""Every read of the directory. On a day: from-dates count, until- and left-dates are the first day without.

A worker who has left is in no answer; one who is away is, and is marked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wholepicture.lib.once import once
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Absence, Agency, Post, Rota, Team, TeamMember, Worker
from wholepicture.registers.agencies.pictures import (
    AgencyPicture,
    Directory,
    PostPicture,
    Roster,
    TeamPicture,
    WorkerPicture,
)
from wholepicture.registers.agencies.terms import Function, Position

PARTNERSHIP = "safeguarding_partnership"


def get_agency(slug: str) -> Agency:
    """The agency of this slug. Raises Agency.DoesNotExist."""
    return Agency.objects.get(slug=slug)


def agency(agency_id: UUID) -> Agency:
    """The agency with this id. Raises Agency.DoesNotExist."""
    return Agency.objects.get(id=agency_id)


@once
def agencies(on: date | None = None) -> list[Agency]:
    """The agencies of the partnership by slug: those that belong to it on this day, or all that ever did."""
    found = Agency.objects.order_by("slug")
    return list(found if on is None else found.filter(_belongs(on)))


def teams(agency: Agency) -> list[Team]:
    """The agency's teams by slug, closed ones left out."""
    return list(Team.objects.filter(agency=agency, closed_date=None).order_by("slug"))


def posts(function: str, on: date) -> list[Post]:
    """The open posts of a function on this day, by agency and team slug, with team and agency."""
    return list(_open_posts(on).filter(function=str(function)))


def post_of(team_id: UUID, function: str) -> Post | None:
    """The post by which this team holds this function, None when it does not or no longer does."""
    found = Post.objects.filter(team_id=team_id, function=str(function), closed_date=None, team__closed_date=None)
    return found.select_related("team__agency").first()


def area_post(function: str, on: date) -> Post | None:
    """The first open post of a function that serves the whole area; None when no agency holds it on this day."""
    return _open_posts(on).filter(function=str(function)).first()


def roster(post: Post, on: date) -> Roster:
    """Who answers for this post on this day, rung by rung (design promise 4)."""
    return rosters([post], on)[post.id]


def rosters(posts: Iterable[Post], on: date) -> dict[UUID, Roster]:
    """Who answers for each of these posts on this day; as many statements for many posts as for one."""
    wanted = {post.id: post for post in posts}
    named, managers, leads = _named(wanted, on), _managers(wanted.values()), _leads(wanted.values())
    partnership = _partnership_lead(on)
    on_rota = (worker for rows in named.values() for _, worker in rows)
    everybody = {w.id for w in (*on_rota, *managers.values(), *leads.values(), partnership) if w is not None}
    away = frozenset(absences(everybody, on))
    return {
        post.id: _roster(
            named[post.id],
            manager=_employed(managers.get(post.team_id), on),
            lead=_employed(leads.get(post.team_id), on),
            partnership=partnership,
            away=away,
        )
        for post in wanted.values()
    }


def absences(worker_ids: Iterable[UUID], on: date) -> dict[UUID, date]:
    """Who of these workers is away on this day, with the first day back."""
    found = Absence.objects.filter(worker_id__in=set(worker_ids), from_date__lte=on, until_date__gt=on)
    return dict(found.order_by("until_date").values_list("worker_id", "until_date"))


def worker_teams(worker_id: UUID, on: date) -> frozenset[UUID]:
    """The teams whose grants open to this worker on this day: those they belong to, and those they manage.

    None for a worker who has left or not yet begun.
    """
    working = Worker.objects.filter(_employed_on(on), id=worker_id)
    belongs = TeamMember.objects.filter(_current(on), worker__in=working, team__closed_date=None)
    manages = Team.objects.filter(manager__in=working, closed_date=None)
    return frozenset(belongs.values_list("team_id", flat=True)) | frozenset(manages.values_list("id", flat=True))


def worker_of_agency(worker_id: UUID, agency_id: UUID | None) -> Worker | None:
    """Return this worker of this agency; None for anybody of another one."""
    if agency_id is None:
        return None
    return Worker.objects.filter(id=worker_id, agency_id=agency_id).first()


def is_employed(worker_id: UUID, on: date) -> bool:
    """Whether this worker works for an agency of the partnership on this day."""
    return Worker.objects.filter(_employed_on(on), id=worker_id).exists()


def directory(on: date) -> Directory:
    """The page agencies and cover: every agency, team and post, with a warning where nobody answers today."""
    found = agencies(on)
    everybody = list(Worker.objects.filter(_employed_on(on), agency__in=found).order_by("name", "id"))
    away = absences([worker.id for worker in everybody], on)
    shown = {w.id: WorkerPicture(w.id, w.name, w.job_title, away.get(w.id)) for w in everybody}
    open_posts = list(_open_posts(on))
    answers = rosters(open_posts, on)
    held: dict[UUID, list[PostPicture]] = defaultdict(list)
    for post in open_posts:
        held[post.team_id].append(_post_picture(post, answers[post.id], shown))
    grouped: dict[UUID, list[TeamPicture]] = defaultdict(list)
    for team in Team.objects.filter(agency__in=found, closed_date=None).order_by("slug"):
        grouped[team.agency_id].append(_team_picture(team, held[team.id], shown))
    employed: dict[UUID, list[WorkerPicture]] = defaultdict(list)
    for worker in everybody:
        employed[worker.agency_id].append(shown[worker.id])
    return Directory(on=on, agencies=tuple(_agency_picture(a, grouped[a.id], employed[a.id], shown) for a in found))


def teams_with_functions(on: date) -> list[tuple[Agency, Team, list[Function]]]:
    """Every open team of the partnership on this day, by agency and slug, with the functions of its open posts."""
    held: dict[UUID, list[Function]] = defaultdict(list)
    for post in _open_posts(on):
        held[post.team_id].append(Function(post.function))
    rows = Team.objects.filter(_belongs(on, "agency__"), closed_date=None).select_related("agency")
    return [(team.agency, team, held[team.id]) for team in rows.order_by("agency__slug", "slug")]


def _open_posts(on: date) -> QuerySet[Post]:
    not_closed = (Q(closed_date=None) | Q(closed_date__gt=on)) & (
        Q(team__closed_date=None) | Q(team__closed_date__gt=on)
    )
    return (
        Post.objects.filter(not_closed, _belongs(on, "team__agency__"))
        .select_related("team__agency")
        .order_by("team__agency__slug", "team__slug", "function")
    )


def _belongs(on: date, prefix: str = "") -> Q:
    """The agency belongs to the partnership on this day."""
    joined = Q(**{f"{prefix}joined_date": None}) | Q(**{f"{prefix}joined_date__lte": on})
    return joined & (Q(**{f"{prefix}left_date": None}) | Q(**{f"{prefix}left_date__gt": on}))


def _employed_on(on: date, prefix: str = "") -> Q:
    started = Q(**{f"{prefix}started_date": None}) | Q(**{f"{prefix}started_date__lte": on})
    return started & (Q(**{f"{prefix}left_date": None}) | Q(**{f"{prefix}left_date__gt": on}))


def _current(on: date) -> Q:
    return Q(from_date__lte=on) & (Q(until_date=None) | Q(until_date__gt=on))


def _employed(worker: Worker | None, on: date) -> Worker | None:
    if worker is None or (worker.started_date or on) > on or (worker.left_date is not None and worker.left_date <= on):
        return None
    return worker


def _named(post_ids: Collection[UUID], on: date) -> dict[UUID, list[tuple[str, Worker]]]:
    rows = Rota.objects.filter(_current(on), _employed_on(on, "worker__"), post_id__in=set(post_ids))
    found: dict[UUID, list[tuple[str, Worker]]] = defaultdict(list)
    for row in rows.select_related("worker").order_by("order", F("from_date").desc(), "id"):
        found[row.post_id].append((row.position, row.worker))
    return found


def _managers(posts: Iterable[Post]) -> dict[UUID, Worker]:
    found = Team.objects.filter(id__in={post.team_id for post in posts}, manager__isnull=False)
    return {team.id: team.manager for team in found.select_related("manager") if team.manager is not None}


def _leads(posts: Iterable[Post]) -> dict[UUID, Worker]:
    found = Team.objects.filter(id__in={post.team_id for post in posts}, agency__lead__isnull=False)
    return {t.id: t.agency.lead for t in found.select_related("agency__lead") if t.agency.lead is not None}


def _partnership_lead(on: date) -> Worker | None:
    found = Agency.objects.filter(_belongs(on), _employed_on(on, "lead__"), kind=PARTNERSHIP, lead__isnull=False)
    first = found.select_related("lead").order_by("slug").first()
    return first.lead if first is not None else None


def _roster(
    named: list[tuple[str, Worker]],
    *,
    manager: Worker | None,
    lead: Worker | None,
    partnership: Worker | None,
    away: frozenset[UUID],
) -> Roster:
    primary = next((worker for position, worker in named if position == Position.PRIMARY), None)
    # A worker who covers in two rows, or is the named person too, is asked once.
    covers = {
        w.id: w for position, w in named if position == Position.COVER and (primary is None or w.id != primary.id)
    }
    rungs = [worker for worker in (primary, *covers.values(), manager, lead, partnership) if worker is not None]
    return Roster(
        primary=primary,
        covers=tuple(covers.values()),
        manager=manager,
        lead=lead,
        partnership=partnership,
        absent=away & {worker.id for worker in rungs},
    )


def _post_picture(post: Post, answers: Roster, shown: dict[UUID, WorkerPicture]) -> PostPicture:
    return PostPicture(
        id=post.id,
        function=Function(post.function),
        inbox=post.inbox,
        primary=shown[answers.primary.id] if answers.primary is not None else None,
        covers=tuple(shown[worker.id] for worker in answers.covers),
        warning=_warning(Function(post.function), answers),
    )


def _warning(function: Function, answers: Roster) -> str:
    if answers.present():
        return ""
    if answers.primary is None and not answers.covers:
        return f"nobody answers for {function.label}: put a named person and cover on the rota."
    return f"everybody who answers for {function.label} is away: put somebody on the rota."


def _team_picture(team: Team, posts: list[PostPicture], shown: dict[UUID, WorkerPicture]) -> TeamPicture:
    manager = shown.get(team.manager_id) if team.manager_id is not None else None
    return TeamPicture(id=team.id, name=team.name, hours=team.hours, manager=manager, posts=tuple(posts))


def _agency_picture(
    agency: Agency, teams: list[TeamPicture], workers: list[WorkerPicture], shown: dict[UUID, WorkerPicture]
) -> AgencyPicture:
    return AgencyPicture(
        id=agency.id,
        slug=agency.slug,
        name=agency.name,
        kind=agency.kind,
        kind_label=KINDS[agency.kind].label,
        lead=shown.get(agency.lead_id) if agency.lead_id is not None else None,
        teams=tuple(teams),
        workers=tuple(workers),
    )

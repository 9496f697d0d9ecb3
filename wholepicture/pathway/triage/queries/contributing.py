"""What a team is asked about a family and has brought, and what everybody brought as one reader may read it (promise 10).

A family that became another keeps its asks and contributions: they are read with those of the family it goes on as.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, QuerySet

from wholepicture.pathway.notifications.models import Step
from wholepicture.pathway.notifications.queries import looks
from wholepicture.pathway.notifications.terms import StepKind
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.models import Ask, Contribution, Listing, Unsealing
from wholepicture.pathway.triage.queries.asking import lineages
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor, Seen

FORM = "contribution"
_FORMS = UUID("b0a3c6f4-64b5-4f0e-9f57-3b0f0d6c1e52")


class NotOpened(PermissionError):
    """The proof of a look does not open this; its text is for the user."""


@dataclass(frozen=True)
class Lineage:
    """A family as it goes on today (`now_is`), and every family that has become it, itself included."""

    now_is: UUID
    every: frozenset[UUID]


@dataclass(frozen=True)
class AskedAbout:
    """One person about whom a team was asked: `about` is a record, `waits` until when, None once it is answered.

    `is_minimised`: it went through the hands of a specialist, so nothing but whom it is about is shown with it.
    `is_of_everybody`: a standing member is asked about the whole family, by way of one child.
    """

    about: UUID
    function: Function
    waits: datetime | None
    is_minimised: bool
    is_of_everybody: bool


@dataclass(frozen=True)
class FormPicture:
    """What one team is asked about one family, and what this reader may read of what that team brought, oldest first.

    `is_minimised`: all that the team knows of is asks which say only whom they are about.
    """

    family: UUID
    team_id: UUID
    team: str
    agency: str
    asked: tuple[AskedAbout, ...]
    given: tuple[ContributionPicture, ...]
    is_minimised: bool


def lineage(family: UUID) -> Lineage:
    """Return what a family has become, with all the families that have become the same one."""
    found = lineages([family])
    return Lineage(found.get(family, family), frozenset(found))


def asked_of(of: Lineage, team: UUID) -> list[Ask]:
    """Return the asks that have reached a team about a family, answered ones included, ended ones not, oldest first."""
    rows = _reached(of, [team]).filter(ended_at__isnull=True).order_by("asked_at", "id")
    return list(rows.select_related("notice__item"))


def no_longer_asked(of: Lineage, team: UUID) -> str:
    """Return why a team that was asked about a family no longer is; "" where it never was, or still is."""
    told = Step.objects.filter(notice_id=OuterRef("notice_id"), kind=StepKind.DELIVERED)
    ended = Ask.objects.filter(family_id__in=of.every, team_id=team, ended_at__isnull=False).filter(Exists(told))
    last = ended.order_by("-ended_at").first()
    return last.ended_because if last else ""


def form_id(family: UUID, team: UUID) -> UUID:
    """Return the id by which the form of one team about one family is opened."""
    return uuid5(_FORMS, f"{family}/{team}")


def contribution_form(family: UUID, team: UUID, *, seen: Seen) -> FormPicture:
    """Return what a team is asked, and what it brought; a reader of another team, only what they brought themselves.

    `seen` is that of actions.open_asks. Raises NotOpened for another's.
    """
    if seen.subject != form_id(family, team):
        raise NotOpened("Open this form from your work list: what you opened was something else.")
    of, row = lineage(family), Team.objects.select_related("agency").get(id=team)
    asked = tuple(_asked_about(ask) for ask in asked_of(of, team))
    rows = Contribution.objects.filter(family_id__in=of.every, team_id=team)
    if team not in seen.by.teams:
        rows = rows.filter(by=seen.by.id)
    return FormPicture(
        family=of.now_is,
        team_id=team,
        team=row.name,
        agency=row.agency.name,
        asked=asked,
        given=tuple(_pictures(rows)),
        is_minimised=bool(asked) and all(each.is_minimised for each in asked),
    )


def contributions(family: UUID, *, seen: Seen, now: datetime) -> list[ContributionPicture]:
    """Return what teams brought of a family until now, oldest first; others' conclusions only where the seal is open.

    `seen` is that of access.actions.open_family for this family. Raises NotOpened for another's.
    """
    if seen.subject != family:
        raise NotOpened("Open this family from the list: what you opened was something else.")
    of = lineage(family)
    sealed = is_sealed_to(seen.by, of)
    rows = Contribution.objects.filter(family_id__in=of.every, at__lte=now)
    return [rules.seal(one, own_teams=seen.by.teams, closed=sealed) for one in _pictures(rows)]


def is_sealed_to(by: Actor, of: Lineage) -> bool:
    """Tell whether others' conclusions about a family are closed to this reader: their team is asked, and silent."""
    asked = _open(_reached(of, by.teams)).values_list("asked_at", flat=True)
    unsealed = (
        Unsealing.objects.filter(family_id__in=of.every, worker=by.worker) if by.worker else Unsealing.objects.none()
    )
    return rules.is_sealed(asked, unsealed.values_list("at", flat=True))


def is_decided(of: Lineage) -> bool:
    """Tell whether everything for which a family was listed has been decided about."""
    listed = Listing.objects.filter(family_id__in=of.every)
    undecided = listed.filter(withdrawn_at__isnull=True, decided_at__isnull=True)
    return listed.filter(decided_at__isnull=False).exists() and not undecided.exists()


def _reached(of: Lineage, teams: Collection[UUID]) -> QuerySet[Ask]:
    """The asks that these teams have, or have had, before them; what is held or withheld is as if it were not there."""
    return Ask.objects.filter(family_id__in=of.every, team_id__in=teams, notice__state__in=looks.SHOWN)


def _open(rows: QuerySet[Ask]) -> QuerySet[Ask]:
    return rows.filter(contribution__isnull=True, ended_at__isnull=True)


def _asked_about(ask: Ask) -> AskedAbout:
    return AskedAbout(
        about=ask.about_id,
        function=Function(ask.function),
        waits=ask.notice.reply_by if ask.notice and ask.contribution_id is None else None,
        is_minimised=ask.notice is not None and ask.notice.release_by is not None,
        is_of_everybody=ask.because == rules.ON_EVERY_FAMILY,
    )


def _pictures(rows: QuerySet[Contribution]) -> Iterable[ContributionPicture]:
    found = list(rows.select_related("team__agency").order_by("at", "id"))
    names = dict(Worker.objects.filter(id__in={row.worker for row in found}).values_list("id", "name"))
    return [
        ContributionPicture(
            id=row.id,
            agency=row.team.agency.name,
            team_id=row.team_id,
            team=row.team.name,
            known=Known(row.known),
            what=row.what,
            childs_day=row.childs_day,
            worries=row.worries,
            what_works=row.what_works,
            proposal=row.proposal,
            because=row.because,
            at=row.at,
            by=names.get(row.worker, ""),
            is_sealed=False,
            after_decision=row.after_decision,
        )
        for row in found
    ]

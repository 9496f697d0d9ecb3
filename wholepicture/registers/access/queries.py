"""Every read of grants and of conflicts of interest; worked out anew each time, so that a new link closes at once."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wholepicture.lib.once import once
from wholepicture.registers.access.models import Grant, StaffLink
from wholepicture.registers.people import queries as people


def teams_granted(subject_kind: str, subject: UUID, now: datetime) -> set[UUID]:
    """Return the teams that may open this at this instant."""
    current = Q(from_at__lte=now) & (Q(until_at=None) | Q(until_at__gt=now))
    found = Grant.objects.filter(current, subject_kind=str(subject_kind), subject=subject)
    return set(found.values_list("team_id", flat=True))


def subjects_granted(subject_kind: str, teams: Iterable[UUID], now: datetime) -> set[UUID]:
    """Return what any of these teams may open of this kind at this instant."""
    return set(granted(subject_kind, teams, now))


def granted(subject_kind: str, teams: Iterable[UUID], now: datetime) -> QuerySet[Grant, UUID]:
    """Return what any of these teams may open, for a statement to look in: of the little asked about, not of all there is."""
    current = Q(from_at__lte=now) & (Q(until_at=None) | Q(until_at__gt=now))
    found = Grant.objects.filter(current, subject_kind=str(subject_kind), team_id__in=set(teams))
    return found.values_list("subject", flat=True)


def granted_among(subject_kind: str, subjects: Iterable[UUID], teams: Iterable[UUID], now: datetime) -> set[UUID]:
    """Return which of these any of the teams may open at this instant; one statement, read by the things asked about."""
    current = Q(from_at__lte=now) & (Q(until_at=None) | Q(until_at__gt=now))
    found = Grant.objects.filter(
        current, subject_kind=str(subject_kind), subject__in=set(subjects), team_id__in=set(teams)
    )
    return set(found.values_list("subject", flat=True))


def conflicted_workers(person_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Return the workers to whom a matter of these parties is closed on this day, whatever post they hold.

    They are a party themselves, of the household of a party, or related to a party in at most two steps, present and
    former partners included: a grandmother is often told as the mother of a parent, a former partner as the other
    parent of a child. Too many are closed out rather than one too few: somebody else of their team is told instead
    (design promise 4; safety, threat 8).
    """
    return set(
        StaffLink.objects.filter(record__person_id__in=close_to(person_ids, on)).values_list("worker_id", flat=True)
    )


@once
def closed_to(worker: UUID, on: date) -> set[UUID]:
    """Return the persons whose matters are closed to a worker: themselves, and whoever is close to them on this day.

    To be close holds in both directions, so what is asked of a matter's parties elsewhere is asked once of the reader.
    """
    links = StaffLink.objects.filter(worker_id=worker, record__person__isnull=False)
    own = {person for person in links.values_list("record__person_id", flat=True) if person}
    return close_to(own, on) if own else set()


def close_to(person_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Return the parties, whoever shares a home with one on this day, and relatives in at most two steps."""
    parties = set(person_ids)
    related = people.relatives(parties)
    return parties | people.household(parties, on) | related | people.relatives(related)

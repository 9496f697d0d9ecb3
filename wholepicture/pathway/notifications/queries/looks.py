"""“Opened” is read from the record of looks: whoever opened an item, and when; so that reading a page writes no state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.accounts.models import User
from wholepicture.registers.audit.models import Look

# A look as a recipient: a specialist who looks at a held notice in order to decide has not opened it for its team.
OPENED_AS_TOLD = "NOTICE_AS_TOLD"
SHOWN = frozenset({State.QUEUED, State.DELIVERED, State.ANSWERED, State.DECLINED})


@dataclass(frozen=True)
class Opening:
    """Who first opened a notice, their worker's id where they have one, and when."""

    user: str
    worker: UUID | None
    name: str
    at: datetime


def openings(notices: Iterable[UUID]) -> dict[UUID, Opening]:
    """The first look at each of these notices by somebody of the team that was told; the unopened are left out."""
    rows = Look.objects.filter(subject_kind=OPENED_AS_TOLD, subject__in=list(notices)).order_by("-at")
    first = {subject: (user, at) for subject, user, at in rows.values_list("subject", "user", "at")}
    workers = _workers({user for user, _ in first.values()})
    return {subject: Opening(user, *workers.get(user, (None, user)), at) for subject, (user, at) in first.items()}


def opened_by(user: str, notices: Iterable[UUID]) -> set[UUID]:
    """Which of these notices this user has opened."""
    return set(_looks(user, notices).values_list("subject", flat=True))


def opened_before(user: str, notices: Iterable[UUID], at: datetime) -> set[UUID]:
    """Which of these notices this user had opened before an instant: the rest is news to them."""
    return set(_looks(user, notices).filter(at__lt=at).values_list("subject", flat=True))


def last_before(user: str, notices: Iterable[UUID], at: datetime) -> datetime | None:
    """When this user last looked at any of these notices before an instant; None where this is their first look."""
    found: datetime | None = _looks(user, notices).filter(at__lt=at).aggregate(last=Max("at"))["last"]
    return found


def opened_at(user: str, notices: Iterable[UUID], at: datetime) -> set[UUID]:
    """Which of these notices this user opened at exactly this instant: what one look covers."""
    return set(_looks(user, notices).filter(at=at).values_list("subject", flat=True))


def _looks(user: str, notices: Iterable[UUID]):  # type: ignore[no-untyped-def]  # noqa: ANN202  a queryset
    return Look.objects.filter(subject_kind=OPENED_AS_TOLD, user=user, subject__in=list(notices))


def _workers(users: set[str]) -> dict[str, tuple[UUID | None, str]]:
    ids = [user for user in users if _is_id(user)]
    rows = User.objects.filter(id__in=ids).values_list("id", "worker_id", "worker__name")
    return {str(user): (worker, name) for user, worker, name in rows}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

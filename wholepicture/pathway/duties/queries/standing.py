"""Which duties stand: who was told because of an incident, who could not be, and who has to find out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.agencies.terms import Function


@dataclass(frozen=True)
class DutyPicture:
    """One duty: whom, about whom, and either the notice or why nobody could be told and who has to find out."""

    id: UUID
    row: str
    function: Function
    about_record: UUID
    team_id: UUID | None
    kind: str
    lane: str
    because: str
    notice_id: UUID | None
    not_told_because: str
    owner_team_id: UUID | None
    owner_words: str
    task_id: UUID | None


def for_incident(incident: UUID) -> list[DutyPicture]:
    """Every duty that stands because of one incident, in the order in which they were worked out."""
    return [_picture(row) for row in sorted(standing(incident), key=lambda row: (row.derived_at, row.row, str(row.id)))]


def standing(incident: UUID) -> list[Duty]:
    """The duties of one incident that stand, with the people they are about and their notices."""
    return [duty for duty in every(incident) if duty.dropped_at is None]


def every(incident: UUID) -> list[Duty]:
    """The duties of one incident, those that no longer follow included, as `standing` gives them."""
    rows = Duty.objects.filter(incident_id=incident).select_related("about", "notice__item", "task")
    return list(rows.order_by("derived_at", "id"))


def correction_of(notice: UUID) -> UUID | None:
    """The notice by which this notice was corrected, None when it was not or the correction was taken back."""
    sent = Notice.objects.filter(cause=notice).exclude(state=State.SUPERSEDED)
    return sent.values_list("id", flat=True).first()


def state_of(notice: UUID) -> str:
    """Where a notice is at this moment."""
    return Notice.objects.values_list("state", flat=True).get(id=notice)


def delivered_at(notice: UUID) -> datetime | None:
    """When a notice first arrived."""
    steps = Step.objects.filter(notice_id=notice, kind=StepKind.DELIVERED).order_by("number")
    return steps.values_list("at", flat=True).first()


def told_in_words(incident: UUID) -> list[tuple[str, str, str]]:
    """Who is told because of one incident, about whom and how far it has got: functions and states, no worker's name.

    For the page of those who reported it, who know everybody in it by name.
    """
    return [_in_words(row) for row in sorted(standing(incident), key=lambda row: (row.function, str(row.about_id)))]


def _in_words(row: Duty) -> tuple[str, str, str]:
    is_expected = row.about.birth_date is None and row.about.expected_date is not None
    about = name_of(row.about.forename, row.about.surname, is_expected=is_expected)
    got = State(row.notice.state).label if row.notice else f"Not yet told: {row.not_told_because}"
    return Function(row.function).label, about, got


def of_task(notice: UUID) -> Duty | None:
    """The duty without a recipient that this notice asks somebody to settle; None when it is no such task."""
    return Duty.objects.filter(task_id=notice, dropped_at__isnull=True, resolved_at__isnull=True).first()


def of_tasks(notices: Iterable[UUID]) -> dict[UUID, Function]:
    """Which function is missing, for each of these notices that asks somebody to find one; the others are left out."""
    rows = Duty.objects.filter(task_id__in=list(notices), dropped_at__isnull=True, resolved_at__isnull=True)
    return {task: Function(function) for task, function in rows.values_list("task_id", "function") if task}


def _picture(row: Duty) -> DutyPicture:
    owner = Function(row.task.function).label if row.task else ""
    return DutyPicture(
        id=row.id,
        row=row.row,
        function=Function(row.function),
        about_record=row.about_id,
        team_id=row.team_id,
        kind=row.kind,
        lane=row.lane,
        because=row.because,
        notice_id=row.notice_id,
        not_told_because=row.not_told_because,
        owner_team_id=row.task.team_id if row.task else None,
        owner_words=owner or ("The partnership" if row.team_id is None else ""),
        task_id=row.task_id,
    )

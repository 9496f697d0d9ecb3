"""The latest decision about each child of a family, whom it asked for what, and what they answered (review 2.6)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max

from wholepicture.pathway.notifications.models import Answer
from wholepicture.pathway.notifications.queries import looks, past
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.pathway.triage.models import Decision, Recipient
from wholepicture.pathway.triage.queries.contributing import Lineage, NotOpened
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Seen

SHOWN = (DecisionState.STANDING, DecisionState.PROPOSED)


@dataclass(frozen=True)
class AnsweredBy:
    """Whom a decision asked for what by when, how far that has got, and what was answered ("" for nothing yet)."""

    function: Function
    agency: str
    team: str
    about: UUID
    asked: str
    reply_by: datetime
    state: State | None
    answer: str


@dataclass(frozen=True)
class LatestDecision:
    """One decision that stands, or waits for agreement; `child` is a record."""

    id: UUID
    batch: UUID
    child: UUID
    label: str
    reasons: str
    mode: Mode
    state: DecisionState
    by: str
    agency: str
    at: datetime
    agree_by: datetime | None
    recipients: tuple[AnsweredBy, ...]


@dataclass(frozen=True)
class LatestDecisions:
    """What stands or is proposed, the newest first; how many there ever were, and when the last of them was made."""

    latest: tuple[LatestDecision, ...]
    count: int
    last_at: datetime | None


def latest_decisions(of: Lineage, *, seen: Seen) -> LatestDecisions:
    """Return what stands and what is proposed about the children of the family of this lineage. Raises NotOpened.

    The same number of statements however many there are, or ever were.
    """
    if seen.subject != of.now_is:
        raise NotOpened("Open this family from the list: what you opened was something else.")
    every = Decision.objects.filter(family_id__in=of.every)
    read = every.filter(state__in=SHOWN).order_by("-at", "-id").select_related("worker", "agency")
    rows = list(read)
    ever = every.aggregate(last=Max("at"), count=Count("id"))
    recipients = _recipients([row.id for row in rows])
    return LatestDecisions(
        latest=tuple(_decision(row, tuple(recipients[row.id])) for row in rows),
        count=ever["count"],
        last_at=ever["last"],
    )


def _decision(row: Decision, recipients: tuple[AnsweredBy, ...]) -> LatestDecision:
    return LatestDecision(
        id=row.id,
        batch=row.batch,
        child=row.child_id,
        label=row.label,
        reasons=row.reasons,
        mode=Mode(row.mode),
        state=DecisionState(row.state),
        by=row.worker.name,
        agency=row.agency.name,
        at=row.at,
        agree_by=row.agree_by,
        recipients=recipients,
    )


def _recipients(decisions: Collection[UUID]) -> dict[UUID, list[AnsweredBy]]:
    rows = Recipient.objects.filter(decision_id__in=decisions).select_related("notice", "post__team__agency")
    those = list(rows.order_by("function", "id"))
    notices = [row.notice_id for row in those if row.notice_id]
    opened, answers = set(looks.openings(notices)), _answers(notices)
    found: dict[UUID, list[AnsweredBy]] = defaultdict(list)
    for row in those:
        found[row.decision_id].append(
            AnsweredBy(
                function=Function(row.function),
                agency=row.post.team.agency.name,
                team=row.post.team.name,
                about=row.about_id,
                asked=row.asked,
                reply_by=row.notice.reply_by if row.notice else row.reply_by,
                state=past.state_of(row.notice, opened) if row.notice else None,
                answer=answers.get(row.notice_id, "") if row.notice_id else "",
            )
        )
    return found


def _answers(notices: Collection[UUID]) -> dict[UUID, str]:
    """The latest answer to each notice, by whom, in words."""
    rows = Answer.objects.filter(notice_id__in=notices).select_related("worker").order_by("at", "id")
    return {row.notice_id: _in_words(row) for row in rows}


def _in_words(row: Answer) -> str:
    said = AnswerKind(row.kind).label
    named = f" ({row.worker.name})" if row.worker else ""
    return f"{said}: {row.words}{named}" if row.words else f"{said}{named}"

"""Promise 4: nobody silently untold: every duty has a notice or a task, every notice a running clock or an answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.models import Derivation, Duty
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Answer, Notice, Step
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.pathway.oversight.queries.promises.breach import EXAMPLES, Breach, found
from wholepicture.registers.access import queries as access
from wholepicture.registers.protocol.terms import NoticeKind

TITLE = "Nobody silently untold"
# How long the machine may take for what it does at once.
PATIENCE = timedelta(minutes=5)


def incidents_not_worked_out(now: datetime) -> Iterator[Breach]:
    """For every incident it was worked out who must be told."""
    worked_out = Exists(Derivation.objects.filter(incident_id=OuterRef("pk")))
    late = Incident.objects.filter(~worked_out, received_at__lt=now - PATIENCE)
    yield from found(4, "Nobody worked out who must be told of these incidents.", late)


def duties_without_notice_or_reason(now: datetime) -> Iterator[Breach]:
    """A duty has its notice; one without a recipient says why."""
    standing = Duty.objects.filter(dropped_at__isnull=True)
    silent = standing.filter(team__isnull=False, notice__isnull=True) | standing.filter(
        team__isnull=True, not_told_because=""
    )
    yield from found(4, "Somebody had to be told, and there is neither a notice nor a reason.", silent)


def clocks_that_stopped(now: datetime) -> Iterator[Breach]:
    """A notice that still needs something from a person has a next moment, and it is not long past."""
    waiting = Notice.objects.filter(state__in=[State.HELD, State.WITHHELD, State.QUEUED, State.DECLINED])
    waiting |= Notice.objects.filter(state__in=[State.DELIVERED, State.OPENED]).exclude(kind=NoticeKind.INFORM)
    yield from found(4, "Notices wait for a person and their clock has stopped.", waiting.filter(next_at__isnull=True))
    late = Notice.objects.filter(next_at__lt=now - PATIENCE)
    yield from found(4, "Notices were due to be chased and nobody was.", late)


def answered_by_nobody(now: datetime) -> Iterator[Breach]:
    """What counts as answered has the answer of a named worker."""
    answer = Answer.objects.filter(notice_id=OuterRef("pk"), worker__isnull=False)
    yield from found(
        4, "Notices count as answered without a named person's answer.", _in(State.ANSWERED).filter(~Exists(answer))
    )


def delivered_without_a_step(now: datetime) -> Iterator[Breach]:
    """What counts as delivered has the moment written down."""
    step = Step.objects.filter(notice_id=OuterRef("pk"), kind=StepKind.DELIVERED)
    arrived = Notice.objects.filter(state__in=[State.DELIVERED, State.OPENED, State.ANSWERED, State.DECLINED])
    yield from found(4, "Notices count as delivered and nothing says when.", arrived.filter(~Exists(step)))


def withheld_without_a_decision(now: datetime) -> Iterator[Breach]:
    """Withholding is a named person's reasoned decision, on a clock."""
    reasoned = Step.objects.filter(notice_id=OuterRef("pk"), kind=StepKind.WITHHELD).exclude(
        Q(words="") | Q(by="machine")
    )
    yield from found(
        4, "Notices are withheld without a named person's reason.", _in(State.WITHHELD).filter(~Exists(reasoned))
    )
    yield from found(
        4, "Notices are withheld without a date of review.", _in(State.WITHHELD).filter(review_at__isnull=True)
    )


def without_a_reply_by(now: datetime) -> Iterator[Breach]:
    """The time to reply lies after the notice was made."""
    yield from found(
        4, "Notices had to be answered before they were made.", Notice.objects.filter(reply_by__lt=F("created_at"))
    )


def told_to_a_party(now: datetime) -> Iterator[Breach]:
    """No notice that still runs goes to a party, to somebody of their household or to a relative."""
    running = Notice.objects.filter(next_at__isnull=False, to__isnull=False).only("id", "to_id", "parties")
    astray = [notice.id for notice in running.iterator() if notice.parties and notice.to_id in _barred(notice, now)]
    if astray:
        yield Breach(
            4, "Notices are addressed to a party, their household or a relative.", len(astray), tuple(astray[:EXAMPLES])
        )


def _barred(notice: Notice, now: datetime) -> set[object]:
    return set(access.conflicted_workers([UUID(person) for person in notice.parties], london_day(now)))


def _in(state: State) -> QuerySet[Notice]:
    return Notice.objects.filter(state=state)


CHECKS = (
    incidents_not_worked_out,
    duties_without_notice_or_reason,
    clocks_that_stopped,
    answered_by_nobody,
    delivered_without_a_step,
    withheld_without_a_decision,
    without_a_reply_by,
    told_to_a_party,
)

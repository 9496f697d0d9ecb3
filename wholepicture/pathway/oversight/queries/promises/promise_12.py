"""Promise 12: nothing given to us is lost: raw input, incident and audit agree, and a fall in the flow has a name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from wholepicture.pathway.incidents.models import Incident, Involved, Submission
from wholepicture.pathway.oversight.models import Heartbeat, StuckItem
from wholepicture.pathway.oversight.queries.promises.breach import Breach, found
from wholepicture.registers.audit import queries as audit

TITLE = "Nothing given to us is lost"
STUCK_TOO_LONG = timedelta(hours=1)
SILENT_TOO_LONG = timedelta(minutes=5)


def submissions_without_an_incident(now: datetime) -> Iterator[Breach]:
    """What was taken was understood; what could not be was refused to its sender."""
    understood = Exists(Incident.objects.filter(submission_id=OuterRef("pk")))
    yield from found(12, "Reports were taken and there is no incident.", Submission.objects.filter(~understood))


def incidents_without_people(now: datetime) -> Iterator[Breach]:
    """Every report names somebody."""
    somebody = Exists(Involved.objects.filter(incident_id=OuterRef("pk")))
    yield from found(12, "Incidents have lost their people.", Incident.objects.filter(~somebody))


def items_stuck(now: datetime) -> Iterator[Breach]:
    """No machine step has failed at the same item for over an hour."""
    stuck = StuckItem.objects.filter(cleared_at__isnull=True, first_failed_at__lt=now - STUCK_TOO_LONG)
    yield from found(12, "Machine steps have failed for over an hour: see What is stuck.", stuck)


def workers_silent(now: datetime) -> Iterator[Breach]:
    """A worker that did not stop in order gives a sign of life, unless another has taken its place."""
    alive = Heartbeat.objects.filter(stopped_at__isnull=True, beat_at__gte=now - SILENT_TOO_LONG)
    silent = Heartbeat.objects.filter(stopped_at__isnull=True, beat_at__lt=now - SILENT_TOO_LONG)
    if silent.exists() and not alive.exists():
        yield Breach(12, "No worker has given a sign of life for five minutes.", silent.count(), ())


def audit_tampered(now: datetime) -> Iterator[Breach]:
    """The audit's chains hold: nothing in them was changed, removed or put between."""
    broken: list[str] = audit.verify_chain()
    if broken:
        yield Breach(12, f"The audit's chain is broken: {broken[0]}", len(broken), tuple[UUID, ...]())


CHECKS = (submissions_without_an_incident, incidents_without_people, items_stuck, workers_silent, audit_tampered)
# The worker may write the audit and not read it, so that whoever takes over a worker learns nothing of who looked.
FOR_THE_AUDITOR = frozenset({audit_tampered})

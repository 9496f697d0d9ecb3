"""Acts that touch the triage itself: its suspension, or an agency's leaving; each with the signatures of statutory partners."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from wholepicture.pathway.triage.terms import ActKind
from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.protocol.models import Partner


class Act(models.Model):
    """A suspension (from the first date until, not including, the second) or a withdrawal (`agency` leaves; no end needed).

    Whether it is in force is worked out from its signatures (rules.governing), never stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    reason = models.TextField()
    mitigation = models.TextField()
    review_date = models.DateField()
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    by = models.TextField()
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.TextField(default="")

    class Meta:
        db_table = "triage_act"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(mitigation=""), name="triage_act_says_why_and_what_instead"
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")), name="triage_act_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(kind=ActKind.SUSPENSION, until_date__isnull=False)
                | Q(kind=ActKind.WITHDRAWAL, agency__isnull=False),
                name="triage_act_suspension_ends_and_withdrawal_names_who",
            ),
        ]


class Signature(models.Model):
    """A statutory partner's signature: its executive's, or a named delegate's, to be ratified by `ratify_by`."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    act = models.ForeignKey(Act, models.PROTECT, related_name="signatures", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    ratify_by = models.DateTimeField(null=True)
    ratified_at = models.DateTimeField(null=True)
    ratified_by = models.TextField(default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_signature"
        constraints: ClassVar = [models.UniqueConstraint(fields=["act", "partner"], name="triage_signature_once")]

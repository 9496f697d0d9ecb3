"""The list: which family is listed because of which incident, in which lane and by when it has to be decided about."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage.terms import Change

OPEN = Q(withdrawn_at__isnull=True, decided_at__isnull=True)


class Listing(models.Model):
    """One family, listed once because of one incident; nothing leaves the list without a recorded decision.

    `linked`: a family of other children of the person causing harm; not counted in its pattern, nobody is told. A listing
    that no longer follows (a link was undone, families became one) is withdrawn with the reason, never deleted.
    `change` says what is new in the pattern (terms.Change), `asked_for` from which derivation it was worked out who is
    asked what they know, `decided_at` when every child had a decision, `mode` how (terms.Mode), `alarm` that somebody
    was told that it is overdue.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    family_version = models.BigIntegerField()
    linked = models.BooleanField(default=False)
    lane = models.TextField()
    lane_because = models.TextField(default="")
    because = models.TextField()
    listed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    change = models.TextField(default=Change.FIRST)
    change_words = models.TextField(default="")
    asked_for = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    mode = models.TextField(default="")
    alarm = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(default="")

    class Meta:
        db_table = "triage_listing"
        indexes: ClassVar = [
            models.Index(fields=["family", "listed_at"], name="triage_listing_family"),
            models.Index(fields=["due_at"], name="triage_listing_open", condition=OPEN),
            models.Index(fields=["listed_at"], name="triage_listing_oldest", condition=OPEN),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "family"], condition=Q(withdrawn_at__isnull=True), name="triage_listing_once"
            )
        ]


class Listed(models.Model):
    """That an incident was listed (or found to concern no family) as it was worked out at `derived_at`; the work list."""

    incident = models.OneToOneField(Incident, models.PROTECT, primary_key=True, related_name="+")
    derived_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_listed"

"""The list: which family is listed because of which incident, in which lane and by when it has to be decided about."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents.models import Incident


class Listing(models.Model):
    """One family, listed once because of one incident; nothing leaves the list without a recorded decision.

    `linked`: a family of other children of the person causing harm; not counted in its pattern, nobody is told. A listing
    that no longer follows (a link was undone, families became one) is withdrawn with the reason, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, models.PROTECT, related_name="+")
    family_version = models.BigIntegerField()
    linked = models.BooleanField(default=False)
    lane = models.TextField()
    lane_because = models.TextField(default="")
    because = models.TextField()
    listed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(default="")

    class Meta:
        db_table = "triage_listing"
        indexes: ClassVar = [
            models.Index(fields=["family", "listed_at"], name="triage_listing_family"),
            models.Index(fields=["due_at"], name="triage_listing_due", condition=Q(withdrawn_at__isnull=True)),
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

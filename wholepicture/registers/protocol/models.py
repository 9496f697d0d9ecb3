"""The protocol as adopted, each version whole; and the statutory partners, from and until, with who signs for them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.protocol.terms import PartnerRole


class Version(models.Model):
    """One adopted version: never changed, only followed by the next."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.PositiveIntegerField(unique=True)
    tables = models.JSONField()
    parameters = models.JSONField()
    approved_by = models.JSONField(default=list)
    note = models.TextField(default="")
    adopted_by = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        db_table = "protocol_version"
        indexes: ClassVar = []


class Partner(models.Model):
    """A statutory partner of this partnership, from the first date until (not including) the second (design promise 7).

    `executive` signs for it; None while nobody is named, and then nobody can.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    role = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    executive = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        db_table = "protocol_partner"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=PartnerRole.values()), name="protocol_partner_role_known"),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
                name="protocol_partner_ends_after",
            ),
        ]


class Delegate(models.Model):
    """Who may sign for a statutory partner's executive, from and until; the executive ratifies within one working day."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="delegates")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "protocol_delegate"

"""Grants, and who among the staff is whom in the register: the only tables that permissions read."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.people.models import Record


class Grant(models.Model):
    """A team may open one thing, for a reason, from and until. Being told opens that notice, never the family."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.TextField()
    subject = models.UUIDField()
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    by = models.TextField()

    class Meta:
        db_table = "access_grant"
        indexes: ClassVar = [
            models.Index(fields=["subject", "team"], name="access_grant_subject"),
            models.Index(fields=["team", "subject_kind", "until_at"], name="access_grant_current"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "subject_kind", "subject", "reason"], name="access_grant_once")
        ]


class StaffLink(models.Model):
    """This worker is this person: their own, their household's and their relatives' matters stay closed to them."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    declared_by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "access_staff_link"
        constraints: ClassVar = [models.UniqueConstraint(fields=["worker", "record"], name="access_staff_link_once")]

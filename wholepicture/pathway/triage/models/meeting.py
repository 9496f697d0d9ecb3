"""The meetings that were opened or cancelled, and who was there; the calendar itself is worked out from the protocol."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.triage.terms import Attends
from wholepicture.registers.agencies.models import Worker


class Meeting(models.Model):
    """One day's meeting, once somebody chairs, opens or cancels it; `alarmed_at` that somebody was told it did not meet."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    day = models.DateField(unique=True)
    starts_at = models.DateTimeField()
    chair = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.TextField(default="")
    alarmed_at = models.DateTimeField(null=True)
    by = models.TextField()

    class Meta:
        db_table = "triage_meeting"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""),
                name="triage_meeting_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(chair__isnull=False), name="triage_meeting_open_has_a_chair"
            ),
        ]


class Attendance(models.Model):
    """Whether one function was in a meeting, and who for it; an empty seat is a named gap on the record."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", db_index=False)
    function = models.TextField()
    attends = models.TextField()
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    words = models.TextField(default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_attendance"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "function"], name="triage_attendance_once"),
            models.CheckConstraint(
                condition=~Q(attends=Attends.PRESENT) | Q(worker__isnull=False), name="triage_attendance_names_who"
            ),
        ]

"""What is stuck, and that the workers live."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


class StuckItem(models.Model):
    """One item that a machine step could not do: its error, since when, and when it is tried next."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    stage = models.TextField()
    item = models.UUIDField()
    error = models.TextField()
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)
    next_try_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_stuck_item"
        constraints: ClassVar = [models.UniqueConstraint(fields=["stage", "item"], name="oversight_stuck_once")]


class Heartbeat(models.Model):
    """A worker's last sign of life."""

    worker = models.TextField(primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_heartbeat"

"""What is stuck, that the workers live, and what each check of a promise found."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q


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


class PromiseCheck(models.Model):
    """What a check of one promise found: a breach in a sentence that names nobody, or, with no words, that it is kept.

    Rows of one check have the same promise and instant; `examples` are ids. `first_seen_at` is of the first check in an
    unbroken row of checks that found this.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    at = models.DateTimeField()
    promise = models.PositiveSmallIntegerField()
    sentence = models.TextField(default="")
    count = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(null=True)
    examples = models.JSONField(default=list)

    class Meta:
        db_table = "oversight_promise_check"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise", "at", "sentence"], name="oversight_check_once"),
            models.CheckConstraint(
                condition=Q(sentence="", count=0, first_seen_at__isnull=True)
                | (~Q(sentence="") & Q(count__gt=0, first_seen_at__isnull=False)),
                name="oversight_check_kept_or_broken",
            ),
        ]


class Replay(models.Model):
    """A case file that was begun to be played, to be kept: which, with which code and protocol, and how many events."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.TextField()
    source = models.TextField()
    digest = models.TextField()
    code = models.TextField()
    protocol = models.TextField()
    events = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "oversight_replay"
        indexes: ClassVar = [
            models.Index(fields=["-started_at"], name="oversight_replay_latest"),
            models.Index(fields=["digest", "code"], name="oversight_replay_file"),
        ]


class ReplaySign(models.Model):
    """A sign of life of a replay: the event that it has reached, counted from 1."""

    id = models.BigAutoField(primary_key=True)
    replay = models.ForeignKey(Replay, models.PROTECT, related_name="signs", db_index=False)
    event = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "oversight_replay_sign"
        constraints: ClassVar = [models.UniqueConstraint(fields=["replay", "event"], name="oversight_replay_sign_once")]


class ReplayEnd(models.Model):
    """How a replay ended, once: with its report, or in words why there is none."""

    replay = models.OneToOneField(Replay, models.PROTECT, primary_key=True, related_name="end")
    at = models.DateTimeField()
    report = models.JSONField(null=True)
    because = models.TextField(default="")

    class Meta:
        db_table = "oversight_replay_end"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, because="") | (Q(report__isnull=True) & ~Q(because="")),
                name="oversight_replay_report_or_reason",
            )
        ]

"""Notices, the item each team gets per family and day, every step that happened to them, attempts and answers."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.notifications.terms import Outcome, State
from wholepicture.registers.agencies.models import Post, Team, Worker
from wholepicture.registers.people.models import Record


class Item(models.Model):
    """What one team sees of one family on one day; later facts are appended (design promise 14).

    `family` is the family's id, or the person's where no child is known; not a foreign key: notices know no families.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    family = models.UUIDField()
    day = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "notifications_item"
        indexes: ClassVar = [
            models.Index(fields=["day", "team"], name="notifications_item_day"),
            models.Index(fields=["family"], name="notifications_item_family"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "family", "day"], name="notifications_item_once")
        ]


class Notice(models.Model):
    """One function of one team is told one thing about one person because of one cause, once.

    Two work lists: `deliver_at` is when something has to be handed to a carrier (also the lease of a try under way),
    `next_at` when the next rung is due. `due_at` is the deadline of the clock that runs: `reply_by`, `release_by` or
    `review_at`, brought forward when somebody declines or a rung is empty; `clock_from` is when it began. `rung` counts
    the rungs climbed.
    `parties` are the persons of the matter, so that nobody of theirs is told, whenever the tie becomes known.
    `answered_on` names the form that answers it (terms.Form); "" is the short answer on its own page.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    item = models.ForeignKey(Item, models.PROTECT, related_name="notices")
    cause = models.UUIDField()
    cause_kind = models.TextField()
    row = models.TextField()
    protocol = models.PositiveIntegerField()
    function = models.TextField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    about = models.ForeignKey(Record, models.PROTECT, related_name="+")
    kind = models.TextField()
    lane = models.TextField()
    answered_on = models.TextField(default="")
    title = models.TextField()
    text = models.TextField()
    because = models.TextField()
    never_to = models.JSONField(default=list)
    parties = models.JSONField(default=list)
    created_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    reply_by = models.DateTimeField()
    state = models.TextField()
    owner = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    release_by = models.DateTimeField(null=True)
    review_at = models.DateTimeField(null=True)
    clock_from = models.DateTimeField()
    due_at = models.DateTimeField()
    deliver_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    to = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "notifications_notice"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="notifications_notice_next", condition=Q(next_at__isnull=False)),
            models.Index(
                fields=["deliver_at"], name="notifications_notice_deliver", condition=Q(deliver_at__isnull=False)
            ),
            models.Index(fields=["team", "state"], name="notifications_notice_team"),
            models.Index(fields=["team", "created_at"], name="notifications_notice_recent"),
            models.Index(
                fields=["team"],
                name="notifications_notice_asked",
                condition=Q(state__in=[State.QUEUED, State.DELIVERED, State.DECLINED]) & ~Q(kind="inform"),
            ),
            models.Index(fields=["owner"], name="notifications_notice_held", condition=Q(state=State.HELD)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause", "function", "team", "about"], name="notifications_notice_once"),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | (Q(owner__isnull=False) & Q(release_by__isnull=False)),
                name="notifications_held_has_owner_and_clock",
            ),
        ]


class Step(models.Model):
    """Something that happened to a notice: immutable, with who did it and whom it reached.

    `carry` says that a carrier has to take it to somebody (the notice itself, or a reminder by e-mail); whether it did
    is seen from the attempts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="steps", db_index=False)
    kind = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    to = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    to_words = models.TextField(default="")
    words = models.TextField(default="")
    number = models.PositiveIntegerField()
    carry = models.BooleanField(default=False)

    class Meta:
        db_table = "notifications_step"
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "number"], name="notifications_step_once")]


class Attempt(models.Model):
    """One try to hand a step of a notice to a carrier, registered before trying.

    `reference` is the same for every try of one step, so that the receiver can tell a repeat.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="attempts", db_index=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="attempts")
    to = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    address = models.TextField(default="")
    route = models.TextField()
    reference = models.TextField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.TextField(default=Outcome.TRYING)
    detail = models.TextField(default="")

    class Meta:
        db_table = "notifications_attempt"
        indexes: ClassVar = [models.Index(fields=["notice", "started_at"], name="notifications_attempt_notice")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(outcome=Outcome.DELIVERED), name="notifications_attempt_delivered_once"
            )
        ]


class Answer(models.Model):
    """A named person's answer to one notice; it covers only what had arrived."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="answers")
    kind = models.TextField()
    words = models.TextField(default="")
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "notifications_answer"

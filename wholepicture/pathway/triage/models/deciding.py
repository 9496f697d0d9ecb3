"""What was decided about a child, on what, by whom, who agreed, and who was asked for what by when."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.findings.models import Finding
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage.models.listing import Listing
from wholepicture.pathway.triage.models.meeting import Meeting
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.agencies.models import Agency, Post, Worker
from wholepicture.registers.people.models import Record


class Decision(models.Model):
    """One outcome for one child, with the level of need and the reasons; replaced by a later one, never changed.

    `child` is a record of the child. `outcome` is an id of the protocol's list, `label` what it was called then. `level`
    counts from 1 (None: not said). `pattern` is the family's pattern in the words that were on the screen (promise 2).
    `batch` is shared by the decisions that were made together for several children. `agree_by` is when others have to
    have agreed to what is only proposed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    batch = models.UUIDField()
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Record, models.PROTECT, related_name="+")
    outcome = models.TextField()
    label = models.TextField()
    level = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField()
    pattern = models.TextField()
    mode = models.TextField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    protocol = models.PositiveIntegerField()
    lane = models.TextField()
    state = models.TextField()
    agree_by = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.TextField()
    at = models.DateTimeField()
    stands_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        db_table = "triage_decision"
        indexes: ClassVar = [
            models.Index(fields=["family", "at"], name="triage_decision_family"),
            models.Index(
                fields=["agree_by"], name="triage_decision_proposed", condition=Q(state=DecisionState.PROPOSED)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["family", "child"],
                condition=Q(state=DecisionState.STANDING),
                name="triage_decision_stands_once",
            ),
            models.UniqueConstraint(
                fields=["family", "child"], condition=Q(state=DecisionState.PROPOSED), name="triage_decision_asked_once"
            ),
            models.CheckConstraint(condition=~Q(reasons="") & ~Q(pattern=""), name="triage_decision_has_reasons"),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.PROPOSED) | Q(agree_by__isnull=False),
                name="triage_decision_proposed_has_a_clock",
            ),
        ]


class DecisionFor(models.Model):
    """That a decision was about what a listing put on the list."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="listings", db_index=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="decisions")

    class Meta:
        db_table = "triage_decision_for"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "listing"], name="triage_decision_for_once")
        ]


class Considered(models.Model):
    """That a finding stood, and was on the screen, when a decision was made."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="considered", db_index=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")

    class Meta:
        db_table = "triage_considered"
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "finding"], name="triage_considered_once")]


class Recipient(models.Model):
    """A function of a named team that a decision asks for something by a time; `notice` once the decision stands."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recipients", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    function = models.TextField()
    about = models.ForeignKey(Record, models.PROTECT, related_name="+")
    asked = models.TextField()
    reply_by = models.DateTimeField()
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "triage_recipient"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "post", "about"], name="triage_recipient_once"),
            models.CheckConstraint(condition=~Q(asked=""), name="triage_recipient_is_asked_for_something"),
        ]


class Agreement(models.Model):
    """What a named worker said to a decision: proposed, agreed or objected; `seat` is the seat that they speak for, if any."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="agreements", db_index=False)
    say = models.TextField()
    seat = models.TextField(default="")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    words = models.TextField(default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_agreement"
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "worker"], name="triage_agreement_once")]


class Words(models.Model):
    """What somebody has written so far on the decision about a family; kept for each of them, so that nobody's are lost.

    `words` are the form's fields. `began_from` is the latest decision of the family when they began (None: none).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    user = models.TextField()
    name = models.TextField()
    words = models.JSONField(default=dict)
    began_from = models.UUIDField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "triage_words"
        constraints: ClassVar = [models.UniqueConstraint(fields=["family", "user"], name="triage_words_once")]

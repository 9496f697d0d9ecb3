"""Incidents exactly as told: the raw submission, the people and their roles, the children and how they were."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Presence,
    ReporterKind,
    RowState,
)
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import YesNo


class Submission(models.Model):
    """Raw input as it came, kept before it is understood; one sender's key is kept for ever (design promise 12).

    `answer` is the text that was sent back, so that a repeat gets the same bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    digest = models.CharField(max_length=64)
    door = models.TextField()
    raw = models.TextField()
    answer = models.TextField()
    received_at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "incidents_submission"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "key"], name="incidents_submission_key_once")
        ]


class Incident(models.Model):
    """One incident, concern or notification of a birth, as one agency told it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="incident")
    kind = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reference = models.TextField(default="")
    happened_at = models.DateTimeField()
    happened_until = models.DateTimeField(null=True)
    category = models.TextField(default=Category.NOT_KNOWN)
    reporter = models.TextField(default=ReporterKind.NOT_KNOWN)
    summary = models.TextField(default="")
    dash = models.TextField(default=Dash.NOT_DONE)
    dash_because = models.TextField(default="")
    dash_perceived = models.TextField(default="")
    brag = models.TextField(default=Brag.NOT_DONE)
    brag_because = models.TextField(default="")
    features = models.JSONField(default=list)
    received_at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "incidents_incident"
        indexes: ClassVar = [models.Index(fields=["received_at"], name="incidents_incident_received")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(happened_until__isnull=True) | Q(happened_until__gte=F("happened_at")),
                name="incidents_ends_after_start",
            )
        ]


class Involved(models.Model):
    """A person in an incident: which role, who alleges it and how it stands.

    `alleged_by` is `record:<uuid>` of somebody in the same incident, or a value of terms.Accuser.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="involved", db_index=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    role = models.TextField()
    alleged_by = models.TextField(default="")
    status = models.TextField(default=AllegationStatus.ALLEGED)

    class Meta:
        db_table = "incidents_involved"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "record", "role"], name="incidents_involved_once")
        ]


class ChildTold(models.Model):
    """How one child was: where, seen, spoken to, what they said. Where the baby sleeps tonight is a protected fact."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="children", db_index=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    presence = models.TextField(default=Presence.NOT_KNOWN)
    seen = models.TextField(default=YesNo.NOT_ASKED)
    spoken_to = models.TextField(default=YesNo.NOT_ASKED)
    words = models.TextField(default="")
    sleeps_asked = models.TextField(default=YesNo.NOT_ASKED)

    class Meta:
        db_table = "incidents_child_told"
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "record"], name="incidents_child_once")]


class Draft(models.Model):
    """A report that somebody is still writing: saved as they go, theirs alone, gone when sent."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent = models.UUIDField(null=True)

    class Meta:
        db_table = "incidents_draft"
        indexes: ClassVar = [models.Index(fields=["user", "saved_at"], name="incidents_draft_user")]


class FeedFile(models.Model):
    """A file as an agency handed it over, kept byte for byte before it is understood (design promise 12)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    feed = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    encoding = models.TextField(default="")
    delimiter = models.TextField(default="")
    rows_in = models.PositiveIntegerField(null=True)
    rows_accepted = models.PositiveIntegerField(null=True)
    rows_rejected = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.TextField()

    class Meta:
        db_table = "incidents_feed_file"
        indexes: ClassVar = [models.Index(fields=["agency", "received_at"], name="incidents_feed_file_agency")]


class Quarantined(models.Model):
    """The rows of one incident in a file that could not be brought in, as they stood, with the reason of each.

    `rows` is a list of {"line": int, "cells": {column: text}, "reasons": [sentence]}; `corrected` the rows as a person
    mended them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    file = models.ForeignKey(FeedFile, models.PROTECT, related_name="quarantined")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reference = models.TextField(default="")
    rows = models.JSONField()
    corrected = models.JSONField(null=True)
    state = models.TextField(default=RowState.WAITING)
    put_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    because = models.TextField(default="")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "incidents_quarantined"
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "put_at"], name="incidents_quarantined_waiting", condition=Q(state=RowState.WAITING)
            )
        ]

"""Findings: what a rule said of a family, from when until when, under which protocol and code, and how it was answered."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents.models import Incident
from wholepicture.registers.people.models import Person


class Finding(models.Model):
    """One rule found one thing; never deleted. It ends when the facts no longer show it, and other facts make a new one."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    rule = models.TextField()
    key = models.TextField(default="")
    because = models.TextField()
    evidence = models.JSONField()
    source = models.TextField()
    protocol = models.PositiveIntegerField()
    code = models.TextField()
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        db_table = "findings_finding"
        indexes: ClassVar = [
            models.Index(fields=["family", "found_at"], name="findings_finding_family"),
            models.Index(fields=["incident"], name="findings_finding_incident", condition=Q(incident__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["family", "rule", "key"], condition=Q(ended_at__isnull=True), name="findings_finding_once"
            )
        ]


class Answer(models.Model):
    """What a named person answered to a finding, with a reason; it stands with the finding for ever."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    kind = models.TextField()
    because = models.TextField()
    worker = models.UUIDField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "findings_answer"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(because=""), name="findings_answer_has_a_reason"),
        ]


class Examined(models.Model):
    """That a family's pattern was looked at: from which version of the family, protocol and code.

    `next_at` is when time alone makes it look different, `latest_at` when the latest report of the family happened.
    """

    family = models.OneToOneField(Family, models.PROTECT, primary_key=True, related_name="+")
    family_version = models.BigIntegerField()
    protocol = models.PositiveIntegerField()
    code = models.TextField()
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "findings_examined"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="findings_examined_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["protocol", "code", "latest_at"], name="findings_examined_numbers"),
        ]


class Source(models.Model):
    """A person from whose version a family's pattern was made; another version now means looking again."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    examined = models.ForeignKey(Examined, models.CASCADE, related_name="sources", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.BigIntegerField()

    class Meta:
        db_table = "findings_source"
        constraints: ClassVar = [models.UniqueConstraint(fields=["examined", "person"], name="findings_source_once")]

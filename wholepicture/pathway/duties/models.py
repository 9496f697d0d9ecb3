"""Duties: who had to be told what because of which incident, by which row of which protocol; and where nobody could be found."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.people.models import Person, Record


class Derivation(models.Model):
    """That it was worked out who must be told of an incident, when, and under which protocol and code."""

    incident = models.OneToOneField(Incident, models.PROTECT, primary_key=True, related_name="+")
    protocol = models.PositiveIntegerField()
    code = models.TextField()
    at = models.DateTimeField()
    in_scope = models.BooleanField()
    because = models.TextField()

    class Meta:
        db_table = "duties_derivation"


class Source(models.Model):
    """A person from whose version a derivation was made; another version now means deriving again."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    derivation = models.ForeignKey(Derivation, models.CASCADE, related_name="sources", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.BigIntegerField()

    class Meta:
        db_table = "duties_source"
        constraints: ClassVar = [models.UniqueConstraint(fields=["derivation", "person"], name="duties_source_once")]


class Duty(models.Model):
    """One function must be told about one person because of one incident. Without a team it is a task with owner and clock."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="duties", db_index=False)
    row = models.TextField()
    protocol = models.PositiveIntegerField()
    function = models.TextField()
    about = models.ForeignKey(Record, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    kind = models.TextField()
    lane = models.TextField()
    because = models.TextField()
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    not_told_because = models.TextField(default="")
    task = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    derived_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duties_duty"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "function", "team", "about"], nulls_distinct=False, name="duties_duty_once"
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | ~Q(not_told_because=""), name="duties_untold_says_why"
            ),
        ]

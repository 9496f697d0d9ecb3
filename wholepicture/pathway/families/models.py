"""Families and who belongs to them: derived, dated, and re-derived when people change."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.terms import Part
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people.models import Person, Record


class Family(models.Model):
    """Siblings who share a home or a primary carer, never joined through a non-resident adult. No agency can close it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.BigIntegerField(default=1)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "families_family"


class Membership(models.Model):
    """A person belongs to a family from a moment, until corrected."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.TextField()
    reason = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "families_membership"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until_at__isnull=True, part=Part.CHILD),
                name="families_child_in_one_family",
            ),
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(until_at__isnull=True), name="families_membership_once"
            ),
        ]


class Placed(models.Model):
    """The version of a person from which their family was last derived; another version now is the work list.

    `next_at` is the first minute of the day on which time alone may change it: a home or a relationship told for a day
    to come, an 18th birthday; None when no such day is known.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    version = models.BigIntegerField()
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "families_placed"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="families_placed_next", condition=Q(next_at__isnull=False))
        ]


class Arrangement(models.Model):
    """What one agency learnt of contact between a child and an adult, by day and overnight; a later telling adds a row.

    It points at records, so that undoing a link moves nothing. `day_words` and `overnight_words` are the condition, or
    the arrangement as told; `supported_by` is a record where one is known, else `supported_by_words`. `source` says
    from whom the agency has it, `from_date` since when it holds (None: not told).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    child = models.ForeignKey(Record, models.PROTECT, related_name="+")
    adult = models.ForeignKey(Record, models.PROTECT, related_name="+")
    day = models.TextField()
    day_words = models.TextField(default="")
    overnight = models.TextField()
    overnight_words = models.TextField(default="")
    supported_by = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    supported_by_words = models.TextField(default="")
    source = models.TextField(default="")
    from_date = models.DateField(null=True)
    told_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    cause = models.UUIDField()
    by = models.TextField()

    class Meta:
        db_table = "families_arrangement"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause", "child", "adult"], name="families_arrangement_once")
        ]

"""What agencies are asked about a family, and what each of them brings: facts for everybody at once, conclusions sealed."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage.models.listing import Listing
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.people.models import Record


class Contribution(models.Model):
    """What one team said that it knows of a family; never changed, a later one of the same team stands beside it.

    Facts (`what`, `childs_day`) are shared at once; `worries`, `what_works` and `proposal` are conclusions, and open to
    others once they have given their own (design promise 10). `after_decision`: it came when all children were decided
    about.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    known = models.TextField()
    what = models.TextField(default="")
    childs_day = models.TextField(default="")
    worries = models.TextField(default="")
    what_works = models.TextField(default="")
    proposal = models.TextField(default="")
    because = models.TextField(default="")
    after_decision = models.BooleanField(default=False)
    worker = models.UUIDField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_contribution"
        indexes: ClassVar = [models.Index(fields=["family", "at"], name="triage_contribution_family")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(known=Known.KNOWN) | ~Q(what=""), name="triage_contribution_known_says_what"
            ),
            models.CheckConstraint(
                condition=~Q(known=Known.NOT_CHECKED) | ~Q(because=""), name="triage_contribution_unchecked_says_why"
            ),
        ]


class Ask(models.Model):
    """One team's function is asked what it knows about one person; it serves every listing of the family while it is open.

    Without a team it is a gap with its reason (`gap`). `notice` carries it, held where it goes to a service of a person
    causing harm. `contribution` answers it; `ended_at` says that it is no longer asked, and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+", db_index=False)
    function = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(Record, models.PROTECT, related_name="+")
    because = models.TextField()
    gap = models.TextField(default="")
    protocol = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    reply_by = models.DateTimeField()
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    contribution = models.ForeignKey(Contribution, models.PROTECT, null=True, related_name="asks")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        db_table = "triage_ask"
        indexes: ClassVar = [models.Index(fields=["family", "asked_at"], name="triage_ask_family")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["family", "function", "team", "about"],
                condition=Q(contribution__isnull=True, ended_at__isnull=True),
                nulls_distinct=False,
                name="triage_ask_open_once",
            ),
            models.CheckConstraint(condition=Q(team__isnull=False) | ~Q(gap=""), name="triage_ask_gap_says_why"),
        ]


class AskFor(models.Model):
    """That an ask serves a listing: one that was still open when the family was listed again is not asked twice."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="serves", db_index=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="asks")

    class Meta:
        db_table = "triage_ask_for"
        constraints: ClassVar = [models.UniqueConstraint(fields=["ask", "listing"], name="triage_ask_for_once")]


class Unsealing(models.Model):
    """In an emergency somebody opened others' conclusions before their team had given its own: who, why, when."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+")
    worker = models.UUIDField()
    because = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "triage_unsealing"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(because=""), name="triage_unsealing_has_a_reason"),
        ]

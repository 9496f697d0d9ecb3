"""The directory: agencies, teams, the posts (functions with an inbox), who holds them today and who is away."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from wholepicture.registers.agencies.terms import Function, Position, Route

# "health" in capitals or not, with anything between and around its letters; naming.py refuses more, in words.
SECTOR = "^[^a-z]*h[^a-z]*e[^a-z]*a[^a-z]*l[^a-z]*t[^a-z]*h[^a-z]*$"


class Agency(models.Model):
    """An organisation of the partnership; its kind is one of the registered kinds."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    slug = models.SlugField(unique=True)
    kind = models.TextField()
    name = models.TextField()
    lead = models.ForeignKey("agencies.Worker", models.PROTECT, null=True, related_name="+")
    joined_date = models.DateField(null=True)
    left_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_agency"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind__iregex=SECTOR) & ~Q(slug__iregex=SECTOR) & ~Q(name__iregex=SECTOR),
                name="agencies_none_called_health",
            ),
            models.CheckConstraint(
                condition=Q(left_date__isnull=True) | Q(joined_date__isnull=True) | Q(left_date__gte=F("joined_date")),
                name="agencies_left_after_joined",
            ),
        ]


class Worker(models.Model):
    """A named practitioner of an agency, whether or not they sign in here; `left_date` is the first day without them."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="workers")
    name = models.TextField()
    job_title = models.TextField(default="")
    email = models.EmailField(default="")
    out_of_hours = models.BooleanField(default=False)
    started_date = models.DateField(null=True)
    left_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_worker"


class Team(models.Model):
    """A team within an agency; `hours` maps weekday numbers "0" (Monday) to "6" to ["08:30", "17:00"], absent days are closed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams", db_index=False)
    slug = models.SlugField()
    name = models.TextField()
    hours = models.JSONField(default=dict)
    manager = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    closed_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_team"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "slug"], name="agencies_team_once"),
            models.CheckConstraint(
                condition=~Q(slug__iregex=SECTOR) & ~Q(name__iregex=SECTOR), name="agencies_no_team_called_health"
            ),
        ]


class TeamMember(models.Model):
    """A worker belongs to a team from the first date until (not including) the second."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="memberships")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_team_member"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="agencies_member_ends_after",
            )
        ]


class Post(models.Model):
    """A function held by a named team, with a working inbox (design promise 3)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    team = models.ForeignKey(Team, models.PROTECT, related_name="posts", db_index=False)
    function = models.TextField()
    inbox = models.EmailField(default="")
    route = models.TextField(default=Route.INBOX)
    closed_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_post"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "function"], name="agencies_post_once"),
            models.CheckConstraint(condition=Q(function__in=Function.values()), name="agencies_post_function_known"),
        ]


class Rota(models.Model):
    """Who answers for a post, from the first date until (not including) the second: the named person, or cover in order."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    post = models.ForeignKey(Post, models.PROTECT, related_name="rota")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="rota")
    position = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        db_table = "agencies_rota"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")), name="agencies_rota_ends_after"
            ),
            models.CheckConstraint(condition=Q(position__in=Position.values()), name="agencies_rota_position_known"),
        ]


class Absence(models.Model):
    """A worker is away from the first date until (not including) the second; notices go to cover."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="absences")
    from_date = models.DateField()
    until_date = models.DateField()
    reason = models.TextField(default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "agencies_absence"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_date__gt=F("from_date")), name="agencies_absence_ends_after")
        ]

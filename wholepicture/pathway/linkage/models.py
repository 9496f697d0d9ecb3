"""Links: the decision that a record belongs to a person, with evidence, score, model version and author."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Person, Record


class Pair(models.Model):
    """Two records that may be one person: a question for a reviewer, with what speaks for it and against it in words.

    `newer` is the record that raised the question. `reasons_for` and `reasons_against` are lists of sentences without a
    name, a number or a place. `one_household`: they could be two people of one household, so no machine may link them.
    `evidence` is a facts.Weighed, {} where nothing was weighed; `by` who asked: the machine, or an auditor's run.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    newer = models.ForeignKey(Record, models.PROTECT, related_name="+", db_index=False)
    older = models.ForeignKey(Record, models.PROTECT, related_name="+")
    reasons_for = models.JSONField(default=list)
    reasons_against = models.JSONField(default=list)
    one_household = models.BooleanField(default=False)
    score = models.FloatField()
    model = models.TextField()
    evidence = models.JSONField(default=dict)
    by = models.TextField(default=MACHINE.id)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "linkage_pair"
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="linkage_pair_asked")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["newer", "older"], name="linkage_pair_once")]


class Review(models.Model):
    """What a named reviewer said of a pair; undone by setting `undone_at`, never deleted. One that stands ends the question.

    `second`: said by another reviewer who did not see the first answer, to measure how far the two agree; it moves nothing.
    `asks_second`: who gave this answer asked another reviewer to look as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="reviews")
    verdict = models.TextField()
    because = models.TextField()
    second = models.BooleanField(default=False)
    asks_second = models.BooleanField(default=False)
    worker = models.UUIDField()
    by = models.TextField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")
    undone_because = models.TextField(default="")

    class Meta:
        db_table = "linkage_review"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(undone_at__isnull=True, second=False) & ~Q(verdict=Verdict.CANNOT_TELL),
                name="linkage_review_one_standing",
            ),
            models.UniqueConstraint(
                fields=["pair", "worker"],
                condition=Q(undone_at__isnull=True, second=True),
                name="linkage_review_one_second",
            ),
        ]


class Link(models.Model):
    """One record resolves to one person; undone by setting `undone_at`, never deleted. `because` is why it stands alone.

    `before` is the person it resolved to until then, so that undoing restores exactly that; None for a first decision.
    `evidence` is a facts.Weighed, {} where nothing was weighed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    record = models.ForeignKey(Record, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matched = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    basis = models.TextField()
    because = models.TextField(default="")
    score = models.FloatField()
    model = models.TextField()
    evidence = models.JSONField(default=dict)
    before = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="links")
    by = models.TextField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")
    undone_because = models.TextField(default="")

    class Meta:
        db_table = "linkage_link"
        indexes: ClassVar = [
            models.Index(fields=["undone_at"], name="linkage_link_undone", condition=Q(undone_at__isnull=False))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(undone_at__isnull=True), name="linkage_link_one_live"
            )
        ]

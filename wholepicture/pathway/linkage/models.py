"""Links: the decision that a record belongs to a person, with evidence, score, model version and author."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.registers.people.models import Person, Record


class Link(models.Model):
    """One record resolves to one person; undone by setting `undone_at`, never deleted. `because` is why it stands alone."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    record = models.ForeignKey(Record, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matched = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    basis = models.TextField()
    because = models.TextField(default="")
    score = models.FloatField()
    model = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")

    class Meta:
        db_table = "linkage_link"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(undone_at__isnull=True), name="linkage_link_one_live"
            )
        ]

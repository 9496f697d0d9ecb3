"""The append-only line: each entry says what happened to whom, when, who knows it, since when and from which cause."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people.models import Record


class Entry(models.Model):
    """One thing that one agency knows (or was deliberately not told) about one person, since a moment."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    function = models.TextField(default="")
    happened_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    cause = models.UUIDField()
    source = models.UUIDField()
    words = models.TextField(default="")

    class Meta:
        db_table = "chronology_entry"
        indexes: ClassVar = [
            models.Index(fields=["record", "known_at"], name="chronology_entry_record"),
            models.Index(fields=["cause"], name="chronology_entry_cause"),
            # All that a page of a family's timeline is chosen by, so that choosing reads no row.
            models.Index(
                fields=["record", "cause"],
                include=["kind", "agency", "happened_at", "known_at"],
                name="chronology_entry_timeline",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "record", "agency"], name="chronology_entry_once")
        ]

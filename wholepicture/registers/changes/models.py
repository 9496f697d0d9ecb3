"""Changes: written by the database itself whenever a row changes from which something follows, so that none is forgotten."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """A person or family is new or has another version, or an incident came in or was worked out.

    What has to be done about it the work lists see from the rows themselves; this only says where they have to look,
    so that a round of the machine costs the same however many people are known. `at` is the database's own clock.
    """

    subject = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "changes_change"
        indexes: ClassVar = [
            models.Index(fields=["at"], name="changes_change_at"),
            models.Index(fields=["subject", "at"], name="changes_change_subject"),
        ]

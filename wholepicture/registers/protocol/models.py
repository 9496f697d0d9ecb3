"""The protocol as adopted: each version whole, with who approved it and when it came into force."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


class Version(models.Model):
    """One adopted version: never changed, only followed by the next."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.PositiveIntegerField(unique=True)
    tables = models.JSONField()
    parameters = models.JSONField()
    approved_by = models.JSONField(default=list)
    note = models.TextField(default="")
    adopted_by = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        db_table = "protocol_version"
        indexes: ClassVar = []

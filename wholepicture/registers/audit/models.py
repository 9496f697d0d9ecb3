"""The audit: insert-only rows, chained at commit by a trigger of the database's owner; no foreign keys, so nothing breaks it."""

from uuid import uuid4

from django.db import models


class Entry(models.Model):
    """One thing that somebody did or saw. Web and worker may insert, never change or delete."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    at = models.DateTimeField()
    actor = models.TextField()
    chain = models.TextField()
    event = models.TextField()
    about = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["at"], name="audit_entry_at")]


class Seal(models.Model):
    """The place of an entry in its agency's chain; written by the deferred trigger only."""

    entry = models.UUIDField(primary_key=True)
    chain = models.TextField()
    number = models.BigIntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_seal"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_seal_once")]


class Head(models.Model):
    """The end of each chain: its number and hash, to be copied outside."""

    chain = models.TextField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_head"


class Look(models.Model):
    """Somebody looked at a person, an incident or a notice: readable, so that `opened` and `new since` can be derived from it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.TextField()
    team = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_look"
        indexes = [
            models.Index(fields=["subject", "user", "at"], name="audit_look_subject"),
            models.Index(fields=["user", "subject_kind", "subject", "at"], name="audit_look_reader"),
        ]

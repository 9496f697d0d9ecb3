"""People as each agency knows them, and the person they resolve to; what would locate them stands in a table of its own."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wholepicture.registers.agencies.models import Agency, Team
from wholepicture.registers.people.terms import (
    Precision,
    ProtectedKind,
    Sex,
)

# What linkage has not looked at, or not since something new was told of it.
TO_LINK = Q(person__isnull=True) | Q(rematch_at__isnull=False)


class Person(models.Model):
    """Whom several records resolve to. `version` rises with every change to their records, links, homes or registrations."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.BigIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_person"


class Record(models.Model):
    """One agency's own record of a person, as told. `person` is set by linkage; a missing one is linkage's work list.

    An unborn child has `expected_date` and no birth date. `name_key` is the normalised full name, to find equal ones;
    empty when half of it is missing. `reported`: told in a report, so that linkage takes it before a whole register that
    was loaded at once. `rematch_at`: since when it is known under another key, or as somebody's child, than when linkage
    looked at it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    forename = models.TextField(default="")
    surname = models.TextField(default="")
    name_key = models.TextField(default="")
    sex = models.TextField(default=Sex.NOT_KNOWN)
    birth_date = models.DateField(null=True)
    birth_precision = models.TextField(default=Precision.NOT_KNOWN)
    expected_date = models.DateField(null=True)
    died_date = models.DateField(null=True)
    told_at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="records")
    reported = models.BooleanField(default=False, db_default=False)
    rematch_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_record"
        indexes: ClassVar = [
            models.Index(fields=["-reported", "told_at", "id"], name="people_record_to_link", condition=TO_LINK),
            models.Index(fields=["name_key", "birth_date"], name="people_record_name_date", condition=~Q(name_key="")),
            models.Index(fields=["birth_date"], name="people_record_born", condition=Q(birth_date__isnull=False)),
        ]


class NameWord(models.Model):
    """A record's name turned so that one of its words comes first: people are found by the beginning of any word.

    Agency and birth date stand here again so that one index answers a search, however many records there are. The
    collation makes the index's order that of the letters, so that a beginning is a from and an until.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    record = models.ForeignKey(Record, models.PROTECT, related_name="name_words")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField(db_collation="C")
    birth_date = models.DateField(null=True)

    class Meta:
        db_table = "people_name_word"
        indexes: ClassVar = [
            models.Index(fields=["agency", "words", "birth_date", "record"], name="people_name_word_search"),
        ]


class Key(models.Model):
    """A hash under which a record is found as one that may be of the same person (describing.stored_keys).

    Written with the record, and when a number or an address is told of it later; none is ever taken away, since what was
    told stays told.
    """

    pk = models.CompositePrimaryKey("key", "record_id")
    key = models.BigIntegerField()
    record = models.ForeignKey(Record, models.PROTECT, related_name="keys", db_index=False)

    class Meta:
        db_table = "people_key"


class Identifier(models.Model):
    """A number that an agency holds for a person, valid by its own check digit."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    record = models.ForeignKey(Record, models.PROTECT, related_name="identifiers", db_index=False)
    kind = models.TextField()
    value = models.TextField()

    class Meta:
        db_table = "people_identifier"
        indexes: ClassVar = [models.Index(fields=["value", "kind"], name="people_identifier_value")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "kind", "value"], name="people_identifier_once")
        ]


class Relationship(models.Model):
    """How two people are related, who said so, and from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    from_record = models.ForeignKey(Record, models.PROTECT, related_name="relationships_from")
    to_record = models.ForeignKey(Record, models.PROTECT, related_name="relationships_to")
    kind = models.TextField()
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    told_by = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "people_relationship"


class ProtectedFact(models.Model):
    """What would locate or endanger somebody: its subject, source, dates and whom it must never reach (design promise 13).

    `place_key` is the normalised address or place, to find households and what happened at them. A REGISTRATION names function and team.
    A REFERRER or PLACE belongs to a `context` (the incident's id) and may have no subject.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.TextField()
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="protected")
    context = models.UUIDField(null=True)
    value = models.TextField(default="")
    place_key = models.TextField(default="")
    function = models.TextField(default="")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    told_by = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()
    never_to = models.JSONField(default=list)

    class Meta:
        db_table = "people_protected_fact"
        indexes: ClassVar = [
            models.Index(fields=["place_key"], name="people_protected_place", condition=~Q(place_key="")),
            models.Index(fields=["context"], name="people_protected_context", condition=Q(context__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(context__isnull=False), name="people_protected_has_subject"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProtectedKind.REGISTRATION) | (Q(team__isnull=False) & ~Q(function="")),
                name="people_registration_names_team",
            ),
        ]

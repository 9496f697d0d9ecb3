"""Where the machine's work lists have to look."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from wholepicture.registers.changes.models import Change

# Longer than any transaction may be open: one that read the state before a change has ended by then.
PATIENCE = timedelta(hours=1)


def subjects() -> QuerySet[Change, Any]:
    """Return the ids of the persons, families and incidents that may have something waiting, for use within a query."""
    return Change.objects.values("subject")


def since(reference: str) -> Subquery:
    """Return when the subject that a column names first changed of late, to annotate a row with."""
    return Subquery(Change.objects.filter(subject=OuterRef(reference)).order_by("at").values("at")[:1])


def first(subjects: QuerySet[Any, Any]) -> datetime | None:
    """Return when the first of these changed of late; None where none did."""
    found: datetime | None = Change.objects.filter(subject__in=subjects).aggregate(first=Min("at"))["first"]
    return found


def old() -> QuerySet[Change]:
    """Return the changes that no open transaction can have missed."""
    return Change.objects.filter(at__lt=Now() - PATIENCE)

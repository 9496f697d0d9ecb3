"""What was told of contact between children and adults, by day and overnight."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from wholepicture.lib.once import once
from wholepicture.pathway.families.facts import ArrangementFacts
from wholepicture.pathway.families.models import Arrangement
from wholepicture.pathway.families.terms import Contact


@once
def arrangements(person_ids: Iterable[UUID]) -> list[ArrangementFacts]:
    """Return everything ever told of contact with one of these people, as child or as adult, oldest first.

    One whose records are not yet linked is left out until they are. One statement.
    """
    ids = set(person_ids)
    rows = Arrangement.objects.filter(Q(child__person_id__in=ids) | Q(adult__person_id__in=ids))
    rows = rows.select_related("child", "adult", "supported_by").order_by("told_at", "id")
    return [found for row in rows if (found := _facts(row))]


def _facts(row: Arrangement) -> ArrangementFacts | None:
    child, adult = row.child.person_id, row.adult.person_id
    if child is None or adult is None:
        return None
    return ArrangementFacts(
        id=row.id,
        child=child,
        adult=adult,
        day=Contact(row.day),
        overnight=Contact(row.overnight),
        day_words=row.day_words,
        overnight_words=row.overnight_words,
        supported_by=row.supported_by.person_id if row.supported_by else None,
        supported_by_words=row.supported_by_words,
        source=row.source,
        from_date=row.from_date,
        told_by=row.told_by_id,
        told_at=row.told_at,
    )

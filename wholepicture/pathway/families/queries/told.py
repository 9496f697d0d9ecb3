"""How people are related as one agency had said it by an instant: nothing that others told (design promise 5)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.models import Relationship
from wholepicture.registers.people.terms import RelationshipKind


def relations_told(person_ids: Collection[UUID], *, agency: UUID, before: datetime, seen: Seen) -> tuple[Relation, ...]:
    """Return how these people are related to one another as this agency had told it by an instant. One statement."""
    rows = Relationship.objects.filter(
        from_record__person_id__in=person_ids, to_record__person_id__in=person_ids,
        told_by=agency, told_at__lt=before,
    )  # fmt: skip
    columns = ("from_record__person_id", "to_record__person_id", "kind", "from_date", "until_date")
    found = {
        Relation(one, other, RelationshipKind(kind), begun, ended)
        for one, other, kind, begun, ended in rows.values_list(*columns)
        if one and other and one != other
    }
    return tuple(sorted(found, key=lambda each: (each.from_person, each.to_person, each.kind.value, str(each))))

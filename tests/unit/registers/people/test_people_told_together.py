"""What is told together is checked as what is told alone: nobody is their own relative."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people import telling
from wholepicture.registers.people.actions import InvalidTelling
from wholepicture.registers.people.terms import RelationshipKind

NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


def test_nobody_is_told_as_a_relative_of_themselves() -> None:
    one, other, agency = uuid4(), uuid4(), Agency(id=uuid4())
    told = telling._relation(telling.NewRelation(one, other, RelationshipKind.PARENT_OF), agency, NOW)
    assert (told.from_record_id, told.to_record_id, told.told_by_id) == (one, other, agency.id)
    with pytest.raises(InvalidTelling, match="themselves"):
        telling._relation(telling.NewRelation(one, one, RelationshipKind.PARENT_OF), agency, NOW)

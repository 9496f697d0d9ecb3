"""Children and adults for tests of families, resolved and at home somewhere; everybody is invented."""

from datetime import date
from uuid import UUID

from tests.factories.people import make_record, make_relation, make_resolved
from wholepicture.pathway.families import queries
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

HOME, ELSEWHERE = "4 Invented Terrace", "9 Elsewhere Road"
BORN = date(2017, 1, 1)


def make_child(forename: str, *parents: Record, home: str = HOME, born: date | None = BORN, **rest: object) -> Record:
    """A child of these parents, resolved; without a home where that is empty."""
    child = make_record(forename=forename, surname="Marsh", birth_date=born, address=home or None, **rest)  # type: ignore[arg-type]
    make_resolved(child)
    for parent in parents:
        make_relation(RelationshipKind.PARENT_OF, parent, child)
    return child


def make_unborn(mother: Record, *parents: Record, expected: date = date(2020, 5, 1)) -> Record:
    """An unborn child of this mother, told without a home."""
    return make_child("", mother, *parents, home="", born=None, expected_date=expected)


def make_adult(forename: str, *, home: str = HOME, sex: Sex = Sex.FEMALE) -> Record:
    """A grown-up, resolved; without a home where that is empty."""
    adult = make_record(forename=forename, surname="Marsh", birth_date=date(1990, 1, 1), sex=sex, address=home or None)
    make_resolved(adult)
    return adult


def person(record: Record) -> UUID:
    """Whom a record resolves to now."""
    record.refresh_from_db(fields=["person"])
    assert record.person_id
    return record.person_id


def family(record: Record) -> UUID | None:
    """The one family of a record's person, if any."""
    return queries.family_ids_of([person(record)]).get(person(record))

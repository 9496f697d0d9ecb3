"""Every bulk read is served by an index: among thousands of others, no plan reads a whole table of people."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_practice, make_record, make_registration, make_relation, make_resolved
from wholepicture.registers.people import queries
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db

DAY = date(2019, 12, 16)
MANY = 20000

OTHERS = """
    insert into people_person (id, version, created_at) select gen_random_uuid(), 1, now() from generate_series(1, {many});
    insert into people_record (id, agency_id, forename, surname, name_key, sex, birth_precision, told_at, person_id)
        select gen_random_uuid(), (select id from agencies_agency limit 1), '', '', '', 'NOT_KNOWN', 'NOT_KNOWN', now(), id
        from people_person;
    insert into people_protected_fact (id, kind, record_id, value, place_key, function, told_by_id, told_at, never_to)
        select gen_random_uuid(), 'ADDRESS', id, 'x', 'place ' || id, '', agency_id, now(), '[]' from people_record;
    insert into people_identifier (id, record_id, kind, value)
        select gen_random_uuid(), id, 'OWN', id::text from people_record;
    insert into people_relationship (id, from_record_id, to_record_id, kind, told_by_id, told_at)
        select gen_random_uuid(), id, lag(id, 1, id) over (), 'SIBLING_OF', agency_id, now() from people_record;
    set constraints all immediate;
    set local random_page_cost = 1.1;
    analyze people_person, people_record, people_protected_fact, people_identifier, people_relationship;
"""


def plans(statements: list[str]) -> str:
    with connection.cursor() as cursor:
        found = []
        for statement in statements:
            cursor.execute(f"explain {statement}")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_bulk_read_goes_through_a_whole_table_of_people() -> None:
    mother, child = make_record(address="1 Low Lane"), make_record(address="1 Low Lane")
    ids = [make_resolved(mother).id, make_resolved(child).id]
    make_relation(RelationshipKind.PARENT_OF, mother, child)
    make_registration(child, make_practice())
    with connection.cursor() as cursor:
        cursor.execute(OTHERS.format(many=MANY))
    places = [f"{number} long road" for number in range(110)] + ["1 low lane"]

    with CaptureQueriesContext(connection) as captured:
        queries.facts(ids)
        queries.relations(ids)
        queries.relatives(ids)
        queries.homes(ids, DAY)
        queries.registrations(ids, DAY)
        queries.as_told([mother.id, child.id, uuid4()])
        assert queries.persons_at(places, DAY) == {"1 low lane": set(ids)}

    read = plans([query["sql"] for query in captured.captured_queries])
    assert "Index" in read
    assert "Seq Scan on people" not in read, read

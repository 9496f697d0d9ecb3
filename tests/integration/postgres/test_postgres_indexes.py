"""No index is paid for twice with every row that is written."""

import pytest
from django.db import connection

# Those of Django's own tables are Django's; the second of a unique text column serves a search for its beginning.
TWICE = """
select a.indexrelid::regclass::text, b.indexrelid::regclass::text
from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
join pg_class t on t.oid = a.indrelid
where t.relnamespace = 'public'::regnamespace and t.relname !~ '^(auth|django)_' and not a.indisunique
  and a.indpred is null and b.indpred is null and a.indexprs is null and b.indexprs is null
  and (b.indkey::text || ' ') like (a.indkey::text || ' %')
  and a.indclass[0] = b.indclass[0]
"""


@pytest.mark.django_db
def test_no_index_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        assert cursor.fetchall() == []

"""Give every record told so far its keys, so that the matcher finds it; the owner, too, must say who acts before it sees a row."""

import itertools
from collections import defaultdict

from django.db import migrations

from wholepicture.registers.people import describing
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

BATCH = 1000


def give_keys(apps, schema_editor):
    schema_editor.execute("select set_config('app.actor', 'machine', true), set_config('app.agency', 'machine', true)")
    record, key = apps.get_model("people", "Record"), apps.get_model("people", "Key")
    found = record.objects.order_by("id").iterator(BATCH)
    while rows := list(itertools.islice(found, BATCH)):
        numbers, places = _beside(apps, [row.id for row in rows])
        key.objects.bulk_create(
            (
                key(key=each, record_id=row.id)
                for row in rows
                for each in sorted(describing.stored_keys(_told(row, numbers[row.id], places[row.id])))
            ),
            ignore_conflicts=True,
        )


def _beside(apps, ids):
    numbers, places = defaultdict(set), defaultdict(set)
    held = apps.get_model("people", "Identifier").objects.filter(record_id__in=ids)
    for record, kind, value in held.values_list("record_id", "kind", "value"):
        numbers[record].add((IdentifierKind(kind), value))
    homes = apps.get_model("people", "ProtectedFact").objects.filter(record_id__in=ids, kind="ADDRESS")
    for record, place in homes.exclude(place_key="").values_list("record_id", "place_key"):
        places[record].add(place)
    return numbers, places


def _told(row, numbers, places):
    return RecordTold(
        record=row.id,
        agency=row.agency_id,
        person=row.person_id,
        told_at=row.told_at,
        forename=row.forename,
        surname=row.surname,
        sex=Sex(row.sex),
        birth_date=row.birth_date,
        birth_precision=Precision(row.birth_precision),
        expected_date=row.expected_date,
        name_key=row.name_key,
        identifiers=frozenset(numbers),
        place_keys=frozenset(places),
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0007_keys")]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]

"""Give every place where something happened the key by which homes are found, so that no query has to read them all."""

from django.db import migrations

from wholepicture.registers.people.names import place_key

BATCH = 1000


def give_keys(apps, schema_editor):
    # Row-level security is forced on the owner too: say who acts.
    schema_editor.execute("select set_config('app.actor', 'machine', true), set_config('app.agency', 'machine', true)")
    fact = apps.get_model("people", "ProtectedFact")
    rows = fact.objects.filter(kind="PLACE", place_key="").exclude(value="")
    changed = []
    for row in rows.iterator(chunk_size=BATCH):
        row.place_key = place_key(row.value)
        changed.append(row)
    fact.objects.bulk_update(changed, ["place_key"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_nameword")]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]

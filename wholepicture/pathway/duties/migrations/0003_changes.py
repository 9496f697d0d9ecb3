"""Whatever waits because of an incident that was worked out is found from there: see registers/changes."""

from django.db import migrations

FORWARD = """
create trigger duties_derivation_changed after insert or update of at on public.duties_derivation
for each row execute function public.changes_note('incident_id');
insert into public.changes_change (subject) select incident_id from public.duties_derivation;
"""

REVERSE = "drop trigger duties_derivation_changed on public.duties_derivation;"


class Migration(migrations.Migration):
    """Note each change, and everything that is there already as changed."""

    dependencies = [("changes", "0002_note"), ("duties", "0002_no_index_twice")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]

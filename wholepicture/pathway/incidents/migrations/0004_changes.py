"""Whatever waits because of an incident that came in is found from there: see registers/changes."""

from django.db import migrations

FORWARD = """
create trigger incidents_incident_changed after insert on public.incidents_incident
for each row execute function public.changes_note('id');
insert into public.changes_change (subject) select id from public.incidents_incident;
"""

REVERSE = "drop trigger incidents_incident_changed on public.incidents_incident;"


class Migration(migrations.Migration):
    """Note each change, and everything that is there already as changed."""

    dependencies = [("changes", "0002_note"), ("incidents", "0003_no_index_twice")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]

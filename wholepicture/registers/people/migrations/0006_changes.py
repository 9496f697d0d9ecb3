"""Whatever waits because of a person that is new or known differently is found from there: see registers/changes."""

from django.db import migrations

FORWARD = """
create trigger people_person_changed after insert or update of version on public.people_person
for each row execute function public.changes_note('id');
insert into public.changes_change (subject) select id from public.people_person;
"""

REVERSE = "drop trigger people_person_changed on public.people_person;"


class Migration(migrations.Migration):
    """Note each change, and everything that is there already as changed."""

    dependencies = [("changes", "0002_note"), ("people", "0005_no_index_twice")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]

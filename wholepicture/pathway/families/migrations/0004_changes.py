"""Whatever waits because of a family that is new or has changed is found from there: see registers/changes."""

from django.db import migrations

FORWARD = """
create trigger families_family_changed after insert or update of version on public.families_family
for each row execute function public.changes_note('id');
insert into public.changes_change (subject) select id from public.families_family;
"""

REVERSE = "drop trigger families_family_changed on public.families_family;"


class Migration(migrations.Migration):
    """Note each change, and everything that is there already as changed."""

    dependencies = [("changes", "0002_note"), ("families", "0003_placed_next_at")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]

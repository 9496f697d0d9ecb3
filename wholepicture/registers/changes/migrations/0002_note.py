"""The database itself notes each change in the transaction that makes it, so that no action can forget to."""

from django.db import migrations

FORWARD = """
create function public.changes_note() returns trigger language plpgsql as $$
begin
    insert into public.changes_change (subject) values ((to_jsonb(new) ->> tg_argv[0])::uuid);
    return null;
end
$$;
"""

REVERSE = "drop function public.changes_note();"


class Migration(migrations.Migration):
    """Add the function that the triggers of people, families, incidents and duties call."""

    dependencies = [("changes", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]

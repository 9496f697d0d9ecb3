"""Keep when time alone next changes a family; whoever was placed before that was kept is placed once more."""

from django.db import migrations, models


def place_once_more(apps, schema_editor):
    # Row-level security is forced on the owner too: say who acts.
    schema_editor.execute("select set_config('app.actor', 'machine', true), set_config('app.agency', 'machine', true)")
    apps.get_model("families", "Placed").objects.update(next_at=models.F("at"))


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0002_arrangement'),
        ('people', '0003_places_have_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='placed',
            name='next_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(place_once_more, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='placed',
            index=models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='families_placed_next'),
        ),
    ]

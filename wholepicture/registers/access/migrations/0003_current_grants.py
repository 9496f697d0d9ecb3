from django.db import migrations, models


class Migration(migrations.Migration):
    """What a team may open now is found among what does not lie behind it: most grants of a family have ended."""

    dependencies = [
        ('access', '0002_grant_access_grant_team'),
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['team', 'subject_kind', 'until_at'], name='access_grant_current'),
        ),
        migrations.RemoveIndex(model_name='grant', name='access_grant_team'),
    ]

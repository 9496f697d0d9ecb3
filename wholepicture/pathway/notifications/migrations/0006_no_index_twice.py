import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('agencies', '0002_no_index_twice'),
        ('notifications', '0005_team_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='notice',
            name='notifications_notice_item',
        ),
        migrations.RemoveIndex(
            model_name='notice',
            name='notifications_notice_cause',
        ),
        migrations.AlterField(
            model_name='attempt',
            name='notice',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='notifications.notice'),
        ),
        migrations.AlterField(
            model_name='item',
            name='team',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.team'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='team',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.team'),
        ),
        migrations.AlterField(
            model_name='step',
            name='notice',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='notifications.notice'),
        ),
    ]

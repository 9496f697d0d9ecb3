import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('access', '0003_current_grants'),
        ('agencies', '0002_no_index_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='grant',
            name='team',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.team'),
        ),
        migrations.AlterField(
            model_name='stafflink',
            name='worker',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.worker'),
        ),
    ]

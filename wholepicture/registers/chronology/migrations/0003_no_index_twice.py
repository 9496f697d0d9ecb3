import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('agencies', '0002_no_index_twice'),
        ('chronology', '0002_timeline'),
        ('people', '0005_no_index_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record'),
        ),
    ]

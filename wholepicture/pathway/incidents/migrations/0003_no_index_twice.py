import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('agencies', '0002_no_index_twice'),
        ('incidents', '0002_feedfile_quarantined_and_more'),
    ]

    operations = [
        migrations.AlterField(
            model_name='childtold',
            name='incident',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='incidents.incident'),
        ),
        migrations.AlterField(
            model_name='feedfile',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AlterField(
            model_name='involved',
            name='incident',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='involved', to='incidents.incident'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('duties', '0001_initial'),
        ('incidents', '0003_no_index_twice'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='duty',
            name='duties_duty_incident',
        ),
        migrations.AlterField(
            model_name='duty',
            name='incident',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='incidents.incident'),
        ),
        migrations.AlterField(
            model_name='source',
            name='derivation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='duties.derivation'),
        ),
    ]

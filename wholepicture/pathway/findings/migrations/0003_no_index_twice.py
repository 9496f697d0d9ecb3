import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('families', '0003_placed_next_at'),
        ('findings', '0002_examined_latest_at'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='answer',
            name='findings_answer_finding',
        ),
        migrations.AlterField(
            model_name='finding',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
        migrations.AlterField(
            model_name='source',
            name='examined',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='findings.examined'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('families', '0003_placed_next_at'),
        ('triage', '0002_deciding'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='unsealing',
            name='triage_unsealing_family',
        ),
        migrations.AlterField(
            model_name='agreement',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='triage.decision'),
        ),
        migrations.AlterField(
            model_name='ask',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
        migrations.AlterField(
            model_name='askfor',
            name='ask',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='serves', to='triage.ask'),
        ),
        migrations.AlterField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='triage.meeting'),
        ),
        migrations.AlterField(
            model_name='considered',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='considered', to='triage.decision'),
        ),
        migrations.AlterField(
            model_name='contribution',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
        migrations.AlterField(
            model_name='decisionfor',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='triage.decision'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
        migrations.AlterField(
            model_name='recipient',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='triage.decision'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='act',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='triage.act'),
        ),
        migrations.AlterField(
            model_name='words',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family'),
        ),
    ]

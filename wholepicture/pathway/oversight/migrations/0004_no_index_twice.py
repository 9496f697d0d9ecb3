import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('oversight', '0003_kept_replay'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='promisecheck',
            name='oversight_check_latest',
        ),
        migrations.AlterField(
            model_name='replaysign',
            name='replay',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signs', to='oversight.replay'),
        ),
    ]

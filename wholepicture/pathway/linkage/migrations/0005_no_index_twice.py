import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that is the beginning of another, or that nothing is looked for by, only costs every row that is written."""

    dependencies = [
        ('linkage', '0004_review_asks_second'),
        ('people', '0005_no_index_twice'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='review',
            name='linkage_review_pair',
        ),
        migrations.AlterField(
            model_name='pair',
            name='newer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record'),
        ),
    ]

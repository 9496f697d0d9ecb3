from django.db import migrations, models


class Migration(migrations.Migration):
    """Families examined under an earlier protocol or code are found by those numbers, not among all."""

    dependencies = [
        ('families', '0004_changes'),
        ('findings', '0003_no_index_twice'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='examined',
            index=models.Index(fields=['protocol', 'code', 'latest_at'], name='findings_examined_numbers'),
        ),
    ]

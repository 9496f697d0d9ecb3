"""Find what is open for a family without reading every team's items."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0003_item_day"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["family"], name="notifications_item_family"),
        ),
    ]

"""Find what a reader looked at by the reader: what is new since is asked of their looks, not of all that they may open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("audit", "0002_chain")]

    operations = [
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["user", "subject_kind", "subject", "at"], name="audit_look_reader"),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0003_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="catalogueupload",
            name="asked",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="suggestion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drafts",
                to="studio.suggestion",
            ),
        ),
    ]

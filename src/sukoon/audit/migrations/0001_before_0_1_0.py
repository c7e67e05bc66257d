from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_sealed"),
        ("audit", "0003_sealed_in_order"),
        ("audit", "0004_details_in_the_event"),
        ("audit", "0005_no_detail_rows"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditBlock",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("events", models.PositiveIntegerField()),
                ("body", models.BinaryField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=80)),
                ("subject_id", models.UUIDField()),
                ("actor_id", models.UUIDField()),
                ("actor_label", models.CharField(max_length=80)),
                ("told", models.TextField(blank=True)),
                ("mac", models.CharField(blank=True, max_length=72)),
                ("block", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "at"], name="audit_subject"),
                    models.Index(fields=["actor_id", "at"], name="audit_actor"),
                    models.Index(
                        condition=models.Q(("block", None)), fields=["id"], name="audit_unsealed"
                    ),
                    models.Index(fields=["block", "id"], name="audit_block"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("event__contains", ".")), name="audit_event_named"
                    )
                ],
            },
        ),
    ]

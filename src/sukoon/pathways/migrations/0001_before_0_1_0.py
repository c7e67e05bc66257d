import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [("pathways", "0001_initial"), ("pathways", "0002_question_to_the_supervisor")]

    initial = True

    dependencies = [
        ("cases", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("pathway", models.CharField(max_length=20)),
                ("pathway_version", models.CharField(max_length=40)),
                ("checksum", models.CharField(max_length=64)),
                ("node", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(max_length=2000)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [models.Index(fields=["pathway", "created_at"], name="remark_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="remark_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("pathway", models.CharField(max_length=20)),
                ("pathway_version", models.CharField(max_length=40)),
                ("checksum", models.CharField(max_length=64)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("checksum", "by_id"), name="signed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("by_name", ""), _negated=True),
                        name="signature_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockSeen",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("org_id", models.UUIDField()),
                ("medicine", models.CharField(max_length=40)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("always", "Always"),
                            ("sometimes", "Sometimes"),
                            ("never", "Never"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seen_on", models.DateField()),
                ("by_id", models.UUIDField()),
            ],
            options={
                "ordering": ["-seen_on", "medicine"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["always", "sometimes", "never"])),
                        name="stock_level_known",
                    ),
                    models.UniqueConstraint(
                        fields=("org_id", "medicine", "seen_on"), name="stock_seen_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Walk",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key_version",
                    sukoon.core.vault.KeyVersionField(db_index=True, default=0, editable=False),
                ),
                ("pathway", models.CharField(max_length=20)),
                ("pathway_version", models.CharField(max_length=40)),
                ("checksum", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("under_way", "Under way"),
                            ("finished", "Finished"),
                            ("left", "Left"),
                        ],
                        default="under_way",
                        max_length=10,
                    ),
                ),
                ("started_by_id", models.UUIDField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("entry_id", models.UUIDField(blank=True, null=True)),
                ("body", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("question", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("asked_by_id", models.UUIDField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="walks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "id"],
                "indexes": [models.Index(fields=["case", "status"], name="walk_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["under_way", "finished", "left"])),
                        name="walk_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "finished"), _negated=True),
                            models.Q(("entry_id__isnull", False), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="walk_finished_has_its_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at", None),
                            ("finished_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="walk_ends_after_it_began",
                    ),
                ],
            },
        ),
    ]

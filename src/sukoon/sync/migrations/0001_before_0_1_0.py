import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [("sync", "0001_sync")]

    initial = True

    dependencies = [
        ("accounts", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.UUIDField()),
                ("digest", models.CharField(max_length=16)),
                ("told_in", models.PositiveIntegerField()),
                ("gone", models.BooleanField(default=False)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="accounts.device",
                    ),
                ),
            ],
            options={
                "verbose_name": "held on a phone",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("device", "kind", "object_id"), name="held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptOperation",
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
                ("operation_id", models.UUIDField()),
                ("owner_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, db_index=True, null=True)),
                ("actor_id", models.UUIDField()),
                ("action", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=80)),
                ("body", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for somebody to look"),
                            ("applied", "Taken in since"),
                            ("set_aside", "Set aside"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("looked_at_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept",
                        to="accounts.device",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [models.Index(fields=["status", "org_id"], name="kept_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("operation_id", "device"), name="kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "applied", "set_aside"])),
                        name="kept_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                ("actor_id", models.UUIDField()),
                ("action", models.CharField(max_length=80)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("applied", "Delivered"),
                            ("merged", "Delivered, beside what others changed"),
                            ("conflict", "Delivered; somebody else changed the same"),
                            ("rejected", "Not possible"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=80)),
                ("happened_at", models.DateTimeField()),
                ("skew_seconds", models.IntegerField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="accounts.device",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["applied", "merged", "conflict", "rejected"])
                        ),
                        name="receipt_outcome_known",
                    )
                ],
            },
        ),
    ]

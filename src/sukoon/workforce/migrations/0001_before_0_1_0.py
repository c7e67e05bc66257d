import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [("workforce", "0001_initial")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("places", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=200)),
                ("name_ur", models.CharField(blank=True, max_length=200)),
                ("acronym", models.CharField(blank=True, max_length=40)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("government", "Government"),
                            ("un", "United Nations"),
                            ("national_ngo", "National NGO"),
                            ("international_ngo", "International NGO"),
                            ("donor", "Donor"),
                            ("academic", "University or institute"),
                            ("professional", "Professional body"),
                            ("private", "Private provider"),
                            ("community", "Community group"),
                            ("other", "Other"),
                            ("unknown", "Not stated"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "government",
                                    "un",
                                    "national_ngo",
                                    "international_ngo",
                                    "donor",
                                    "academic",
                                    "professional",
                                    "private",
                                    "community",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="organisation_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="organisation_not_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationAlias",
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
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                ("name", models.CharField(max_length=120)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Worker",
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
                ("name", models.CharField(max_length=120)),
                (
                    "cadre",
                    models.CharField(
                        choices=[
                            ("psychiatrist", "Psychiatrist"),
                            ("psychologist_clinical", "Clinical psychologist"),
                            ("psychologist", "Psychologist"),
                            ("counsellor", "Psychosocial counsellor"),
                            ("social_worker", "Social worker"),
                            ("phc_physician", "Primary care physician"),
                            ("phc_nurse", "Nurse or paramedic"),
                            ("psych_nurse", "Psychiatric nurse"),
                            ("lhw", "Lady Health Worker"),
                            ("cmhw", "Community mental health worker"),
                            ("teacher", "Teacher"),
                            ("volunteer", "Trained volunteer"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                    ),
                ),
                ("tier", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "Woman"), ("man", "Man"), ("other", "Another")],
                        max_length=10,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("licence_number", models.CharField(blank=True, max_length=60)),
                ("licence_until", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("on_leave", "On leave"), ("left", "Left")],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="worker",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workers",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cadre__in",
                                [
                                    "psychiatrist",
                                    "psychologist_clinical",
                                    "psychologist",
                                    "counsellor",
                                    "social_worker",
                                    "phc_physician",
                                    "phc_nurse",
                                    "psych_nurse",
                                    "lhw",
                                    "cmhw",
                                    "teacher",
                                    "volunteer",
                                    "other",
                                ],
                            )
                        ),
                        name="worker_cadre_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier", None),
                            models.Q(("tier__gte", 1), ("tier__lte", 4)),
                            _connector="OR",
                        ),
                        name="worker_tier_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "on_leave", "left"])),
                        name="worker_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
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
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="workforce.team",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_teams",
                        to="workforce.worker",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("team", "worker"),
                        name="team_member_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerLanguage",
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
                ("language", models.CharField(max_length=10)),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="workforce.worker",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("worker", "language"), name="worker_language_once"
                    )
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [
        ("services", "0001_initial"),
        ("services", "0002_count_from_the_index"),
        ("services", "0003_import_in_the_background"),
        ("services", "0004_places_and_waiting"),
    ]

    initial = True

    dependencies = [
        ("places", "0001_before_0_1_0"),
        ("workforce", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Return",
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
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("submitted", "Sent in"),
                            ("returned", "Sent back with a comment"),
                            ("accepted", "Accepted"),
                            ("locked", "Locked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-period_start", "id"],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
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
                ("code", models.CharField(max_length=40, unique=True)),
                ("sort", models.PositiveSmallIntegerField()),
                ("label_en", models.CharField(max_length=120)),
                ("label_ur", models.CharField(blank=True, max_length=120)),
                ("is_sensitive", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["sort"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                ("list_version", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=10)),
                ("main_code", models.PositiveSmallIntegerField()),
                ("sort", models.PositiveSmallIntegerField()),
                ("label_en", models.CharField(max_length=200)),
                ("label_ur", models.CharField(blank=True, max_length=200)),
                (
                    "layer",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Basic services and safety"),
                            (2, "Community and family"),
                            (3, "Focused support"),
                            (4, "Specialised care"),
                        ],
                        null=True,
                    ),
                ),
                ("counts_people", models.BooleanField(default=True)),
                ("hint_en", models.CharField(blank=True, max_length=400)),
                ("hint_ur", models.CharField(blank=True, max_length=400)),
                ("crosswalk", models.CharField(blank=True, max_length=40)),
                ("is_group", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["list_version", "sort"],
                "constraints": [
                    models.UniqueConstraint(fields=("list_version", "code"), name="activity_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("layer", None), ("layer__in", [1, 2, 3, 4]), _connector="OR"
                        ),
                        name="activity_layer_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
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
                ("owner_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("file_name", models.CharField(max_length=200)),
                ("stored_name", models.CharField(blank=True, max_length=80)),
                ("checksum", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("read", "File read"),
                            ("checking", "Being checked"),
                            ("checked", "Rows checked"),
                            ("writing", "Being written"),
                            ("accepted", "Accepted"),
                            ("stopped", "Stopped; nothing kept"),
                            ("interrupted", "Broken off; nothing was written"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("only_good", models.BooleanField(default=False)),
                ("problem", models.CharField(blank=True, max_length=400)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "read",
                                    "checking",
                                    "checked",
                                    "writing",
                                    "accepted",
                                    "stopped",
                                    "interrupted",
                                ],
                            )
                        ),
                        name="import_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportOrganisation",
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
                ("type", models.CharField(max_length=20)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="new_organisations",
                        to="services.importjob",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReturnStep",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("submitted", "Sent in"),
                            ("returned", "Sent back with a comment"),
                            ("accepted", "Accepted"),
                            ("locked", "Locked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="services.return",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReturnVersion",
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
                ("number", models.PositiveIntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("people", "Different people"),
                            ("contacts", "Contacts; a person may count twice"),
                            ("unsure", "Not sure"),
                        ],
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("places_free", models.PositiveIntegerField(blank=True, null=True)),
                ("waiting_days", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="services.return",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="return_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["people", "contacts", "unsure"])),
                        name="return_basis_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnCell",
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
                    "sex",
                    models.CharField(
                        choices=[("female", "Female"), ("male", "Male")], max_length=10
                    ),
                ),
                ("age_band", models.CharField(max_length=10)),
                ("with_disability", models.BooleanField(default=False)),
                ("count", models.PositiveIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="services.returnversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "sex", "age_band", "with_disability"),
                        name="return_cell_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
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
                ("area_path", models.CharField(max_length=120)),
                ("locality", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("under_way", "Under way"),
                            ("funded", "Funded, not started"),
                            ("unfunded", "Not funded, not started"),
                            ("planned", "Planned, funding not stated"),
                            ("completed", "Completed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("start_on", models.DateField(blank=True, null=True)),
                (
                    "start_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        max_length=5,
                    ),
                ),
                ("end_on", models.DateField(blank=True, null=True)),
                (
                    "end_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        max_length=5,
                    ),
                ),
                (
                    "modality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("facility", "Facility"),
                            ("mobile", "Mobile clinic or team"),
                            ("home", "Home visit"),
                            ("community", "Outreach in the community"),
                            ("school", "School"),
                            ("camp", "Camp or collective site"),
                            ("remote", "Telephone or remote"),
                            ("digital", "App or self-guided"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cadre",
                    models.CharField(
                        blank=True,
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
                ("description", models.CharField(blank=True, max_length=500)),
                ("stated_quantity", models.PositiveIntegerField(blank=True, null=True)),
                ("stated_unit", models.CharField(blank=True, max_length=80)),
                ("workers", models.PositiveIntegerField(blank=True, null=True)),
                ("training", models.CharField(blank=True, max_length=200)),
                ("opening_hours", models.CharField(blank=True, max_length=200)),
                (
                    "fee",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("free", "Free"),
                            ("some", "Some people pay"),
                            ("all", "Everyone pays"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "provider_gender",
                    models.CharField(
                        blank=True,
                        choices=[("women", "Women"), ("men", "Men"), ("both", "Women and men")],
                        max_length=5,
                    ),
                ),
                ("capacity", models.CharField(blank=True, max_length=120)),
                ("eligibility", models.CharField(blank=True, max_length=300)),
                ("public_phone", models.CharField(blank=True, max_length=30)),
                ("focal_name", models.CharField(blank=True, max_length=120)),
                ("focal_phone", models.CharField(blank=True, max_length=30)),
                ("focal_email", models.EmailField(blank=True, max_length=254)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("reported_on", models.DateField()),
                ("line_key", models.CharField(max_length=64, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.activity",
                    ),
                ),
                (
                    "area_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.areagroup",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="places.site",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        fields=["status", "is_sensitive", "organisation", "activity", "id"],
                        name="service_matrix",
                    ),
                    models.Index(fields=["area_path"], name="service_area_path"),
                    models.Index(fields=["reported_on", "id"], name="service_reported"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["under_way", "funded", "unfunded", "planned", "completed"],
                            )
                        ),
                        name="service_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_on", None),
                            ("start_on", None),
                            ("end_on__gte", models.F("start_on")),
                            _connector="OR",
                        ),
                        name="service_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_path__endswith", "/")), name="service_area_closed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="service_version_counts"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="return",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="services.service",
            ),
        ),
        migrations.CreateModel(
            name="ServiceArea",
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
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services_here",
                        to="places.area",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_areas",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "service"], name="service_area_back")],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "area"), name="service_area_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceLanguage",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "language"), name="service_language_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePartner",
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
                    "role",
                    models.CharField(
                        choices=[("partner", "Partner"), ("donor", "Donor")], max_length=10
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="others",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "organisation", "role"), name="service_partner_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceStep",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("under_way", "Under way"),
                            ("funded", "Funded, not started"),
                            ("unfunded", "Not funded, not started"),
                            ("planned", "Planned, funding not stated"),
                            ("completed", "Completed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "import_job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="services.importjob",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ServiceTarget",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="services.service",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.targetgroup",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["target_group", "service"], name="service_target_back")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "target_group"), name="service_target_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFinding",
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
                ("row", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=40)),
                ("column", models.CharField(max_length=120)),
                ("value", models.CharField(max_length=300)),
                ("message", models.CharField(max_length=400)),
                ("suggestion", models.CharField(blank=True, max_length=300)),
                (
                    "choice",
                    models.CharField(
                        choices=[("suggestion", "Suggestion"), ("leave", "Leave")],
                        default="leave",
                        max_length=10,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="services.importjob",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "field"],
                "indexes": [models.Index(fields=["job", "row"], name="finding_row")],
            },
        ),
        migrations.CreateModel(
            name="ColumnChoice",
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
                ("owner_id", models.UUIDField()),
                ("header_key", models.CharField(max_length=120)),
                ("field", models.CharField(blank=True, max_length=40)),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="services.importjob",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "header_key"), name="column_once_a_file"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("job", None)),
                        fields=("owner_id", "header_key"),
                        name="column_remembered_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["status", "period_end"], name="return_queue"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                fields=("service", "period_start", "period_end"), name="return_once_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_end__gte", models.F("period_start"))),
                name="return_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "submitted", "returned", "accepted", "locked"])
                ),
                name="return_status_known",
            ),
        ),
    ]

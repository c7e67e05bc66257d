from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [
        ("coordination", "0001_pledges"),
        ("coordination", "0002_groups"),
        ("coordination", "0003_package_and_plans"),
        ("coordination", "0004_knowledge"),
    ]

    initial = True

    dependencies = [
        ("places", "0001_before_0_1_0"),
        ("services", "0001_before_0_1_0"),
        ("workforce", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
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
                ("code", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=600)),
                ("text_ur", models.CharField(blank=True, max_length=600)),
                ("target_value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("target_unit", models.CharField(blank=True, max_length=80)),
                ("start_on", models.DateField(blank=True, null=True)),
                (
                    "start_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        max_length=5,
                    ),
                ),
                ("deadline_on", models.DateField(blank=True, null=True)),
                (
                    "deadline_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        max_length=5,
                    ),
                ),
                ("geography", models.CharField(blank=True, max_length=200)),
                ("msp_activity", models.CharField(blank=True, max_length=10)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("none", "Nothing we hold"),
                            ("services", "Services in the register"),
                            ("places", "Districts with a service in the register"),
                            ("workers", "Workers in the register"),
                            ("contacts", "Contacts in accepted returns"),
                            ("emergencies", "Emergencies with a deployment"),
                            ("exercises", "Simulation exercises held"),
                            ("meetings", "Meetings held"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("not_told", "Not told yet"),
                            ("planning", "Planning stage"),
                            ("in_progress", "In progress"),
                            ("fulfilled", "Fulfilled"),
                        ],
                        default="not_told",
                        max_length=12,
                    ),
                ),
                ("reported_value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("known_since", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["code", "id"],
            },
        ),
        migrations.CreateModel(
            name="ActionPoint",
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
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.CharField(max_length=600)),
                ("text_ur", models.CharField(blank=True, max_length=600)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_points",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "number", "id"],
            },
        ),
        migrations.CreateModel(
            name="ActionStep",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "action_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="coordination.actionpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Costing",
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
                ("title", models.CharField(max_length=200)),
                ("area_path", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("by_id", models.UUIDField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("currency", ""), _negated=True),
                        name="costing_has_currency",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("link", models.CharField(blank=True, max_length=400)),
                ("stored_name", models.CharField(blank=True, max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("content_type", models.CharField(blank=True, max_length=80)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("checksum", models.CharField(blank=True, max_length=64)),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(max_length=120)),
                ("by_id", models.UUIDField()),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), models.Q(("stored_name", ""), _negated=True)),
                            models.Q(models.Q(("link", ""), _negated=True), ("stored_name", "")),
                            _connector="OR",
                        ),
                        name="document_file_or_link",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentUpdate",
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
                    "stage",
                    models.CharField(
                        choices=[
                            ("not_told", "Not told yet"),
                            ("planning", "Planning stage"),
                            ("in_progress", "In progress"),
                            ("fulfilled", "Fulfilled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("narrative", models.CharField(blank=True, max_length=1000)),
                ("happened_on", models.DateField()),
                ("by_id", models.UUIDField()),
                (
                    "amends",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="coordination.commitmentupdate",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="coordination.commitment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["not_told", "planning", "in_progress", "fulfilled"]),
                            models.Q(("stage", "not_told"), _negated=True),
                        ),
                        name="commitment_update_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amends", None),
                            models.Q(("amends", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_update_amends_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Steering committee"),
                            ("secretariat", "Secretariat"),
                            ("working", "Working group"),
                            ("sub", "Sub-group"),
                            ("emergency", "Group in an emergency"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_en", models.CharField(max_length=200)),
                ("name_ur", models.CharField(blank=True, max_length=200)),
                ("area_path", models.CharField(max_length=120)),
                ("sector", models.CharField(blank=True, max_length=80)),
                ("terms", models.TextField(blank=True, max_length=4000)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_groups",
                        to="coordination.group",
                    ),
                ),
            ],
            options={
                "ordering": ["name_en", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["steering", "secretariat", "working", "sub", "emergency"])
                        ),
                        name="group_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("started_on", None),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="group_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="group_not_in_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_path__endswith", "/")), name="group_area_closed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InputRequest",
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
                ("subject_en", models.CharField(max_length=300)),
                ("subject_ur", models.CharField(blank=True, max_length=300)),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="coordination.group",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="InputAsked",
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
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="coordination.inputrequest",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("answered_on"), nulls_first=True), "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "organisation"), name="input_asked_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Intervention",
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
                ("name_en", models.CharField(max_length=200)),
                ("name_ur", models.CharField(blank=True, max_length=200)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("format_en", models.CharField(blank=True, max_length=200)),
                ("format_ur", models.CharField(blank=True, max_length=200)),
                ("delivered_by", models.CharField(blank=True, max_length=200)),
                ("population", models.CharField(blank=True, max_length=200)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("here", "Trials in Pakistan"),
                            ("elsewhere", "Trials in other countries"),
                            ("guideline", "A guideline recommends it"),
                            ("practice", "In use; no trial known to us"),
                            ("not_told", "Not told"),
                        ],
                        default="not_told",
                        max_length=12,
                    ),
                ),
                ("evidence_note", models.CharField(blank=True, max_length=400)),
                (
                    "alignment",
                    models.CharField(
                        choices=[
                            ("aligned", "Agrees with the national model"),
                            ("partly", "Agrees in part"),
                            ("not", "Does not agree"),
                            ("not_judged", "Not judged yet"),
                        ],
                        default="not_judged",
                        max_length=12,
                    ),
                ),
                ("alignment_note", models.CharField(blank=True, max_length=400)),
                ("aligned_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=400)),
                ("source_tag", models.CharField(default="D", max_length=1)),
                ("sort", models.PositiveSmallIntegerField(default=0)),
                (
                    "aligned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["sort", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "evidence__in",
                                ["here", "elsewhere", "guideline", "practice", "not_told"],
                            )
                        ),
                        name="intervention_evidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alignment__in", ["aligned", "partly", "not", "not_judged"])
                        ),
                        name="intervention_alignment_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="intervention_has_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterventionLanguage",
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
                    "intervention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="coordination.intervention",
                    ),
                ),
            ],
            options={
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("intervention", "language"), name="intervention_language_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterventionTier",
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
                ("tier", models.PositiveSmallIntegerField()),
                (
                    "intervention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="coordination.intervention",
                    ),
                ),
            ],
            options={
                "ordering": ["tier"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("intervention", "tier"), name="intervention_tier_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__gte", 1), ("tier__lte", 4)),
                        name="intervention_tier_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterventionUse",
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
                ("note", models.CharField(blank=True, max_length=300)),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="coordination.intervention",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["area_path", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("intervention", "organisation", "area"),
                        name="intervention_use_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
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
                    "kind",
                    models.CharField(
                        choices=[("policy_gap", "Gap in policy"), ("lesson", "Lesson learned")],
                        max_length=10,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("said", models.TextField(blank=True, max_length=2000)),
                ("proposed", models.TextField(blank=True, max_length=2000)),
                ("noted_on", models.DateField()),
                ("source", models.CharField(blank=True, max_length=400)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken_up", "Taken up"),
                            ("settled", "Settled"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="log",
                        to="coordination.intervention",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-noted_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LogIndicator",
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
                ("code", models.CharField(max_length=10)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="coordination.logentry",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "indexes": [models.Index(fields=["code"], name="log_indicator_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "code"), name="log_indicator_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LogStep",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken_up", "Taken up"),
                            ("settled", "Settled"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="coordination.logentry",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Match",
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
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("area_path", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["title_en", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title_en", ""), _negated=True), name="match_has_title"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchedCommitment",
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
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="coordination.commitment",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="coordination.match",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("match", "commitment"), name="match_commitment_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField(blank=True, null=True)),
                ("ends_at", models.TimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("link", models.CharField(blank=True, max_length=400)),
                ("source", models.CharField(blank=True, max_length=400)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("agreed", "Minutes agreed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="coordination.group",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-id"],
                "indexes": [models.Index(fields=["held_on"], name="meeting_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "held", "agreed", "cancelled"])
                        ),
                        name="meeting_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("starts_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="meeting_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="inputrequest",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="coordination.meeting",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
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
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.CharField(max_length=600)),
                ("text_ur", models.CharField(blank=True, max_length=600)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="coordination.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="decision_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text_en", ""), _negated=True), name="decision_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("online", "Online"),
                            ("present", "Present; how was not told"),
                            ("absent", "Absent"),
                            ("not_listed", "The list leaves this number out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="coordination.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "presence__in",
                                ["in_person", "online", "present", "absent", "not_listed"],
                            )
                        ),
                        name="attendance_presence_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                ("number", models.PositiveSmallIntegerField()),
                ("title_en", models.CharField(max_length=300)),
                ("title_ur", models.CharField(blank=True, max_length=300)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="coordination.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="agenda_item_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="actionpoint",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="action_points",
                to="coordination.meeting",
            ),
        ),
        migrations.CreateModel(
            name="MeetingDocument",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.document",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="coordination.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                        choices=[
                            ("chair", "Chair"),
                            ("co_chair", "Co-chair"),
                            ("secretary", "Secretary"),
                            ("member", "Member"),
                            ("observer", "Observer"),
                        ],
                        default="member",
                        max_length=10,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="coordination.group",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("group", "organisation"),
                        name="member_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["chair", "co_chair", "secretary", "member", "observer"])
                        ),
                        name="member_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None),
                            ("since", None),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="member_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
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
                ("version", models.PositiveSmallIntegerField()),
                ("body", models.TextField(max_length=20000)),
                ("by_id", models.UUIDField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minutes",
                        to="coordination.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["language", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "language", "version"), name="minutes_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True),
                        name="minutes_say_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MspActivity",
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
                ("version", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=10)),
                ("sort", models.PositiveSmallIntegerField()),
                ("section_en", models.CharField(max_length=200)),
                ("section_ur", models.CharField(blank=True, max_length=200)),
                ("label_en", models.CharField(max_length=300)),
                ("label_ur", models.CharField(blank=True, max_length=300)),
                ("sectors", models.CharField(blank=True, max_length=200)),
                ("codes", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["version", "sort"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="msp_activity_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MspAction",
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
                    "kind",
                    models.CharField(
                        choices=[("core", "Core actions"), ("additional", "Additional actions")],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.CharField(blank=True, max_length=1000)),
                ("text_ur", models.CharField(blank=True, max_length=1000)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="coordination.mspactivity",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "kind", "number"), name="msp_action_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["core", "additional"])),
                        name="msp_action_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MspReview",
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
                ("as_of", models.DateField()),
                ("note", models.CharField(blank=True, max_length=400)),
                ("by_id", models.UUIDField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["-as_of", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "as_of"), name="msp_review_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="MspPriority",
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
                    "priority",
                    models.CharField(
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=6,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.mspactivity",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="priorities",
                        to="coordination.mspreview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "activity"), name="msp_priority_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ["high", "medium", "low"])),
                        name="msp_priority_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MspStatus",
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
                            ("not_told", "Not told yet"),
                            ("not_done", "Not done"),
                            ("planned", "Planned"),
                            ("partly", "Partly done"),
                            ("fully", "Fully done"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.mspaction",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statuses",
                        to="coordination.mspreview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "action"), name="msp_status_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["not_told", "not_done", "planned", "partly", "fully"])
                        ),
                        name="msp_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objective",
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
                    "phase",
                    models.CharField(
                        choices=[
                            ("exploration", "Exploration"),
                            ("preparation", "Preparation"),
                            ("implementation", "Implementation"),
                            ("sustainment", "Sustainment"),
                        ],
                        max_length=14,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.CharField(max_length=400)),
                ("text_ur", models.CharField(blank=True, max_length=400)),
                ("key_actions", models.CharField(blank=True, max_length=1000)),
                ("expected_outcome", models.CharField(blank=True, max_length=400)),
                ("unit_role", models.CharField(blank=True, max_length=400)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="not_started",
                        max_length=12,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="coordination.objective",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("area_path", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "In force"), ("closed", "Closed")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["area_path", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "active", "closed"])),
                        name="plan_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="plan_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=("area", "organisation", "title_en"), name="plan_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="objective",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="objectives",
                to="coordination.plan",
            ),
        ),
        migrations.CreateModel(
            name="BudgetLine",
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
                    "head",
                    models.CharField(
                        choices=[
                            ("coordination", "Coordination mechanism"),
                            ("digital", "Digital solution"),
                            ("human_resources", "Human resources"),
                            ("services", "MHPSS services"),
                            ("campaign", "Mental health education campaign"),
                        ],
                        max_length=16,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("planned", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("secured", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("spent", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                (
                    "donor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget",
                        to="coordination.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "head", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "head", "donor", "year", "currency"),
                        name="budget_line_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "head__in",
                                [
                                    "coordination",
                                    "digital",
                                    "human_resources",
                                    "services",
                                    "campaign",
                                ],
                            )
                        ),
                        name="budget_head_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__gte", 0), ("secured__gte", 0), ("spent__gte", 0)
                        ),
                        name="budget_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
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
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_code", models.CharField(blank=True, max_length=40)),
                ("announced_on", models.DateField(blank=True, null=True)),
                ("area_path", models.CharField(max_length=120)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="pledge_has_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_path__endswith", "/")), name="pledge_area_closed"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_code", ""), _negated=True),
                        fields=("source_code",),
                        name="pledge_source_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.pledge",
            ),
        ),
        migrations.CreateModel(
            name="Policy",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("act", "Law"),
                            ("policy", "Policy or strategy"),
                            ("guideline", "Guideline"),
                            ("intervention", "Intervention to endorse"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("submitted", "Submitted"),
                            ("pending", "Pending"),
                            ("endorsed", "Endorsed"),
                            ("refused", "Refused"),
                            ("in_force", "In force"),
                            ("ended", "No longer in force"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=600)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="coordination.intervention",
                    ),
                ),
            ],
            options={
                "ordering": ["area_path", "kind", "title_en", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "title_en"), name="policy_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "drafted",
                                    "submitted",
                                    "pending",
                                    "endorsed",
                                    "refused",
                                    "in_force",
                                    "ended",
                                ],
                            )
                        ),
                        name="policy_state_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="logentry",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="log",
                to="coordination.policy",
            ),
        ),
        migrations.CreateModel(
            name="PolicyStep",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("submitted", "Submitted"),
                            ("pending", "Pending"),
                            ("endorsed", "Endorsed"),
                            ("refused", "Refused"),
                            ("in_force", "In force"),
                            ("ended", "No longer in force"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="coordination.policy",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReadinessCheck",
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
                ("on", models.DateField()),
                ("live_on", models.DateField(blank=True, null=True)),
                ("by_id", models.UUIDField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "on"), name="readiness_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessAnswer",
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
                ("item", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                        max_length=10,
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="coordination.readinesscheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_of", "item"), name="readiness_answer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("sent", "Sent after the meeting"),
                            ("before", "Before it is due"),
                            ("late", "After it was due"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "action_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="coordination.actionpoint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("action_point", "kind"), name="reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
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
                ("name", models.CharField(max_length=80)),
                (
                    "costing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="coordination.costing",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("costing", "name"), name="scenario_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CostTarget",
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
                ("quantity", models.DecimalField(decimal_places=2, max_digits=14)),
                ("unit", models.CharField(max_length=80)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.mspactivity",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="coordination.scenario",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "activity"), name="cost_target_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="cost_target_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
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
                    "ingredient",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("training", "Training"),
                            ("supplies", "Supplies"),
                            ("transport", "Transport"),
                            ("space", "Space"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=14)),
                ("rate", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "periods",
                    models.DecimalField(decimal_places=2, default=Decimal(1), max_digits=8),
                ),
                (
                    "coverage",
                    models.DecimalField(decimal_places=2, default=Decimal(100), max_digits=5),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="coordination.mspactivity",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="coordination.scenario",
                    ),
                ),
            ],
            options={
                "ordering": ["activity__sort", "created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ingredient__in",
                                ["staff", "training", "supplies", "transport", "space", "other"],
                            )
                        ),
                        name="cost_ingredient_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("periods__gte", 0), ("quantity__gte", 0), ("rate__gte", 0)
                        ),
                        name="cost_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("coverage__gte", 0), ("coverage__lte", 100)),
                        name="cost_coverage_per_cent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                ("number", models.PositiveSmallIntegerField()),
                ("text_en", models.CharField(blank=True, max_length=1000)),
                ("text_ur", models.CharField(blank=True, max_length=1000)),
                ("without_comment", models.BooleanField(default=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="coordination.meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="statement_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text_en", ""), ("text_ur", ""), ("without_comment", True)),
                            models.Q(
                                ("without_comment", False), models.Q(("text_en", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="statement_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentCode",
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
                ("code", models.CharField(max_length=10)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="coordination.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "code"), name="commitment_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentEntity",
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
                ("sort", models.PositiveSmallIntegerField(default=0)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entities",
                        to="coordination.commitment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["sort", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "organisation"), name="commitment_entity_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentKind",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("financial", "Financial"),
                            ("material", "Material"),
                            ("technical", "Technical"),
                            ("policy", "Policy"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kinds",
                        to="coordination.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "kind"), name="commitment_kind_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["financial", "material", "technical", "policy"])
                        ),
                        name="commitment_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentService",
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
                    "counts",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("look", "Look")], max_length=4
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decided",
                        to="coordination.commitment",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "service"), name="commitment_service_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counts__in", ["yes", "no"])),
                        name="commitment_service_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentTheme",
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
                ("theme", models.CharField(max_length=80)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="coordination.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["theme"],
                "indexes": [models.Index(fields=["theme"], name="commitment_theme")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "theme"), name="commitment_theme_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="inputrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on", None), ("due_on__gte", models.F("asked_on")), _connector="OR"
                ),
                name="input_due_after_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["state", "due_on"], name="action_point_due"),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.UniqueConstraint(
                fields=("meeting", "number"), name="action_point_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "in_progress", "done", "dropped"])),
                name="action_point_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_en", ""), _negated=True), name="action_point_has_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="objective_once"),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phase__in", ["exploration", "preparation", "implementation", "sustainment"])
                ),
                name="objective_phase",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["not_started", "under_way", "done", "dropped"])),
                name="objective_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on", None),
                    ("starts_on", None),
                    ("due_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="objective_due_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["code", "id"], name="commitment_listed"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["stage", "told_on"], name="commitment_stage"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["area_path"], name="commitment_area"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(fields=("pledge", "code"), name="commitment_once"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="commitment_has_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="commitment_has_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["not_told", "planning", "in_progress", "fulfilled"])
                ),
                name="commitment_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "measure__in",
                        [
                            "none",
                            "services",
                            "places",
                            "workers",
                            "contacts",
                            "emergencies",
                            "exercises",
                            "meetings",
                        ],
                    )
                ),
                name="commitment_measure_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target_value", None),
                    models.Q(("target_unit", ""), _negated=True),
                    _connector="OR",
                ),
                name="commitment_target_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deadline_on", None),
                    ("start_on", None),
                    ("deadline_on__gte", models.F("start_on")),
                    _connector="OR",
                ),
                name="commitment_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("area_path__endswith", "/")), name="commitment_area_closed"
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["kind", "state"], name="log_kind_state"),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["policy_gap", "lesson"])), name="log_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "taken_up", "settled", "dropped"])),
                name="log_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on", None), ("due_on__gte", models.F("noted_on")), _connector="OR"
                ),
                name="log_due_after_noted",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.UniqueConstraint(fields=("area", "title_en"), name="log_entry_once"),
        ),
    ]

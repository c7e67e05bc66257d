import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [("surge", "0001_surge")]

    initial = True

    dependencies = [
        ("places", "0001_before_0_1_0"),
        ("workforce", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deployment",
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
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("deployed", "Deployed"),
                            ("returned", "Came back"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                ("org_id", models.UUIDField()),
                ("is_exercise", models.BooleanField(default=False)),
                (
                    "funded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "hosted_by",
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
                "ordering": ["starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentReport",
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
                ("done", models.TextField(max_length=2000)),
                ("worked", models.TextField(blank=True, max_length=2000)),
                ("difficult", models.TextField(blank=True, max_length=2000)),
                ("advice", models.TextField(blank=True, max_length=2000)),
                ("handed_over", models.CharField(blank=True, max_length=300)),
                ("told_on", models.DateField()),
                ("by_id", models.UUIDField()),
                (
                    "deployment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="surge.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["-told_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentStep",
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
                            ("offered", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("deployed", "Deployed"),
                            ("returned", "Came back"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="surge.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Emergency",
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
                            ("flood", "Flood"),
                            ("earthquake", "Earthquake"),
                            ("displacement", "Displacement"),
                            ("violence", "Violence or conflict"),
                            ("outbreak", "Outbreak"),
                            ("accident", "Accident with many casualties"),
                            ("other", "Other"),
                        ],
                        max_length=14,
                    ),
                ),
                ("title_en", models.CharField(max_length=200)),
                ("title_ur", models.CharField(blank=True, max_length=200)),
                ("area_path", models.CharField(max_length=120)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("summary", models.TextField(blank=True, max_length=2000)),
                ("source", models.CharField(blank=True, max_length=400)),
                ("disaster_since", models.DateTimeField(blank=True, null=True)),
                ("is_exercise", models.BooleanField(default=False)),
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
                "ordering": ["-started_on", "-id"],
                "indexes": [
                    models.Index(fields=["is_exercise", "started_on"], name="emergency_real_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "flood",
                                    "earthquake",
                                    "displacement",
                                    "violence",
                                    "outbreak",
                                    "accident",
                                    "other",
                                ],
                            )
                        ),
                        name="emergency_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="emergency_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("disaster_since", None), _connector="OR"
                        ),
                        name="emergency_over_is_no_disaster",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_path__endswith", "/")),
                        name="emergency_area_closed",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="deployment",
            name="emergency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deployments",
                to="surge.emergency",
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
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
                ("tool", models.CharField(max_length=200)),
                ("tool_version", models.CharField(blank=True, max_length=40)),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("health", "Health"),
                            ("protection", "Protection"),
                            ("child_protection", "Child protection"),
                            ("gbv", "Gender-based violence"),
                            ("education", "Education"),
                            ("nutrition", "Nutrition"),
                            ("camp", "Camps and shelter"),
                            ("several", "Several sectors together"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("desk", "Desk review"),
                            ("survey", "Survey of households or persons"),
                            ("interviews", "Key informants"),
                            ("groups", "Group discussions"),
                            ("observation", "Visits and observation"),
                            ("facilities", "Check of facilities"),
                            ("mixed", "Several methods"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sample", models.PositiveIntegerField(blank=True, null=True)),
                ("sample_of", models.CharField(blank=True, max_length=100)),
                ("sampling", models.CharField(blank=True, max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("shared", "Report shared"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("limits", models.CharField(blank=True, max_length=600)),
                ("area_path", models.CharField(max_length=120)),
                ("is_exercise", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="workforce.organisation",
                    ),
                ),
                (
                    "emergency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="surge.emergency",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "indexes": [
                    models.Index(fields=["is_exercise", "starts_on"], name="assessment_real_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sector__in",
                                [
                                    "health",
                                    "protection",
                                    "child_protection",
                                    "gbv",
                                    "education",
                                    "nutrition",
                                    "camp",
                                    "several",
                                    "other",
                                ],
                            )
                        ),
                        name="assessment_sector_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "method__in",
                                [
                                    "desk",
                                    "survey",
                                    "interviews",
                                    "groups",
                                    "observation",
                                    "facilities",
                                    "mixed",
                                ],
                            )
                        ),
                        name="assessment_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "under_way", "done", "shared", "dropped"])
                        ),
                        name="assessment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="assessment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sample", None),
                            models.Q(("sample_of", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_sample_of_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyStep",
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
                    "event",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("disaster_on", "Disaster mode on"),
                            ("disaster_off", "Disaster mode off"),
                            ("closed", "Closed"),
                        ],
                        max_length=14,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "emergency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="surge.emergency",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Exercise",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tabletop", "Around a table"),
                            ("functional", "Of one function"),
                            ("full", "Full scale"),
                        ],
                        max_length=10,
                    ),
                ),
                ("aims", models.TextField(blank=True, max_length=2000)),
                ("planned_on", models.DateField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("running", "Running"),
                            ("ended", "Ended"),
                            ("reviewed", "Reviewed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                (
                    "emergency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exercise",
                        to="surge.emergency",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exercises",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["tabletop", "functional", "full"])),
                        name="exercise_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "running", "ended", "reviewed"])
                        ),
                        name="exercise_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="exercise_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "planned"), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="exercise_run_has_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AfterAction",
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
                ("summary", models.TextField(max_length=4000)),
                ("worked", models.TextField(blank=True, max_length=4000)),
                ("improve", models.TextField(blank=True, max_length=4000)),
                ("written_on", models.DateField()),
                ("by_id", models.UUIDField()),
                (
                    "exercise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="surge.exercise",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expert",
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
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("area_path", models.CharField(blank=True, max_length=120)),
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
                ("years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("remote", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "On the roster"),
                            ("resting", "Resting"),
                            ("left", "Left the roster"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="experts",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
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
                        name="expert_cadre_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "resting", "left"])),
                        name="expert_status_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="deployment",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deployments",
                to="surge.expert",
            ),
        ),
        migrations.CreateModel(
            name="Availability",
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
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to="surge.expert",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="availability_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertLanguage",
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
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="surge.expert",
                    ),
                ),
            ],
            options={
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("expert", "language"), name="expert_language_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertSkill",
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
                ("skill", models.CharField(max_length=30)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to="surge.expert",
                    ),
                ),
            ],
            options={
                "ordering": ["skill"],
                "indexes": [models.Index(fields=["skill"], name="expert_skill")],
                "constraints": [
                    models.UniqueConstraint(fields=("expert", "skill"), name="expert_skill_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                    "domain",
                    models.CharField(
                        choices=[
                            ("needs", "Needs and distress"),
                            ("groups", "Groups at risk"),
                            ("resources", "Resources and coping"),
                            ("services", "Services and gaps"),
                            ("workforce", "Workforce and training"),
                            ("access", "Access and barriers"),
                            ("safety", "Safety and protection"),
                            ("coordination", "Coordination"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text_en", models.CharField(max_length=600)),
                ("text_ur", models.CharField(blank=True, max_length=600)),
                ("figure", models.CharField(blank=True, max_length=100)),
                ("basis", models.CharField(blank=True, max_length=200)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="surge.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["domain", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "number"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "domain__in",
                                [
                                    "needs",
                                    "groups",
                                    "resources",
                                    "services",
                                    "workforce",
                                    "access",
                                    "safety",
                                    "coordination",
                                    "other",
                                ],
                            )
                        ),
                        name="finding_domain_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("figure", ""), models.Q(("basis", ""), _negated=True), _connector="OR"
                        ),
                        name="finding_figure_has_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inject",
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
                ("minute", models.PositiveSmallIntegerField()),
                ("answer_within", models.PositiveSmallIntegerField(default=30)),
                ("text_en", models.TextField(max_length=2000)),
                ("text_ur", models.TextField(blank=True, max_length=2000)),
                ("expected", models.TextField(blank=True, max_length=2000)),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("not_judged", "Not judged yet"),
                            ("met", "Met"),
                            ("partly", "Met in part"),
                            ("missed", "Missed"),
                        ],
                        default="not_judged",
                        max_length=10,
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=600)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="injects",
                        to="surge.exercise",
                    ),
                ),
            ],
            options={
                "ordering": ["minute", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("exercise", "number"), name="inject_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["not_judged", "met", "partly", "missed"])
                        ),
                        name="inject_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_within__gte", 1)),
                        name="inject_answer_takes_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="surge.assessment",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="surge.deployment",
                    ),
                ),
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
                        name="paper_file_or_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessment", None), ("deployment__isnull", False)),
                            models.Q(("assessment__isnull", False), ("deployment", None)),
                            _connector="OR",
                        ),
                        name="paper_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Player",
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
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="players",
                        to="surge.exercise",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("exercise", "organisation"), name="player_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
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
                ("text_en", models.CharField(max_length=400)),
                ("text_ur", models.CharField(blank=True, max_length=400)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="advice",
                        to="surge.exercise",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exercise", "number"), name="recommendation_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
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
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "inject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="surge.inject",
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
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                ("role", models.CharField(max_length=200)),
                ("people", models.PositiveSmallIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("remote", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("filled", "Filled"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("is_exercise", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "emergency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="surge.emergency",
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
            ],
            options={
                "ordering": ["starts_on", "id"],
                "indexes": [
                    models.Index(fields=["is_exercise", "state"], name="surge_request_real_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "filled", "closed", "withdrawn"])
                        ),
                        name="surge_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="surge_request_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)), name="surge_request_for_somebody"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="deployment",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deployments",
                to="surge.request",
            ),
        ),
        migrations.CreateModel(
            name="RequestLanguage",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="surge.request",
                    ),
                ),
            ],
            options={
                "ordering": ["language"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "language"), name="surge_request_language_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestSkill",
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
                ("skill", models.CharField(max_length=30)),
                ("needed", models.BooleanField(default=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to="surge.request",
                    ),
                ),
            ],
            options={
                "ordering": ["-needed", "skill"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "skill"), name="surge_request_skill_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentArea",
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
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="surge.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "area"), name="assessment_area_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentPartner",
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
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="surge.assessment",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "organisation"), name="assessment_partner_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="deployment",
            index=models.Index(fields=["is_exercise", "state"], name="deployment_real_state"),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["offered", "accepted", "declined", "deployed", "returned", "cancelled"],
                    )
                ),
                name="deployment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="deployment_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["declined", "cancelled"]), _negated=True),
                fields=("request", "expert"),
                name="deployment_asked_once",
            ),
        ),
    ]

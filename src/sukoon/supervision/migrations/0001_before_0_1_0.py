import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [
        ("supervision", "0001_initial"),
        ("supervision", "0002_handed_on"),
        ("supervision", "0003_guide_steps"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
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
                ("account_id", models.UUIDField()),
                ("cover_id", models.UUIDField(blank=True, null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["from_on", "id"],
                "indexes": [models.Index(fields=["account_id", "until_on"], name="supabsence")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="supabsence_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cover_id", models.F("account_id")), _negated=True),
                        name="supabsence_not_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompetenceRating",
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
                ("account_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("competence", models.CharField(max_length=40)),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "observed",
                    models.CharField(
                        choices=[
                            ("role_play", "Role play"),
                            ("live", "With a person, live"),
                            ("recording", "Recording"),
                            ("group", "In a group"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rated_on", models.DateField()),
                ("rater_id", models.UUIDField()),
                ("remark", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
            ],
            options={
                "ordering": ["rated_on", "id"],
                "indexes": [
                    models.Index(
                        fields=["account_id", "competence", "rated_on"], name="suprating_of"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="suprating_level_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("observed__in", ["role_play", "live", "recording", "group"])
                        ),
                        name="suprating_observed_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rater_id", models.F("account_id")), _negated=True),
                        name="suprating_not_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_path", ""),
                            models.Q(
                                ("area_path", django.db.models.functions.text.Upper("area_path")),
                                ("area_path__endswith", "/"),
                            ),
                            _connector="OR",
                        ),
                        name="suprating_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteSample",
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
                ("by_id", models.UUIDField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("seed", models.CharField(max_length=60)),
                ("share", models.PositiveSmallIntegerField()),
                ("of_count", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="supsample_ends",
                    ),
                    models.UniqueConstraint(fields=("org_id", "seed"), name="supsample_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteCheck",
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
                ("case_code", models.CharField(max_length=12)),
                ("worker_id", models.UUIDField(db_index=True)),
                ("checklist", models.CharField(max_length=40)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by_id", models.UUIDField(blank=True, null=True)),
                ("met", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("remark", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.entry",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="supervision.notesample",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "entry"), name="supcheck_once"),
                    models.CheckConstraint(
                        condition=models.Q(("met", None), ("met__lte", 100), _connector="OR"),
                        name="supcheck_percent",
                    ),
                ],
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
                ("code", models.CharField(max_length=12, unique=True)),
                ("case_code", models.CharField(max_length=12)),
                ("asked_by_id", models.UUIDField()),
                ("supervisor_id", models.UUIDField(blank=True, null=True)),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("open_area_path", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("assigned", "With a supervisor"),
                            ("answered", "Answered"),
                            ("acknowledged", "Read"),
                            ("applied", "Put to use"),
                            ("disputed", "Not agreed"),
                            ("closed", "Closed"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                (
                    "turn",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("assign", "Find a supervisor"),
                            ("answer", "Answer"),
                            ("tell_more", "Tell more"),
                            ("read", "Read the answer"),
                            ("decide", "Say whether it was put to use"),
                            ("settle", "Settle what is not agreed"),
                            ("close", "Close"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("urgency", models.CharField(max_length=20)),
                ("is_first", models.BooleanField(default=False)),
                ("escalations", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("asked_more_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Put to use, nothing left to do"),
                            ("settled", "Talked over and settled"),
                            ("withdrawn", "Withdrawn by who asked"),
                            ("case_closed", "The case was closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("diagnosis", models.CharField(blank=True, max_length=20)),
                (
                    "diagnosis_changed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Same"),
                            ("partly", "Partly changed"),
                            ("yes", "Changed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("plan_changed", models.BooleanField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_at"), nulls_last=True), "id"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("by_id", models.UUIDField()),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("agree", "I agree"),
                            ("change", "I would change it"),
                            ("cannot_say", "I cannot say yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("diagnosis", models.CharField(blank=True, max_length=20)),
                (
                    "diagnosis_changed",
                    models.CharField(
                        choices=[
                            ("none", "Same"),
                            ("partly", "Partly changed"),
                            ("yes", "Changed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("dose_changed", models.BooleanField(default=False)),
                ("drug_changed", models.BooleanField(default=False)),
                ("psychosocial_changed", models.BooleanField(default=False)),
                ("referral_changed", models.BooleanField(default=False)),
                ("step_changed", models.BooleanField(default=False)),
                ("steps", models.CharField(blank=True, max_length=1000)),
                ("referral_advised", models.BooleanField(default=False)),
                ("risk_raised", models.BooleanField(default=False)),
                ("template", models.CharField(blank=True, max_length=40)),
                ("lesson", models.CharField(blank=True, max_length=120)),
                ("opinion", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("words", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("entry_id", models.UUIDField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="supervision.request",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("diagnosis_changed__in", ["none", "partly", "yes"]),
                            ("verdict__in", ["agree", "change", "cannot_say"]),
                        ),
                        name="supanswer_words_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("requested", "Asked"),
                            ("assigned", "Given to a supervisor"),
                            ("reassigned", "Given to another supervisor"),
                            ("escalated", "Past its time; the next one was asked"),
                            ("asked_more", "More was asked"),
                            ("told_more", "More was told"),
                            ("answered", "Answered"),
                            ("acknowledged", "Read by the trainee"),
                            ("applied", "Put to use"),
                            ("disputed", "Not agreed"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                            ("handed_on", "Handed on with the case"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("assigned", "With a supervisor"),
                            ("answered", "Answered"),
                            ("acknowledged", "Read"),
                            ("applied", "Put to use"),
                            ("disputed", "Not agreed"),
                            ("closed", "Closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("target_id", models.UUIDField(blank=True, null=True)),
                ("note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="supervision.request",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["request", "at"], name="supstep_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "requested",
                                    "assigned",
                                    "reassigned",
                                    "escalated",
                                    "asked_more",
                                    "told_more",
                                    "answered",
                                    "acknowledged",
                                    "applied",
                                    "disputed",
                                    "closed",
                                    "withdrawn",
                                    "handed_on",
                                ],
                            )
                        ),
                        name="supstep_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("supervisor_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("individual", "Individual"),
                            ("group", "Group"),
                            ("peer", "Peer"),
                            ("live", "Live"),
                            ("technical", "Technical"),
                            ("administrative", "Administrative"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("missed", "Missed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("planned_minutes", models.PositiveSmallIntegerField(default=60)),
                ("log_by", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("held_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("logged_at", models.DateTimeField(blank=True, null=True)),
                ("logged_by_id", models.UUIDField(blank=True, null=True)),
                ("record", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-planned_at", "-id"],
                "indexes": [
                    models.Index(fields=["log_by"], name="supsession_log_by"),
                    models.Index(
                        fields=["supervisor_id", "planned_at"], name="supsession_supervisor"
                    ),
                    models.Index(fields=["org_id", "planned_at"], name="supsession_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "individual",
                                    "group",
                                    "peer",
                                    "live",
                                    "technical",
                                    "administrative",
                                ],
                            ),
                            ("status__in", ["planned", "held", "missed", "cancelled"]),
                        ),
                        name="supsession_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "planned"), _negated=True),
                            ("log_by__isnull", False),
                            _connector="OR",
                        ),
                        name="supsession_planned_has_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "held"), _negated=True),
                            models.Q(
                                ("held_at__isnull", False),
                                ("held_minutes__gte", 1),
                                ("log_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="supsession_held_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_path", ""),
                            models.Q(
                                ("area_path", django.db.models.functions.text.Upper("area_path")),
                                ("area_path__endswith", "/"),
                            ),
                            _connector="OR",
                        ),
                        name="supsession_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
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
                ("account_id", models.UUIDField(db_index=True)),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("present", "Present"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        default="invited",
                        max_length=8,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="supervision.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "account_id"), name="supseat_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("presence__in", ["invited", "present", "excused", "absent"])
                        ),
                        name="supseat_presence_known",
                    ),
                ],
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
                (
                    "key_version",
                    sukoon.core.vault.KeyVersionField(db_index=True, default=0, editable=False),
                ),
                ("what", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("owner_id", models.UUIDField()),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="supervision.session",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [models.Index(fields=["owner_id", "done_at"], name="suppoint_mine")],
            },
        ),
        migrations.CreateModel(
            name="SessionCase",
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
                ("case_code", models.CharField(max_length=12)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="supervision.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "case"), name="supsession_case_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Shared",
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
                ("fields", models.CharField(blank=True, max_length=400)),
                ("consent_id", models.UUIDField(blank=True, null=True)),
                ("taken_out", models.PositiveSmallIntegerField(default=0)),
                ("question", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("snapshot", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("opinion", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared",
                        to="supervision.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Standing",
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
                ("trainee_id", models.UUIDField()),
                ("supervisor_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("every_days", models.PositiveSmallIntegerField()),
                ("last_met_on", models.DateField(blank=True, null=True)),
                ("missing_since", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("contract", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "indexes": [
                    models.Index(
                        fields=["supervisor_id", "ended_at"], name="supstanding_supervisor"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="supstanding_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trainee_id", models.F("supervisor_id")), _negated=True
                        ),
                        name="supstanding_not_oneself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("trainee_id",),
                        name="supstanding_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="request",
            name="standing",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.standing",
            ),
        ),
        migrations.CreateModel(
            name="TrainingCohort",
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
                ("name_en", models.CharField(max_length=120)),
                ("name_ur", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("tier", models.PositiveSmallIntegerField()),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-began_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("began_on")),
                            _connector="OR",
                        ),
                        name="supcohort_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_path", ""),
                            models.Q(
                                ("area_path", django.db.models.functions.text.Upper("area_path")),
                                ("area_path__endswith", "/"),
                            ),
                            _connector="OR",
                        ),
                        name="supcohort_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trainee",
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
                ("account_id", models.UUIDField(blank=True, null=True, unique=True)),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
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
                ("tier", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated"),
                            ("registered", "Registered"),
                            ("trained", "Trained"),
                        ],
                        max_length=10,
                    ),
                ),
                ("trained_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("silent_since", models.DateField(blank=True, null=True)),
                ("last_sent_on", models.DateField(blank=True, null=True)),
                ("sent", models.PositiveIntegerField(default=0)),
                (
                    "quiet_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_persons", "Nobody came who needed it"),
                            ("no_time", "No time beside other duties"),
                            ("unsure", "Unsure how, or afraid of mistakes"),
                            ("no_phone", "No phone, signal or account that works"),
                            ("no_medicine", "No medicine, so no case"),
                            ("transferred", "Moved to another post"),
                            ("on_leave", "On leave"),
                            ("no_use", "The answers were of no use"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("quiet_said_at", models.DateTimeField(blank=True, null=True)),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                ("nudges", models.PositiveSmallIntegerField(default=0)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainees",
                        to="supervision.trainingcohort",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "indexes": [
                    models.Index(fields=["silent_since", "id"], name="suptrainee_quiet"),
                    models.Index(fields=["org_id", "silent_since"], name="suptrainee_team"),
                    models.Index(fields=["cohort", "state"], name="suptrainee_cohort"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["nominated", "registered", "trained"])),
                        name="suptrainee_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier", None),
                            models.Q(("tier__gte", 1), ("tier__lte", 4)),
                            _connector="OR",
                        ),
                        name="suptrainee_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "trained"), _negated=True),
                            ("trained_on__isnull", False),
                            _connector="OR",
                        ),
                        name="suptrainee_trained_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_path", ""),
                            models.Q(
                                ("area_path", django.db.models.functions.text.Upper("area_path")),
                                ("area_path__endswith", "/"),
                            ),
                            _connector="OR",
                        ),
                        name="suptrainee_area",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Usefulness",
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
                ("at", models.DateTimeField()),
                ("assessment", models.BooleanField()),
                ("management", models.BooleanField()),
                ("referral", models.BooleanField()),
                ("remark", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usefulness",
                        to="supervision.request",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Voice",
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
                ("content_type", models.CharField(max_length=60)),
                ("bytes", models.PositiveIntegerField()),
                ("checksum", models.CharField(max_length=64)),
                ("stored_name", models.CharField(max_length=80, unique=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="supervision.answer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoteMark",
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
                ("point", models.CharField(max_length=40)),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("partly", "Partly"),
                            ("no", "No"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="supervision.notecheck",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("note", "point"), name="supmark_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__in", ["yes", "partly", "no", "not_applicable"])
                        ),
                        name="supmark_value_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["due_at", "id"], name="supreq_queue"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["owner_id", "due_at", "id"], name="supreq_mine"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["supervisor_id", "due_at"], name="supreq_supervisor"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["asked_by_id", "asked_at"], name="supreq_asked"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["org_id", "due_at", "id"], name="supreq_team"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "requested",
                            "assigned",
                            "answered",
                            "acknowledged",
                            "applied",
                            "disputed",
                            "closed",
                        ],
                    )
                ),
                name="supreq_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "closed"),
                    models.Q(
                        ("due_at__isnull", False),
                        ("owner_id__isnull", False),
                        (
                            "turn__in",
                            ["assign", "answer", "tell_more", "read", "decide", "settle", "close"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="supreq_open_has_owner_and_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("due_at", None),
                        ("owner_id", None),
                        ("turn", ""),
                        ("close_reason__in", ["done", "settled", "withdrawn", "case_closed"]),
                        ("open_area_path", ""),
                    ),
                    _connector="OR",
                ),
                name="supreq_closed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["requested", "closed"]),
                    ("supervisor_id__isnull", False),
                    _connector="OR",
                ),
                name="supreq_assigned_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["requested", "assigned", "closed"]),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="supreq_answered_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor_id", models.F("asked_by_id")), _negated=True),
                name="supreq_not_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("area_path", ""),
                    models.Q(
                        ("area_path", django.db.models.functions.text.Upper("area_path")),
                        ("area_path__endswith", "/"),
                    ),
                    _connector="OR",
                ),
                name="supreq_area_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["requested", "assigned"])),
                fields=("case", "asked_by_id"),
                name="supreq_one_waits",
            ),
        ),
    ]

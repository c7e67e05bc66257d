import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [("risk", "0001_initial"), ("risk", "0002_chain")]

    initial = True

    dependencies = [
        ("workforce", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyRota",
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
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["org_id"], name="rota_org"),
                    models.Index(fields=["area_path"], name="rota_area"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("org_id__isnull", False),
                            models.Q(("area_path", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rota_of_somewhere",
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
                        name="rota_area_path_upper_and_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskEpisode",
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
                ("case_id", models.UUIDField(blank=True, null=True)),
                ("case_code", models.CharField(blank=True, max_length=20)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("carer_id", models.UUIDField(blank=True, null=True)),
                ("raised_by_id", models.UUIDField()),
                ("level", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits to be acknowledged"),
                            ("acknowledged", "In somebody's hands"),
                            ("closed", "Closed"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("raised_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_by_id", models.UUIDField(blank=True, null=True)),
                ("contacted_at", models.DateTimeField(blank=True, null=True)),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("acknowledge", "Acknowledge"),
                            ("contact", "Make contact"),
                            ("plan", "Make a safety plan"),
                            ("reassess", "Look at the risk again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("watch_at", models.DateTimeField(blank=True, null=True)),
                ("escalations", models.PositiveSmallIntegerField(default=0)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("close_reason", models.CharField(blank=True, max_length=20)),
                ("is_synthetic", models.BooleanField(default=False)),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_at"), nulls_last=True), "id"],
                "indexes": [
                    models.Index(fields=["status", "watch_at"], name="risk_watch"),
                    models.Index(fields=["owner_id", "status"], name="risk_owner"),
                    models.Index(fields=["org_id", "status"], name="risk_org"),
                    models.Index(fields=["area_path", "status"], name="risk_area"),
                    models.Index(fields=["case_id"], name="risk_case"),
                    models.Index(fields=["person_id"], name="risk_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "acknowledged", "closed"])),
                        name="risk_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level", ""), _negated=True), name="risk_has_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "closed"),
                            models.Q(
                                ("due_at__isnull", False),
                                ("next_step__in", ["acknowledge", "contact", "plan", "reassess"]),
                                ("owner_id__isnull", False),
                                ("watch_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="risk_open_has_owner_and_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("due_at", None),
                                ("watch_at", None),
                                models.Q(("close_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="risk_closed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "acknowledged"), _negated=True),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="risk_acknowledged_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "waiting"), _negated=True),
                            ("next_step", "acknowledge"),
                            _connector="OR",
                        ),
                        name="risk_waiting_is_acknowledged_next",
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
                        name="risk_area_path_upper_and_closed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            ("case_id__isnull", False),
                        ),
                        fields=("case_id",),
                        name="risk_one_open_per_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            ("case_id", None),
                            ("person_id__isnull", False),
                        ),
                        fields=("person_id", "org_id"),
                        name="risk_one_open_per_person_without_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskContact",
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
                ("happened_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("home_visit", "Home visit"),
                            ("phone", "Telephone"),
                            ("message", "Message"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("carer", "A carer or relative"),
                            ("service", "Another service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reached", models.BooleanField()),
                ("has_concern", models.BooleanField(default=False)),
                ("note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="risk.riskepisode",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["in_person", "home_visit", "phone", "message"]),
                            ("whom__in", ["person", "carer", "service"]),
                        ),
                        name="risk_contact_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("happened_at__lte", models.F("at"))),
                        name="risk_contact_has_happened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskStep",
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
                            ("raised", "Raised"),
                            ("fed", "Raised again"),
                            ("acknowledged", "Acknowledged"),
                            ("escalated", "Nobody answered; the next one was asked"),
                            (
                                "clock_set",
                                "The server's clock had jumped; the deadline was set right",
                            ),
                            ("handed_over", "Handed over"),
                            ("contact", "Contact"),
                            ("level_raised", "Level raised"),
                            ("lower_asked", "Lowering of the level asked for"),
                            ("lowered", "Level lowered"),
                            ("close_asked", "Closing asked for"),
                            ("closed", "Closed"),
                            ("refused", "Not signed"),
                            ("checked", "Immediate action"),
                            ("unchecked", "Immediate action taken back"),
                            ("owner_left", "The owner has left; the next one was asked"),
                            ("planned", "Safety plan"),
                            ("printed", "Safety plan printed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits to be acknowledged"),
                            ("acknowledged", "In somebody's hands"),
                            ("closed", "Closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("level", models.CharField(max_length=20)),
                (
                    "trigger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answer", "An answer of an instrument"),
                            ("worker", "A worker's judgement"),
                            ("call", "A call to the helpline"),
                            ("words", "Words in a note"),
                            ("pathway", "A guided pathway"),
                        ],
                        max_length=10,
                    ),
                ),
                ("entry_id", models.UUIDField(blank=True, null=True)),
                ("target_id", models.UUIDField(blank=True, null=True)),
                (
                    "rung",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duty", "On duty"),
                            ("backup", "Stands in"),
                            ("lead", "Team lead"),
                            ("coordinator", "Coordinator of the area"),
                            ("raiser", "Who raised it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("item", models.CharField(blank=True, max_length=30)),
                ("note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="risk.riskepisode",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(fields=["episode", "at"], name="risk_step_order"),
                    models.Index(fields=["target_id"], name="risk_step_target"),
                    models.Index(fields=["entry_id"], name="risk_step_entry"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "raised",
                                    "fed",
                                    "acknowledged",
                                    "escalated",
                                    "clock_set",
                                    "handed_over",
                                    "contact",
                                    "level_raised",
                                    "lower_asked",
                                    "lowered",
                                    "close_asked",
                                    "closed",
                                    "refused",
                                    "checked",
                                    "unchecked",
                                    "owner_left",
                                    "planned",
                                    "printed",
                                ],
                            )
                        ),
                        name="risk_step_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("entry_id__isnull", False), models.Q(("trigger", ""), _negated=True)
                        ),
                        fields=("entry_id", "trigger"),
                        name="risk_step_entry_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
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
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("duty", "On duty"),
                            ("backup", "Stands in"),
                            ("lead", "Team lead"),
                            ("coordinator", "Coordinator of the area"),
                            ("raiser", "Who raised it"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("screen", "On screen"), ("email", "E-mail"), ("sms", "SMS")],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Is being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed; is tried again"),
                            ("given_up", "Failed; given up"),
                            ("not_possible", "Not possible"),
                            ("needless", "No longer needed"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_set_up", "not set up on this server"),
                            ("no_address", "no address or number is known"),
                            ("refused", "the other server refused it"),
                            ("unreachable", "the other server did not answer"),
                            ("broken", "something went wrong here"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="risk.riskstep",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="risk_alarm_due"),
                    models.Index(
                        fields=["account_id", "channel", "seen_at"], name="risk_alarm_account"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["screen", "email", "sms"]),
                            (
                                "status__in",
                                [
                                    "waiting",
                                    "sent",
                                    "failed",
                                    "given_up",
                                    "not_possible",
                                    "needless",
                                ],
                            ),
                        ),
                        name="risk_alarm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="risk_alarm_sent_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyPlan",
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
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("language", models.CharField(max_length=10)),
                ("copy_given", models.BooleanField(default=False)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="risk.riskepisode",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SafetyPlanPart",
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
                ("section", models.CharField(max_length=30)),
                ("text", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="risk.safetyplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "section"), name="risk_plan_section_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
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
                        choices=[("lower", "Lower the level"), ("close", "Close")], max_length=6
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for a signature"),
                            ("signed", "Signed"),
                            ("refused", "Not signed"),
                            ("fallen", "Fell: the risk was raised again"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("from_level", models.CharField(max_length=20)),
                ("to_level", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("asked_by_id", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("why", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("answered_by_id", models.UUIDField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="closings",
                        to="risk.riskcontact",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="risk.riskepisode",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["lower", "close"]),
                            ("status__in", ["asked", "signed", "refused", "fallen"]),
                        ),
                        name="risk_sign_off_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by_id", models.F("asked_by_id")), _negated=True
                        ),
                        name="risk_sign_off_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["asked", "fallen"]),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="risk_sign_off_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "close"), _negated=True),
                            models.Q(
                                ("contact__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="risk_closing_has_contact",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")),
                        fields=("episode",),
                        name="risk_one_sign_off_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyShift",
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
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "rota",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shifts",
                        to="risk.dutyrota",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="workforce.worker",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "order", "id"],
                "indexes": [models.Index(fields=["rota", "ends_at"], name="duty_shift_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="duty_shift_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1), ("order__lte", 9)),
                        name="duty_shift_order",
                    ),
                ],
            },
        ),
    ]

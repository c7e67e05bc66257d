import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_reminders"),
        ("cases", "0003_tasks_about_persons"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_before_0_1_0"),
        ("services", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                ("alias", models.CharField(max_length=60)),
                ("tier", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_care", "In care"),
                            ("stepped_up", "Stepped up"),
                            ("stepped_down", "Stepped down"),
                            ("closed", "Closed"),
                            ("reopened", "Reopened"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("end_of_care", "Agreed: care has reached its end"),
                            ("single_consult", "Agreed: one consultation was enough"),
                            ("moved", "The person moves away"),
                            ("referred", "Others go on with it"),
                            ("declined", "The person does not want to go on"),
                            ("no_access_service", "Cannot come: the service ended"),
                            ("no_access_transport", "Cannot come: no transport"),
                            ("no_access_detained", "Cannot come: detained or taken away"),
                            ("ltfu_untraceable", "Lost: cannot be found"),
                            ("ltfu_dissatisfied", "Lost: was not content"),
                            ("deceased_missing", "Died or is missing"),
                            ("mistake", "Opened by mistake"),
                        ],
                        max_length=20,
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("seen_by_owner_at", models.DateTimeField(blank=True, null=True)),
                ("last_contact_at", models.DateTimeField(blank=True, null=True)),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "next_due_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "Follow-up contact"),
                            ("session", "Session"),
                            ("score", "Repeat the score"),
                            ("plan_review", "Review the plan"),
                            ("consent", "Renew consent"),
                            ("risk_question", "Answer: is this a risk?"),
                            ("read_answer", "Read the supervisor's answer"),
                            ("chase_referral", "Close the referral or say why not"),
                            ("same_person", "Same person, another open case: agree who leads"),
                            ("erased", "Who this is was taken away on request: agree how to go on"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("risk_level", models.CharField(blank=True, max_length=20)),
                ("plan_version", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.person",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["owner_id", "next_due_at", "id"],
                        name="case_mine_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["org_id", "next_due_at", "id"],
                        name="case_team_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["owner_id", "last_contact_at", "id"],
                        name="case_mine_contact",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            ("seen_by_owner_at", None),
                        ),
                        fields=["owner_id", "assigned_at"],
                        name="case_mine_new",
                    ),
                    models.Index(
                        condition=models.Q(("risk_level", ""), _negated=True),
                        fields=["owner_id", "risk_level"],
                        name="case_mine_risk",
                    ),
                    models.Index(
                        condition=models.Q(("risk_level", ""), _negated=True),
                        fields=["org_id", "risk_level"],
                        name="case_team_risk",
                    ),
                    models.Index(fields=["org_id", "opened_at", "id"], name="case_team_opened"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "open",
                                    "in_care",
                                    "stepped_up",
                                    "stepped_down",
                                    "closed",
                                    "reopened",
                                ],
                            )
                        ),
                        name="case_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__gte", 1), ("tier__lte", 4)),
                        name="case_tier_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status", "closed"),
                                models.Q(("closed_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                ("closed_at", None),
                                ("closed_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            ("risk_level", ""),
                            _connector="OR",
                        ),
                        name="case_closed_has_no_open_risk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("co_worker", "Works on it too"),
                            ("cover", "Covers while the lead is away"),
                            ("supervisor", "Supervises"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["co_worker", "cover", "supervisor"])),
                        name="case_link_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "account_id", "kind"),
                        name="case_link_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
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
                ("what", models.CharField(max_length=10)),
                ("was", models.CharField(blank=True, max_length=40)),
                ("became", models.CharField(max_length=40)),
                ("happened_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("why", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
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
                ("about", models.CharField(max_length=10)),
                ("about_id", models.UUIDField()),
                ("field", models.CharField(max_length=40)),
                ("stands", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("proposed", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("by_id", models.UUIDField()),
                ("happened_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_by_id", models.UUIDField(blank=True, null=True)),
                ("took_proposed", models.BooleanField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)),
                        fields=["case"],
                        name="conflict_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("took_proposed", None)),
                            models.Q(
                                ("resolved_at__isnull", False), ("took_proposed__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="conflict_resolved_says_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                            ("contact", "Contact"),
                            ("assessment", "Assessment"),
                            ("response", "Instrument"),
                            ("risk", "Risk"),
                            ("safety_plan", "Safety plan"),
                            ("diagnosis", "Working diagnosis"),
                            ("plan", "Plan"),
                            ("session", "Session"),
                            ("medicine", "Medicine"),
                            ("note", "Note"),
                            ("attachment", "Attachment"),
                            ("closure", "Closing"),
                            ("supervision", "Supervision"),
                            ("referral", "Referral"),
                            ("walk", "Guided pathway"),
                        ],
                        max_length=12,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("author_id", models.UUIDField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("desk", "At the desk"),
                            ("phone", "From a phone"),
                            ("imported", "From a file"),
                            ("helpline", "From the helpline"),
                        ],
                        default="desk",
                        max_length=10,
                    ),
                ),
                ("field_set", models.CharField(max_length=60)),
                ("body", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("why", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("group_id", models.UUIDField(blank=True, null=True)),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="cases.entry",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_at", "-id"],
                "indexes": [
                    models.Index(fields=["case", "-happened_at", "-id"], name="entry_timeline"),
                    models.Index(fields=["author_id", "recorded_at"], name="entry_of_worker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "contact",
                                    "assessment",
                                    "response",
                                    "risk",
                                    "safety_plan",
                                    "diagnosis",
                                    "plan",
                                    "session",
                                    "medicine",
                                    "note",
                                    "attachment",
                                    "closure",
                                    "supervision",
                                    "referral",
                                    "walk",
                                ],
                            )
                        ),
                        name="entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["desk", "phone", "imported", "helpline"])
                        ),
                        name="entry_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amends", models.F("id")), _negated=True),
                        name="entry_amends_another",
                    ),
                    models.UniqueConstraint(fields=("amends",), name="entry_amended_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("name", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("content_type", models.CharField(max_length=60)),
                ("bytes", models.PositiveIntegerField()),
                ("checksum", models.CharField(max_length=64)),
                ("stored_name", models.CharField(max_length=80, unique=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="cases.entry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntryCode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=40)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="cases.entry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["field", "code"], name="entry_code_counted")],
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                ("text", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("worker", "The worker"),
                            ("carer", "A carer"),
                            ("other", "Somebody else"),
                        ],
                        default="person",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Working on it"),
                            ("reached", "Reached"),
                            ("partly", "Partly reached"),
                            ("dropped", "Given up"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__in", ["person", "worker", "carer", "other"]),
                            ("status__in", ["open", "reached", "partly", "dropped"]),
                        ),
                        name="goal_words_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
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
                ("instrument", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("happened_at", models.DateTimeField()),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True),
                ),
                ("band", models.CharField(blank=True, max_length=60)),
                ("band_source", models.CharField(blank=True, max_length=200)),
                ("refused", models.CharField(blank=True, max_length=200)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="cases.case",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="response",
                        to="cases.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["case", "instrument", "happened_at"], name="response_chart"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("total", None), models.Q(("refused", ""), _negated=True)),
                            models.Q(("refused", ""), ("total__isnull", False)),
                            _connector="OR",
                        ),
                        name="response_scored_or_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseScore",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True),
                ),
                ("is_flag", models.BooleanField(default=False)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="cases.response",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("response", "name", "is_flag"), name="response_score_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                            ("contact", "Follow-up contact"),
                            ("session", "Session"),
                            ("score", "Repeat the score"),
                            ("plan_review", "Review the plan"),
                            ("consent", "Renew consent"),
                            ("risk_question", "Answer: is this a risk?"),
                            ("read_answer", "Read the supervisor's answer"),
                            ("chase_referral", "Close the referral or say why not"),
                            ("same_person", "Same person, another open case: agree who leads"),
                            ("erased", "Who this is was taken away on request: agree how to go on"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("what", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("due_at", models.DateTimeField()),
                ("owner_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To do"),
                            ("done", "Done"),
                            ("dropped", "No longer needed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.UUIDField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("about_id", models.UUIDField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["owner_id", "due_at"],
                        name="task_mine",
                    ),
                    models.Index(fields=["case", "due_at"], name="task_of_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "contact",
                                    "session",
                                    "score",
                                    "plan_review",
                                    "consent",
                                    "risk_question",
                                    "read_answer",
                                    "chase_referral",
                                    "same_person",
                                    "erased",
                                    "other",
                                ],
                            )
                        ),
                        name="task_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("status", "open")),
                            models.Q(
                                models.Q(("status", "open"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="task_ended_says_when",
                    ),
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
                ("due_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for its time"),
                            ("sent", "Sent"),
                            ("stopped", "Stopped"),
                            ("failed", "Could not be sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_consent", "The person does not consent to be written to"),
                            ("no_safe_number", "No number is safe to write to at that time"),
                            ("not_set_up", "No SMS gateway is set up"),
                            ("gateway", "The SMS gateway did not take it"),
                            ("task_ended", "There is nothing to be reminded of any more"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by_id", models.UUIDField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="cases.case",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="cases.task",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["due_at"],
                        name="reminder_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", ""), ("status__in", ["waiting", "sent"])),
                            models.Q(
                                ("status__in", ["stopped", "failed"]),
                                models.Q(("fault", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_says_why_not",
                    )
                ],
            },
        ),
    ]

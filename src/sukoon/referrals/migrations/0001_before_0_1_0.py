import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [("referrals", "0001_initial")]

    initial = True

    dependencies = [
        ("cases", "0001_before_0_1_0"),
        ("people", "0001_before_0_1_0"),
        ("services", "0001_before_0_1_0"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
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
                ("code", models.CharField(max_length=12, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("booked", "Booked"),
                            ("seen", "Seen"),
                            ("no_show", "Did not come"),
                            ("reported_back", "Reported back"),
                            ("closed", "Closed"),
                            ("redirected", "Passed on to another"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Ended without an answer"),
                        ],
                        default="draft",
                        max_length=14,
                    ),
                ),
                ("need", models.CharField(max_length=40)),
                ("is_protection", models.BooleanField(default=False)),
                ("urgency", models.CharField(max_length=20)),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("sender_id", models.UUIDField()),
                ("from_account_id", models.UUIDField()),
                ("from_org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "A service of the register"),
                            ("team", "A team or organisation"),
                            ("worker", "A worker"),
                            ("outside", "Somebody without an account"),
                        ],
                        max_length=10,
                    ),
                ),
                ("to_account_id", models.UUIDField(blank=True, null=True)),
                ("to_org_id", models.UUIDField(blank=True, null=True)),
                ("to_name", models.CharField(max_length=200)),
                ("to_reach", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("answers_here", models.BooleanField(default=False)),
                ("transport", models.CharField(max_length=20)),
                ("escort", models.CharField(max_length=20)),
                ("contact", models.CharField(max_length=20)),
                ("may_leave_word", models.BooleanField(default=False)),
                ("contact_note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("ask", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("plan", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("review_on", models.DateField(blank=True, null=True)),
                ("named_worker", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("fields", models.CharField(blank=True, max_length=400)),
                ("shared", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("owner_org_id", models.UUIDField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("next_alarm_at", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answer_due_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("appointment_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seen", "Accepted and seen"),
                            ("not_seen", "Accepted, not seen"),
                            ("declined", "Declined"),
                            ("redirected", "Passed on to another"),
                            ("cancelled", "Withdrawn"),
                            ("lost", "Lost: nobody answered, or contact was lost"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="cases.case",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                (
                    "redirected_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirected_to",
                        to="referrals.referral",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["next_alarm_at"], name="referral_alarms"),
                    models.Index(fields=["to_org_id", "state", "due_at"], name="referral_inbox"),
                    models.Index(fields=["to_account_id", "state", "due_at"], name="referral_mine"),
                    models.Index(
                        fields=["from_org_id", "state", "due_at"], name="referral_team_sent"
                    ),
                    models.Index(
                        fields=["from_account_id", "state", "due_at"], name="referral_sent"
                    ),
                    models.Index(fields=["service", "sent_at"], name="referral_of_service"),
                    models.Index(fields=["case", "-created_at"], name="referral_of_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["service", "team", "worker", "outside"]),
                            (
                                "state__in",
                                [
                                    "draft",
                                    "sent",
                                    "received",
                                    "accepted",
                                    "declined",
                                    "booked",
                                    "seen",
                                    "no_show",
                                    "reported_back",
                                    "closed",
                                    "redirected",
                                    "withdrawn",
                                    "expired",
                                ],
                            ),
                        ),
                        name="referral_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at", None),
                                ("next_alarm_at", None),
                                ("state__in", ("closed", "redirected", "withdrawn", "expired")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("closed", "redirected", "withdrawn", "expired")),
                                    _negated=True,
                                ),
                                ("due_at__isnull", False),
                                ("next_alarm_at__isnull", False),
                                models.Q(
                                    ("owner_id__isnull", False),
                                    ("owner_org_id__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="referral_open_has_owner_and_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                (
                                    "result__in",
                                    [
                                        "seen",
                                        "not_seen",
                                        "declined",
                                        "redirected",
                                        "cancelled",
                                        "lost",
                                    ],
                                ),
                                ("state__in", ("closed", "redirected", "withdrawn", "expired")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("closed", "redirected", "withdrawn", "expired")),
                                    _negated=True,
                                ),
                                ("ended_at", None),
                                ("result", ""),
                            ),
                            _connector="OR",
                        ),
                        name="referral_ended_says_when_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("state__in", ("draft", "withdrawn"))),
                            models.Q(("consent__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_sent_with_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLink",
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
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("code_mac", models.CharField(max_length=80)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("made_by_id", models.UUIDField()),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("referral",),
                        name="referral_one_link",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralAlarm",
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
                    "audience",
                    models.CharField(
                        choices=[
                            ("sender", "Whoever refers"),
                            ("receiver", "Whoever is referred to"),
                            ("coordinator", "The coordinator"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("booked", "Booked"),
                            ("seen", "Seen"),
                            ("no_show", "Did not come"),
                            ("reported_back", "Reported back"),
                            ("closed", "Closed"),
                            ("redirected", "Passed on to another"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Ended without an answer"),
                        ],
                        max_length=14,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["raised_at", "id"],
                "indexes": [
                    models.Index(fields=["audience", "settled_at"], name="referral_alarm_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience__in", ["sender", "receiver", "coordinator"]),
                            (
                                "state__in",
                                [
                                    "draft",
                                    "sent",
                                    "received",
                                    "accepted",
                                    "declined",
                                    "booked",
                                    "seen",
                                    "no_show",
                                    "reported_back",
                                    "closed",
                                    "redirected",
                                    "withdrawn",
                                    "expired",
                                ],
                            ),
                        ),
                        name="referral_alarm_words",
                    ),
                    models.UniqueConstraint(
                        fields=("referral", "audience", "raised_at"), name="referral_alarm_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralStep",
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
                    "was",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Being prepared"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("booked", "Booked"),
                            ("seen", "Seen"),
                            ("no_show", "Did not come"),
                            ("reported_back", "Reported back"),
                            ("closed", "Closed"),
                            ("redirected", "Passed on to another"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Ended without an answer"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("booked", "Booked"),
                            ("seen", "Seen"),
                            ("no_show", "Did not come"),
                            ("reported_back", "Reported back"),
                            ("closed", "Closed"),
                            ("redirected", "Passed on to another"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Ended without an answer"),
                        ],
                        max_length=14,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("sender", "Whoever refers"),
                            ("receiver", "Whoever is referred to"),
                            ("platform", "The platform"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("account", "By somebody signed in"),
                            ("link", "By the link"),
                            ("told", "Told to whoever refers"),
                            ("platform", "By the platform"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "became__in",
                                [
                                    "draft",
                                    "sent",
                                    "received",
                                    "accepted",
                                    "declined",
                                    "booked",
                                    "seen",
                                    "no_show",
                                    "reported_back",
                                    "closed",
                                    "redirected",
                                    "withdrawn",
                                    "expired",
                                ],
                            ),
                            ("side__in", ["sender", "receiver", "platform"]),
                            ("way__in", ["account", "link", "told", "platform"]),
                        ),
                        name="referral_step_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("became", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_declined_with_a_reason",
                    ),
                ],
            },
        ),
    ]

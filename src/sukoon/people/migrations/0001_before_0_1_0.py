import django.db.models.deletion
from django.db import migrations, models

import sukoon.core.ids
import sukoon.core.vault


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_consents"),
        ("people", "0003_the_whole_person"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Household",
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
                ("owner_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("name", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("address", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["org_id"], name="household_org")],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("owner_id", models.UUIDField()),
                ("org_id", models.UUIDField(blank=True, null=True)),
                ("area_path", models.CharField(blank=True, max_length=120)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("alias", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("born", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("age_told", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("age_told_on", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Neither, or both"),
                            ("not_told", "Not told"),
                        ],
                        default="not_told",
                        max_length=10,
                    ),
                ),
                ("gender", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "displacement",
                    models.CharField(
                        choices=[
                            ("resident", "Resident"),
                            ("displaced", "Displaced within the country"),
                            ("refugee", "Refugee"),
                            ("asylum_seeker", "Asylum seeker"),
                            ("returnee", "Returned home"),
                            ("migrant", "Migrant"),
                            ("stateless", "Stateless"),
                            ("not_told", "Not told"),
                        ],
                        default="not_told",
                        max_length=14,
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        choices=[
                            ("yes", "Lives with a disability"),
                            ("no", "No disability"),
                            ("not_told", "Not told"),
                        ],
                        default="not_told",
                        max_length=10,
                    ),
                ),
                ("address", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["owner_id"], name="person_owner"),
                    models.Index(fields=["org_id"], name="person_org"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["female", "male", "other", "not_told"])),
                        name="person_sex_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "displacement__in",
                                [
                                    "resident",
                                    "displaced",
                                    "refugee",
                                    "asylum_seeker",
                                    "returnee",
                                    "migrant",
                                    "stateless",
                                    "not_told",
                                ],
                            )
                        ),
                        name="person_displacement_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability__in", ["yes", "no", "not_told"])),
                        name="person_disability_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonIdentifier",
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
                ("kind", models.CharField(max_length=20)),
                ("text", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SubjectRequest",
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
                            ("copy", "A copy of everything held"),
                            ("correction", "A correction"),
                            ("erasure", "Erasure"),
                            ("anonymisation", "Taking name and number away"),
                        ],
                        max_length=14,
                    ),
                ),
                ("said", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("recorded_by_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("declined", "Declined, with the reason"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [models.Index(fields=["status", "due_on"], name="request_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["copy", "correction", "erasure", "anonymisation"])
                        ),
                        name="request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "answered", "declined", "withdrawn"])
                        ),
                        name="request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))),
                        name="request_due_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
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
                ("is_whole", models.BooleanField()),
                ("by_id", models.UUIDField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.subjectrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubjectStep",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("declined", "Declined, with the reason"),
                            ("withdrawn", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by_id", models.UUIDField()),
                ("said", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="people.subjectrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
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
                ("reason", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("placed_by_id", models.UUIDField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by_id", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_lifted_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
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
                ("is_head", models.BooleanField(default=False)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="households",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_head", "joined_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_left_after_joining",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("person",),
                        name="member_of_one_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_head", True), ("left_on", None)),
                        fields=("household",),
                        name="household_one_head",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicatePair",
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
                ("score", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a decision"),
                            ("same", "One person"),
                            ("different", "Two persons"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "id"],
                "indexes": [models.Index(fields=["status", "-score"], name="pair_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__lte", 100)), name="pair_score_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "same", "different"])),
                        name="pair_status_known",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="pair_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("care", "Care"),
                            ("contact", "Being called or written to"),
                            ("referral", "Referral"),
                            ("supervision", "Supervision of the case"),
                            ("research", "Research"),
                            ("recording", "Recording of voice or picture"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=120)),
                ("shared", models.CharField(blank=True, max_length=800)),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Says yes"), ("no", "Says no")],
                        default="yes",
                        max_length=3,
                    ),
                ),
                (
                    "given_by",
                    models.CharField(
                        choices=[
                            ("self", "The person"),
                            ("guardian_and_child", "The guardian, and the child agrees"),
                            ("guardian", "The guardian alone"),
                            ("child", "The child alone: the guardian is the risk"),
                        ],
                        max_length=20,
                    ),
                ),
                ("guardian", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("reason", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("signed", "Signed"),
                            ("thumb", "Thumb print"),
                            ("spoken", "Spoken, before the worker"),
                            ("recorded", "Recorded voice"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("notice", models.CharField(blank=True, max_length=40)),
                ("given_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_by_id", models.UUIDField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a later answer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at", "-id"],
                "indexes": [models.Index(fields=["person", "purpose"], name="consent_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "care",
                                    "contact",
                                    "referral",
                                    "supervision",
                                    "research",
                                    "recording",
                                ],
                            )
                        ),
                        name="consent_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "no"])),
                        name="consent_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__in", ["self", "guardian_and_child", "guardian", "child"])
                        ),
                        name="consent_given_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manner__in", ["signed", "thumb", "spoken", "recorded"])
                        ),
                        name="consent_manner_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by_id", None)),
                            models.Q(
                                ("end_reason__in", ["withdrawn", "replaced"]),
                                ("ended_at__isnull", False),
                                ("ended_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consent_ends_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("expires_at__gt", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_expires_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "purpose", "recipient"),
                        name="consent_one_word_stands",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonChange",
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
                ("version", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=20)),
                ("by_id", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "version", "field"), name="person_change_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonConflict",
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
                ("field", models.CharField(max_length=20)),
                ("wanted", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("base_version", models.PositiveIntegerField()),
                ("by_id", models.UUIDField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by_id", models.UUIDField(blank=True, null=True)),
                ("taken", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None), ("settled_by_id", None), ("taken", False)
                            ),
                            models.Q(
                                ("settled_at__isnull", False), ("settled_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="person_conflict_settled_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonLanguage",
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
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="languages",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "code"), name="person_language_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonLink",
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
                            ("mother", "Mother of this infant"),
                            ("guardian", "Guardian"),
                            ("carer", "Carer"),
                            ("emergency", "To be told in an emergency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("other_name", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("other_phone", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                ("is_risk", models.BooleanField(default=False)),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["began_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["mother", "guardian", "carer", "emergency"])
                        ),
                        name="link_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other", None),
                            models.Q(("other", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="link_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "mother"), _negated=True),
                            ("other__isnull", False),
                            _connector="OR",
                        ),
                        name="link_mother_is_a_person_here",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("began_on")),
                            _connector="OR",
                        ),
                        name="link_ends_after_it_began",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("kind", "mother")),
                        fields=("person",),
                        name="link_one_mother",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("person", "other", "kind"),
                        name="link_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
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
                ("by_id", models.UUIDField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="people.person",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_into",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged", models.F("kept")), _negated=True),
                        name="merge_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by_id", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("merged",),
                        name="merged_into_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonName",
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
                        choices=[("full", "Full name"), ("other", "Also called")],
                        default="full",
                        max_length=10,
                    ),
                ),
                ("text", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["full", "other"])),
                        name="person_name_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonPhone",
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
                    "whose",
                    models.CharField(
                        choices=[
                            ("self", "Their own"),
                            ("family", "Somebody of the family"),
                            ("neighbour", "A neighbour or friend"),
                            ("other", "Somebody else"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                (
                    "safe_to_call",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_told", "Not told")],
                        default="not_told",
                        max_length=8,
                    ),
                ),
                ("safe_from", models.TimeField(blank=True, null=True)),
                ("safe_until", models.TimeField(blank=True, null=True)),
                (
                    "safe_to_leave_word",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_told", "Not told")],
                        default="not_told",
                        max_length=8,
                    ),
                ),
                ("note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("whose__in", ["self", "family", "neighbour", "other"])),
                        name="phone_whose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("safe_to_call__in", ["yes", "no", "not_told"]),
                            ("safe_to_leave_word__in", ["yes", "no", "not_told"]),
                        ),
                        name="phone_safety_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("safe_from", None), ("safe_until", None)),
                            models.Q(("safe_from__isnull", False), ("safe_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="phone_safe_time_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("token", models.CharField(max_length=32)),
                ("key_version", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["token", "kind", "person"], name="person_token_found"),
                    models.Index(fields=["key_version"], name="person_token_version"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["name", "phone", "document"])),
                        name="person_token_kind_known",
                    )
                ],
            },
        ),
    ]

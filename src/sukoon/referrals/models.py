"""Referrals, their steps and alarms, and the links by which somebody without an account answers.

A referral knows its case by key. What the receiver is shown is sealed once, when it is sent, and
is never read anew from the case. A referral that is not at its end always has an owner and a
deadline: a constraint holds it.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.referrals.words import FINAL, Audience, Kind, Result, Side, State, Way

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})
OPENS = {"identity": Permission.REFERRAL_VIEW, "clinical": Permission.REFERRAL_VIEW}


class Referral(VaultRecord):
    """One person is passed to one receiver for one need.

    `from_*` are the case's lead and team (copies, kept in step), `to_*` whoever may answer;
    `owner_*` has the next step, until `due_at`. `next_alarm_at` is when somebody is told that
    nothing happened.
    """

    code = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=14, choices=State.choices, default=State.DRAFT)
    need = models.CharField(max_length=40)
    is_protection = models.BooleanField(default=False)
    urgency = models.CharField(max_length=20)
    rule = models.CharField(max_length=40, blank=True)

    sender_id = models.UUIDField()
    from_account_id = models.UUIDField()
    from_org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    service = models.ForeignKey(
        "services.Service", on_delete=models.PROTECT, null=True, blank=True,
        related_name="referrals",
    )  # fmt: skip
    to_account_id = models.UUIDField(null=True, blank=True)
    to_org_id = models.UUIDField(null=True, blank=True)
    to_name = models.CharField(max_length=200)
    to_reach = EncryptedTextField()  # how somebody without an account is reached
    answers_here = models.BooleanField(default=False)  # somebody there can answer signed in

    transport = models.CharField(max_length=20)
    escort = models.CharField(max_length=20)
    contact = models.CharField(max_length=20)
    may_leave_word = models.BooleanField(default=False)
    contact_note = EncryptedTextField()
    ask = EncryptedTextField()
    plan = EncryptedTextField()
    review_on = models.DateField(null=True, blank=True)
    named_worker = EncryptedTextField()

    fields = models.CharField(max_length=400, blank=True)
    consent = models.ForeignKey(
        "people.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shared = EncryptedTextField()
    opened_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # consent withdrawn: shown no more

    owner_id = models.UUIDField(null=True, blank=True)
    owner_org_id = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    appointment_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    redirected_from = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, null=True, blank=True,
        related_name="redirected_to",
    )  # fmt: skip
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=State.values, kind__in=Kind.values), name="referral_words"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, due_at=None, next_alarm_at=None)
                | ~Q(state__in=FINAL)
                & Q(due_at__isnull=False, next_alarm_at__isnull=False)
                & (Q(owner_id__isnull=False) | Q(owner_org_id__isnull=False)),
                name="referral_open_has_owner_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, ended_at__isnull=False, result__in=Result.values)
                | ~Q(state__in=FINAL) & Q(ended_at=None, result=""),
                name="referral_ended_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, state__in=(State.DRAFT, State.WITHDRAWN))
                | Q(sent_at__isnull=False, consent__isnull=False),
                name="referral_sent_with_consent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_alarm_at"], name="referral_alarms"),
            models.Index(fields=["to_org_id", "state", "due_at"], name="referral_inbox"),
            models.Index(fields=["to_account_id", "state", "due_at"], name="referral_mine"),
            models.Index(fields=["from_org_id", "state", "due_at"], name="referral_team_sent"),
            models.Index(fields=["from_account_id", "state", "due_at"], name="referral_sent"),
            models.Index(fields=["service", "sent_at"], name="referral_of_service"),
            models.Index(fields=["case", "-created_at"], name="referral_of_case"),
        ]

    class Privacy:
        opens: ClassVar = OPENS
        identity = frozenset({"shared", "contact_note", "to_reach", "named_worker"})
        clinical = frozenset({"need", "is_protection", "rule", "ask", "plan", "outcome", "fields"})
        operational = STAMPS | {
            "key_version", "code", "case", "state", "urgency", "sender_id", "from_account_id",
            "from_org_id", "area_path", "kind", "service", "to_account_id", "to_org_id", "to_name",
            "answers_here", "transport", "escort", "contact", "may_leave_word", "review_on",
            "consent", "opened_at", "stopped_at", "owner_id", "owner_org_id", "due_at",
            "next_alarm_at", "moved_at", "sent_at", "answer_due_at", "answered_at",
            "appointment_at", "seen_at", "reported_at", "ended_at", "result", "redirected_from",
            "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.code

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def related(self) -> frozenset[UUID]:
        return self.case.related

    @property
    def scope(self) -> Scope:
        """Where it sits for whoever refers: with the case's lead and team."""
        return Scope(self.from_account_id, self.from_org_id, related=self.related)

    @property
    def to_scope(self) -> Scope:
        """Where it sits for whoever is referred to."""
        return Scope(self.to_account_id, self.to_org_id)


class ReferralStep(VaultRecord):
    """One step of a referral: by whom, from which side, when it happened and when we heard."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    was = models.CharField(max_length=14, choices=State.choices, blank=True)
    became = models.CharField(max_length=14, choices=State.choices)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by_id = models.UUIDField()
    side = models.CharField(max_length=10, choices=Side.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    reason = models.CharField(max_length=20, blank=True)
    note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(became__in=State.values, side__in=Side.values, way__in=Way.values),
                name="referral_step_words",
            ),
            models.CheckConstraint(
                condition=~Q(became=State.DECLINED) | ~Q(reason=""),
                name="referral_declined_with_a_reason",
            ),
        ]

    class Privacy:
        opens: ClassVar = OPENS
        identity = NONE
        clinical = frozenset({"reason", "note"})
        operational = STAMPS | {
            "key_version", "referral", "was", "became", "happened_at", "recorded_at", "by_id",
            "side", "way",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.became} of {self.referral_id}"


class ReferralAlarm(Record):
    """The clock of a referral ran out: who was told, when, about which deadline."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="alarms")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    state = models.CharField(max_length=14, choices=State.choices)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # the next step was made

    class Meta:
        ordering: ClassVar = ["raised_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values, state__in=State.values),
                name="referral_alarm_words",
            ),
            models.UniqueConstraint(
                fields=["referral", "audience", "raised_at"], name="referral_alarm_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["audience", "settled_at"], name="referral_alarm_open"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "referral", "audience", "state", "due_at", "raised_at", "settled_at",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.audience} {self.referral_id}"


class OutsideLink(Record):
    """A way in for somebody without an account: a link, and a code that is sent apart.

    Only hashes are kept. What is shared opens once; then the link only lets them answer.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    code_mac = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at=None), name="referral_one_link"
            ),
        ]

    class Privacy:
        never: ClassVar = frozenset({"secret_hash", "code_mac"})
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "referral", "secret_hash", "code_mac", "expires_at", "tries", "opened_at", "ended_at",
            "made_by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"link of {self.referral_id}"

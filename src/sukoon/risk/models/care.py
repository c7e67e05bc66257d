"""What is done with a person at risk: contacts, safety plans, and what another one signs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.risk.models.episode import RiskEpisode
from sukoon.risk.models.privacy import NONE, STAMPS
from sukoon.risk.words import ContactChannel, ContactWith, SignOffKind, SignOffStatus


class RiskContact(VaultRecord):
    """A contact, or a try at one, with the person or somebody near them. Written once."""

    episode = models.ForeignKey(RiskEpisode, on_delete=models.CASCADE, related_name="contacts")
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    channel = models.CharField(max_length=12, choices=ContactChannel.choices)
    whom = models.CharField(max_length=10, choices=ContactWith.choices)
    reached = models.BooleanField()
    has_concern = models.BooleanField(default=False)
    note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["happened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=ContactChannel.values, whom__in=ContactWith.values),
                name="risk_contact_known",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("at")), name="risk_contact_has_happened"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"happened_at", "channel", "whom", "reached", "has_concern", "note"})
        operational = STAMPS | {"key_version", "episode", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"contact of {self.episode_id}"


class SafetyPlan(Record):
    """One version of a safety plan. A change is a new version; the last one is in force."""

    episode = models.ForeignKey(RiskEpisode, on_delete=models.CASCADE, related_name="plans")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    language = models.CharField(max_length=10)
    copy_given = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"episode", "at", "by_id", "language", "copy_given"}
        public = NONE

    def __str__(self) -> str:
        return f"plan of {self.episode_id}"


class SafetyPlanPart(VaultRecord):
    """One part of a plan, in the person's own words."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.CASCADE, related_name="parts")
    section = models.CharField(max_length=30)
    text = EncryptedTextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "section"], name="risk_plan_section_once"),
        ]

    class Privacy:
        identity = frozenset({"text"})  # names of those whom the person can ask
        clinical = frozenset({"section"})
        operational = STAMPS | {"key_version", "plan"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.section} of {self.plan_id}"


class SignOff(VaultRecord):
    """A lowering or a closing that one asked for and another, senior one signs or refuses."""

    episode = models.ForeignKey(RiskEpisode, on_delete=models.CASCADE, related_name="sign_offs")
    kind = models.CharField(max_length=6, choices=SignOffKind.choices)
    status = models.CharField(
        max_length=8, choices=SignOffStatus.choices, default=SignOffStatus.ASKED
    )
    from_level = models.CharField(max_length=20)
    to_level = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    contact = models.ForeignKey(
        RiskContact, on_delete=models.RESTRICT, null=True, blank=True, related_name="closings"
    )
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField()
    why = EncryptedTextField()
    answered_by_id = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=SignOffStatus.values, kind__in=SignOffKind.values),
                name="risk_sign_off_known",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by_id=F("asked_by_id")), name="risk_sign_off_by_another"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[SignOffStatus.ASKED, SignOffStatus.FALLEN])
                | Q(answered_by_id__isnull=False, answered_at__isnull=False),
                name="risk_sign_off_answered",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SignOffKind.CLOSE)
                | (Q(contact__isnull=False) & ~Q(reason="")),
                name="risk_closing_has_contact",
            ),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(status=SignOffStatus.ASKED),
                name="risk_one_sign_off_open",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = NONE
        clinical = frozenset({"from_level", "to_level", "reason", "why", "answer"})
        operational = STAMPS | {
            "key_version", "episode", "kind", "status", "contact", "asked_by_id", "asked_at",
            "answered_by_id", "answered_at",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} of {self.episode_id}"

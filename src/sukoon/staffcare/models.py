"""Requests of workers to be called. No client, no reason: only who asks, and on which number."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.staffcare.words import OPEN, CallState

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class CareCall(VaultRecord):
    """A worker's request to be called by a staff-care contact. Only that contact sees it."""

    asker_id = models.UUIDField()
    contact_id = models.UUIDField(null=True, blank=True)  # None: nobody is named yet
    number = EncryptedTextField()
    state = models.CharField(max_length=9, choices=CallState.choices, default=CallState.ASKED)
    asked_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "state"], name="care_call_contact"),
            models.Index(fields=["remind_at"], name="care_call_remind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=CallState.values), name="care_call_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(contact_id=models.F("asker_id")), name="care_call_of_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None)
                | Q(~Q(state__in=OPEN), ended_at__isnull=False),
                name="care_call_ends_once",
            ),
            models.UniqueConstraint(
                fields=["asker_id"], condition=Q(state__in=OPEN), name="care_call_one_open"
            ),
        ]

    class Privacy:
        identity = frozenset({"number"})
        clinical = NONE
        operational = STAMPS | {
            "asker_id", "contact_id", "state", "asked_at", "remind_at", "reminders", "seen_at",
            "ended_at", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"care call {self.state}"

    @property
    def scope(self) -> Scope:
        """It is the contact's: no team, no area, so nobody reaches it by theirs."""
        return Scope(owner_id=self.contact_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Tried(models.Model):
    """A contact who was asked to call and let it pass: another is asked before them."""

    id = models.BigAutoField(primary_key=True)
    call = models.ForeignKey(CareCall, on_delete=models.CASCADE, related_name="tried")
    contact_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "contact_id"], name="care_call_tried_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = frozenset({"id", "call", "contact_id"})
        public = NONE

    def __str__(self) -> str:
        return f"{self.call_id} {self.contact_id}"

"""What became of operations, what could not be taken in, and what a phone holds.

Operations themselves are stored by `core.operations`; devices belong to `accounts`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.sync.words import Became, KeptStatus

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Receipt(Record):
    """What became of one operation of a phone, for ever. Its id is the operation's."""

    device = models.ForeignKey("accounts.Device", on_delete=models.PROTECT, related_name="receipts")
    actor_id = models.UUIDField()
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Became.choices)
    reason = models.CharField(max_length=80, blank=True)
    happened_at = models.DateTimeField()  # by the phone's clock
    skew_seconds = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=Became.values), name="receipt_outcome_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "device", "actor_id", "action", "outcome", "reason", "happened_at", "skew_seconds",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.outcome} {self.action}"


class KeptOperation(VaultRecord):
    """An operation that was not taken in, whole: not understood, not possible, or from a phone
    that was revoked. It waits for somebody to look; nothing that a worker wrote is dropped."""

    operation_id = models.UUIDField()
    device = models.ForeignKey("accounts.Device", on_delete=models.PROTECT, related_name="kept")
    owner_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True, db_index=True)
    actor_id = models.UUIDField()
    action = models.CharField(max_length=80)
    reason = models.CharField(max_length=80)
    body = EncryptedTextField()  # the operation as it was sent, JSON
    status = models.CharField(max_length=9, choices=KeptStatus.choices, default=KeptStatus.WAITING)
    looked_at_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["status", "org_id"], name="kept_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation_id", "device"], name="kept_once"),
            models.CheckConstraint(
                condition=Q(status__in=KeptStatus.values), name="kept_status_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"body"})
        operational = STAMPS | {
            "owner_id", "org_id", "person_id",
            "operation_id", "device", "actor_id", "action", "reason", "status", "looked_at_by_id",
            "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"kept {self.action}"

    @property
    def scope(self) -> Scope:
        return Scope(self.owner_id, self.org_id, record_id=self.person_id)


class Held(models.Model):
    """One thing that a phone holds, and in which answer it was told so (`told_in`).

    `digest` is of what it was told; `gone` that it was told to remove it. What was told in an
    answer later than the phone's cursor may never have arrived, and is told again.
    """

    id = models.BigAutoField(primary_key=True)
    device = models.ForeignKey("accounts.Device", on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    digest = models.CharField(max_length=16)
    told_in = models.PositiveIntegerField()
    gone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("held on a phone")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "kind", "object_id"], name="held_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = frozenset({"id", "device", "kind", "object_id", "digest", "told_in", "gone"})
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

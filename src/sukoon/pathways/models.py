"""Walks under way, what reviewers said and signed, and which medicines were seen in stock."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.pathways.words import StockLevel, WalkStatus

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Walk(VaultRecord):
    """One run through a pathway for a case. `body` is its inputs (one sealed document).

    What came of it is an entry of the case, written when it is finished: this row is the place to
    go on from, and what the entry was written from.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="walks")
    pathway = models.CharField(max_length=20)
    pathway_version = models.CharField(max_length=40)
    checksum = models.CharField(max_length=64)
    status = models.CharField(
        max_length=10, choices=WalkStatus.choices, default=WalkStatus.UNDER_WAY
    )
    started_by_id = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    entry_id = models.UUIDField(null=True, blank=True)
    body = EncryptedTextField(blank=True)
    # What the supervisor is asked about it, and by whom: sent after it was finished.
    question = EncryptedTextField(blank=True)
    asked_by_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-started_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=WalkStatus.values), name="walk_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=WalkStatus.FINISHED)
                | Q(finished_at__isnull=False, entry_id__isnull=False),
                name="walk_finished_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="walk_ends_after_it_began",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "status"], name="walk_of_case")]

    class Privacy:
        identity = NONE
        clinical = frozenset({"pathway", "pathway_version", "checksum", "body", "question"})
        operational = STAMPS | {
            "case", "status", "started_by_id", "started_at", "finished_at", "entry_id", "version",
            "asked_by_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.case.scope

    @property
    def under_way(self) -> bool:
        return self.status == WalkStatus.UNDER_WAY


class Remark(Record):
    """What a reviewer said about a pathway, or one node of it, in the version they read."""

    pathway = models.CharField(max_length=20)
    pathway_version = models.CharField(max_length=40)
    checksum = models.CharField(max_length=64)
    node = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=2000)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["pathway", "created_at"], name="remark_of")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "pathway", "pathway_version", "checksum", "node", "text", "by_id", "by_name", "settled_at",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.pathway} {self.pk}"


class Signature(Record):
    """A reviewer's name under exactly one version of a pathway: another word, another signature."""

    pathway = models.CharField(max_length=20)
    pathway_version = models.CharField(max_length=40)
    checksum = models.CharField(max_length=64)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checksum", "by_id"], name="signed_once"),
            models.CheckConstraint(condition=~Q(by_name=""), name="signature_has_a_name"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"pathway", "pathway_version", "checksum", "by_id", "by_name"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.pathway} {self.pk}"


class StockSeen(Record):
    """Whether a medicine was there when somebody looked: always, sometimes, never."""

    org_id = models.UUIDField()
    medicine = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=StockLevel.choices)
    seen_on = models.DateField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-seen_on", "medicine"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__in=StockLevel.values), name="stock_level_known"
            ),
            models.UniqueConstraint(
                fields=["org_id", "medicine", "seen_on"], name="stock_seen_once_a_day"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"org_id", "medicine", "level", "seen_on", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.medicine} {self.level}"

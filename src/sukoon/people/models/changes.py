"""Which field changed at which version, and what could not be taken over: no values but sealed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.models.persons import NONE, STAMPS, Person


class PersonChange(Record):
    """One field of a person changed, making this version."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    field = models.CharField(max_length=20)
    by_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "version", "field"], name="person_change_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"person", "version", "field", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.field} of {self.person_id}"


class PersonConflict(VaultRecord):
    """Somebody changed a field that another had changed meanwhile: kept until a person decides.

    `wanted` is what they wanted, as sealed JSON.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=20)
    wanted = EncryptedTextField()
    base_version = models.PositiveIntegerField()
    by_id = models.UUIDField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_id = models.UUIDField(null=True, blank=True)
    taken = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by_id=None, taken=False)
                | Q(settled_at__isnull=False, settled_by_id__isnull=False),
                name="person_conflict_settled_whole",
            ),
        ]

    class Privacy:
        identity = frozenset({"wanted"})
        clinical = NONE
        operational = STAMPS | {
            "person", "field", "base_version", "by_id", "key_version", "settled_at",
            "settled_by_id", "taken",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"conflict about {self.person_id}"

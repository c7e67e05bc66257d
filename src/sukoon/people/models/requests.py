"""What a person asks about what is held of them, the answer's clock, and legal holds."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.models.persons import NONE, STAMPS, Person
from sukoon.people.words import RequestKind, RequestStatus


class SubjectRequest(VaultRecord):
    """One request of a person about their data; status is a copy of the last step's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=14, choices=RequestKind.choices)
    said = EncryptedTextField()  # what they ask for, in their words
    asked_on = models.DateField()
    due_on = models.DateField()
    recorded_by_id = models.UUIDField()
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["status", "due_on"], name="request_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="request_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values), name="request_status_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")), name="request_due_later"
            ),
        ]

    class Privacy:
        identity = frozenset({"said"})
        clinical = NONE
        operational = STAMPS | {
            "person", "key_version", "kind", "asked_on", "due_on", "recorded_by_id", "status",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"request of {self.person_id}"

    @property
    def scope(self) -> Scope:
        return self.person.scope


class SubjectStep(VaultRecord):
    """What became of a request: who, when, and the words of the answer."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10, choices=RequestStatus.choices)
    by_id = models.UUIDField()
    said = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]

    class Privacy:
        identity = frozenset({"said"})
        clinical = NONE
        operational = STAMPS | {"request", "key_version", "status", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.status} of {self.request_id}"


class LegalHold(VaultRecord):
    """Nothing of this person may be erased until the hold is lifted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    reason = EncryptedTextField()
    placed_by_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by_id=None)
                | Q(lifted_at__isnull=False, lifted_by_id__isnull=False),
                name="hold_lifted_whole",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"reason"})
        operational = STAMPS | {
            "person", "key_version", "placed_by_id", "lifted_at", "lifted_by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"hold on {self.person_id}"


class Erasure(Record):
    """That a person was erased or made anonymous, once and for good: nothing brings it back."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="erasure")
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="+")
    is_whole = models.BooleanField()  # False: name and number only
    by_id = models.UUIDField()

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"person", "request", "is_whole", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"erasure of {self.person_id}"

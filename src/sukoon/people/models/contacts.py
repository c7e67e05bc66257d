"""How a person is reached, by which papers they are known, which languages they speak."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.models.persons import NONE, STAMPS, Person
from sukoon.people.words import PhoneOf, Told


class PersonPhone(VaultRecord):
    """A telephone number, as +92…, and when it is safe. What was not told is not safe."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    text = EncryptedTextField()
    whose = models.CharField(max_length=10, choices=PhoneOf.choices, default=PhoneOf.SELF)
    safe_to_call = models.CharField(max_length=8, choices=Told.choices, default=Told.NOT_TOLD)
    safe_from = models.TimeField(null=True, blank=True)
    safe_until = models.TimeField(null=True, blank=True)
    safe_to_leave_word = models.CharField(max_length=8, choices=Told.choices, default=Told.NOT_TOLD)
    note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(whose__in=PhoneOf.values), name="phone_whose_known"),
            models.CheckConstraint(
                condition=Q(safe_to_call__in=Told.values, safe_to_leave_word__in=Told.values),
                name="phone_safety_known",
            ),
            models.CheckConstraint(
                condition=Q(safe_from=None, safe_until=None)
                | Q(safe_from__isnull=False, safe_until__isnull=False),
                name="phone_safe_time_whole",
            ),
        ]

    class Privacy:
        identity = frozenset({"text", "note"})
        clinical = NONE
        operational = STAMPS | {
            "person", "key_version", "whose", "safe_to_call", "safe_from", "safe_until",
            "safe_to_leave_word",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"phone of {self.person_id}"


class PersonIdentifier(VaultRecord):
    """A number of an identity card, a refugee card, …; `kind` is a code of the identifiers pack."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    text = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["id"]

    class Privacy:
        identity = frozenset({"text"})
        clinical = NONE
        operational = STAMPS | {"person", "key_version", "kind"}
        public = NONE

    def __str__(self) -> str:
        return f"identifier of {self.person_id}"


class PersonLanguage(Record):
    """A language a person speaks, as a code; the first is the one to speak to them in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "code"], name="person_language_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"person", "code", "place"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.code} of {self.person_id}"

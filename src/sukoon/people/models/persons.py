"""Persons: who somebody is, apart from everything that is known of their health.

Clinical tables know a person by key only. Names and numbers are sealed (`core.vault`) and found
through tokens: a keyed hash of how a name sounds, useless without the keys.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.rules import Birth
from sukoon.people.words import Disability, Displacement, NameKind, Sex, TokenKind

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Person(VaultRecord):
    """Somebody the system knows. A person without a name is normal.

    `owner_id` is the account that answers for the record, `org_id` its team or organisation,
    `area_path` where the person lives: together the scope that access is decided by. `alias` is
    shown instead of the name. `born` is a day, a month or a year ("1990-05-12", "1990-05",
    "1990"); where none of them is known, `age_told` is the age somebody told on a day.
    """

    owner_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    is_synthetic = models.BooleanField(default=False)
    alias = EncryptedTextField()
    born = EncryptedTextField()
    age_told = EncryptedTextField()
    age_told_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.NOT_TOLD)
    gender = EncryptedTextField()  # a code of Gender
    displacement = models.CharField(
        max_length=14, choices=Displacement.choices, default=Displacement.NOT_TOLD
    )
    disability = models.CharField(
        max_length=10, choices=Disability.choices, default=Disability.NOT_TOLD
    )
    address = EncryptedTextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["owner_id"], name="person_owner"),
            models.Index(fields=["org_id"], name="person_org"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(displacement__in=Displacement.values), name="person_displacement_known"
            ),
            models.CheckConstraint(
                condition=Q(disability__in=Disability.values), name="person_disability_known"
            ),
        ]

    class Privacy:
        identity = frozenset({"alias", "born", "age_told", "gender", "address"})
        clinical = frozenset({"disability"})
        operational = STAMPS | {
            "owner_id", "org_id", "area_path", "is_synthetic", "key_version", "age_told_on", "sex",
            "displacement", "version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(self.owner_id, self.org_id, self.area_path, record_id=self.pk)

    @property
    def birth(self) -> Birth:
        """What is known of when they were born."""
        age = str(self.age_told)
        return Birth(str(self.born), int(age) if age else None, self.age_told_on)


class PersonName(VaultRecord):
    """A name of a person, as it was told, in any script."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.FULL)
    text = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=NameKind.values), name="person_name_kind_known"
            ),
        ]

    class Privacy:
        identity = frozenset({"text"})
        clinical = NONE
        operational = STAMPS | {"person", "kind", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return f"name of {self.person_id}"


class PersonToken(models.Model):
    """One entry of the blind index: 16 bytes of a keyed hash, as hex."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=10)
    token = models.CharField(max_length=32)
    key_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=TokenKind.values), name="person_token_kind_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["token", "kind", "person"], name="person_token_found"),
            models.Index(fields=["key_version"], name="person_token_version"),
        ]

    class Privacy:
        identity = frozenset({"token"})
        clinical = NONE
        operational = frozenset({"id", "person", "kind", "key_version"})
        public = NONE

    def __str__(self) -> str:
        return f"token of {self.person_id}"

"""Who belongs to whom: mother and infant, guardians, carers; households."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.models.persons import NONE, STAMPS, Person
from sukoon.people.words import LinkKind


class PersonLink(VaultRecord):
    """What somebody is to a person: another person here, or somebody known by name only.

    `is_risk`: this one is a danger to the person, and is never told or asked anything.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    other = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from"
    )
    other_name = EncryptedTextField()
    other_phone = EncryptedTextField()
    is_risk = models.BooleanField(default=False)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["began_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_known"),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("person")), name="link_to_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind=LinkKind.MOTHER) | Q(other__isnull=False),
                name="link_mother_is_a_person_here",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="link_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind=LinkKind.MOTHER, ended_on=None),
                name="link_one_mother",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"], condition=Q(ended_on=None),
                name="link_once",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = frozenset({"other_name", "other_phone"})
        clinical = frozenset({"is_risk"})
        operational = STAMPS | {"person", "key_version", "kind", "other", "began_on", "ended_on"}
        public = NONE

    def __str__(self) -> str:
        return f"link of {self.person_id}"


class Household(VaultRecord):
    """People who live together. It has a record of its own: some are visited before anybody is known."""

    owner_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    is_synthetic = models.BooleanField(default=False)
    name = EncryptedTextField()
    address = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["org_id"], name="household_org")]

    class Privacy:
        identity = frozenset({"name", "address"})
        clinical = NONE
        operational = STAMPS | {"owner_id", "org_id", "area_path", "is_synthetic", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return f"household {self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(self.owner_id, self.org_id, self.area_path, record_id=self.pk)


class HouseholdMember(Record):
    """Somebody lives in a household, or did until a day."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")
    is_head = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-is_head", "joined_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="member_left_after_joining",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on=None), name="member_of_one_household"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(left_on=None, is_head=True),
                name="household_one_head",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"household", "person", "is_head", "joined_on", "left_on"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"

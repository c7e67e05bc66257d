"""Consents: one row an answer, never changed; it ends when it is withdrawn or replaced."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.people.models.persons import STAMPS, Person
from sukoon.people.rules import Word
from sukoon.people.words import Answer, EndReason, GivenBy, Manner, Purpose


class Consent(VaultRecord):
    """What a person answered about one purpose: who said it, how, for how long.

    `recipient` is a code of whom something may go to (an organisation's id), "" for whoever takes
    part in the care. `shared` names what may go, as codes with spaces between.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    recipient = models.CharField(max_length=120, blank=True)
    shared = models.CharField(max_length=800, blank=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, default=Answer.YES)
    given_by = models.CharField(max_length=20, choices=GivenBy.choices)
    guardian = EncryptedTextField()  # what the guardian is called
    reason = EncryptedTextField()  # why the guardian alone, or the child alone, answered
    manner = models.CharField(max_length=10, choices=Manner.choices)
    language = models.CharField(max_length=10)
    notice = models.CharField(max_length=40, blank=True)  # version of the notice that was read out
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    recorded_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "purpose"], name="consent_of_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="consent_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="consent_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(given_by__in=GivenBy.values), name="consent_given_by_known"
            ),
            models.CheckConstraint(
                condition=Q(manner__in=Manner.values), name="consent_manner_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None, end_reason="")
                | Q(
                    ended_at__isnull=False, ended_by_id__isnull=False,
                    end_reason__in=EndReason.values,
                ),
                name="consent_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")),
                name="consent_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("given_at")),
                name="consent_expires_later",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient"], condition=Q(ended_at=None),
                name="consent_one_word_stands",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = frozenset({"guardian"})
        clinical = frozenset({"reason"})
        operational = STAMPS | {
            "key_version", "person", "purpose", "recipient", "shared", "answer", "given_by",
            "manner", "language", "notice", "given_at", "expires_at", "recorded_by_id", "ended_at",
            "end_reason", "ended_by_id",
        }  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"consent of {self.person_id}"

    @property
    def scope(self) -> Scope:
        return self.person.scope

    @property
    def fields(self) -> frozenset[str]:
        """What may be shared, as codes."""
        return frozenset(self.shared.split())

    @property
    def word(self) -> Word:
        """The same as a plain value for the rules."""
        return Word(
            self.recipient, self.answer, self.given_at, self.expires_at, self.ended_at,
            self.end_reason,
        )  # fmt: skip

"""Attempts to tell somebody that a person in their care waits: one row each, with what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.models import Record
from sukoon.risk.models.episode import RiskStep
from sukoon.risk.models.privacy import NONE, STAMPS
from sukoon.risk.words import AlarmFault, AlarmStatus, Channel, Rung


class Alarm(Record):
    """One attempt to tell one account by one channel that somebody waits for them."""

    step = models.ForeignKey(RiskStep, on_delete=models.CASCADE, related_name="alarms")
    account_id = models.UUIDField()
    rung = models.CharField(max_length=12, choices=Rung.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    status = models.CharField(
        max_length=12, choices=AlarmStatus.choices, default=AlarmStatus.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=12, choices=AlarmFault.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["status", "due_at"], name="risk_alarm_due"),
            models.Index(fields=["account_id", "channel", "seen_at"], name="risk_alarm_account"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=AlarmStatus.values, channel__in=Channel.values),
                name="risk_alarm_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=AlarmStatus.SENT) | Q(sent_at__isnull=False),
                name="risk_alarm_sent_when",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "step", "account_id", "rung", "channel", "status", "tries", "due_at", "claimed_until",
            "sent_at", "seen_at", "fault",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.channel} {self.status}"

"""Who is on duty when, for a team, an organisation or an area."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.risk.models.privacy import NONE, STAMPS


class DutyRota(Record):
    """Who is on duty for the risks of a team or organisation, or of an area."""

    name = models.CharField(max_length=120)
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["org_id"], name="rota_org"),
            models.Index(fields=["area_path"], name="rota_area"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(org_id__isnull=False) | ~Q(area_path=""), name="rota_of_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(area_path="")
                | Q(area_path__endswith="/", area_path=Upper("area_path")),
                name="rota_area_path_upper_and_closed",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"name", "org_id", "area_path", "ended_at", "is_synthetic"}
        public = NONE

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.org_id, area_path=self.area_path)


class DutyShift(Record):
    """A worker's turn: from when to when, and as which one to be asked (1 is asked first)."""

    rota = models.ForeignKey(DutyRota, on_delete=models.CASCADE, related_name="shifts")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    order = models.PositiveSmallIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at", "order", "id"]
        indexes: ClassVar = [models.Index(fields=["rota", "ends_at"], name="duty_shift_when")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_shift_ends"),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=9), name="duty_shift_order"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "rota", "worker", "starts_at", "ends_at", "order", "removed_at", "removed_by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.worker_id} {self.starts_at:%Y-%m-%d %H:%M}"

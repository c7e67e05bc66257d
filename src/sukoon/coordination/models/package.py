"""The minimum service package: its activities, how they stand in an area, and what they cost."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from sukoon.coordination.models.files import NONE, STAMPS
from sukoon.coordination.words import Ingredient, PackageKind, PackageStatus, Priority
from sukoon.core.access import Scope
from sukoon.core.models import Record


class MspActivity(Record):
    """An activity of one version of the package, loaded from its pack."""

    version = models.CharField(max_length=40)
    code = models.CharField(max_length=10)
    sort = models.PositiveSmallIntegerField()
    section_en = models.CharField(max_length=200)
    section_ur = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=300)
    label_ur = models.CharField(max_length=300, blank=True)
    sectors = models.CharField(max_length=200, blank=True)
    codes = models.CharField(max_length=200, blank=True)  # 4Ws codes whose services do it

    class Meta:
        ordering: ClassVar = ["version", "sort"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="msp_activity_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset(
            {
                "version", "code", "sort", "section_en", "section_ur", "label_en", "label_ur",
                "sectors", "codes",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en

    @property
    def section(self) -> str:
        return (self.section_ur if get_language() == "ur" else "") or self.section_en

    @property
    def fourws(self) -> frozenset[str]:
        return frozenset(filter(None, self.codes.split("|")))


class MspAction(Record):
    """A core or additional action. The words come from a deployer's pack; without, it is one box."""

    activity = models.ForeignKey(MspActivity, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=10, choices=PackageKind.choices)
    number = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=1000, blank=True)
    text_ur = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "kind", "number"], name="msp_action_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PackageKind.values), name="msp_action_kind_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"activity", "kind", "number", "text_en", "text_ur"})

    def __str__(self) -> str:
        said = (self.text_ur if get_language() == "ur" else "") or self.text_en
        return said or str(PackageKind(self.kind).label)


class MspReview(Record):
    """How the package stands in an area on a day."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    as_of = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-as_of", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "as_of"], name="msp_review_once_a_day"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"area", "area_path", "as_of", "note", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.area_id} {self.as_of}"

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class MspStatus(Record):
    review = models.ForeignKey(MspReview, on_delete=models.CASCADE, related_name="statuses")
    action = models.ForeignKey(MspAction, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=PackageStatus.choices)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "action"], name="msp_status_once"),
            models.CheckConstraint(
                condition=Q(status__in=PackageStatus.values), name="msp_status_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"review", "action", "status", "note"}
        public = NONE

    def __str__(self) -> str:
        return self.status


class MspPriority(Record):
    review = models.ForeignKey(MspReview, on_delete=models.CASCADE, related_name="priorities")
    activity = models.ForeignKey(MspActivity, on_delete=models.PROTECT, related_name="+")
    priority = models.CharField(max_length=6, choices=Priority.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "activity"], name="msp_priority_once"),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="msp_priority_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"review", "activity", "priority"}
        public = NONE

    def __str__(self) -> str:
        return self.priority


class Costing(Record):
    """What the package would cost in an area, in one currency, under one or more scenarios."""

    title = models.CharField(max_length=200)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(currency=""), name="costing_has_currency"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"title", "area", "area_path", "currency", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class Scenario(Record):
    """One way to do it: the least, the likely, the whole."""

    costing = models.ForeignKey(Costing, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["costing", "name"], name="scenario_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"costing", "name"}
        public = NONE

    def __str__(self) -> str:
        return self.name


class CostTarget(Record):
    """How much of an activity a scenario means to give: so many of a unit."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="targets")
    activity = models.ForeignKey(MspActivity, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "activity"], name="cost_target_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cost_target_positive"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"scenario", "activity", "quantity", "unit"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit}"


class CostLine(Record):
    """One ingredient: so many, at a rate, so often, for a share of the area."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    activity = models.ForeignKey(MspActivity, on_delete=models.PROTECT, related_name="+")
    ingredient = models.CharField(max_length=10, choices=Ingredient.choices)
    description = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    rate = models.DecimalField(max_digits=14, decimal_places=2)
    periods = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(1))
    coverage = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100))

    class Meta:
        ordering: ClassVar = ["activity__sort", "created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ingredient__in=Ingredient.values), name="cost_ingredient_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, rate__gte=0, periods__gte=0), name="cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(coverage__gte=0, coverage__lte=100), name="cost_coverage_per_cent"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "scenario", "activity", "ingredient", "description", "unit", "quantity", "rate",
            "periods", "coverage",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.ingredient} {self.description}"

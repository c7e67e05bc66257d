"""Two records of one person: pairs to decide, and merges. A merge rewrites nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.models import Record
from sukoon.people.models.persons import NONE, STAMPS, Person
from sukoon.people.words import PairStatus


class PersonMerge(Record):
    """Somebody decided that a record is the same person as another, which goes on.

    Both keep every row; undone, both stand as they were.
    """

    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_into")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_here")
    by_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(merged=F("kept")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by_id=None)
                | Q(undone_at__isnull=False, undone_by_id__isnull=False),
                name="merge_undone_whole",
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_into_one"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"merged", "kept", "by_id", "undone_at", "undone_by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.merged_id} is {self.kept_id}"


class DuplicatePair(Record):
    """Two records that may be one person; `first` is the older. What was decided is not asked again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # 0 to 100
    status = models.CharField(max_length=10, choices=PairStatus.choices, default=PairStatus.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-score", "id"]
        indexes: ClassVar = [models.Index(fields=["status", "-score"], name="pair_waiting")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(score__lte=100), name="pair_score_known"),
            models.CheckConstraint(
                condition=Q(status__in=PairStatus.values), name="pair_status_known"
            ),
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "first", "second", "score", "status", "decided_at", "decided_by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

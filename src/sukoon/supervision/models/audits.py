"""Audits of notes by a sample that can be drawn again; competences as they were rated."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.supervision.models.common import NONE, STAMPS, path_closed
from sukoon.supervision.words import MarkValue, Observed


class NoteSample(Record):
    """A sample of a team's entries. From `of_count` entries of the period, `size` were drawn with
    `seed`: whoever has the same list draws the same ones."""

    org_id = models.UUIDField()
    by_id = models.UUIDField()
    from_on = models.DateField()
    until_on = models.DateField()
    seed = models.CharField(max_length=60)
    share = models.PositiveSmallIntegerField()
    of_count = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="supsample_ends"),
            models.UniqueConstraint(fields=["org_id", "seed"], name="supsample_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "org_id", "by_id", "from_on", "until_on", "seed", "share", "of_count", "size",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.seed

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.org_id)


class NoteCheck(VaultRecord):
    """One entry of a sample, to be looked at with a checklist."""

    sample = models.ForeignKey(NoteSample, on_delete=models.CASCADE, related_name="checks")
    entry = models.ForeignKey("cases.Entry", on_delete=models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=12)
    worker_id = models.UUIDField(db_index=True)
    checklist = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.UUIDField(null=True, blank=True)
    met = models.PositiveSmallIntegerField(null=True, blank=True)  # percent of what applies
    remark = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "entry"], name="supcheck_once"),
            models.CheckConstraint(
                condition=Q(met=None) | Q(met__lte=100), name="supcheck_percent"
            ),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"remark"})
        operational = STAMPS | {
            "sample", "entry", "case_code", "worker_id", "checklist", "due_at", "done_at",
            "done_by_id", "met", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.checklist} {self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.sample.org_id)


class NoteMark(Record):
    """What an audit says of one point of the checklist."""

    note = models.ForeignKey(NoteCheck, on_delete=models.CASCADE, related_name="marks")
    point = models.CharField(max_length=40)
    value = models.CharField(max_length=14, choices=MarkValue.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "point"], name="supmark_once"),
            models.CheckConstraint(
                condition=Q(value__in=MarkValue.values), name="supmark_value_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"note", "point", "value"}
        public = NONE

    def __str__(self) -> str:
        return self.point


class CompetenceRating(VaultRecord):
    """What somebody saw of a worker's competence: level 1 to 4. The last one counts."""

    account_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    competence = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    observed = models.CharField(max_length=10, choices=Observed.choices)
    rated_on = models.DateField()
    rater_id = models.UUIDField()
    remark = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["rated_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["account_id", "competence", "rated_on"], name="suprating_of"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="suprating_level_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(observed__in=Observed.values), name="suprating_observed_known"
            ),
            models.CheckConstraint(
                condition=~Q(rater_id=F("account_id")), name="suprating_not_oneself"
            ),
            models.CheckConstraint(condition=path_closed("area_path"), name="suprating_area"),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"remark"})
        operational = STAMPS | {
            "account_id", "org_id", "area_path", "competence", "level", "observed", "rated_on",
            "rater_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.competence} {self.level}"

    @property
    def scope(self) -> Scope:
        return Scope(self.account_id, self.org_id, self.area_path)

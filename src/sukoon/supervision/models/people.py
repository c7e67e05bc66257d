"""Who is supervised: cohorts of a training, trainees, standing supervision, who is away."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.supervision.models.common import NONE, STAMPS, path_closed
from sukoon.supervision.words import QuietReason, TraineeState
from sukoon.workforce.words import Cadre


class TrainingCohort(Record):
    """Workers who were trained together, and over which time their supervision is counted."""

    code = models.CharField(max_length=40, unique=True)
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    tier = models.PositiveSmallIntegerField()
    area_path = models.CharField(max_length=120, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-began_on", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="supcohort_ends"
            ),
            models.CheckConstraint(condition=path_closed("area_path"), name="supcohort_area"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"area_path", "is_synthetic"}
        public = frozenset({"code", "name_en", "name_ur", "source", "tier", "began_on", "ended_on"})

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return (self.name_ur if get_language() == "ur" else "") or self.name_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class Trainee(Record):
    """A worker who may be supervised, from nomination on. `code` stands for whoever has no account.

    `last_sent_on` and `sent` are copies: when they last sent a case, and how many.
    """

    code = models.CharField(max_length=40, unique=True)
    account_id = models.UUIDField(null=True, blank=True, unique=True)
    cohort = models.ForeignKey(
        TrainingCohort, on_delete=models.PROTECT, null=True, blank=True, related_name="trainees"
    )
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    cadre = models.CharField(max_length=30, choices=Cadre.choices, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=TraineeState.choices)
    trained_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    silent_since = models.DateField(
        null=True, blank=True
    )  # last case, or training; none: not watched
    last_sent_on = models.DateField(null=True, blank=True)
    sent = models.PositiveIntegerField(default=0)
    quiet_reason = models.CharField(max_length=20, choices=QuietReason.choices, blank=True)
    quiet_said_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)  # of this silence: at 14, at 30 days
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(fields=["silent_since", "id"], name="suptrainee_quiet"),
            models.Index(fields=["org_id", "silent_since"], name="suptrainee_team"),
            models.Index(fields=["cohort", "state"], name="suptrainee_cohort"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=TraineeState.values), name="suptrainee_state_known"
            ),
            models.CheckConstraint(
                condition=Q(tier=None) | Q(tier__gte=1, tier__lte=4), name="suptrainee_tier"
            ),
            models.CheckConstraint(
                condition=~Q(state=TraineeState.TRAINED) | Q(trained_on__isnull=False),
                name="suptrainee_trained_says_when",
            ),
            models.CheckConstraint(condition=path_closed("area_path"), name="suptrainee_area"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "code", "account_id", "cohort", "org_id", "area_path", "cadre", "tier", "state",
            "trained_on", "ended_on", "silent_since", "last_sent_on", "sent", "quiet_reason",
            "quiet_said_at", "nudged_at", "nudges", "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.code

    @property
    def scope(self) -> Scope:
        return Scope(self.account_id, self.org_id, self.area_path)


class Standing(VaultRecord):
    """Standing supervision: every case of a trainee goes to this supervisor, until a day or on.

    `contract` is what the two agreed (sealed JSON of the pack's fields).
    """

    trainee_id = models.UUIDField()
    supervisor_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    every_days = models.PositiveSmallIntegerField()
    last_met_on = models.DateField(null=True, blank=True)
    missing_since = models.DateField(null=True, blank=True)  # no session for long: since when
    ended_at = models.DateTimeField(null=True, blank=True)
    contract = EncryptedTextField()
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["supervisor_id", "ended_at"], name="supstanding_supervisor"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="supstanding_ends"
            ),
            models.CheckConstraint(
                condition=~Q(trainee_id=F("supervisor_id")), name="supstanding_not_oneself"
            ),
            models.UniqueConstraint(
                fields=["trainee_id"], condition=Q(ended_at=None), name="supstanding_once"
            ),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"contract"})
        operational = STAMPS | {
            "trainee_id", "supervisor_id", "org_id", "area_path", "starts_on", "ends_on",
            "every_days", "last_met_on", "missing_since", "ended_at", "is_synthetic", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"standing of {self.trainee_id}"

    @property
    def scope(self) -> Scope:
        return Scope(
            self.trainee_id,
            self.org_id,
            self.area_path,
            related=frozenset({self.trainee_id, self.supervisor_id}),
        )


class Absence(Record):
    """A supervisor is away from one day to another; `cover_id` answers meanwhile."""

    account_id = models.UUIDField()
    cover_id = models.UUIDField(null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        indexes: ClassVar = [models.Index(fields=["account_id", "until_on"], name="supabsence")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="supabsence_ends"),
            models.CheckConstraint(
                condition=~Q(cover_id=F("account_id")), name="supabsence_not_oneself"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"account_id", "cover_id", "from_on", "until_on", "removed_at"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_on}"

"""A request for supervision: from the question to what became of the answer."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.supervision.models.common import NONE, STAMPS, path_closed
from sukoon.supervision.words import (
    Changed,
    CloseReason,
    RequestStatus,
    StepKind,
    Turn,
    Verdict,
)

OPEN = ~Q(status=RequestStatus.CLOSED)


class Request(Record):
    """One question about one case. While it is open it has an owner, a turn and a deadline.

    `asked_by_id` is the trainee, `supervisor_id` whose answer is waited for, `owner_id` whose turn
    it is. `open_area_path` is the area while the request is open and nothing afterwards: a
    supervisor of the area sees what is open, and keeps seeing what was their own.
    `diagnosis` (what stands), `diagnosis_changed` and `plan_changed` are copies of the last answer,
    so that figures open no seal. `asked_at` and `answered_at` are when it happened.
    """

    code = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=12)
    asked_by_id = models.UUIDField()
    supervisor_id = models.UUIDField(null=True, blank=True)
    owner_id = models.UUIDField(null=True, blank=True)
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    open_area_path = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        max_length=12, choices=RequestStatus.choices, default=RequestStatus.REQUESTED
    )
    turn = models.CharField(max_length=10, choices=Turn.choices, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=20)
    standing = models.ForeignKey(
        "supervision.Standing", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_first = models.BooleanField(default=False)  # the first case this trainee ever sent
    escalations = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_more_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=12, choices=CloseReason.choices, blank=True)
    diagnosis = models.CharField(max_length=20, blank=True)
    diagnosis_changed = models.CharField(max_length=8, choices=Changed.choices, blank=True)
    plan_changed = models.BooleanField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = [models.F("due_at").asc(nulls_last=True), "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="supreq_queue"),
            models.Index(fields=["owner_id", "due_at", "id"], name="supreq_mine"),
            models.Index(fields=["supervisor_id", "due_at"], name="supreq_supervisor"),
            models.Index(fields=["asked_by_id", "asked_at"], name="supreq_asked"),
            models.Index(fields=["org_id", "due_at", "id"], name="supreq_team"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values), name="supreq_status_known"
            ),
            models.CheckConstraint(
                condition=~OPEN
                | Q(owner_id__isnull=False, due_at__isnull=False, turn__in=Turn.values),
                name="supreq_open_has_owner_and_deadline",
            ),
            models.CheckConstraint(
                condition=OPEN
                | Q(closed_at__isnull=False, due_at=None, owner_id=None, turn="")
                & Q(open_area_path="", close_reason__in=CloseReason.values),
                name="supreq_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[RequestStatus.REQUESTED, RequestStatus.CLOSED])
                | Q(supervisor_id__isnull=False),
                name="supreq_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "assigned", "closed"])
                | Q(answered_at__isnull=False),
                name="supreq_answered_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(supervisor_id=models.F("asked_by_id")), name="supreq_not_oneself"
            ),
            models.CheckConstraint(condition=path_closed("area_path"), name="supreq_area_closed"),
            models.UniqueConstraint(
                fields=["case", "asked_by_id"],
                condition=Q(status__in=["requested", "assigned"]), name="supreq_one_waits",
            ),
        ]  # fmt: skip

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"diagnosis", "diagnosis_changed", "plan_changed"})
        operational = STAMPS | {
            "code", "case", "case_code", "asked_by_id", "supervisor_id", "owner_id", "org_id",
            "area_path", "open_area_path", "status", "turn", "due_at", "urgency", "standing",
            "is_first", "escalations", "asked_at", "asked_more_at", "answered_at", "closed_at",
            "close_reason", "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.status != RequestStatus.CLOSED

    @property
    def related(self) -> frozenset[UUID]:
        """Who has to do with it: who asked, its supervisor, whose turn it is. They keep seeing it."""
        return frozenset(i for i in (self.asked_by_id, self.supervisor_id, self.owner_id) if i)

    @property
    def scope(self) -> Scope:
        return Scope(self.asked_by_id, self.org_id, self.open_area_path, related=self.related)


class Shared(VaultRecord):
    """What the trainee sent, frozen: the question, what of the case, their own view. Sealed JSON.

    `fields` are the codes of what was shared, `taken_out` how many names and numbers were.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="shared")
    fields = models.CharField(max_length=400, blank=True)
    consent_id = models.UUIDField(null=True, blank=True)
    taken_out = models.PositiveSmallIntegerField(default=0)
    question = EncryptedTextField()
    snapshot = EncryptedTextField()
    opinion = EncryptedTextField()

    class Privacy:
        opens: ClassVar = {
            "clinical": Permission.SUPERVISION_VIEW, "identity": Permission.SUPERVISION_VIEW,
        }  # fmt: skip
        identity = frozenset({"snapshot"})
        clinical = frozenset({"question", "opinion"})
        operational = STAMPS | {"request", "fields", "consent_id", "taken_out", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return f"shared of {self.request_id}"


class RequestStep(VaultRecord):
    """One thing that was done with a request. `happened_at` beside `at`: a phone may come late."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    status = models.CharField(max_length=12, choices=RequestStatus.choices)
    at = models.DateTimeField()
    happened_at = models.DateTimeField()
    by_id = models.UUIDField()
    target_id = models.UUIDField(null=True, blank=True)
    note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["request", "at"], name="supstep_order")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="supstep_known"),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"note"})
        operational = STAMPS | {
            "request", "kind", "status", "at", "happened_at", "by_id", "target_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.request_id}"


class Answer(VaultRecord):
    """A supervisor's answer: the codes that are counted, and the words, sealed.

    A second answer takes the place of the first where the two did not agree; both stay.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    by_id = models.UUIDField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    diagnosis = models.CharField(max_length=20, blank=True)
    diagnosis_changed = models.CharField(max_length=8, choices=Changed.choices)
    dose_changed = models.BooleanField(default=False)
    drug_changed = models.BooleanField(default=False)
    psychosocial_changed = models.BooleanField(default=False)
    referral_changed = models.BooleanField(default=False)
    step_changed = models.BooleanField(default=False)  # a plan of the guide
    steps = models.CharField(max_length=1000, blank=True)  # of the guide, judged otherwise
    referral_advised = models.BooleanField(default=False)
    risk_raised = models.BooleanField(default=False)
    template = models.CharField(max_length=40, blank=True)
    lesson = models.CharField(max_length=120, blank=True)
    opinion = EncryptedTextField()
    words = EncryptedTextField()
    entry_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values, diagnosis_changed__in=Changed.values),
                name="supanswer_words_known",
            ),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset(
            {
                "verdict", "diagnosis", "diagnosis_changed", "dose_changed", "drug_changed",
                "psychosocial_changed", "referral_changed", "step_changed", "referral_advised",
                "risk_raised", "opinion", "words", "template", "lesson", "steps",
            }
        )  # fmt: skip
        operational = STAMPS | {
            "request", "by_id", "happened_at", "recorded_at", "entry_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"answer of {self.request_id}"

    @property
    def plan_changed(self) -> bool:
        return any((
            self.dose_changed, self.drug_changed, self.psychosocial_changed, self.referral_changed,
            self.step_changed,
        ))  # fmt: skip


class Voice(Record):
    """A spoken answer: sealed on disk, typed by its content, given out to who sees the request."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="voices")
    content_type = models.CharField(max_length=60)
    bytes = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=80, unique=True)

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"answer", "content_type", "bytes", "checksum", "stored_name"}
        public = NONE

    def __str__(self) -> str:
        return self.stored_name


class Usefulness(VaultRecord):
    """Whether the trainee found an answer useful, in the three things that were asked about."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="usefulness")
    at = models.DateTimeField()
    assessment = models.BooleanField()
    management = models.BooleanField()
    referral = models.BooleanField()
    remark = EncryptedTextField()

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"remark"})
        operational = STAMPS | {
            "request", "at", "assessment", "management", "referral", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"usefulness of {self.request_id}"

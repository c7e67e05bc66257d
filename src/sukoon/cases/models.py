"""Cases and what hangs on them. Clinical: no name, number or address stands here.

What happened is an append-only `Entry`; its words are one sealed document, the codes that may be
counted stand beside it. What can be edited (plan, assignment) carries a version.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from sukoon.cases.words import (
    OPEN_STATUSES,
    CaseStatus,
    ClosureReason,
    EntryKind,
    GoalOwner,
    GoalStatus,
    LinkKind,
    ReminderFault,
    ReminderStatus,
    Source,
    TaskKind,
    TaskStatus,
)
from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Case(Record):
    """One episode of care of one person.

    `owner_id` is the account of the lead worker, `org_id` their team or organisation, `area_path`
    where the person lives: the scope that access is decided by. `next_due_at`, `last_contact_at`
    and `risk_level` are copies, moved under the case's lock, so that worklists read one index.
    """

    code = models.CharField(max_length=12, unique=True)
    alias = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    tier = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    owner_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    service = models.ForeignKey(
        "services.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=20, choices=ClosureReason.choices, blank=True)
    assigned_at = models.DateTimeField()
    seen_by_owner_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_kind = models.CharField(max_length=20, choices=TaskKind.choices, blank=True)
    risk_level = models.CharField(max_length=20, blank=True)
    plan_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-opened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values), name="case_status_known"
            ),
            models.CheckConstraint(condition=Q(tier__gte=1, tier__lte=4), name="case_tier_1_to_4"),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.CLOSED, closed_at__isnull=False) & ~Q(closed_why="")
                | ~Q(status=CaseStatus.CLOSED) & Q(closed_at=None, closed_why=""),
                name="case_closed_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.CLOSED) | Q(risk_level=""),
                name="case_closed_has_no_open_risk",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner_id", "next_due_at", "id"], name="case_mine_due",
                condition=~Q(status=CaseStatus.CLOSED),
            ),
            models.Index(
                fields=["org_id", "next_due_at", "id"], name="case_team_due",
                condition=~Q(status=CaseStatus.CLOSED),
            ),
            models.Index(
                fields=["owner_id", "last_contact_at", "id"], name="case_mine_contact",
                condition=~Q(status=CaseStatus.CLOSED),
            ),
            models.Index(
                fields=["owner_id", "assigned_at"], name="case_mine_new",
                condition=~Q(status=CaseStatus.CLOSED) & Q(seen_by_owner_at=None),
            ),
            models.Index(
                fields=["owner_id", "risk_level"], name="case_mine_risk",
                condition=~Q(risk_level=""),
            ),
            models.Index(
                fields=["org_id", "risk_level"], name="case_team_risk",
                condition=~Q(risk_level=""),
            ),
            models.Index(fields=["org_id", "opened_at", "id"], name="case_team_opened"),
        ]  # fmt: skip

    class Privacy:
        identity = NONE
        clinical = frozenset({"risk_level", "closed_why", "tier"})
        operational = STAMPS | {
            "code", "alias", "person", "status", "owner_id", "org_id", "area_path", "service",
            "opened_at", "closed_at", "assigned_at", "seen_by_owner_at", "last_contact_at",
            "next_due_at", "next_due_kind", "plan_version", "version", "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def related(self) -> frozenset[UUID]:
        """The accounts with a care relationship beside the lead's (prefetch `links` in lists)."""
        return frozenset(link.account_id for link in self.links.all() if link.ended_at is None)

    @property
    def scope(self) -> Scope:
        return Scope(
            self.owner_id, self.org_id, self.area_path, record_id=self.person_id,
            related=self.related,
        )  # fmt: skip


class CaseLink(Record):
    """Somebody's care relationship to a case beside the lead's."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    account_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=LinkKind.values), name="case_link_kind_known"
            ),
            models.UniqueConstraint(
                fields=["case", "account_id", "kind"], condition=Q(ended_at=None),
                name="case_link_once",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"case", "account_id", "kind", "ended_at"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class CaseStep(VaultRecord):
    """A change of a case's status, lead or tier: from what to what, by whom, when, why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=10)  # status, lead, tier
    was = models.CharField(max_length=40, blank=True)
    became = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    by_id = models.UUIDField()
    why = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["happened_at", "id"]

    class Privacy:
        identity = NONE
        clinical = frozenset({"why"})
        operational = STAMPS | {
            "case", "what", "was", "became", "happened_at", "by_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.what} of {self.case_id}"


class Entry(VaultRecord):
    """One thing recorded in a case. Never edited; an entry that `amends` it stands beside it.

    `body` is the sealed JSON of the field set named by `field_set` ("contact@2026-11").
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    author_id = models.UUIDField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.DESK)
    field_set = models.CharField(max_length=60)
    body = EncryptedTextField()
    why = EncryptedTextField()
    amends = models.ForeignKey(
        "cases.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    group_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-happened_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="entry_source_known"
            ),
            models.CheckConstraint(condition=~Q(amends=F("id")), name="entry_amends_another"),
            models.UniqueConstraint(fields=["amends"], name="entry_amended_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-happened_at", "-id"], name="entry_timeline"),
            models.Index(fields=["author_id", "recorded_at"], name="entry_of_worker"),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"body", "why", "kind"})
        operational = STAMPS | {
            "case", "happened_at", "recorded_at", "author_id", "source", "field_set", "amends",
            "group_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def by_platform(self) -> bool:
        """Nobody typed it: it says what another area did, and is amended there."""
        return self.field_set.endswith("@platform")


class EntryCode(models.Model):
    """One code of an entry that may be counted: a choice, a yes, a number; never a text."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="codes")
    field = models.CharField(max_length=40)
    code = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["field", "code"], name="entry_code_counted")]

    class Privacy:
        identity = NONE
        clinical = frozenset({"field", "code"})
        operational = frozenset({"id", "entry"})
        public = NONE

    def __str__(self) -> str:
        return self.field


class Response(Record):
    """An instrument that was answered: what the server made of it. The answers are in the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="response")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="responses")
    instrument = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    total = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    band = models.CharField(max_length=60, blank=True)
    band_source = models.CharField(max_length=200, blank=True)
    refused = models.CharField(max_length=200, blank=True)
    is_current = models.BooleanField(default=True)  # no amendment has taken its place

    class Meta:
        ordering: ClassVar = ["happened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(total=None) & ~Q(refused="") | Q(total__isnull=False, refused=""),
                name="response_scored_or_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "instrument", "happened_at"], name="response_chart"),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"instrument", "total", "band", "band_source", "refused"})
        operational = STAMPS | {"entry", "case", "language", "happened_at", "is_current"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.instrument} {self.pk}"


class ResponseScore(models.Model):
    """A subscale's value, or a flag that an answer raised (`value` none)."""

    id = models.BigAutoField(primary_key=True)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="scores")
    name = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    is_flag = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["response", "name", "is_flag"], name="response_score_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"name", "value", "is_flag"})
        operational = frozenset({"id", "response"})
        public = NONE

    def __str__(self) -> str:
        return self.name


class Task(VaultRecord):
    """Something to do for a case by somebody until then."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    what = EncryptedTextField()
    due_at = models.DateTimeField()
    owner_id = models.UUIDField()
    status = models.CharField(max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    about_id = models.UUIDField(null=True, blank=True)  # the entry or record it came from

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TaskKind.values), name="task_kind_known"),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.OPEN, ended_at=None)
                | ~Q(status=TaskStatus.OPEN) & Q(ended_at__isnull=False),
                name="task_ended_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner_id", "due_at"], name="task_mine", condition=Q(status="open")
            ),
            models.Index(fields=["case", "due_at"], name="task_of_case"),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"what"})
        operational = STAMPS | {
            "case", "kind", "due_at", "owner_id", "status", "ended_at", "ended_by_id",
            "reminded_at", "about_id", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Reminder(Record):
    """A message to the person before something that was agreed: a day and an hour, nothing else.

    No number and no words stand here: both are looked up at the moment of sending, and so is the
    consent.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=ReminderStatus.choices, default=ReminderStatus.WAITING
    )
    fault = models.CharField(max_length=20, choices=ReminderFault.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=[ReminderStatus.WAITING, ReminderStatus.SENT], fault="")
                | Q(status__in=[ReminderStatus.STOPPED, ReminderStatus.FAILED]) & ~Q(fault=""),
                name="reminder_says_why_not",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="reminder_due", condition=Q(status="waiting")),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "case", "task", "due_at", "status", "fault", "ended_at", "asked_by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class Goal(VaultRecord):
    """One goal of the plan, in the person's words. Editable; every change is kept as an entry."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    text = EncryptedTextField()
    owner = models.CharField(max_length=10, choices=GoalOwner.choices, default=GoalOwner.PERSON)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=GoalStatus.choices, default=GoalStatus.OPEN)
    place = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=GoalStatus.values, owner__in=GoalOwner.values),
                name="goal_words_known",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"text", "owner", "due_on", "status"})
        operational = STAMPS | {"case", "place", "version", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Conflict(VaultRecord):
    """One field that two people changed to different values. Both are kept until somebody decides."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    about = models.CharField(max_length=10)  # goal, person
    about_id = models.UUIDField()
    field = models.CharField(max_length=40)
    stands = EncryptedTextField()
    proposed = EncryptedTextField()
    by_id = models.UUIDField()
    happened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_id = models.UUIDField(null=True, blank=True)
    took_proposed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["happened_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, took_proposed=None)
                | Q(resolved_at__isnull=False, took_proposed__isnull=False),
                name="conflict_resolved_says_how",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case"], name="conflict_open", condition=Q(resolved_at=None)
            ),
        ]  # fmt: skip

    class Privacy:
        identity = frozenset({"stands", "proposed"})
        clinical = NONE
        operational = STAMPS | {
            "case", "about", "about_id", "field", "by_id", "happened_at", "resolved_at",
            "resolved_by_id", "took_proposed", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"


class Attachment(VaultRecord):
    """A file of an entry: sealed on disk, typed by its content, given out to who may see the case."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    name = EncryptedTextField()
    content_type = models.CharField(max_length=60)
    bytes = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=80, unique=True)

    class Privacy:
        identity = NONE
        clinical = frozenset({"name", "content_type"})
        operational = STAMPS | {"entry", "bytes", "checksum", "stored_name", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return self.stored_name

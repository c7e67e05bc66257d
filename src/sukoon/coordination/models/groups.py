"""Groups, their meetings, and what meetings lead to. By organisation: no names of people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.coordination.models.files import NONE, STAMPS
from sukoon.coordination.words import (
    ActionState,
    GroupKind,
    MeetingStatus,
    MemberRole,
    Presence,
    ReminderKind,
)
from sukoon.core.access import Scope
from sukoon.core.models import Record


class Group(Record):
    """A committee or working group of an area. `area_path` is a copy of the area's path."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=GroupKind.choices)
    name_en = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "coordination.Group", on_delete=models.PROTECT, null=True, blank=True,
        related_name="sub_groups",
    )  # fmt: skip
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    sector = models.CharField(max_length=80, blank=True)
    terms = models.TextField(max_length=4000, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name_en", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="group_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="group_not_in_itself"
            ),
            models.CheckConstraint(condition=Q(area_path__endswith="/"), name="group_area_closed"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "code", "kind", "name_en", "name_ur", "parent", "area", "area_path", "sector", "terms",
            "started_on", "ended_on",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_ur if get_language() == "ur" else "") or self.name_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class Membership(Record):
    """An organisation in a group, in a role, for a time; where its action points are sent."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    contact_email = models.EmailField(blank=True)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "organisation"], condition=Q(until=None), name="member_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="member_role_known"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="member_until_after_since",
            ),
        ]

    class Privacy:
        identity = frozenset({"contact_email"})
        clinical = NONE
        operational = STAMPS | {"group", "organisation", "role", "since", "until"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.group_id} {self.organisation_id}"


class Meeting(Record):
    """One meeting of a group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=400, blank=True)
    status = models.CharField(
        max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED
    )
    area_path = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["held_on"], name="meeting_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=MeetingStatus.values), name="meeting_status_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "group", "title_en", "title_ur", "held_on", "starts_at", "ends_at", "place", "link",
            "source", "status", "area_path",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class AgendaItem(Record):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=300)
    title_ur = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_item_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"meeting", "number", "title_en", "title_ur"}
        public = NONE

    def __str__(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en


class Attendance(Record):
    """One number of a list of participants: which organisation, and how it took part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presence = models.CharField(max_length=10, choices=Presence.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="attendance_presence_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"meeting", "number", "organisation", "presence", "note"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.number} {self.presence}"


class Statement(Record):
    """What a stakeholder said in a meeting, or that it gave no comment."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="statements"
    )
    text_en = models.CharField(max_length=1000, blank=True)
    text_ur = models.CharField(max_length=1000, blank=True)
    without_comment = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(without_comment=True, text_en="", text_ur="")
                | Q(without_comment=False) & ~Q(text_en=""),
                name="statement_or_none",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "meeting", "number", "organisation", "text_en", "text_ur", "without_comment",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en


class MeetingDocument(Record):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "coordination.Document", on_delete=models.PROTECT, related_name="+"
    )

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"meeting", "document"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.document_id}"


class Minutes(Record):
    """The minutes in one language. A correction is a new version; none is ever changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    language = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    body = models.TextField(max_length=20000)
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["language", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "language", "version"], name="minutes_version_once"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="minutes_say_something"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"meeting", "language", "version", "body", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.language} {self.version}"


class Decision(Record):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=600)
    text_ur = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_once"),
            models.CheckConstraint(condition=~Q(text_en=""), name="decision_has_text"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"meeting", "number", "text_en", "text_ur"}
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en


class ActionPoint(Record):
    """Something somebody took on, by a day. `state` is a copy of the last step."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="action_points")
    number = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=600)
    text_ur = models.CharField(max_length=600, blank=True)
    owner = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="action_points"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.OPEN)
    area_path = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "number", "id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="action_point_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="action_point_once"),
            models.CheckConstraint(
                condition=Q(state__in=ActionState.values), name="action_point_state_known"
            ),
            models.CheckConstraint(condition=~Q(text_en=""), name="action_point_has_text"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "meeting", "number", "text_en", "text_ur", "owner", "due_on", "state", "area_path",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.owner_id, area_path=self.area_path)


class ActionStep(Record):
    """Each state an action point has had, with a word on it."""

    action_point = models.ForeignKey(ActionPoint, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ActionState.choices)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"action_point", "state", "note", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.action_point_id} {self.state}"


class Reminder(Record):
    """A reminder that went out, once of a kind."""

    action_point = models.ForeignKey(
        ActionPoint, on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(max_length=6, choices=ReminderKind.choices)
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action_point", "kind"], name="reminder_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"action_point", "kind", "sent_at"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.action_point_id} {self.kind}"


class InputRequest(Record):
    """Something members are asked for by a day: a comment on a draft, figures, a name."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    subject_en = models.CharField(max_length=300)
    subject_ur = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("asked_on")),
                name="input_due_after_asked",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "group", "meeting", "subject_en", "subject_ur", "asked_on", "due_on",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.subject_ur if get_language() == "ur" else "") or self.subject_en


class InputAsked(Record):
    """One organisation that was asked, and whether it has answered."""

    request = models.ForeignKey(InputRequest, on_delete=models.CASCADE, related_name="asked")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="asked"
    )
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = [models.F("answered_on").asc(nulls_first=True), "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "organisation"], name="input_asked_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"request", "organisation", "answered_on", "answer"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.request_id} {self.organisation_id}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.request.group.area_path)

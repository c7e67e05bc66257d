"""Groups, meetings, action points and requests within reach."""

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from sukoon.coordination.models import (
    ActionPoint,
    Attendance,
    Group,
    InputAsked,
    InputRequest,
    Meeting,
    Membership,
    Minutes,
    Statement,
)
from sukoon.coordination.rules.groups import LIVE
from sukoon.coordination.words import MeetingStatus
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission


def _memberships(by: Actor, permission: Permission) -> QuerySet[Membership]:
    """Memberships, not ended, of the organisations that the actor speaks for."""
    mine = within_reach(by, permission, owner=None, org="organisation", area=None)
    return Membership.objects.filter(mine, until=None)


def groups(by: Actor) -> QuerySet[Group]:
    """Groups of the actor's area, or in which the own organisation is a member."""
    seen = within_reach(by, Permission.MEETING_VIEW, owner=None, org=None, area="area_path")
    member = _memberships(by, Permission.MEETING_VIEW).values("group")
    return Group.objects.filter(seen | Q(pk__in=member)).select_related("area", "parent")


def writable_groups(by: Actor) -> QuerySet[Group]:
    """Groups that the actor keeps."""
    mine = within_reach(by, Permission.MEETING_WRITE, owner=None, org=None, area="area_path")
    return groups(by).filter(mine)


def members(group: Group) -> QuerySet[Membership]:
    return group.memberships.select_related("organisation").order_by(
        F("until").asc(nulls_first=True), "role", "id"
    )


def meetings(by: Actor) -> QuerySet[Meeting]:
    """Meetings of visible groups, newest first."""
    return (
        Meeting.objects.filter(group__in=groups(by).order_by().values("pk"))
        .select_related("group")
        .order_by("-held_on", "-id")
    )


def writable_meetings(by: Actor) -> QuerySet[Meeting]:
    """Meetings that the actor keeps."""
    mine = within_reach(by, Permission.MEETING_WRITE, owner=None, org=None, area="area_path")
    return meetings(by).filter(mine)


def details(by: Actor) -> QuerySet[Meeting]:
    """Visible meetings with everything their page and their minutes show."""
    return meetings(by).prefetch_related(
        "agenda", "decisions", "documents__document",
        Prefetch("attendance", Attendance.objects.select_related("organisation")),
        Prefetch("statements", Statement.objects.select_related("organisation")),
        Prefetch("minutes", Minutes.objects.order_by("language", "-version")),
        Prefetch("action_points", ActionPoint.objects.select_related("owner").order_by("number")),
    )  # fmt: skip


def next_meeting(by: Actor, *, today: date, area_path: str = "") -> Meeting | None:
    """Return the next planned meeting within reach, of an area or above it."""
    found = meetings(by).filter(status=MeetingStatus.PLANNED, held_on__gte=today)
    if area_path:
        above = [
            "/".join(area_path.split("/")[:n]) + "/" for n in range(1, area_path.count("/") + 1)
        ]
        found = found.filter(Q(area_path__startswith=area_path) | Q(area_path__in=above))
    return found.order_by("held_on", "id").first()


def action_points(by: Actor) -> QuerySet[ActionPoint]:
    """Action points of visible meetings, and those that the own organisation took on."""
    owned = within_reach(by, Permission.MEETING_VIEW, owner=None, org="owner", area=None)
    seen = Q(meeting__in=meetings(by).order_by().values("pk"))
    return (
        ActionPoint.objects.filter(seen | owned)
        .select_related("owner", "meeting__group")
        .order_by(F("due_on").asc(nulls_last=True), "number", "id")
    )


def movable_points(by: Actor) -> QuerySet[ActionPoint]:
    """Action points that the actor reports on."""
    mine = within_reach(by, Permission.PLEDGE_UPDATE, owner=None, org="owner", area="area_path")
    return action_points(by).filter(mine)


def open_points(by: Actor, *, most: int) -> list[ActionPoint]:
    """Return open action points, the earliest due first."""
    found = action_points(by).filter(state__in=LIVE)
    return list(found.order_by(F("due_on").asc(nulls_last=True), "id")[:most])


def requests(by: Actor) -> QuerySet[InputRequest]:
    """Requests for input of visible groups, with whoever was asked."""
    asked = InputAsked.objects.select_related("organisation").order_by(
        F("answered_on").asc(nulls_first=True), "id"
    )
    return (
        InputRequest.objects.filter(group__in=groups(by).order_by().values("pk"))
        .select_related("group")
        .prefetch_related(Prefetch("asked", asked))
        .order_by("-asked_on", "-id")
    )


def answerable(by: Actor) -> QuerySet[InputAsked]:
    """What the actor's organisation was asked for, or what a coordinator notes for others."""
    mine = within_reach(
        by, Permission.PLEDGE_UPDATE, owner=None, org="organisation",
        area="request__group__area_path",
    )  # fmt: skip
    return InputAsked.objects.filter(mine).select_related("organisation", "request__group")


def unanswered(by: Actor, *, most: int) -> list[InputAsked]:
    """Return what was asked for and not given, the longest first."""
    visible = InputAsked.objects.filter(
        request__in=requests(by).order_by().values("pk"), answered_on=None
    )
    found = visible.select_related("organisation", "request__group")
    return list(
        found.order_by(F("request__due_on").asc(nulls_last=True), "request__asked_on", "id")[:most]
    )

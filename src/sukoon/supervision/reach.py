"""The access rule of this area's tables as filters: the same as their `scope`, proven by tests."""

from typing import Any

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.supervision.models import Request, Seat, Session, Standing, Trainee


def of_requests(by: Actor, permission: Permission) -> Q:
    """Requests in reach: one's own, those one is supervisor or owner of, the team's, and while they
    are open the area's."""
    related = Request.objects.filter(
        Q(supervisor_id=by.id) | Q(owner_id=by.id) | Q(asked_by_id=by.id)
    ).values("pk")
    return within_reach(
        by, permission, owner="asked_by_id", org="org_id", area="open_area_path", related=related
    )


def of_sessions(by: Actor, permission: Permission) -> Q:
    """Sessions in reach: those one holds, is invited to, or that are of the team."""
    seats: QuerySet[Any, Any] = Seat.objects.filter(account_id=by.id).values("session_id")
    related = Session.objects.filter(Q(supervisor_id=by.id) | Q(pk__in=seats)).values("pk")
    return within_reach(
        by, permission, owner="supervisor_id", org="org_id", area=None, related=related
    )


def of_standings(by: Actor, permission: Permission) -> Q:
    related = Standing.objects.filter(Q(supervisor_id=by.id) | Q(trainee_id=by.id)).values("pk")
    return within_reach(
        by, permission, owner="trainee_id", org="org_id", area="area_path", related=related
    )


def of_workers(by: Actor, permission: Permission, *, owner: str = "account_id") -> Q:
    """Rows about a worker: one's own, the team's, the area's."""
    return within_reach(by, permission, owner=owner, org="org_id", area="area_path")


def requests(by: Actor, permission: Permission = Permission.SUPERVISION_VIEW) -> QuerySet[Request]:
    return Request.objects.filter(of_requests(by, permission))


def sessions(by: Actor, permission: Permission = Permission.SUPERVISION_VIEW) -> QuerySet[Session]:
    return Session.objects.filter(of_sessions(by, permission))


def trainees(by: Actor, permission: Permission = Permission.SUPERVISION_VIEW) -> QuerySet[Trainee]:
    return Trainee.objects.filter(of_workers(by, permission))

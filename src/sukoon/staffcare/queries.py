"""What can be asked about calls: one's own, and those one is asked to make."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.accounts import queries as accounts
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.staffcare.models import CareCall
from sukoon.staffcare.words import OPEN


def visible(by: Actor) -> QuerySet[CareCall]:
    """Calls that the actor was asked to make."""
    return CareCall.objects.filter(
        within_reach(by, Permission.STAFF_CARE_ANSWER, owner="contact_id", org=None, area=None)
    )


def to_make(by: Actor) -> QuerySet[CareCall]:
    """Calls that wait for the actor, the oldest first."""
    return visible(by).filter(state__in=OPEN).order_by("asked_at", "id")


def own(by: Actor) -> QuerySet[CareCall]:
    """What the actor asked for, the newest first."""
    mine = within_reach(by, Permission.STAFF_CARE_ASK, owner="asker_id", org=None, area=None)
    return CareCall.objects.filter(mine).order_by("-asked_at", "-id")


def names(calls: Iterable[CareCall]) -> dict[UUID, str]:
    """Return what those who ask are called, for the contact who sees their calls."""
    return accounts.names(c.asker_id for c in calls)


def past_reminder(*, now: datetime, most: int) -> list[UUID]:
    """Return the open calls of which somebody is to be reminded by now."""
    due = Q(remind_at__lte=now) | Q(contact_id=None)
    found = CareCall.objects.filter(due, state__in=OPEN)
    return list(found.order_by("asked_at", "id").values_list("pk", flat=True)[:most])

"""Returns: what was sent, what waits for review, what is due or late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.services.models import Return, Service
from sukoon.services.queries import clocks, visible
from sukoon.services.rules import Promptness, promptness
from sukoon.services.words import ReturnStatus, ServiceStatus

SENT = (ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED, ReturnStatus.LOCKED)
MONTHS_BACK = 6


@dataclass(frozen=True, slots=True)
class Due:
    """A service whose return of a period is not sent, and whether that is late."""

    service: Service
    promptness: Promptness


def reports(by: Actor) -> QuerySet[Return]:
    """Returns within reach of RETURN_VIEW, the newest period first."""
    seen = within_reach(
        by,
        Permission.RETURN_VIEW,
        owner=None,
        org="service__organisation",
        area="service__area_path",
    )
    return (
        Return.objects.filter(seen)
        .select_related("service__organisation", "service__activity")
        .prefetch_related("versions__cells", "steps")
        .order_by("-period_start", "-id")
    )


def to_review(by: Actor) -> QuerySet[Return]:
    """Returns that wait for this actor's review, the oldest first."""
    mine = within_reach(
        by, Permission.RETURN_REVIEW, owner=None, org="service__organisation",
        area="service__area_path",
    )  # fmt: skip
    return reports(by).filter(mine, status=ReturnStatus.SUBMITTED).order_by("updated_at", "id")


def reportable(by: Actor) -> QuerySet[Service]:
    """Services under way on which the actor sends returns."""
    mine = within_reach(
        by, Permission.RETURN_SUBMIT, owner=None, org="organisation", area="area_path"
    )
    return (
        visible(by)
        .filter(mine, status=ServiceStatus.UNDER_WAY)
        .select_related("organisation", "activity")
        .prefetch_related("in_areas__area")
        .order_by("organisation__name", "activity__sort", "id")
    )


def due(by: Actor, *, today: date, most: int) -> list[Due]:
    """Return services whose return of the last whole month is not sent."""
    end = today.replace(day=1) - timedelta(days=1)
    sent = Return.objects.filter(
        period_start=end.replace(day=1), period_end=end, status__in=SENT
    ).values("service_id")
    stand = promptness(period_end=end, sent=False, today=today, clocks=clocks())
    return [Due(s, stand) for s in reportable(by).exclude(pk__in=sent)[:most]]


def periods(today: date) -> Sequence[tuple[date, date, str]]:
    """Return the months one can report on, the last whole one first."""
    found = []
    end = today.replace(day=1) - timedelta(days=1)
    for _ in range(MONTHS_BACK):
        start = end.replace(day=1)
        found.append((start, end, date_format(start, "F Y", use_l10n=False)))
        end = start - timedelta(days=1)
    return found

"""What was not told for long: services nobody reported on within the clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor
from sukoon.services.models import Service
from sukoon.services.queries.base import Filters, clocks, filtered
from sukoon.services.words import ServiceStatus


@dataclass(frozen=True, slots=True)
class Stale:
    """A service and how many days ago it was last reported on."""

    service: Service
    days: int


def stale_services(by: Actor, filters: Filters, *, today: date) -> QuerySet[Service]:
    """Return services not reported on within the clock, the oldest first (`rules.is_stale`)."""
    limit = today - timedelta(days=clocks().stale_days)
    return (
        filtered(by, filters)
        .filter(reported_on__lt=limit)
        .exclude(status=ServiceStatus.COMPLETED)
        .select_related("organisation", "activity")
        .order_by("reported_on", "id")
    )


def after_last(found: QuerySet[Service], place: str) -> QuerySet[Service]:
    """Return what follows the place "day|id" in the list; garbage begins at the beginning."""
    day, _, pk = place.partition("|")
    try:
        reported, last = date.fromisoformat(day), UUID(pk)
    except ValueError:
        return found
    return found.filter(Q(reported_on__gt=reported) | Q(reported_on=reported, pk__gt=last))


def stale(by: Actor, filters: Filters, *, today: date, most: int | None = None) -> list[Stale]:
    """Return the oldest of them, all or the first `most`."""
    found = stale_services(by, filters, today=today)
    return [Stale(s, (today - s.reported_on).days) for s in (found[:most] if most else found)]

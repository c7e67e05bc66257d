"""The directory: services one can go to or call, found by words, place and need."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sukoon.core.access import Actor
from sukoon.services.models import Service, ServiceArea, ServicePartner
from sukoon.services.queries.base import Filters, filtered, visible


def directory(by: Actor, filters: Filters, *, after: UUID | None = None) -> QuerySet[Service]:
    """Return services in a stable order, after the last one of the page before."""
    found = with_parts(filtered(by, filters)).order_by("id")
    return found.filter(pk__gt=after) if after else found


def details(by: Actor) -> QuerySet[Service]:
    """Return visible services with everything their page shows."""
    return with_parts(visible(by)).select_related("site", "area_group")


def organisation_lines(by: Actor, organisation_id: UUID) -> QuerySet[Service]:
    """Return services that an organisation gives or takes part in."""
    return (
        with_parts(visible(by))
        .filter(Q(organisation=organisation_id) | Q(others__organisation=organisation_id))
        .distinct()
        .order_by("activity__sort", "id")
    )


def with_parts(services: QuerySet[Service]) -> QuerySet[Service]:
    """Fetch areas, groups, partners and languages with the services: six queries in all."""
    return services.select_related(
        "organisation", "activity", "area_group", "site"
    ).prefetch_related(
        Prefetch("in_areas", ServiceArea.objects.select_related("area__parent")),
        "targets__target_group",
        Prefetch("others", ServicePartner.objects.select_related("organisation")),
        "languages",
    )

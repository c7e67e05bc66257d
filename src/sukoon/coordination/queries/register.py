"""What the register holds of organisations, as far as counting it towards a commitment asks."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from sukoon.coordination.models import Commitment
from sukoon.coordination.rules import pledges as rules
from sukoon.services.models import Service, ServiceArea, ServicePartner
from sukoon.services.queries.districts import district_path


def wanted(commitment: Commitment) -> rules.Wanted:
    return rules.Wanted(
        frozenset(str(e.organisation_id) for e in commitment.entities.all()),
        frozenset(c.code for c in commitment.codes.all()),
        commitment.start_on,
        commitment.deadline_on,
    )


def lines(organisations: Iterable[UUID]) -> dict[UUID, rules.Line]:
    """Return the register's lines of these organisations, their own or as partners."""
    taking = ServicePartner.objects.filter(organisation__in=organisations, role="partner")
    partners: dict[UUID, set[str]] = defaultdict(set)
    for service, organisation in taking.values_list("service_id", "organisation_id"):
        partners[service].add(str(organisation))
    mine = Q(organisation__in=organisations) | Q(pk__in=taking.values("service"))
    rows = Service.objects.filter(mine).values_list(
        "pk", "organisation_id", "activity__code", "status", "start_on", "end_on"
    )
    return {
        pk: rules.Line(frozenset({str(org), *partners[pk]}), code, status, start, end)
        for pk, org, code, status, start, end in rows
    }


def places(service_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the districts that each service names; a province alone names none."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServiceArea.objects.filter(service__in=service_ids, area__level__gte=2)
    for service, path in rows.values_list("service_id", "area__path"):
        found[service].add(district_path(path))
    return found


def areas(service_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the areas that each service names, as told: districts, or a province."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServiceArea.objects.filter(service__in=service_ids)
    for service, path in rows.values_list("service_id", "area__path"):
        found[service].add(path)
    return found

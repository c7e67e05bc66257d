"""What the register holds of organisations, as far as counting it towards a commitment asks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from sukoon.coordination.models import Commitment, InterventionUse
from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.rules.programmes import UNDER_WAY
from sukoon.places.models import Area
from sukoon.services.models import Service, ServiceArea, ServicePartner
from sukoon.services.queries.districts import district_path

ALIKE = ("activity__code", "start_on", "end_on")


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
    rows = _theirs(organisations).values_list(
        "pk", "organisation_id", "activity__code", "status", "start_on", "end_on"
    )
    return {
        pk: rules.Line(frozenset({str(org), *partners[pk]}), code, status, start, end)
        for pk, org, code, status, start, end in rows
    }


def under_way(organisations: Iterable[UUID]) -> dict[str, list[tuple[rules.Line, set[str]]]]:
    """Return what each of these organisations has under way where it is told to use something.

    Its own or as a partner; what lies in no area of a use of the same organisation cannot show
    it running, and is left out. Services alike in everything that counting asks are one line with
    all their areas: nobody needs them one by one, and a country has thousands. Two queries.
    """
    own = ServiceArea.objects.filter(
        _used_here("service__organisation", "area__path"),
        service__organisation__in=organisations, service__status=UNDER_WAY,
    ).values_list(
        "service__organisation_id", *(f"service__{c}" for c in ALIKE), "area__path"
    )  # fmt: skip
    taking = ServicePartner.objects.filter(
        _used_here("organisation", "service__in_areas__area__path"),
        organisation__in=organisations, role="partner", service__status=UNDER_WAY,
    ).values_list(
        "organisation_id", *(f"service__{c}" for c in ALIKE), "service__in_areas__area__path"
    )  # fmt: skip
    areas: dict[tuple[UUID, str, date | None, date | None], set[str]] = defaultdict(set)
    for rows in (own, taking):
        for organisation, code, start, end, path in rows.order_by().distinct():
            areas[organisation, code, start, end].add(path)
    found: dict[str, list[tuple[rules.Line, set[str]]]] = defaultdict(list)
    for (organisation, code, start, end), paths in areas.items():
        name = str(organisation)
        line = rules.Line(frozenset({name}), code, UNDER_WAY, start, end)
        found[name].append((line, paths))
    return found


def _used_here(organisation: str, path: str) -> Exists:
    """Say that an organisation is told to use something in the area of a path, or around it."""
    uses = InterventionUse.objects.order_by().filter(organisation=OuterRef(organisation))
    place = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(uses.annotate(place=place).filter(place__startswith=F("area_path")))


def places(service_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the districts that each service names; a province alone names none."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServiceArea.objects.filter(service__in=service_ids, area__level__gte=2)
    for service, path in rows.values_list("service_id", "area__path"):
        found[service].add(district_path(path))
    return found


def areas(organisations: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the areas that each line of these organisations names, as told: districts, or a province.

    Thousands of identifiers in a condition cost more than what they find: the database is asked
    by organisation, and paths are put to their areas here.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    paths = dict(Area.objects.values_list("pk", "path"))
    rows = ServiceArea.objects.filter(service__in=_theirs(organisations).values("pk"))
    for service, area in rows.values_list("service_id", "area_id"):
        found[service].add(paths[area])
    return found


def _theirs(organisations: Iterable[UUID]) -> QuerySet[Service]:
    taking = ServicePartner.objects.filter(organisation__in=organisations, role="partner")
    return Service.objects.filter(
        Q(organisation__in=organisations) | Q(pk__in=taking.values("service"))
    )

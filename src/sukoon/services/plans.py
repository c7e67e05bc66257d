"""What a file would change in the register: its rows as plans, compared with what is there.

Nothing here writes: `actions.imports` does, with the same comparisons.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sukoon.core.text import name_key
from sukoon.services import rules
from sukoon.services.models import Service, ServicePartner
from sukoon.workforce.words import OrganisationType

BATCH = 2000


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation that the file names and nobody knew."""

    name: str
    type: str = OrganisationType.UNKNOWN


@dataclass(frozen=True, slots=True)
class LinePlan:
    """One good row: what makes the line itself, and the values the file tells.

    `values` holds only columns the file has: what it does not tell stays as it was. Organisations
    may be new: then their name stands where an id would.
    """

    row: int
    organisation: UUID | str
    activity_id: UUID
    activity: str
    area_ids: tuple[UUID, ...]
    area_codes: tuple[str, ...]
    area_path: str
    target_ids: tuple[UUID, ...]
    target_codes: tuple[str, ...]
    hidden: bool
    values: Mapping[str, Any]
    partners: tuple[UUID | str, ...] | None = None
    donors: tuple[UUID | str, ...] | None = None
    languages: tuple[str, ...] | None = None
    service_id: UUID | None = None
    group_id: UUID | None = None


@dataclass(slots=True)
class Counts:
    """What became of the rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    new_organisations: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in one row that needs an answer."""

    row: int
    field: str
    column: str
    value: str
    message: str
    suggestion: str = ""


def plan_key(plan: LinePlan, organisation: UUID | str) -> str:
    """Return the line's key, as `ServiceDraft.key` makes it."""
    return rules.line_key(
        organisation=str(organisation),
        activity=plan.activity,
        areas=plan.area_codes,
        targets=plan.target_codes,
        modality=str(plan.values.get("modality", "")),
        site=str(plan.values.get("site_id") or str(plan.values.get("locality", "")).casefold()),
        description=str(plan.values.get("description", "")),
    )


def count_outcomes(plans: Iterable[LinePlan], counts: Counts) -> None:
    """Count what accepting these plans would create, change and leave, without writing."""
    for batch in batches(plans):
        there = known(batch, {})
        for plan in batch:
            service = existing(plan, {}, there)
            if service is None:
                counts.created += 1
            elif differs(service, plan, {}):
                counts.changed += 1
            else:
                counts.unchanged += 1


def batches(plans: Iterable[LinePlan]) -> Iterator[list[LinePlan]]:
    iterator = iter(plans)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def resolved(who: UUID | str, ids: Mapping[str, UUID]) -> UUID | str:
    return ids.get(name_key(who), who) if isinstance(who, str) else who


def known(batch: Sequence[LinePlan], ids: Mapping[str, UUID]) -> dict[str | UUID, Service]:
    """Return the services these plans mean, by line key and by id, with what belongs to them."""
    keys = [plan_key(p, resolved(p.organisation, ids)) for p in batch]
    named = [p.service_id for p in batch if p.service_id]
    found: dict[str | UUID, Service] = {}
    wanted = Service.objects.prefetch_related("others", "languages")
    for part in (keys[:1000], keys[1000:]):
        for service in wanted.filter(line_key__in=part):
            found[service.line_key] = service
    for service in wanted.filter(pk__in=named):
        found[service.pk] = service
    return found


def existing(
    plan: LinePlan, ids: Mapping[str, UUID], known: Mapping[str | UUID, Service]
) -> Service | None:
    if plan.service_id and plan.service_id in known:
        return known[plan.service_id]
    return known.get(plan_key(plan, resolved(plan.organisation, ids)))


def differs(service: Service, plan: LinePlan, ids: Mapping[str, UUID]) -> bool:
    if service.line_key != plan_key(plan, resolved(plan.organisation, ids)):
        return True
    if any(getattr(service, name) != value for name, value in plan.values.items()):
        return True
    if plan.languages is not None and {x.language for x in service.languages.all()} != set(
        plan.languages
    ):
        return True
    return _others_differ(service, plan, ids)


def _others_differ(service: Service, plan: LinePlan, ids: Mapping[str, UUID]) -> bool:
    for role, told in told_others(plan):
        now = {o.organisation_id for o in service.others.all() if o.role == role}
        if now != {resolved(who, ids) for who in told}:
            return True
    return False


def told_others(plan: LinePlan) -> Iterator[tuple[str, tuple[UUID | str, ...]]]:
    if plan.partners is not None:
        yield ServicePartner.Role.PARTNER, plan.partners
    if plan.donors is not None:
        yield ServicePartner.Role.DONOR, plan.donors

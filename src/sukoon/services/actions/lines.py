"""Writing one line of the register, and loading the code lists it uses."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import ChangedMeanwhile
from sukoon.places.models import Area, AreaGroup, Site
from sukoon.places.rules import common_path
from sukoon.services import rules
from sukoon.services.models import (
    Activity,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServicePartner,
    ServiceStep,
    ServiceTarget,
    TargetGroup,
)
from sukoon.services.problems import AreaMissing, DatesOutOfOrder, SameLine
from sukoon.workforce.models import Organisation


@dataclass(frozen=True, slots=True)
class ActivityRow:
    list_version: str
    code: str
    label_en: str
    label_ur: str = ""
    layer: int | None = None
    counts_people: bool = True
    hint_en: str = ""
    hint_ur: str = ""
    crosswalk: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    code: str
    label_en: str
    label_ur: str = ""
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A line as somebody tells it, before it is one. Blank means not told."""

    organisation: Organisation
    activity: Activity
    areas: tuple[Area, ...]
    status: str
    targets: tuple[TargetGroup, ...] = ()
    area_group: AreaGroup | None = None
    site: Site | None = None
    locality: str = ""
    start_on: date | None = None
    start_precision: str = ""
    end_on: date | None = None
    end_precision: str = ""
    modality: str = ""
    cadre: str = ""
    description: str = ""
    stated_quantity: int | None = None
    stated_unit: str = ""
    workers: int | None = None
    training: str = ""
    opening_hours: str = ""
    fee: str = ""
    provider_gender: str = ""
    capacity: str = ""
    eligibility: str = ""
    public_phone: str = ""
    focal_name: str = ""
    focal_phone: str = ""
    focal_email: str = ""
    is_sensitive: bool = False
    source: str = ""
    partners: tuple[Organisation, ...] = ()
    donors: tuple[Organisation, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def area_path(self) -> str:
        return common_path(a.path for a in self.areas)

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation.pk, area_path=self.area_path if self.areas else "")

    @property
    def key(self) -> str:
        return rules.line_key(
            organisation=str(self.organisation.pk),
            activity=f"{self.activity.list_version}/{self.activity.code}",
            areas=[a.pcode for a in self.areas],
            targets=[t.code for t in self.targets],
            modality=self.modality,
            site=str(self.site.pk) if self.site else self.locality.casefold(),
            description=self.description,
        )

    @property
    def hidden(self) -> bool:
        """Whether the line must stay off public pages: said so, or because of whom it serves."""
        at_safe_space = self.site is not None and self.site.is_sensitive
        return self.is_sensitive or at_safe_space or any(t.is_sensitive for t in self.targets)


# Fields of a draft that are columns of the service, taken as they are.
COLUMNS = tuple(
    f.name
    for f in fields(ServiceDraft)
    if f.name not in {"areas", "targets", "partners", "donors", "languages", "is_sensitive"}
)


@transaction.atomic
def record(
    *,
    by: Actor,
    draft: ServiceDraft,
    reported_on: date,
    service: Service | None = None,
    version: int | None = None,
) -> Service:
    """Add a line to the register, or change one.

    `version` is the one the person saw: ChangedMeanwhile if somebody was faster. Raises SameLine
    when the register has this line already.
    """
    require(by, Permission.SERVICE_WRITE, draft.scope)
    if not draft.areas:
        raise AreaMissing
    if draft.start_on and draft.end_on and draft.end_on < draft.start_on:
        raise DatesOutOfOrder
    kept = _locked(by, service, version)
    before = kept.status if service else None
    _fill(kept, draft, reported_on)
    try:
        with transaction.atomic():
            kept.save(force_insert=service is None)
    except IntegrityError as error:
        raise SameLine from error
    _keep_related(kept, draft)
    if before != kept.status:
        ServiceStep.objects.create(service=kept, status=kept.status, at=clock.now(), by_id=by.id)
    emit(
        "service.changed" if service else "service.added",
        subject=kept.pk,
        by=by,
        activity=draft.activity.code,
        status=kept.status,
    )
    return kept


@transaction.atomic
def withdraw(*, by: Actor, service: Service) -> None:
    """Take out a line that was entered by mistake and was never reported on."""
    require(by, Permission.SERVICE_WRITE, service.scope)
    service_id = service.pk
    service.delete()  # returns protect it: a line with reports stays
    emit("service.withdrawn", subject=service_id, by=by)


@transaction.atomic
def load_codes(
    *, by: Actor, activities: Sequence[ActivityRow], targets: Sequence[TargetRow]
) -> int:
    """Load the activity list and the target groups of their packs; return how many changed."""
    require(by, Permission.PACK_LOAD, NOWHERE)
    changed = 0
    for sort, row in enumerate(activities):
        values = {f.name: getattr(row, f.name) for f in fields(row)}
        key = {"list_version": values.pop("list_version"), "code": values.pop("code")}
        values |= {
            "sort": sort,
            "main_code": int(row.code.split(".")[0]),
            "is_group": "." not in row.code,
        }
        _, made = Activity.objects.update_or_create(**key, defaults=values)
        changed += made
    for sort, target in enumerate(targets):
        values = {f.name: getattr(target, f.name) for f in fields(target)}
        code = values.pop("code")
        _, made = TargetGroup.objects.update_or_create(code=code, defaults={**values, "sort": sort})
        changed += made
    emit("codes.loaded", subject=new_id(), by=by, added=changed)
    return changed


def _locked(by: Actor, service: Service | None, version: int | None) -> Service:
    if service is None:
        return Service()
    require(by, Permission.SERVICE_WRITE, service.scope)
    locked = Service.objects.select_for_update().get(pk=service.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile
    locked.version += 1
    return locked


def _fill(service: Service, draft: ServiceDraft, reported_on: date) -> None:
    for name in COLUMNS:
        setattr(service, name, getattr(draft, name))
    service.area_path = draft.area_path
    service.is_sensitive = draft.hidden
    service.line_key = draft.key
    service.reported_on = reported_on


def _keep_related(service: Service, draft: ServiceDraft) -> None:
    _keep(ServiceArea, service, "area_id", {a.pk for a in draft.areas})
    _keep(ServiceTarget, service, "target_group_id", {t.pk for t in draft.targets})
    _keep(ServiceLanguage, service, "language", set(draft.languages))
    for role, organisations in (
        (ServicePartner.Role.PARTNER, draft.partners),
        (ServicePartner.Role.DONOR, draft.donors),
    ):
        wanted = {o.pk for o in organisations}
        service.others.filter(role=role).exclude(organisation_id__in=wanted).delete()
        for pk in wanted:
            ServicePartner.objects.get_or_create(service=service, organisation_id=pk, role=role)


def _keep(
    model: type[ServiceArea | ServiceTarget | ServiceLanguage],
    service: Service,
    column: str,
    wanted: set[UUID] | set[str],
) -> None:
    rows = model.objects.filter(service=service)
    rows.exclude(**{f"{column}__in": wanted}).delete()
    for value in wanted:
        told: dict[str, Any] = {"service": service, column: value}
        model.objects.get_or_create(**told)

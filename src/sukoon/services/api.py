"""The register over JSON: read lines, send in returns."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.api import Payload, actor_of, change_once, endpoint, only
from sukoon.core.http import find
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed
from sukoon.services import actions, queries
from sukoon.services.actions.returns import Cell, Told
from sukoon.services.models import Return, Service
from sukoon.services.words import CountBasis, Sex

router = Router()
MOST_ON_A_PAGE = 200


class ServiceOut(Schema):
    id: UUID
    organisation: str
    activity: str
    area_path: str
    status: str
    reported_on: date
    version: int


class ServicePage(Schema):
    items: list[ServiceOut]
    next: UUID | None


class CellIn(Payload):
    sex: Sex
    age_band: str = Field(max_length=10)
    with_disability: bool = False
    count: int = Field(ge=0, le=2_147_483_647)


class ReturnIn(Payload):
    period_start: date
    period_end: date
    basis: CountBasis
    total: int = Field(ge=0, le=2_147_483_647)
    cells: list[CellIn] = []
    note: str = Field("", max_length=500)
    places_free: int | None = Field(None, ge=0, le=2_147_483_647)
    waiting_days: int | None = Field(None, ge=0, le=2_147_483_647)


class ReturnOut(Schema):
    id: UUID
    status: str
    version: int


@router.get("", response=ServicePage)
@endpoint(Permission.MAP_VIEW)
def services(
    request: HttpRequest, after: UUID | None = None, limit: int = MOST_ON_A_PAGE
) -> ServicePage:
    """Return a page of the lines the caller may see, in the order of their ids."""
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    lines = queries.visible(actor_of(request)).select_related("organisation", "activity")
    lines = lines.order_by("id")
    if after:
        lines = lines.filter(pk__gt=after)
    found = list(lines[: limit + 1])
    return ServicePage(
        items=[_out(s) for s in found[:limit]],
        next=found[limit - 1].pk if len(found) > limit else None,
    )


@router.get("/{service_id}", response=ServiceOut)
@endpoint(Permission.MAP_VIEW)
def service(request: HttpRequest, service_id: UUID) -> ServiceOut:
    """Return one line."""
    return _out(find(queries.visible(actor_of(request)), service_id))


@router.post("/{service_id}/returns", response=ReturnOut, auth=only(Permission.RETURN_SUBMIT))
@endpoint(Permission.RETURN_SUBMIT)
def send_return(request: HttpRequest, service_id: UUID, payload: ReturnIn) -> HttpResponse:
    """Send in a return on a service; repeat safely under one Idempotency-Key."""
    by = actor_of(request)
    line = find(queries.visible(by), service_id)

    def run() -> ReturnOut:
        return _submitted(by, line, payload)

    return change_once(request, action=f"services.submit/{service_id}", payload=payload, run=run)


def _submitted(by: Actor, line: Service, payload: ReturnIn) -> ReturnOut:
    report = actions.submit(
        by=by,
        service=line,
        period_start=payload.period_start,
        period_end=payload.period_end,
        basis=payload.basis,
        total=payload.total,
        cells=_cells(payload),
        note=payload.note,
        places_free=payload.places_free,
        waiting_days=payload.waiting_days,
        today=clock.today(),
    )
    return _return_out(report)


class ReturnOperation(ReturnIn):
    """A return as an operation of a batch: the service stands in the payload."""

    service: UUID


def run_return(by: Actor, told: object) -> str:
    """Send in a return that came as an operation. Raises NotAllowed for a service out of reach."""
    payload = cast(ReturnOperation, told)
    line = queries.visible(by).filter(pk=payload.service).first()
    if line is None:
        raise NotAllowed
    return _submitted(by, line, payload).model_dump_json()


def run_returns(by: Actor, told: Sequence[object]) -> list[str]:
    """Send in several returns that came as operations, none of them sent before."""
    payloads = cast("Sequence[ReturnOperation]", told)
    lines = queries.visible(by).in_bulk({p.service for p in payloads})
    if any(p.service not in lines for p in payloads):
        raise NotAllowed
    reports = actions.submit_first(
        by=by, told=[_told(lines[p.service], p) for p in payloads], today=clock.today()
    )
    return [_return_out(r).model_dump_json() for r in reports]


def _told(line: Service, payload: ReturnIn) -> Told:
    return Told(
        service=line, period_start=payload.period_start, period_end=payload.period_end,
        basis=payload.basis, total=payload.total, cells=_cells(payload), note=payload.note,
        places_free=payload.places_free, waiting_days=payload.waiting_days,
    )  # fmt: skip


def _cells(payload: ReturnIn) -> list[Cell]:
    return [Cell(c.sex, c.age_band, c.with_disability, c.count) for c in payload.cells]


def _out(service: Service) -> ServiceOut:
    return ServiceOut(
        id=service.pk,
        organisation=service.organisation.name,
        activity=service.activity.code,
        area_path=service.area_path,
        status=service.status,
        reported_on=service.reported_on,
        version=service.version,
    )


def _return_out(report: Return) -> ReturnOut:
    return ReturnOut(id=report.pk, status=report.status, version=report.version)

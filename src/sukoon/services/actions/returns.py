"""Sending in a return on a service, and reviewing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock, prepared
from sukoon.core.access import Actor, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.services import rules
from sukoon.services.models import Return, ReturnCell, ReturnStep, ReturnVersion, Service
from sukoon.services.problems import (
    AlreadySent,
    CommentNeeded,
    DatesOutOfOrder,
    PeriodInFuture,
    ReturnLocked,
    SplitDoesNotAddUp,
)
from sukoon.services.words import CountBasis, ReturnStatus


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of the split: how many of this sex, age band and disability."""

    sex: str
    age_band: str
    with_disability: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is reported on a service in a period."""

    service: Service
    period_start: date
    period_end: date
    basis: CountBasis
    total: int
    cells: Sequence[Cell] = ()
    note: str = ""
    places_free: int | None = None
    waiting_days: int | None = None


@transaction.atomic
def submit(
    *,
    by: Actor,
    service: Service,
    period_start: date,
    period_end: date,
    basis: CountBasis,
    total: int,
    today: date,
    cells: Sequence[Cell] = (),
    note: str = "",
    places_free: int | None = None,
    waiting_days: int | None = None,
) -> Return:
    """Send in what a service did in a period; sending it again is the next version."""
    require(by, Permission.RETURN_SUBMIT, service.scope)
    told = Told(
        service=service, period_start=period_start, period_end=period_end, basis=basis,
        total=total, cells=cells, note=note, places_free=places_free, waiting_days=waiting_days,
    )  # fmt: skip
    _check(told, today)
    report, made = _locked_or_new(told)
    if not made and report.status == ReturnStatus.LOCKED:
        raise ReturnLocked
    if not made and report.status != ReturnStatus.SUBMITTED:
        # Sent twice before review: the later one counts.
        if report.status == ReturnStatus.ACCEPTED:
            _move(report, ReturnStatus.RETURNED, by=by, comment="")
        _move(report, ReturnStatus.SUBMITTED, by=by)
    if not made:
        report.version += 1
        Return.objects.filter(pk=report.pk).update(version=report.version)
    _write_versions([(report, told)], made=made, by=by)
    _mark_reported([service], today)
    emit("return.submitted", subject=report.pk, by=by, version=report.version, basis=basis)
    return report


@transaction.atomic
def submit_first(*, by: Actor, told: Sequence[Told], today: date) -> list[Return]:
    """Send in many returns at once, none of which was sent before. Raises AlreadySent."""
    require_holds(by, Permission.RETURN_SUBMIT)
    for one in told:
        require(by, Permission.RETURN_SUBMIT, one.service.scope)
        _check(one, today)
    periods = {(t.service.pk, t.period_start, t.period_end) for t in told}
    known = Return.objects.filter(
        service__in={t.service.pk for t in told},
        period_start__in={t.period_start for t in told},
    )
    there = set(known.values_list("service_id", "period_start", "period_end"))
    if len(periods) < len(told) or periods & there:
        raise AlreadySent
    reports = [_first(one) for one in told]
    prepared.insert(reports)
    _write_versions(list(zip(reports, told, strict=True)), made=True, by=by)
    _mark_reported([t.service for t in told], today)
    for report, one in zip(reports, told, strict=True):
        emit("return.submitted", subject=report.pk, by=by, version=1, basis=one.basis)
    return reports


def _check(told: Told, today: date) -> None:
    """Stop at what cannot be reported."""
    if told.period_end < told.period_start:
        raise DatesOutOfOrder
    if told.period_start > today:
        raise PeriodInFuture
    if not rules.adds_up(told.total, [c.count for c in told.cells]):
        raise SplitDoesNotAddUp(parts=sum(c.count for c in told.cells), total=told.total)


def _first(told: Told) -> Return:
    """Return a return that was not sent before, not saved: submitted in its first version."""
    rules.RETURN_FLOW.check(ReturnStatus.DRAFT, ReturnStatus.SUBMITTED)
    return Return(
        service=told.service, period_start=told.period_start, period_end=told.period_end,
        status=ReturnStatus.SUBMITTED, version=1,
    )  # fmt: skip


def _locked_or_new(told: Told) -> tuple[Return, bool]:
    """Return the row of this service and period, locked; make it when it is the first."""
    report = _first(told)
    if prepared.insert_if_new(report):
        return report, True
    sent_before = Return.objects.select_for_update().get(
        service=told.service, period_start=told.period_start, period_end=told.period_end
    )
    return sent_before, False


def _write_versions(sent: Sequence[tuple[Return, Told]], *, made: bool, by: Actor) -> None:
    """Write what was reported, and for new returns the step that brought them in."""
    now = clock.now()
    if made:
        prepared.insert([
            ReturnStep(report=r, status=r.status, comment="", at=now, by_id=by.id) for r, _ in sent
        ])  # fmt: skip
    versions = [
        ReturnVersion(
            report=r, number=r.version, basis=t.basis, total=t.total, note=t.note, sent_at=now,
            by_id=by.id, places_free=t.places_free, waiting_days=t.waiting_days,
        )
        for r, t in sent
    ]  # fmt: skip
    prepared.insert(versions)
    prepared.insert([
        ReturnCell(
            version=version, sex=c.sex, age_band=c.age_band, with_disability=c.with_disability,
            count=c.count,
        )
        for version, (_, told) in zip(versions, sent, strict=True)
        for c in told.cells
    ])  # fmt: skip


def _mark_reported(services: Sequence[Service], today: date) -> None:
    """Say that these services were heard of today, where that is news."""
    older = {s.pk for s in services if s.reported_on < today}
    if older:
        Service.objects.filter(pk__in=older, reported_on__lt=today).update(reported_on=today)
    for service in services:
        service.reported_on = max(service.reported_on, today)


@transaction.atomic
def send_back(*, by: Actor, report: Return, comment: str) -> Return:
    """Send a return back to its partner, saying what to correct."""
    require(by, Permission.RETURN_REVIEW, report.service.scope)
    if not comment.strip():
        raise CommentNeeded
    report = _move(_lock_row(report), ReturnStatus.RETURNED, by=by, comment=comment)
    emit("return.sent_back", subject=report.pk, by=by, version=report.version)
    return report


@transaction.atomic
def accept(*, by: Actor, report: Return) -> Return:
    """Accept a return: its figures count from now on."""
    require(by, Permission.RETURN_REVIEW, report.service.scope)
    report = _move(_lock_row(report), ReturnStatus.ACCEPTED, by=by)
    emit("return.accepted", subject=report.pk, by=by, version=report.version)
    return report


@transaction.atomic
def lock(*, by: Actor, report: Return) -> Return:
    """Close a return for good: it was published or its year is over."""
    require(by, Permission.RETURN_REVIEW, report.service.scope)
    report = _move(_lock_row(report), ReturnStatus.LOCKED, by=by)
    emit("return.locked", subject=report.pk, by=by, version=report.version)
    return report


def _lock_row(report: Return) -> Return:
    return Return.objects.select_for_update().get(pk=report.pk)


def _move(report: Return, wanted: ReturnStatus, *, by: Actor, comment: str = "") -> Return:
    """Check the step against the flow as it is now, then take it."""
    rules.RETURN_FLOW.check(ReturnStatus(report.status), wanted)
    report.status = wanted
    report.save(update_fields=["status", "updated_at"])
    ReturnStep.objects.create(
        report=report, status=wanted, comment=comment, at=clock.now(), by_id=by.id
    )
    return report

"""Sending in a return on a service, and reviewing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.services import rules
from sukoon.services.models import Return, ReturnCell, ReturnStep, ReturnVersion, Service
from sukoon.services.problems import (
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
) -> Return:
    """Send in what a service did in a period; sending it again is the next version."""
    require(by, Permission.RETURN_SUBMIT, service.scope)
    if period_end < period_start:
        raise DatesOutOfOrder
    if period_start > today:
        raise PeriodInFuture
    if not rules.adds_up(total, [c.count for c in cells]):
        raise SplitDoesNotAddUp(parts=sum(c.count for c in cells), total=total)
    report, made = Return.objects.select_for_update().get_or_create(
        service=service,
        period_start=period_start,
        period_end=period_end,
        defaults={"status": ReturnStatus.DRAFT},
    )
    if not made and report.status == ReturnStatus.LOCKED:
        raise ReturnLocked
    if report.status != ReturnStatus.SUBMITTED:  # sent twice before review: the later one counts
        if report.status == ReturnStatus.ACCEPTED:
            _move(report, ReturnStatus.RETURNED, by=by, comment="")
        _move(report, ReturnStatus.SUBMITTED, by=by)
    report.version += 1
    Return.objects.filter(pk=report.pk).update(version=report.version)
    version = ReturnVersion.objects.create(
        report=report,
        number=report.version,
        basis=basis,
        total=total,
        note=note,
        sent_at=clock.now(),
        by_id=by.id,
    )
    ReturnCell.objects.bulk_create(
        ReturnCell(
            version=version,
            sex=c.sex,
            age_band=c.age_band,
            with_disability=c.with_disability,
            count=c.count,
        )
        for c in cells
    )
    Service.objects.filter(pk=service.pk, reported_on__lt=today).update(reported_on=today)
    emit("return.submitted", subject=report.pk, by=by, version=report.version, basis=basis)
    return report


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

"""Keeping the duty rota: who is asked about a risk, when."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.risk.ladder import who_may_answer
from sukoon.risk.models import DutyRota, DutyShift
from sukoon.risk.problems import NotInThisTeam, ShiftBackwards
from sukoon.workforce.models import Worker
from sukoon.workforce.words import WorkerStatus

MOST_HOURS = 72
MOST_WEEKS = 26


@transaction.atomic
def record_rota(
    *, by: Actor, name: str, org_id: UUID | None = None, area_path: str = "",
    rota: DutyRota | None = None, synthetic: bool = False,
) -> DutyRota:  # fmt: skip
    """Begin a rota for a team, an organisation or an area, or call it something else."""
    require(by, Permission.ROTA_WRITE, rota.scope if rota else Scope(None, org_id, area_path))
    if rota is None:
        rota = DutyRota(org_id=org_id, area_path=area_path, is_synthetic=synthetic)
    rota.name = name.strip()
    rota.save()
    emit("rota.recorded", subject=rota.pk, by=by)
    return rota


@transaction.atomic
def end_rota(*, by: Actor, rota: DutyRota) -> None:
    """End a rota: nobody is asked by it any more."""
    require(by, Permission.ROTA_WRITE, rota.scope)
    rota.ended_at = clock.now()
    rota.save(update_fields=["ended_at", "updated_at"])
    emit("rota.ended", subject=rota.pk, by=by)


@transaction.atomic
def add_shift(
    *, by: Actor, rota: DutyRota, worker: Worker, starts_at: datetime, ends_at: datetime,
    order: int = 1, weeks: int = 1,
) -> list[DutyShift]:  # fmt: skip
    """Put a worker on a rota, also for the same hours of the weeks after.

    Raises ShiftBackwards, NotInThisTeam (somebody who cannot be asked must not fill a gap).
    """
    require(by, Permission.ROTA_WRITE, rota.scope)
    if not timedelta(0) < ends_at - starts_at <= timedelta(hours=MOST_HOURS):
        raise ShiftBackwards(hours=MOST_HOURS)
    able = who_may_answer(now=clock.now()).filter(worker=worker)
    if worker.status != WorkerStatus.ACTIVE or not able.exists():
        raise NotInThisTeam
    made = [
        DutyShift.objects.create(
            rota=rota, worker=worker, order=order, starts_at=starts_at + timedelta(weeks=n),
            ends_at=ends_at + timedelta(weeks=n),
        )
        for n in range(min(weeks, MOST_WEEKS))
    ]  # fmt: skip
    emit("rota.shift_added", subject=rota.pk, by=by, shifts=len(made))
    return made


@transaction.atomic
def remove_shift(*, by: Actor, shift: DutyShift) -> None:
    """Take a turn off a rota; it stays told who had it."""
    require(by, Permission.ROTA_WRITE, shift.rota.scope)
    shift.removed_at, shift.removed_by_id = clock.now(), by.id
    shift.save(update_fields=["removed_at", "removed_by_id", "updated_at"])
    emit("rota.shift_removed", subject=shift.rota_id, by=by)

"""Opening and closing emergencies; disaster mode."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.surge.drafts import EmergencyDraft
from sukoon.surge.models import Emergency, EmergencyStep
from sukoon.surge.problems import (
    CodeTaken,
    DateInFuture,
    DatesOutOfOrder,
    EmergencyOver,
    ReasonNeeded,
    StillOut,
)
from sukoon.surge.rules.flows import OUT
from sukoon.surge.words import EmergencyEvent


@transaction.atomic
def open_emergency(
    *, by: Actor, draft: EmergencyDraft, today: date, exercise: bool = False
) -> Emergency:
    """Open the record of an emergency; `exercise` marks it as made up, for good."""
    require(by, Permission.SURGE_WRITE, draft.area.scope)
    if draft.started_on > today and not exercise:
        raise DateInFuture
    kept = _write(Emergency(is_exercise=exercise), draft)
    _step(kept, EmergencyEvent.OPENED, by, clock.now())
    emit("emergency.opened", subject=kept.pk, by=by, exercise=int(exercise))
    return kept


@transaction.atomic
def change_emergency(
    *, by: Actor, emergency: Emergency, draft: EmergencyDraft, today: date
) -> Emergency:
    """Correct what is told of an emergency that is not over."""
    require(by, Permission.SURGE_WRITE, emergency.scope)
    require(by, Permission.SURGE_WRITE, draft.area.scope)
    if emergency.ended_on:
        raise EmergencyOver
    if draft.started_on > today and not emergency.is_exercise:
        raise DateInFuture
    kept = _write(emergency, draft)
    emit("emergency.changed", subject=kept.pk, by=by)
    return kept


def _write(kept: Emergency, draft: EmergencyDraft) -> Emergency:
    for name in draft.__dataclass_fields__:
        setattr(kept, name, getattr(draft, name))
    kept.area_path = draft.area.path
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise CodeTaken from error
    return kept


def _step(
    kept: Emergency, event: EmergencyEvent, by: Actor, now: datetime, reason: str = ""
) -> None:
    EmergencyStep.objects.create(
        emergency=kept, event=event, at=now, by_id=by.id, reason=reason.strip()
    )


@transaction.atomic
def set_disaster_mode(
    *, by: Actor, emergency: Emergency, on: bool, reason: str, now: datetime
) -> Emergency:
    """Put disaster mode on or off for the area of an emergency, with a reason. The same is no change."""
    require(by, Permission.SURGE_WRITE, emergency.scope)
    if not reason.strip():
        raise ReasonNeeded
    locked = Emergency.objects.select_for_update().get(pk=emergency.pk)
    if locked.ended_on:
        raise EmergencyOver
    if (locked.disaster_since is not None) == on:
        return locked
    locked.disaster_since = now if on else None
    locked.save(update_fields=["disaster_since", "updated_at"])
    event = EmergencyEvent.DISASTER_ON if on else EmergencyEvent.DISASTER_OFF
    _step(locked, event, by, now, reason)
    emit("emergency.disaster_set", subject=locked.pk, by=by, on=int(on),
         exercise=int(locked.is_exercise))  # fmt: skip
    return locked


@transaction.atomic
def close_emergency(
    *, by: Actor, emergency: Emergency, ended_on: date, reason: str, today: date
) -> Emergency:
    """Close an emergency: nobody may be out any more, and disaster mode ends with it."""
    require(by, Permission.SURGE_WRITE, emergency.scope)
    locked = Emergency.objects.select_for_update().get(pk=emergency.pk)
    if locked.ended_on:
        raise EmergencyOver
    if ended_on > today:
        raise DateInFuture
    if ended_on < locked.started_on:
        raise DatesOutOfOrder
    out = locked.deployments.filter(state__in=OUT).count()
    if out:
        raise StillOut(people=out)
    locked.ended_on, locked.disaster_since = ended_on, None
    locked.save(update_fields=["ended_on", "disaster_since", "updated_at"])
    _step(locked, EmergencyEvent.CLOSED, by, clock.now(), reason)
    emit("emergency.closed", subject=locked.pk, by=by)
    return locked

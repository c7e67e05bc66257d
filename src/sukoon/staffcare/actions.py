"""Asking to be called, saying that one will, having called; and reminding whoever lets it pass.

The audit says that these things happened, and not to whom: where a worker acts for themselves the
event is the platform's.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import SYSTEM, Actor, Scope, require, require_system
from sukoon.core.permissions import Permission
from sukoon.staffcare import routing
from sukoon.staffcare.clocks import clocks
from sukoon.staffcare.models import CareCall, Tried
from sukoon.staffcare.problems import CallEnded, NumberMissing
from sukoon.staffcare.rules import another_is_asked, choose, reminder_at
from sukoon.staffcare.words import OPEN, CallState

LONGEST_NUMBER = 30


@transaction.atomic
def ask_for_call(
    *, by: Actor, number: str, happened_at: datetime, call_id: UUID | None = None
) -> CareCall:
    """Ask to be called by a staff-care contact; asking again while one waits changes its number.

    Without a contact it waits until one is named. Raises NumberMissing.
    """
    require(by, Permission.STAFF_CARE_ASK, Scope(owner_id=by.id))
    told = number.strip()[:LONGEST_NUMBER]
    if not any(c.isdigit() for c in told):
        raise NumberMissing
    waiting = CareCall.objects.select_for_update().filter(asker_id=by.id, state__in=OPEN).first()
    if waiting is not None:
        waiting.number = told
        waiting.save()
        emit("care_call.changed", subject=waiting.pk, by=SYSTEM)
        return waiting
    now = clock.now()
    call = CareCall(asker_id=by.id, number=told, asked_at=happened_at)
    if call_id is not None:
        call.id = call_id
    _give(call, now=now)
    call.save()
    emit("care_call.asked", subject=call.pk, by=SYSTEM)
    return call


@transaction.atomic
def take_back(*, by: Actor, call: CareCall) -> CareCall:
    """Say that no call is needed any more. Raises CallEnded."""
    require(by, Permission.STAFF_CARE_ASK, Scope(owner_id=call.asker_id))
    kept = _end(call, CallState.WITHDRAWN)
    emit("care_call.withdrawn", subject=kept.pk, by=SYSTEM)
    return kept


@transaction.atomic
def will_call(*, by: Actor, call: CareCall) -> CareCall:
    """Say that one has seen it and will call. Raises CallEnded."""
    require(by, Permission.STAFF_CARE_ANSWER, call.scope)
    kept = _open(call)
    now = clock.now()
    kept.state, kept.seen_at = CallState.SEEN, kept.seen_at or now
    kept.reminders, kept.remind_at = 0, reminder_at(now, clocks())
    kept.save()
    emit("care_call.seen", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def called(*, by: Actor, call: CareCall) -> CareCall:
    """Say that one has called. Raises CallEnded."""
    require(by, Permission.STAFF_CARE_ANSWER, call.scope)
    kept = _end(call, CallState.CALLED)
    emit("care_call.made", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def remind(*, by: Actor, call_id: UUID) -> bool:
    """Remind of a call that waits too long; after some times ask another contact."""
    require_system(by)
    now = clock.now()
    call = CareCall.objects.select_for_update().filter(pk=call_id, state__in=OPEN).first()
    if call is None or not _is_due(call, now):
        return False
    before = call.contact_id
    if before is None or another_is_asked(call.reminders, clocks()) or not _still_named(call, now):
        _give(call, now=now)
    if call.contact_id is None:
        return False  # nobody is named: it is looked at again at the next round
    same = call.contact_id == before
    call.reminders = call.reminders + 1 if same else 0
    if not same:
        call.state, call.seen_at = CallState.ASKED, None
    call.remind_at = reminder_at(now, clocks())
    call.save()
    emit("care_call.reminded" if same else "care_call.passed_on", subject=call.pk, by=by)
    return True


@transaction.atomic
def forget(*, by: Actor, now: datetime) -> int:
    """Remove requests that ended long enough ago; return how many."""
    require_system(by)
    old = CareCall.objects.filter(ended_at__lt=now - timedelta(days=clocks().kept_days))
    count = old.count()
    if count:
        old.delete()
        emit("care_call.forgotten", subject=by.id, by=by, count=count)
    return count


def _give(call: CareCall, *, now: datetime) -> None:
    """Choose who is asked; whoever had it and let it pass comes last."""
    if call.contact_id is not None:
        Tried.objects.get_or_create(call=call, contact_id=call.contact_id)
    tried = set() if call._state.adding else set(call.tried.values_list("contact_id", flat=True))  # noqa: SLF001
    call.contact_id = choose(
        routing.candidates(call.asker_id, now=now), asker_id=call.asker_id, tried=tried
    )
    call.remind_at = reminder_at(now, clocks()) if call.contact_id else None


def _is_due(call: CareCall, now: datetime) -> bool:
    return call.remind_at is None or call.remind_at <= now


def _still_named(call: CareCall, now: datetime) -> bool:
    return any(
        c.account_id == call.contact_id and not c.is_above
        for c in routing.candidates(call.asker_id, now=now)
    )


def _open(call: CareCall) -> CareCall:
    found = CareCall.objects.select_for_update().filter(pk=call.pk, state__in=OPEN).first()
    if found is None:
        raise CallEnded
    return found


def _end(call: CareCall, state: CallState) -> CareCall:
    kept = _open(call)
    kept.state, kept.ended_at, kept.remind_at = state, clock.now(), None
    kept.save()
    return kept

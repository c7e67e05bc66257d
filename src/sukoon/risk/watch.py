"""The watch: every minute, ask the next one wherever a moment has come, and send what waits.

A task of the platform (`config/tasks.py`), urgent: it has a loop of its own. Each episode and each
attempt is a transaction of its own, so that one that fails keeps no other waiting; killed at
any moment, the next watch does what is left.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.accounts.models import User
from sukoon.core import clock
from sukoon.core.access import SYSTEM
from sukoon.core.limits import check_time
from sukoon.risk import actions, channels, rules
from sukoon.risk.channels import ChannelFailed, Notice
from sukoon.risk.definitions import book
from sukoon.risk.models import OPEN, Alarm, RiskEpisode
from sukoon.risk.words import AlarmFault, AlarmStatus, NextStep
from sukoon.workforce.models import Worker

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
UNSENT = (AlarmStatus.WAITING, AlarmStatus.FAILED)


def watch(now: datetime) -> int:
    """Do everything whose moment has come; return how much was done."""
    done = sum(_safely(_watch_one, pk, now) for pk in _to_look_at(now))
    return done + deliver(now)


def deliver(now: datetime) -> int:
    """Send the notices that are due; return how many were tried."""
    return sum(_safely(_send, pk, now) for pk in _unsent(now))


def deliver_of(episode_id: UUID) -> None:
    """Send the notices of one episode at once: what follows a raise. The watch does what is left."""
    now = clock.now()
    for pk in _due(now).filter(step__episode_id=episode_id).values_list("pk", flat=True):
        _safely(_send, pk, now)


def follow_person(person_id: UUID) -> None:
    """Let who answers for a person's risks see all of that person's records, and no others."""
    actions.follow_person(by=SYSTEM, person_id=person_id)


def _safely(do: Callable[[UUID, datetime], bool], pk: UUID, now: datetime) -> bool:
    check_time()
    try:
        return do(pk, now)
    except Exception:
        log.exception("a risk could not be looked at; it stays due")
        return False


def _to_look_at(now: datetime) -> list[UUID]:
    """Return open episodes whose moment has come, whose owner left, or whose clock has jumped."""
    due = Q(watch_at__lte=now) | _jumped(now)
    found = RiskEpisode.objects.filter(OPEN).order_by("watch_at")
    ids = list(found.filter(due).values_list("pk", flat=True))
    gone = User.objects.filter(is_active=False).values("pk")
    left = found.filter(owner_id__in=gone).exclude(pk__in=ids)
    return ids + list(left.values_list("pk", flat=True))


def _jumped(now: datetime) -> Q:
    """Deadlines further ahead than they can be."""
    levels = book().levels
    highest = max(levels.values(), key=lambda x: x.rank)
    jumped = Q(pk__in=[])
    for step in NextStep:
        for code, level in (*levels.items(), ("", highest)):
            here = Q(level=code) if code else ~Q(level__in=list(levels))
            far = Q(due_at__gt=now + rules.longest(step, level))
            late = Q(due_at__lte=now, watch_at__gt=now + rules.pause(step, level))
            jumped |= Q(next_step=step) & here & (far | late)
    return jumped


def _watch_one(pk: UUID, now: datetime) -> bool:
    return actions.watch_one(by=SYSTEM, episode_id=pk, now=now)


def _due(now: datetime) -> QuerySet[Alarm]:
    longest = book().retry * book().tries
    due = Q(due_at__lte=now) | Q(due_at__gt=now + longest)
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + 2 * LEASE)
    return Alarm.objects.filter(due, free, status__in=UNSENT).order_by("due_at", "pk")


def _unsent(now: datetime) -> list[UUID]:
    return list(_due(now).values_list("pk", flat=True))


def _send(pk: UUID, now: datetime) -> bool:
    """Try one notice. The lease keeps two watches from sending it twice; the try is outside it."""
    if not _due(now).filter(pk=pk).update(claimed_until=now + LEASE):
        return False
    alarm = Alarm.objects.select_related("step__episode").get(pk=pk)
    fault = _tried(alarm)
    actions.keep_outcome(by=SYSTEM, alarm_id=pk, fault=fault, now=now)
    return True


def _tried(alarm: Alarm) -> AlarmFault | None:
    """Send one notice; return what went wrong, if anything."""
    user = User.objects.filter(pk=alarm.account_id, is_active=True).first()
    if user is None:
        return AlarmFault.NO_ADDRESS
    worker = Worker.objects.filter(account=user).first()
    text = channels.text_of(alarm.step.episode.shown_code, alarm.rung, user.language)
    try:
        channels.CHANNELS[alarm.channel](Notice(user.email, worker.phone if worker else "", text))
    except ChannelFailed as failed:
        return failed.fault
    except Exception:
        log.exception("a channel is broken")
        return AlarmFault.BROKEN
    return None

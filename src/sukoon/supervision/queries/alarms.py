"""Alarms: what has passed its time. A figure of a moment, read from indexes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.supervision import reach
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Request, Session, Standing, Trainee
from sukoon.supervision.rules import ALARMS
from sukoon.supervision.words import AlarmKind, SessionStatus

MOST = 200
MISSED_FOR = timedelta(days=14)  # a missed session is an alarm for so long


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing past its time: what, since when, about which record."""

    kind: AlarmKind
    since: datetime | date
    about: Request | Session | Standing | Trainee


def _late(now: datetime) -> Q:
    """Past its deadline, or past it before and asked of the next one."""
    return Q(due_at__lt=now) | Q(due_at__isnull=False, escalations__gt=0)


def overdue(*, now: datetime, most: int) -> list[Request]:
    """Return open requests whose deadline has passed, the longest first. For the timer."""
    return list(Request.objects.filter(due_at__lt=now).order_by("due_at", "id")[:most])


def planned_and_past(*, now: datetime, most: int) -> list[Session]:
    """Return planned sessions nobody logged in time. For the timer."""
    return list(Session.objects.filter(log_by__lt=now).order_by("log_by")[:most])


def unmet(*, today: date, most: int) -> list[Standing]:
    """Return standing supervision without a session for longer than agreed. For the timer."""
    grace = book().limits["session_grace_days"]
    found = Standing.objects.filter(ended_at=None, missing_since=None).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    late = []
    for standing in found.order_by("pk").iterator(chunk_size=2000):
        last = standing.last_met_on or standing.starts_on
        if (today - last).days > standing.every_days + grace:
            late.append(standing)
        if len(late) == most:
            break
    return late


def quiet_now(*, today: date, stage: int, most: int) -> list[Trainee]:
    """Return trainees who have been silent up to a stage (1: 14 days, 2: 30) and not yet reminded."""
    limits = book().limits
    days = (limits["quiet_first_days"], limits["quiet_second_days"])[stage - 1]
    found = Trainee.objects.filter(silent_since__lte=today - timedelta(days=days), nudges__lt=stage)
    return list(found.order_by("silent_since", "id")[:most])


def _quiet(by: Actor, today: date) -> QuerySet[Trainee]:
    since = today - timedelta(days=book().limits["quiet_first_days"])
    found = reach.trainees(by, Permission.SUPERVISION_LEAD)
    return found.filter(silent_since__lte=since, ended_on=None)


def alarms(by: Actor, *, now: datetime, today: date, most: int = MOST) -> list[Alarm]:
    """Return what is past its time in the teams one leads, the longest first."""
    lead = Permission.SUPERVISION_LEAD
    requests = reach.requests(by, lead).filter(_late(now)).order_by("due_at", "id")[:most]
    found = [Alarm(ALARMS[r.turn], r.due_at or now, r) for r in requests]
    missed = reach.sessions(by, lead).filter(
        status=SessionStatus.MISSED, planned_at__gte=now - MISSED_FOR
    )
    found += [Alarm(AlarmKind.SESSION_MISSED, s.planned_at, s) for s in missed[:most]]
    standing = Standing.objects.filter(reach.of_standings(by, lead), ended_at=None)
    found += [
        Alarm(AlarmKind.NO_SESSION, s.missing_since or today, s)
        for s in standing.exclude(missing_since=None).order_by("missing_since")[:most]
    ]
    return found


def alarm_counts(by: Actor, *, now: datetime, today: date) -> Mapping[AlarmKind, int]:
    """Return how many alarms of each kind there are in reach: for a lead, and for a nation."""
    lead = Permission.SUPERVISION_LEAD
    late = reach.requests(by, lead).filter(_late(now)).order_by()
    rows = late.values("turn").annotate(n=Count("pk")).values_list("turn", "n")
    counts = dict.fromkeys(AlarmKind, 0)
    for turn, count in rows:
        counts[ALARMS[turn]] += count
    missed = reach.sessions(by, lead).filter(
        status=SessionStatus.MISSED, planned_at__gte=now - MISSED_FOR
    )
    counts[AlarmKind.SESSION_MISSED] = missed.count()
    standing = Standing.objects.filter(reach.of_standings(by, lead), ended_at=None)
    counts[AlarmKind.NO_SESSION] = standing.exclude(missing_since=None).count()
    counts[AlarmKind.QUIET] = _quiet(by, today).count()
    return counts

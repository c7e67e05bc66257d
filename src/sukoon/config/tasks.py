"""Which tasks run again and again, and how often."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from sukoon.accounts import security_watch as security
from sukoon.accounts import token_reminders
from sukoon.audit import sealing
from sukoon.cases import watch as cases
from sukoon.coordination import mailing
from sukoon.core import retention
from sukoon.core.access import SYSTEM
from sukoon.core.schedule import Task, register
from sukoon.people import actions as people
from sukoon.referrals import following as referrals
from sukoon.risk import watch as risk
from sukoon.staffcare import watch as staffcare
from sukoon.supervision import watch as supervision


def _seal(now: datetime) -> None:
    sealing.seal(now=now)


def _end_sessions(now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()


def _past_keeping(now: datetime) -> None:
    people.note_past_keeping(by=SYSTEM, now=now)


TASKS = (
    Task("audit.seal", timedelta(minutes=1), _seal),
    Task("risk.watch", timedelta(minutes=1), risk.watch, limit=timedelta(minutes=5), urgent=True),
    Task("supervision.watch", timedelta(minutes=5), supervision.watch),
    Task("supervision.watch_people", timedelta(hours=6), supervision.watch_people),
    Task("referrals.watch", timedelta(minutes=5), referrals.watch, limit=timedelta(minutes=5)),
    Task("staffcare.watch", timedelta(minutes=15), staffcare.watch),
    Task("cases.watch", timedelta(minutes=5), cases.watch),
    Task("coordination.remind", timedelta(hours=6), mailing.remind),
    Task("core.tidy", timedelta(days=1), retention.tidy),
    Task("people.past_keeping", timedelta(days=1), _past_keeping),
    Task("accounts.security_watch", timedelta(minutes=5), security.watch),
    Task("accounts.remind_tokens", timedelta(days=1), token_reminders.remind),
    Task("accounts.end_sessions", timedelta(hours=6), _end_sessions),
)


def register_tasks() -> None:
    """Hand the list above to the schedule. Called when the product starts."""
    register(TASKS)

"""What the platform does by itself for cases: reminders to persons, to workers, consents that end."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.cases import actions
from sukoon.cases.clocks import days
from sukoon.cases.models import Case, Reminder
from sukoon.cases.queries.worklists import tasks_due
from sukoon.cases.words import OPEN_STATUSES, ReminderFault, ReminderStatus, TaskStatus
from sukoon.core.access import SYSTEM
from sukoon.core.limits import check_time
from sukoon.people import queries as people
from sukoon.people.models import Consent, PersonLanguage
from sukoon.people.words import Purpose, Told
from sukoon.risk.channels import ChannelFailed, Notice, by_email, by_sms

log = logging.getLogger(__name__)
AT_ONCE = 500


def watch(now: datetime) -> int:
    """Send what is due, ask about consents that end; say how much was done."""
    return remind_persons(now) + remind_workers(now) + ask_for_consents(now)


def follow_consent(person_id: UUID) -> None:
    """Follow a consent that was withdrawn."""
    actions.follow_consent(by=SYSTEM, person_id=person_id)


def remind_persons(now: datetime) -> int:
    """Send reminders whose time has come, each only if the consent and a safe number stand now."""
    due = Reminder.objects.filter(status=ReminderStatus.WAITING, due_at__lte=now)
    done = 0
    for reminder in due.select_related("task", "case")[:AT_ONCE]:
        check_time()
        # The row is ended before the message goes: a crash between loses one reminder, and never
        # sends a second one to somebody for whom a second may be dangerous.
        fault, notice = _ready(reminder, now)
        if not actions.end_reminder(by=SYSTEM, reminder=reminder, fault=fault):
            continue
        if notice is not None:
            _send(notice)
        done += 1
    return done


def _ready(reminder: Reminder, now: datetime) -> tuple[ReminderFault | None, Notice | None]:
    person = reminder.case.person_id
    if reminder.task.status != TaskStatus.OPEN:
        return ReminderFault.TASK_ENDED, None
    if people.consent_for(person, Purpose.CONTACT, now=now) is None:
        return ReminderFault.NO_CONSENT, None
    safe = [p for p in people.safe_phones(person, now=now) if p.safe_to_leave_word == Told.YES]
    if not safe:
        return ReminderFault.NO_SAFE_NUMBER, None
    if not settings.SMS_URL:
        return ReminderFault.NOT_SET_UP, None
    spoken = PersonLanguage.objects.filter(person=person).values_list("code", flat=True)
    language = "en" if "en" in set(spoken) and "ur" not in set(spoken) else "ur"
    return None, Notice("", str(safe[0].text), text_of(reminder.task.due_at, language))


def text_of(when: datetime, language: str) -> str:
    """Return what a reminder says: a day and an hour. Whoever reads it learns nothing else."""
    local = timezone.localtime(when)
    with translation.override(language):
        return _("Reminder: %(day)s, %(time)s.") % {
            "day": f"{local:%d-%m-%Y}", "time": f"{local:%H:%M}",
        }  # fmt: skip


def _send(notice: Notice) -> None:
    try:
        by_sms(notice)
    except ChannelFailed as failed:
        log.warning("a reminder could not be sent: %s", failed.fault)


def remind_workers(now: datetime) -> int:
    """Tell owners by e-mail that something is due, by the case's code only; each task once."""
    done = 0
    for task in tasks_due(now=now, most=AT_ONCE):
        check_time()
        actions.remind(by=SYSTEM, task=task)
        to = accounts.address_of(task.owner_id)
        if to is not None:
            email, language = to
            with translation.override(language):
                text = _("Something is due for %(code)s. Open Sukoon.") % {"code": task.case.code}
            try:
                by_email(Notice(email, "", text))
            except ChannelFailed as failed:
                log.info("a worker could not be told by e-mail: %s", failed.fault)
        done += 1
    return done


def ask_for_consents(now: datetime) -> int:
    """Ask leads to renew consents to care that end soon."""
    soon = now + timedelta(days=days("consent_ends_days"))
    ending = Consent.objects.filter(
        purpose=Purpose.CARE, ended_at=None, expires_at__gt=now, expires_at__lte=soon
    ).values("person")
    cases = Case.objects.filter(person__in=ending, status__in=OPEN_STATUSES).exclude(
        tasks__kind="consent", tasks__status=TaskStatus.OPEN
    )
    found = list(cases.distinct()[:AT_ONCE])
    for case in found:
        check_time()
        actions.ask_for_consent(by=SYSTEM, case=case)
    return len(found)

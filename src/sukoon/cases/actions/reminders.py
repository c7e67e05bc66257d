"""Reminders to the person: asked for with consent, sent with consent, stopped when it ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases.actions.tasks import add_task
from sukoon.cases.actions.writing import _touched
from sukoon.cases.models import Case, Reminder, Task
from sukoon.cases.problems import HappenedWrong, NotOfThisCase
from sukoon.cases.words import OPEN_STATUSES, ReminderFault, ReminderStatus, TaskKind, TaskStatus
from sukoon.core import clock
from sukoon.core.access import Actor, require, require_system
from sukoon.core.permissions import Permission
from sukoon.people import queries as people
from sukoon.people.words import Purpose


@transaction.atomic
def ask_reminder(*, by: Actor, task: Task, due_at: datetime) -> Reminder:
    """Have the person reminded of a task at that time. Raises NoConsent, HappenedWrong."""
    require(by, Permission.CASE_WRITE, task.case.scope)
    now = clock.now()
    people.require_consent(task.case.person_id, Purpose.CONTACT, now=now)
    if task.status != TaskStatus.OPEN:
        raise NotOfThisCase
    if not now <= due_at <= task.due_at:
        raise HappenedWrong
    made = Reminder.objects.create(case=task.case, task=task, due_at=due_at, asked_by_id=by.id)
    emit("reminder.asked", subject=task.case_id, by=by)
    return made


@transaction.atomic
def add_task_with_reminder(
    *, by: Actor, case: Case, kind: TaskKind, due_at: datetime, what: str,
    remind_at: datetime | None,
) -> Task:  # fmt: skip
    """Add a task and, where told, have the person reminded of it: both or neither."""
    require(by, Permission.CASE_WRITE, case.scope)
    task = add_task(by=by, case=case, kind=kind, due_at=due_at, what=what)
    if remind_at is not None:
        ask_reminder(by=by, task=task, due_at=remind_at)
    emit("task.agreed", subject=case.pk, by=by, reminder=int(remind_at is not None))
    return task


@transaction.atomic
def end_reminder(*, by: Actor, reminder: Reminder, fault: ReminderFault | None = None) -> bool:
    """Say that a reminder was sent, or why not; say whether it still waited."""
    require_system(by)
    stops = {ReminderFault.NO_CONSENT, ReminderFault.TASK_ENDED}
    status = ReminderStatus.SENT if fault is None else (
        ReminderStatus.STOPPED if fault in stops else ReminderStatus.FAILED
    )  # fmt: skip
    ended = Reminder.objects.filter(pk=reminder.pk, status=ReminderStatus.WAITING).update(
        status=status, fault=fault or "", ended_at=clock.now()
    )
    emit("reminder.ended", subject=reminder.case_id, by=by, status=status, fault=fault or None)
    return bool(ended)


@transaction.atomic
def follow_consent(*, by: Actor, person_id: UUID) -> int:
    """Follow a consent that was withdrawn: stop what would be sent, ask the leads about care.

    Returns how many reminders were stopped. Care itself is not ended by a machine: each open case
    gets a task that asks, due at once.
    """
    require_system(by)
    # The last word in any record of the same person counts for all of them.
    stopped = sum(_follow_consent(pk, now=clock.now()) for pk in people.one_person(person_id))
    emit("case.consent_followed", subject=person_id, by=by, stopped=stopped)
    return stopped


def _follow_consent(person_id: UUID, *, now: datetime) -> int:
    stopped = 0
    if people.consent_for(person_id, Purpose.CONTACT, now=now) is None:
        stopped = Reminder.objects.filter(
            case__person=person_id, status=ReminderStatus.WAITING
        ).update(status=ReminderStatus.STOPPED, fault=ReminderFault.NO_CONSENT, ended_at=now)
    if people.consent_for(person_id, Purpose.CARE, now=now) is None:
        for case in Case.objects.select_for_update().filter(
            person=person_id, status__in=OPEN_STATUSES
        ):
            _ask_about_consent(case, now)
    return stopped


@transaction.atomic
def ask_for_consent(*, by: Actor, case: Case) -> None:
    """Ask the lead to renew a consent to care that ends soon; once."""
    require_system(by)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if _ask_about_consent(locked, clock.now()):
        emit("case.consent_asked", subject=case.pk, by=by)
    else:
        emit("case.consent_known", subject=case.pk, by=by)


def _ask_about_consent(case: Case, now: datetime) -> bool:
    asked = Task.objects.filter(case=case, kind=TaskKind.CONSENT, status=TaskStatus.OPEN)
    if asked.exists():
        return False
    Task.objects.create(
        case=case, kind=TaskKind.CONSENT, what="", owner_id=case.owner_id, due_at=now
    )
    _touched(case)
    return True

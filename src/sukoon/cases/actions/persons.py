"""What follows in cases when two records are found to be one person, taken apart, or erased."""

from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases.actions.moving import _step
from sukoon.cases.actions.reminders import _follow_consent
from sukoon.cases.actions.writing import _touched
from sukoon.cases.models import Case, Reminder, Task
from sukoon.cases.words import (
    OPEN_STATUSES,
    CaseStatus,
    ClosureReason,
    ReminderFault,
    ReminderStatus,
    TaskKind,
    TaskStatus,
)
from sukoon.core import clock
from sukoon.core.access import Actor, require_system
from sukoon.people import queries as people
from sukoon.risk import queries as risks


@transaction.atomic
def follow_person(*, by: Actor, person_id: UUID) -> int:
    """Follow a merge or its undoing; return how many leads have something to agree on.

    No case, entry or score is rewritten or moved. The leads of open cases that are one person's in
    two records are asked to agree; what rests on a consent is looked at again, since the last word in
    any record of the person counts, and after an undoing only that of the own.
    """
    require_system(by)
    records = people.ever_one(person_id)
    cases = list(_open_of(records))
    asked = sum(_ask_to_agree(case, cases) for case in cases)
    for record in sorted(records, key=str):
        _follow_consent(record, now=clock.now())
    emit("case.person_followed", subject=person_id, by=by, asked=asked)
    return asked


@transaction.atomic
def follow_erasure(*, by: Actor, person_id: UUID) -> int:
    """Follow an erasure: nothing more is sent; cases of a whole one end, unless a life is at risk.

    An anonymised person may still be cared for: the leads are asked. Returns how many cases ended.
    """
    require_system(by)
    now, ended = clock.now(), 0
    Reminder.objects.filter(case__person=person_id, status=ReminderStatus.WAITING).update(
        status=ReminderStatus.STOPPED, fault=ReminderFault.NO_SAFE_NUMBER, ended_at=now
    )
    whole = people.is_erased_whole(person_id)
    for case in _open_of({person_id}):
        if whole and risks.open_for_case(case.pk) is None:
            _end(case, by=by)
            ended += 1
        else:
            _ask_once(case, TaskKind.ERASED, "", about_id=person_id)
    emit("case.erasure_followed", subject=person_id, by=by, ended=ended)
    return ended


def _open_of(records: frozenset[UUID] | set[UUID]) -> list[Case]:
    found = Case.objects.select_for_update().filter(person__in=records, status__in=OPEN_STATUSES)
    return list(found.order_by("opened_at", "id"))


def _ask_to_agree(case: Case, cases: list[Case]) -> bool:
    """Keep the one task of a case in step with which other open cases its person has now."""
    same = people.one_person(case.person_id) - {case.person_id}
    others = [c.code for c in cases if c.person_id in same]
    if others:
        _ask_once(case, TaskKind.SAME_PERSON, ", ".join(others), about_id=case.person_id)
    else:
        Task.objects.filter(case=case, kind=TaskKind.SAME_PERSON, status=TaskStatus.OPEN).update(
            status=TaskStatus.DROPPED, ended_at=clock.now()
        )
        _touched(case)
    return bool(others)


def _ask_once(case: Case, kind: TaskKind, what: str, *, about_id: UUID) -> None:
    task = Task.objects.filter(case=case, kind=kind, status=TaskStatus.OPEN).first()
    task = task or Task(case=case, kind=kind, owner_id=case.owner_id, due_at=clock.now())
    task.what, task.about_id = what, about_id
    task.save()
    _touched(case)


def _end(case: Case, *, by: Actor) -> None:
    """Close a case whose person was erased: there is nobody left in it to care for."""
    now = clock.now()
    _step(case, "status", case.status, CaseStatus.CLOSED, now, "", by=by)
    case.status, case.closed_at, case.closed_why = CaseStatus.CLOSED, now, ClosureReason.DECLINED
    case.risk_level = ""
    case.save(update_fields=["status", "closed_at", "closed_why", "risk_level", "updated_at"])
    Task.objects.filter(case=case, status=TaskStatus.OPEN).update(
        status=TaskStatus.DROPPED, ended_at=now, ended_by_id=by.id
    )
    _touched(case)
    emit("case.closed", subject=case.pk, by=by, reason=case.closed_why)

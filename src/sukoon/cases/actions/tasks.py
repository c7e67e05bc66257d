"""Things to do for a case. The next one's time stands on the case, so that worklists are quick."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.risks import _raise
from sukoon.cases.actions.writing import _locked, _touched
from sukoon.cases.models import Case, Entry, Task
from sukoon.cases.problems import CaseClosed, HappenedWrong, KindNotRecorded, NoteNeeded
from sukoon.cases.words import TaskKind, TaskStatus
from sukoon.core import clock
from sukoon.core.access import Actor, require, require_holds, require_system
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.risk.words import Trigger

FURTHEST_YEARS = 5
# Tasks that areas above make, and what one holds who does.
MADE_FOR: Mapping[str, Permission] = {
    TaskKind.READ_ANSWER: Permission.SUPERVISION_VIEW,
    TaskKind.CHASE_REFERRAL: Permission.REFERRAL_VIEW,
}


@transaction.atomic
def add_task(
    *,
    by: Actor,
    case: Case,
    kind: TaskKind,
    due_at: datetime,
    what: str = "",
    owner_id: UUID | None = None,
    about_id: UUID | None = None,
    task_id: UUID | None = None,
) -> Task:
    """Add something to do until then, for the lead unless told. Raises CaseClosed, HappenedWrong."""
    require(by, Permission.CASE_WRITE, case.scope)
    now = clock.now()
    if not now.year - 1 <= due_at.year <= now.year + FURTHEST_YEARS:
        raise HappenedWrong
    case = _locked(case)
    if not case.is_open:
        raise CaseClosed
    task = Task.objects.create(
        id=task_id or new_id(), case=case, kind=kind, due_at=due_at, about_id=about_id,
        what=rules.plain(what)[: rules.SHORT_TEXT], owner_id=owner_id or case.owner_id,
    )  # fmt: skip
    _touched(case)
    emit("task.added", subject=case.pk, by=by, kind=kind)
    return task


@transaction.atomic
def task_made(
    *, by: Actor, case: Case, kind: TaskKind, owner_id: UUID, due_at: datetime, about_id: UUID
) -> Task:
    """Give somebody something to do because of what an area above made (`entries.note_made`).

    The area has checked its own rule; here the actor must hold what such work asks for. The same
    thing is asked once. Raises KindNotRecorded, CaseClosed.
    """
    require_holds(by, MADE_FOR.get(kind, Permission.CASE_WRITE))
    if kind not in MADE_FOR:
        raise KindNotRecorded
    case = _locked(case)
    if not case.is_open:
        raise CaseClosed
    open_ones = Task.objects.filter(case=case, about_id=about_id, status=TaskStatus.OPEN)
    task = open_ones.filter(kind=kind).first() or Task(case=case, kind=kind, about_id=about_id)
    task.owner_id, task.due_at, task.reminded_at = owner_id, due_at, None
    task.save()
    _touched(case)
    emit("task.added", subject=case.pk, by=by, kind=kind)
    return task


@transaction.atomic
def finish_task(*, by: Actor, task: Task, is_risk: bool | None = None) -> Task:
    """Say that something was done. "Is this a risk?" is finished by an answer: yes opens an episode.

    Finishing what is finished changes nothing. Raises NoteNeeded when the answer is missing.
    """
    require(by, Permission.CASE_WRITE, task.case.scope)
    case = _locked(task.case)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.status == TaskStatus.OPEN:
        if task.kind == TaskKind.RISK_QUESTION:
            if is_risk is None:
                raise NoteNeeded
            entry = Entry.objects.filter(pk=str(task.about_id), case=case).first()
            if is_risk and entry is not None:
                _raise(case, entry, trigger=Trigger.WORDS, by=by)
        _end(task, TaskStatus.DONE, by=by)
        _touched(case)
        emit("task.finished", subject=case.pk, by=by, kind=task.kind)
    else:
        emit("task.looked_at", subject=case.pk, by=by)
    return task


@transaction.atomic
def drop_task(*, by: Actor, task: Task, why: str) -> Task:
    """Say that something need not be done any more, and why. A question of risk is never dropped."""
    require(by, Permission.CASE_WRITE, task.case.scope)
    if not why.strip() or task.kind == TaskKind.RISK_QUESTION:
        raise NoteNeeded
    case = _locked(task.case)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.status == TaskStatus.OPEN:
        task.what = f"{task.what} ({rules.plain(why)})"[: rules.SHORT_TEXT]
        _end(task, TaskStatus.DROPPED, by=by)
        _touched(case)
    emit("task.dropped", subject=case.pk, by=by, kind=task.kind)
    return task


@transaction.atomic
def remind(*, by: Actor, task: Task) -> None:
    """Remember that the owner was reminded of a task that is due."""
    require_system(by)
    Task.objects.filter(pk=task.pk).update(reminded_at=clock.now())
    emit("task.reminded", subject=task.case_id, by=by, kind=task.kind)


@transaction.atomic
def keep_task(
    *, by: Actor, case: Case, kind: TaskKind, about_id: UUID, due_at: datetime | None,
    what: str = "",
) -> None:  # fmt: skip
    """Keep the one task about a record of an area above in step: due then, or done (None)."""
    require_system(by)
    case = _locked(case)
    same = Task.objects.select_for_update().filter(case=case, kind=kind, about_id=about_id)
    task = same.filter(status=TaskStatus.OPEN).first()
    if due_at is None or not case.is_open:
        if task is not None:
            _end(task, TaskStatus.DONE, by=by)
    elif task is None:
        Task.objects.create(
            case=case, kind=kind, due_at=due_at, about_id=about_id, owner_id=case.owner_id,
            what=what[: rules.SHORT_TEXT],
        )  # fmt: skip
    elif task.due_at != due_at:
        task.due_at, task.reminded_at = due_at, None
        task.save()
    _touched(case)
    emit("task.kept", subject=case.pk, by=by, kind=kind)


def _end(task: Task, status: TaskStatus, *, by: Actor) -> None:
    task.status, task.ended_at, task.ended_by_id = status, clock.now(), by.id
    task.save()

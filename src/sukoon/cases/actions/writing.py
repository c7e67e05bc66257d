"""What the actions of cases share: locking a case, writing an entry, the copies for worklists."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sukoon.cases import rules
from sukoon.cases.fields import FieldSet
from sukoon.cases.models import Case, Entry, EntryCode, Task
from sukoon.cases.problems import CaseClosed, HappenedWrong
from sukoon.cases.words import CaseStatus, EntryKind, Source, TaskStatus
from sukoon.core import clock, prepared
from sukoon.core.access import Actor
from sukoon.core.ids import new_id

COPIES = ("next_due_at", "next_due_kind", "last_contact_at", "updated_at")
NOTHING: tuple[datetime | None, str] = (None, "")


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, and when it reached us."""

    happened_at: datetime
    recorded_at: datetime


def _locked(case: Case) -> Case:
    """Return the case under a lock, as it is now."""
    return Case.objects.select_for_update().get(pk=case.pk)


def _may_still_be_added(case: Case, when: When) -> None:
    """Stop unless the case is open, or was open when this happened (a phone may come late)."""
    if rules.too_early_or_late(when.happened_at, now=when.recorded_at):
        raise HappenedWrong
    closed = case.status == CaseStatus.CLOSED
    if closed and case.closed_at is not None and when.happened_at > case.closed_at:
        raise CaseClosed


def _locked_all(cases: Sequence[Case]) -> Mapping[UUID, Case]:
    """Return cases under a lock, as they are now; in one order of locks for everybody."""
    rows = Case.objects.select_for_update().filter(pk__in={c.pk for c in cases}).order_by("pk")
    return {row.pk: row for row in rows}


def _write(
    case: Case, kind: EntryKind, document: Mapping[str, object], when: When, *, by: Actor,
    fields: FieldSet | None = None, entry_id: UUID | None = None, source: str = Source.DESK,
    amends: Entry | None = None, why: str = "", group_id: UUID | None = None,
) -> Entry:  # fmt: skip
    """Write one entry and its countable codes."""
    entry = _entry(
        case, kind, document, when, by=by, fields=fields, entry_id=entry_id, source=source,
        amends=amends, why=why, group_id=group_id,
    )  # fmt: skip
    _write_all([(entry, fields, document)])
    return entry


def _entry(
    case: Case, kind: EntryKind, document: Mapping[str, object], when: When, *, by: Actor,
    fields: FieldSet | None, entry_id: UUID | None, source: str,
    amends: Entry | None = None, why: str = "", group_id: UUID | None = None,
) -> Entry:  # fmt: skip
    """Return an entry that is not written yet."""
    return Entry(
        id=entry_id or new_id(), case=case, kind=kind, happened_at=when.happened_at,
        recorded_at=when.recorded_at, author_id=by.id, source=source,
        field_set=fields.name if fields else f"{kind}@platform",
        body=json.dumps(document, ensure_ascii=False, sort_keys=True), why=why, amends=amends,
        group_id=group_id,
    )  # fmt: skip


def _write_all(made: Sequence[tuple[Entry, FieldSet | None, Mapping[str, object]]]) -> None:
    """Write entries, each with the countable codes of its document."""
    prepared.insert([entry for entry, _fields, _document in made])
    EntryCode.objects.bulk_create(
        EntryCode(entry=entry, field=f, code=c[:40])
        for entry, fields, document in made
        for f, c in rules.counted(fields.fields if fields else (), document)
    )


def _touched(case: Case, *, contact_at: datetime | None = None) -> None:
    """Bring the copies that worklists read up to date. The case is locked."""
    _touched_all([case], {case.pk: contact_at} if contact_at else {})


def _touched_all(cases: Sequence[Case], contacts: Mapping[UUID, datetime]) -> None:
    """Bring the copies of several cases up to date: two or three statements. All are locked."""
    first = _first_tasks([case.pk for case in cases])
    moved: list[Case] = []
    still: list[Case] = []
    now = clock.now()
    for case in cases:
        due_at, kind = first.get(case.pk, NOTHING) if case.is_open else NOTHING
        before = (case.next_due_at, case.next_due_kind, case.last_contact_at)
        case.next_due_at, case.next_due_kind = due_at, kind
        at = contacts.get(case.pk)
        if at and (case.last_contact_at is None or at > case.last_contact_at):
            case.last_contact_at = at
        case.updated_at = now
        same = before == (case.next_due_at, case.next_due_kind, case.last_contact_at)
        (still if same else moved).append(case)
    if still:
        Case.objects.filter(pk__in=[case.pk for case in still]).update(updated_at=now)
    if len(moved) == 1:
        moved[0].save(update_fields=COPIES)
    elif moved:
        Case.objects.bulk_update(moved, COPIES)


def _first_tasks(cases: Sequence[UUID]) -> Mapping[UUID, tuple[datetime | None, str]]:
    """Return what is to do first in each case that has something to do, and by when."""
    if len(cases) == 1:
        found = prepared.rows(_open_tasks, cases[0])
        return {cases[0]: found[0]} if found else {}
    rows = Task.objects.filter(case__in=cases, status=TaskStatus.OPEN).order_by("-due_at", "-id")
    return {case: (due, kind) for case, due, kind in rows.values_list("case", "due_at", "kind")}


def _open_tasks(case: UUID) -> QuerySet[Task, tuple[datetime, str]]:
    rows = Task.objects.filter(case=case, status=TaskStatus.OPEN).order_by("due_at", "id")
    return rows.values_list("due_at", "kind")[:1]

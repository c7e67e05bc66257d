"""What the actions of cases share: locking a case, writing an entry, the copies for worklists."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sukoon.cases import rules
from sukoon.cases.fields import FieldSet
from sukoon.cases.models import Case, Entry, EntryCode, Task
from sukoon.cases.problems import CaseClosed, HappenedWrong
from sukoon.cases.words import CaseStatus, EntryKind, Source, TaskStatus
from sukoon.core.access import Actor
from sukoon.core.ids import new_id


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


def _write(
    case: Case, kind: EntryKind, document: Mapping[str, object], when: When, *, by: Actor,
    fields: FieldSet | None = None, entry_id: UUID | None = None, source: str = Source.DESK,
    amends: Entry | None = None, why: str = "", group_id: UUID | None = None,
) -> Entry:  # fmt: skip
    """Write one entry and its countable codes."""
    entry = Entry.objects.create(
        id=entry_id or new_id(), case=case, kind=kind, happened_at=when.happened_at,
        recorded_at=when.recorded_at, author_id=by.id, source=source,
        field_set=fields.name if fields else f"{kind}@platform",
        body=json.dumps(document, ensure_ascii=False, sort_keys=True), why=why, amends=amends,
        group_id=group_id,
    )  # fmt: skip
    codes = rules.counted(fields.fields if fields else (), document)
    EntryCode.objects.bulk_create(EntryCode(entry=entry, field=f, code=c[:40]) for f, c in codes)
    return entry


def _touched(case: Case, *, contact_at: datetime | None = None) -> None:
    """Bring the copies that worklists read up to date. The case is locked."""
    first = Task.objects.filter(case=case, status=TaskStatus.OPEN).order_by("due_at", "id").first()
    case.next_due_at = first.due_at if first and case.is_open else None
    case.next_due_kind = first.kind if first and case.is_open else ""
    if contact_at and (case.last_contact_at is None or contact_at > case.last_contact_at):
        case.last_contact_at = contact_at
    case.save(update_fields=["next_due_at", "next_due_kind", "last_contact_at", "updated_at"])

"""Recording what happened, and amending it. An entry is never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.risks import _look_for_risk, _risk_of_entry
from sukoon.cases.actions.writing import (
    When,
    _entry,
    _locked,
    _locked_all,
    _may_still_be_added,
    _touched,
    _touched_all,
    _write,
    _write_all,
)
from sukoon.cases.fields import FieldSet, field_set
from sukoon.cases.models import Case, Entry
from sukoon.cases.problems import EntryWrong, KindNotRecorded, NoteNeeded, NotOfThisCase
from sukoon.cases.words import EntryKind, Source
from sukoon.core import clock
from sukoon.core.access import SYSTEM, Actor, require, require_holds, require_system
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission

# Entries that areas above write into a case, and what one holds who does.
MADE_WITH: Mapping[str, Permission] = {
    EntryKind.SUPERVISION: Permission.SUPERVISION_VIEW,
    EntryKind.REFERRAL: Permission.REFERRAL_VIEW,
    EntryKind.WALK: Permission.CASE_WRITE,
    EntryKind.SAFETY_PLAN: Permission.RISK_ACT,
    EntryKind.RISK: Permission.RISK_VIEW,
}


@transaction.atomic
def record_entry(
    *,
    by: Actor,
    case: Case,
    kind: EntryKind,
    values: Mapping[str, object],
    happened_at: datetime,
    entry_id: UUID | None = None,
    source: str = Source.DESK,
    group_id: UUID | None = None,
    risk_answered: bool | None = None,
) -> Entry:
    """Add an entry to a case. Raises EntryWrong, HappenedWrong, CaseClosed, KindNotRecorded.

    A risk that is told opens or feeds a risk episode in the same transaction. Words of risk in a
    text ask "is this a risk?": `risk_answered` is the worker's answer; without one a task asks it.
    """
    require(by, Permission.CASE_WRITE, case.scope)
    fields, checked = _checked(kind, values)
    when = When(happened_at, clock.now())
    case = _locked(case)
    _may_still_be_added(case, when)
    entry = _write(
        case, kind, checked, when, by=by, fields=fields, entry_id=entry_id, source=source,
        group_id=group_id,
    )  # fmt: skip
    _touched(case, contact_at=happened_at if _is_contact(kind, checked) else None)
    _follow_risk(entry, fields, checked, answered=risk_answered, by=by)
    emit("entry.recorded", subject=case.pk, by=by, entry=str(entry.pk), source=source)
    return entry


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of several, as `record_entry` is told it."""

    case: Case
    kind: EntryKind
    values: Mapping[str, object]
    happened_at: datetime
    entry_id: UUID
    risk_answered: bool | None = None


@transaction.atomic
def record_entries(*, by: Actor, told: Sequence[Told], source: str) -> list[Entry]:
    """Add several entries, all or none: the same as one after the other, in few statements.

    Raises what `record_entry` does, for the first that cannot be added.
    """
    require_holds(by, Permission.CASE_WRITE)
    for one in told:
        require(by, Permission.CASE_WRITE, one.case.scope)
    read = [_checked(one.kind, one.values) for one in told]
    cases = _locked_all([one.case for one in told])
    made, contacts = [], dict[UUID, datetime]()
    for one, (fields, checked) in zip(told, read, strict=True):
        when, case = When(one.happened_at, clock.now()), cases[one.case.pk]
        _may_still_be_added(case, when)
        entry = _entry(case, one.kind, checked, when, by=by, fields=fields, entry_id=one.entry_id,
                       source=source)  # fmt: skip
        made.append((entry, fields, checked))
        if _is_contact(one.kind, checked):
            contacts[case.pk] = max(one.happened_at, contacts.get(case.pk, one.happened_at))
    _write_all(made)
    _touched_all(list(cases.values()), contacts)
    for one, (entry, fields, checked) in zip(told, made, strict=True):
        _follow_risk(entry, fields, checked, answered=one.risk_answered, by=by)
        emit("entry.recorded", subject=entry.case_id, by=by, entry=str(entry.pk), source=source)
    return [entry for entry, _fields, _checked in made]


@transaction.atomic
def amend_entry(
    *,
    by: Actor,
    entry: Entry,
    values: Mapping[str, object],
    why: str,
    entry_id: UUID | None = None,
    source: str = Source.DESK,
) -> Entry:
    """Say an entry anew; what it said before stays. Raises EntryWrong, NoteNeeded.

    An amendment of an entry that was amended meanwhile amends the latest: nothing forks.
    """
    require(by, Permission.CASE_WRITE, entry.case.scope)
    kind = EntryKind(entry.kind)
    if entry.by_platform:
        raise KindNotRecorded
    fields, checked = _checked(kind, values)
    if not why.strip():
        raise NoteNeeded
    case = _locked(entry.case)
    latest = entry
    while (newer := Entry.objects.filter(amends=latest).first()) is not None:
        latest = newer
    when = When(latest.happened_at, clock.now())
    made = _write(
        case, kind, checked, when, by=by, fields=fields, entry_id=entry_id, source=source,
        amends=latest, why=rules.plain(why)[: rules.SHORT_TEXT], group_id=latest.group_id,
    )  # fmt: skip
    _risk_of_entry(case, made, checked, by=by)
    _look_for_risk(case, made, rules.texts(fields.fields, checked), answered=None, by=by)
    emit("entry.amended", subject=case.pk, by=by, entry=str(made.pk), amends=str(latest.pk))
    return made


@transaction.atomic
def record_group_contact(
    *,
    by: Actor,
    cases: Sequence[Case],
    kind: EntryKind,
    values: Mapping[str, object],
    happened_at: datetime,
    risk_answered: bool | None = None,
) -> list[Entry]:
    """Write one session of a household or group into each of its cases, all or none."""
    require_holds(by, Permission.CASE_WRITE)
    group = new_id()
    made = [
        record_entry(
            by=by, case=case, kind=kind, values=values, happened_at=happened_at, group_id=group,
            risk_answered=risk_answered,
        )
        for case in sorted(cases, key=lambda c: c.pk)  # one order of locks for everybody
    ]  # fmt: skip
    emit("group.recorded", subject=group, by=by, cases=len(made))
    return made


@transaction.atomic
def note_made(
    *,
    by: Actor,
    case: Case,
    kind: EntryKind,
    document: Mapping[str, Any],
    happened_at: datetime,
    entry_id: UUID | None = None,
) -> Entry:
    """Keep in the case what an area above made: an answer, a referral's step, a walk.

    The area has checked its own rule; here the actor must hold what such work asks for, or be the
    platform itself (a clock that ran out, an answer by somebody without an account).
    Raises KindNotRecorded, NotOfThisCase.
    """
    require_holds(
        by, MADE_WITH.get(kind, Permission.CASE_WRITE)
    ) if by is not SYSTEM else require_system(by)
    if kind not in MADE_WITH:
        raise KindNotRecorded
    if document.get("case_id", str(case.pk)) != str(case.pk):
        raise NotOfThisCase
    entry = _write(
        _locked(case), kind, document, When(happened_at, clock.now()), by=by, entry_id=entry_id
    )
    emit("entry.made", subject=case.pk, by=by, entry=str(entry.pk))
    return entry


@transaction.atomic
def note_read(*, by: Actor, case: Case) -> None:
    """Say that somebody looked at this case."""
    require(by, Permission.CASE_VIEW, case.scope)
    emit("case.read", subject=case.pk, by=by)


@transaction.atomic
def note_scores_printed(*, by: Actor, case: Case) -> None:
    """Say that a case's scores left the platform on paper."""
    require(by, Permission.CASE_VIEW, case.scope)
    emit("case.scores_printed", subject=case.pk, by=by)


def _follow_risk(
    entry: Entry, fields: FieldSet, checked: Mapping[str, object], *, answered: bool | None,
    by: Actor,
) -> None:  # fmt: skip
    """Follow the risk that a written entry tells of: what was said outright, and words of it."""
    texts = rules.texts(fields.fields, checked)
    _risk_of_entry(entry.case, entry, checked, by=by)
    _look_for_risk(entry.case, entry, texts, answered=answered, by=by)


def _is_contact(kind: EntryKind, checked: Mapping[str, object]) -> bool:
    """Say whether somebody met or reached the person."""
    if kind == EntryKind.CONTACT:
        return checked.get("outcome") == "reached"
    return kind == EntryKind.SESSION and checked.get("attended") in {"yes", "late"}


def _checked(
    kind: EntryKind, values: Mapping[str, object]
) -> tuple[FieldSet, Mapping[str, object]]:
    fields = field_set(kind)
    if fields is None:
        raise KindNotRecorded
    checked = rules.check(fields.fields, values)
    if checked.wrong:
        raise EntryWrong(checked.wrong)
    return fields, checked.values

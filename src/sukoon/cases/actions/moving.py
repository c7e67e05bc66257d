"""Opening a case, moving it, closing it, opening it again. Each step says who, when, why."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.writing import When, _locked, _touched, _write
from sukoon.cases.aliases import is_alias, new_alias, new_code
from sukoon.cases.fields import field_set
from sukoon.cases.models import Case, CaseStep, Task
from sukoon.cases.problems import (
    EntryWrong,
    HappenedWrong,
    NoteNeeded,
    RiskStillOpen,
    TierUnknown,
)
from sukoon.cases.words import CaseStatus, ClosureReason, EntryKind, TaskStatus
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import StepNotPossible
from sukoon.people import queries as people
from sukoon.people.models import Person
from sukoon.people.words import Purpose
from sukoon.risk import queries as risks
from sukoon.services.models import Service

TIERS = range(1, 5)
TRIES = 5  # a code that is taken is drawn again


@transaction.atomic
def open_case(
    *,
    by: Actor,
    person: Person,
    tier: int,
    opened_at: datetime,
    org_id: UUID | None = None,
    service: Service | None = None,
    case_id: UUID | None = None,
    without_consent: str = "",
    alias: str = "",
) -> Case:
    """Open an episode of care, led by whoever opens it.

    Raises NoConsent unless the person consents to care, or `without_consent` says why care cannot
    wait (a life at risk, somebody who cannot be asked): that is kept with the case. `alias` is
    one that a phone drew from the same words.
    """
    require(by, Permission.CASE_WRITE, Scope(by.id, org_id, person.area_path))
    require(by, Permission.PERSON_VIEW, person.scope)
    now = clock.now()
    if tier not in TIERS:
        raise TierUnknown
    if rules.too_early_or_late(opened_at, now=now):
        raise HappenedWrong
    if not without_consent.strip():
        people.require_consent(person.pk, Purpose.CARE, now=now)
    case = _created(
        id=case_id or new_id(), alias=alias if is_alias(alias) else new_alias(), person=person, tier=tier, owner_id=by.id,
        org_id=org_id, area_path=person.area_path, service=service, opened_at=opened_at,
        assigned_at=now, seen_by_owner_at=now, is_synthetic=person.is_synthetic,
    )  # fmt: skip
    why = rules.plain(without_consent)[: rules.SHORT_TEXT]
    CaseStep.objects.create(
        case=case, what="status", became=CaseStatus.OPEN, happened_at=opened_at, by_id=by.id,
        why=why,
    )  # fmt: skip
    emit("case.opened", subject=case.pk, by=by, tier=tier, consent=int(not why))
    return case


@transaction.atomic
def move(
    *,
    by: Actor,
    case: Case,
    status: CaseStatus,
    happened_at: datetime,
    why: str = "",
    tier: int | None = None,
) -> Case:
    """Move a case to another status; stepping up or down says why, and to which tier.

    Closing and reopening have actions of their own.
    """
    require(by, Permission.CASE_WRITE, case.scope)
    case = _locked(case)
    if status in {CaseStatus.CLOSED, CaseStatus.REOPENED}:
        raise StepNotPossible(now=case.status, wanted=status)
    if status in {CaseStatus.STEPPED_UP, CaseStatus.STEPPED_DOWN} and not why.strip():
        raise NoteNeeded
    if tier is not None and tier not in TIERS:
        raise TierUnknown
    if tier is not None and tier != case.tier:
        _step(case, "tier", str(case.tier), str(tier), happened_at, why, by=by)
        case.tier = tier
    _to(case, status, happened_at, why, by=by)
    case.save(update_fields=["status", "tier", "updated_at"])
    emit("case.moved", subject=case.pk, by=by, to=status)
    return case


@transaction.atomic
def close_case(
    *,
    by: Actor,
    case: Case,
    reason: ClosureReason,
    values: Mapping[str, object],
    happened_at: datetime,
    entry_id: UUID | None = None,
) -> Case:
    """Close a case with a reason and a closing entry. Raises RiskStillOpen, EntryWrong."""
    require(by, Permission.CASE_WRITE, case.scope)
    case = _locked(case)
    now = clock.now()
    if rules.too_early_or_late(happened_at, now=now):
        raise HappenedWrong
    if risks.open_for_case(case.pk) is not None:
        raise RiskStillOpen
    fields = field_set(EntryKind.CLOSURE)
    checked = rules.check(fields.fields if fields else (), values)
    if checked.wrong:
        raise EntryWrong(checked.wrong)
    _to(case, CaseStatus.CLOSED, happened_at, "", by=by)
    document = {**checked.values, "reason": reason}
    _write(case, EntryKind.CLOSURE, document, When(happened_at, now), by=by, fields=fields,
           entry_id=entry_id)  # fmt: skip
    case.closed_at, case.closed_why, case.risk_level = happened_at, reason, ""
    case.save(update_fields=["status", "closed_at", "closed_why", "risk_level", "updated_at"])
    Task.objects.filter(case=case, status=TaskStatus.OPEN).update(
        status=TaskStatus.DROPPED, ended_at=now, ended_by_id=by.id
    )
    _touched(case)
    emit("case.closed", subject=case.pk, by=by, reason=reason)
    return case


@transaction.atomic
def reopen_case(*, by: Actor, case: Case, happened_at: datetime, why: str) -> Case:
    """Open a closed case again; its history stays. Raises NoteNeeded, StepNotPossible."""
    require(by, Permission.CASE_WRITE, case.scope)
    if not why.strip():
        raise NoteNeeded
    case = _locked(case)
    _to(case, CaseStatus.REOPENED, happened_at, why, by=by)
    case.closed_at, case.closed_why = None, ""
    case.save(update_fields=["status", "closed_at", "closed_why", "updated_at"])
    emit("case.reopened", subject=case.pk, by=by)
    return case


def _to(case: Case, status: CaseStatus, at: datetime, why: str, *, by: Actor) -> None:
    """Check the step on the locked row, and keep it."""
    if rules.too_early_or_late(at, now=clock.now()):
        raise HappenedWrong
    was = CaseStatus(case.status)
    rules.CASE_FLOW.check(was, status)
    _step(case, "status", was, status, at, why, by=by)
    case.status = status


def _step(
    case: Case, what: str, was: str, became: str, at: datetime, why: str, *, by: Actor
) -> None:
    CaseStep.objects.create(
        case=case, what=what, was=was, became=became, happened_at=at, by_id=by.id,
        why=rules.plain(why)[: rules.SHORT_TEXT],
    )  # fmt: skip


def _created(**fields: object) -> Case:
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(code=new_code(), **fields)
        except IntegrityError as error:
            if "code" not in str(error):
                raise
    raise RuntimeError("no case code is free")

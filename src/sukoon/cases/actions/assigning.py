"""Whose case it is: the lead, and who else has a care relationship to it."""

from uuid import UUID

from django.db import transaction

from sukoon.accounts import queries as accounts
from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.writing import _locked
from sukoon.cases.models import Case, CaseLink, CaseStep, Task
from sukoon.cases.problems import CaseClosed, LeadUnknown
from sukoon.cases.words import LinkKind, TaskStatus
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, can, require
from sukoon.core.permissions import Permission


@transaction.atomic
def assign(*, by: Actor, case: Case, owner_id: UUID, org_id: UUID | None, why: str = "") -> Case:
    """Give a case to a worker of a team, its open tasks with it. Never beyond one's own reach.

    Raises LeadUnknown when that account may not keep cases there, CaseClosed.
    """
    require(by, Permission.CASE_ASSIGN, case.scope)
    require(by, Permission.CASE_ASSIGN, Scope(owner_id, org_id, case.area_path))
    now = clock.now()
    found = accounts.owner(owner_id, now=now)
    there = Scope(owner_id, org_id, case.area_path)
    if found is None or not can(found[0], Permission.CASE_WRITE, there):
        raise LeadUnknown
    case = _locked(case)
    if not case.is_open:
        raise CaseClosed
    if (case.owner_id, case.org_id) != (owner_id, org_id):
        CaseStep.objects.create(
            case=case, what="lead", was=str(case.owner_id), became=str(owner_id), happened_at=now,
            by_id=by.id, why=rules.plain(why)[: rules.SHORT_TEXT],
        )  # fmt: skip
        Task.objects.filter(case=case, status=TaskStatus.OPEN, owner_id=case.owner_id).update(
            owner_id=owner_id
        )
        case.owner_id, case.org_id, case.assigned_at = owner_id, org_id, now
        case.seen_by_owner_at = now if owner_id == by.id else None
        case.version += 1
        case.save(
            update_fields=[
                "owner_id", "org_id", "assigned_at", "seen_by_owner_at", "version", "updated_at",
            ]
        )  # fmt: skip
    emit("case.assigned", subject=case.pk, by=by, to=str(owner_id))
    return case


@transaction.atomic
def mark_seen(*, by: Actor, case: Case) -> None:
    """Say that the lead has opened a case that was given to them."""
    require(by, Permission.CASE_VIEW, case.scope)
    changed = Case.objects.filter(pk=case.pk, owner_id=by.id, seen_by_owner_at=None).update(
        seen_by_owner_at=clock.now()
    )
    if changed:
        emit("case.seen", subject=case.pk, by=by)


@transaction.atomic
def link(*, by: Actor, case: Case, account_id: UUID, kind: LinkKind) -> CaseLink:
    """Give somebody a care relationship to a case: they see it, whatever team they are in."""
    require(by, Permission.CASE_ASSIGN, case.scope)
    if accounts.owner(account_id, now=clock.now()) is None:
        raise LeadUnknown
    made, _new = CaseLink.objects.get_or_create(
        case=case, account_id=account_id, kind=kind, ended_at=None
    )
    emit("case.linked", subject=case.pk, by=by, account=str(account_id), kind=kind)
    return made


@transaction.atomic
def end_link(*, by: Actor, link: CaseLink) -> None:
    """End a care relationship, at once."""
    require(by, Permission.CASE_ASSIGN, link.case.scope)
    CaseLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=clock.now())
    emit("case.unlinked", subject=link.case_id, by=by, account=str(link.account_id))

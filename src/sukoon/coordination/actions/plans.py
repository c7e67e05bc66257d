"""Keeping plans, their objectives, milestones and money; readiness; the register of jurisdictions."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from sukoon.audit.events import emit
from sukoon.coordination.drafts import ObjectiveDraft
from sukoon.coordination.models import (
    BudgetLine,
    Intervention,
    Milestone,
    Objective,
    Plan,
    Policy,
    PolicyStep,
    ReadinessAnswer,
    ReadinessCheck,
)
from sukoon.coordination.problems import CodeTaken, DateInFuture, DatesOutOfOrder, NotReady
from sukoon.coordination.rules.plans import POLICY_FLOW, is_ready
from sukoon.coordination.words import (
    BudgetHead,
    PlanStatus,
    PolicyKind,
    PolicyState,
    Readiness,
)
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.workforce.models import Organisation


@transaction.atomic
def record_plan(
    *, by: Actor, title_en: str, area: Area, organisation: Organisation, starts_on: date,
    ends_on: date, title_ur: str = "", status: PlanStatus | str = PlanStatus.DRAFT,
    objectives: Sequence[ObjectiveDraft] = (), plan: Plan | None = None,
) -> Plan:  # fmt: skip
    """Add a plan with the objectives of a template, or change one. DatesOutOfOrder, CodeTaken."""
    require(by, Permission.PLAN_WRITE, plan.scope if plan else area.scope)
    require(by, Permission.PLAN_WRITE, area.scope)
    if ends_on < starts_on:
        raise DatesOutOfOrder
    kept = plan or Plan()
    kept.title_en, kept.title_ur, kept.status = title_en.strip(), title_ur.strip(), status
    kept.area, kept.area_path, kept.organisation = area, area.path, organisation
    kept.starts_on, kept.ends_on = starts_on, ends_on
    try:
        with transaction.atomic():
            kept.save(force_insert=plan is None)
    except IntegrityError as error:
        raise CodeTaken from error
    if plan is None:
        for draft in objectives:
            record_objective(by=by, plan=kept, draft=draft)
    emit("plan.changed" if plan else "plan.added", subject=kept.pk, by=by, status=str(status))
    return kept


@transaction.atomic
def record_objective(
    *, by: Actor, plan: Plan, draft: ObjectiveDraft, objective: Objective | None = None
) -> Objective:
    """Add an objective under the next number, or change one. Raises DatesOutOfOrder."""
    require(by, Permission.PLAN_WRITE, plan.scope)
    if draft.starts_on and draft.due_on and draft.due_on < draft.starts_on:
        raise DatesOutOfOrder
    kept = objective or Objective(plan=plan)
    for name in draft.__dataclass_fields__:
        setattr(kept, name, getattr(draft, name))
    if objective is None:
        kept.number = (plan.objectives.aggregate(n=Max("number"))["n"] or 0) + 1
    kept.save()
    emit("objective.changed" if objective else "objective.added", subject=kept.pk, by=by,
         state=str(kept.state))  # fmt: skip
    return kept


@transaction.atomic
def record_milestone(
    *, by: Actor, objective: Objective, title_en: str, due_on: date, title_ur: str = "",
    done_on: date | None = None, today: date | None = None, milestone: Milestone | None = None,
) -> Milestone:  # fmt: skip
    """Set a milestone, or say that it is reached. Raises DateInFuture."""
    require(by, Permission.PLAN_WRITE, objective.plan.scope)
    if done_on and today and done_on > today:
        raise DateInFuture
    kept = milestone or Milestone(objective=objective)
    kept.title_en, kept.title_ur = title_en.strip(), title_ur.strip()
    kept.due_on, kept.done_on = due_on, done_on
    kept.save()
    emit("milestone.reached" if done_on else "milestone.set", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def record_budget(
    *, by: Actor, plan: Plan, head: BudgetHead | str, year: int, currency: str,
    planned: Decimal, secured: Decimal, spent: Decimal, donor: Organisation | None = None,
) -> BudgetLine:  # fmt: skip
    """Keep the money of one head, year, donor and currency."""
    require(by, Permission.PLAN_WRITE, plan.scope)
    key: dict[str, Any] = {"head": head, "donor": donor, "year": year, "currency": currency.upper()}
    line, _made = BudgetLine.objects.update_or_create(
        plan=plan, **key, defaults={"planned": planned, "secured": secured, "spent": spent}
    )
    emit("plan.budget_recorded", subject=plan.pk, by=by, head=str(head), year=year)
    return line


@transaction.atomic
def check_readiness(
    *, by: Actor, area: Area, on: date, today: date, answers: Mapping[str, str],
    needed: Sequence[str], live_on: date | None = None,
) -> ReadinessCheck:  # fmt: skip
    """Answer the list before going live. A day of going live needs a yes to all (NotReady)."""
    require(by, Permission.PLAN_WRITE, area.scope)
    if on > today:
        raise DateInFuture
    if live_on is not None and not is_ready(needed, answers):
        raise NotReady
    kept, _made = ReadinessCheck.objects.update_or_create(
        area=area, on=on, defaults={"area_path": area.path, "live_on": live_on, "by_id": by.id}
    )
    for item, answer in answers.items():
        ReadinessAnswer.objects.update_or_create(
            check_of=kept, item=item, defaults={"answer": Readiness(answer)}
        )
    emit("readiness.checked", subject=kept.pk, by=by, live=int(live_on is not None))
    return kept


@transaction.atomic
def record_policy(
    *, by: Actor, area: Area, kind: PolicyKind | str, title_en: str, state: PolicyState | str,
    title_ur: str = "", year: int | None = None, body: Organisation | None = None, note: str = "",
    intervention: Intervention | None = None,
) -> Policy:  # fmt: skip
    """Add a law, policy, guideline or intervention of a jurisdiction. Raises CodeTaken."""
    require(by, Permission.PLAN_WRITE, area.scope)
    kept = Policy(
        area=area, area_path=area.path, kind=kind, title_en=title_en.strip(), title_ur=title_ur,
        year=year, body=body, intervention=intervention, state=state, note=note,
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as error:
        raise CodeTaken from error
    PolicyStep.objects.create(policy=kept, state=state, at=clock.now(), by_id=by.id)
    emit("policy.added", subject=kept.pk, by=by, state=str(state))
    return kept


@transaction.atomic
def move_policy(*, by: Actor, policy: Policy, to: PolicyState, note: str = "") -> Policy:
    """Say that a policy was submitted, endorsed, refused, brought into force or ended."""
    require(by, Permission.PLAN_WRITE, policy.scope)
    locked = Policy.objects.select_for_update().get(pk=policy.pk)
    POLICY_FLOW.check(PolicyState(locked.state), to)
    locked.state = to
    locked.save(update_fields=["state", "updated_at"])
    PolicyStep.objects.create(
        policy=locked, state=to, note=note.strip(), at=clock.now(), by_id=by.id
    )
    emit("policy.moved", subject=policy.pk, by=by, state=str(to))
    return locked

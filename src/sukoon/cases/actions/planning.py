"""The plan: goals that can be changed by several people at once, offline too.

A change says what the field was when it was made. What only we changed is applied; what somebody
else changed meanwhile to another value is kept beside it until the lead decides. Each change
leaves an entry with the whole plan, so nothing that was agreed is ever gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.writing import When, _locked, _may_still_be_added, _touched, _write
from sukoon.cases.clocks import days
from sukoon.cases.models import Case, Conflict, Goal, Task
from sukoon.cases.problems import EntryWrong, NotOfThisCase
from sukoon.cases.rules import Field, FieldKind, Option
from sukoon.cases.words import EntryKind, GoalOwner, GoalStatus, TaskKind, TaskStatus
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission

GOAL_FIELDS = (
    Field("text", FieldKind.LONG, "Goal", "ہدف", required=True, most=500),
    Field("owner", FieldKind.CHOICE, "Whose", "کس کا",
          options=tuple(Option(o, o, o) for o in GoalOwner.values)),
    Field("due_on", FieldKind.DATE, "By when", "کب تک"),
    Field("status", FieldKind.CHOICE, "State", "حالت",
          options=tuple(Option(s, s, s) for s in GoalStatus.values)),
)  # fmt: skip
NAMES = tuple(f.code for f in GOAL_FIELDS)


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What one goal shall be. `base`: the changed fields as they were seen; none for a new goal."""

    goal_id: UUID
    wanted: Mapping[str, object]
    base: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """What became of a change: goals written, and fields on which a person must decide."""

    goals: Sequence[UUID]
    conflicts: Sequence[Conflict]


@transaction.atomic
def change_plan(
    *,
    by: Actor,
    case: Case,
    changes: Sequence[GoalChange],
    happened_at: datetime,
    entry_id: UUID | None = None,
) -> PlanChanged:
    """Change goals, merging with what others changed. Raises EntryWrong, NotOfThisCase."""
    require(by, Permission.CASE_WRITE, case.scope)
    when = When(happened_at, clock.now())
    case = _locked(case)
    _may_still_be_added(case, when)
    goals = {g.pk: g for g in Goal.objects.filter(case=case)}
    conflicts: list[Conflict] = []
    for change in changes:
        goal = goals.get(change.goal_id)
        if goal is None:
            goals[change.goal_id] = _new_goal(case, change, place=len(goals))
        else:
            conflicts += _merged(case, goal, change, when, by=by)
    case.plan_version += 1
    case.save(update_fields=["plan_version", "updated_at"])
    ordered = sorted(goals.values(), key=lambda g: (g.place, g.pk))
    document = {
        "version": case.plan_version,
        "goals": [{"id": str(g.pk), **_values(g)} for g in ordered],
    }
    _write(case, EntryKind.PLAN, document, when, by=by, entry_id=entry_id)
    _review_later(case, when, by=by)
    emit("plan.changed", subject=case.pk, by=by, goals=len(changes), conflicts=len(conflicts))
    return PlanChanged([c.goal_id for c in changes], conflicts)


@transaction.atomic
def keep_conflict(
    *, by: Actor, case: Case, about: str, about_id: UUID, field: str, stands: str, proposed: str,
    happened_at: datetime,
) -> Conflict:  # fmt: skip
    """Keep two values of one field until the lead decides between them."""
    require(by, Permission.CASE_WRITE, case.scope)
    made = Conflict.objects.create(
        case=case, about=about, about_id=about_id, field=field, stands=stands, proposed=proposed,
        by_id=by.id, happened_at=happened_at,
    )  # fmt: skip
    emit("conflict.kept", subject=case.pk, by=by, field=field)
    return made


@transaction.atomic
def resolve_conflict(*, by: Actor, conflict: Conflict, take_proposed: bool) -> Conflict:
    """Decide between two values; the one not taken stays readable. Deciding twice changes nothing."""
    require(by, Permission.CASE_WRITE, conflict.case.scope)
    case = _locked(conflict.case)
    conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if conflict.resolved_at is None:
        if take_proposed and conflict.about == "goal":
            goal = Goal.objects.get(pk=conflict.about_id, case=case)
            _apply(goal, {conflict.field: conflict.proposed or None})
            case.plan_version += 1
            case.save(update_fields=["plan_version", "updated_at"])
        conflict.resolved_at, conflict.resolved_by_id = clock.now(), by.id
        conflict.took_proposed = take_proposed
        conflict.save()
    emit("conflict.resolved", subject=case.pk, by=by, took_proposed=int(bool(take_proposed)))
    return conflict


def _review_later(case: Case, when: When, *, by: Actor) -> None:
    """Have the plan looked at again some time after it was last changed."""
    open_ones = Task.objects.filter(case=case, kind=TaskKind.PLAN_REVIEW, status=TaskStatus.OPEN)
    due = when.recorded_at + timedelta(days=days("plan_review_days"))
    if case.is_open and not open_ones.update(due_at=due, owner_id=case.owner_id):
        Task.objects.create(
            case=case, kind=TaskKind.PLAN_REVIEW, what="", owner_id=case.owner_id, due_at=due
        )
    _touched(case)


def _new_goal(case: Case, change: GoalChange, *, place: int) -> Goal:
    if Goal.objects.filter(pk=change.goal_id).exists():
        raise NotOfThisCase
    told = _checked({"status": GoalStatus.OPEN, "owner": GoalOwner.PERSON, **change.wanted})
    goal = Goal(id=change.goal_id or new_id(), case=case, place=place, version=0, text="")
    _apply(goal, told, new=True)
    return goal


def _merged(case: Case, goal: Goal, change: GoalChange, when: When, *, by: Actor) -> list[Conflict]:
    current = _values(goal)
    wanted = _checked({**current, **change.wanted}, only=set(change.wanted))
    merged = rules.merge({**current, **change.base}, current, wanted)
    if merged.apply:
        _apply(goal, merged.apply)
    kept = [
        Conflict(
            case=case, about="goal", about_id=goal.pk, field=name,
            stands=str(current.get(name) or ""), proposed=str(value or ""), by_id=by.id,
            happened_at=when.happened_at,
        )
        for name, value in merged.conflicts.items()
    ]  # fmt: skip
    for conflict in kept:
        conflict.save()
    return kept


def _checked(told: Mapping[str, object], *, only: set[str] | None = None) -> dict[str, object]:
    checked = rules.check(GOAL_FIELDS, told)
    if checked.wrong:
        raise EntryWrong(checked.wrong)
    names = NAMES if only is None else [n for n in NAMES if n in only]
    return {n: checked.values.get(n) for n in names}


def _values(goal: Goal) -> dict[str, object]:
    return {
        "text": goal.text, "owner": goal.owner, "status": goal.status,
        "due_on": goal.due_on.isoformat() if goal.due_on else None,
    }  # fmt: skip


def _apply(goal: Goal, values: Mapping[str, object], *, new: bool = False) -> None:
    for name, value in values.items():
        if name == "due_on":
            goal.due_on = date.fromisoformat(str(value)) if value else None
        elif value is not None:
            setattr(goal, name, value)
    goal.version += 1
    goal.save(force_insert=new)

"""Plans, templates, readiness, and the register of jurisdictions."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from sukoon.coordination.drafts import ObjectiveDraft
from sukoon.coordination.models import (
    BudgetLine,
    Objective,
    Plan,
    Policy,
    ReadinessCheck,
)
from sukoon.coordination.rules.plans import OVER, Money, by_head, is_late
from sukoon.coordination.words import ObjectiveState, Phase
from sukoon.core.access import Actor, within_reach
from sukoon.core.content import content_path
from sukoon.core.permissions import Permission

FOLDER = ("plans", "epis")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list before going live."""

    code: str
    label_en: str
    label_ur: str
    needed: bool

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en


@dataclass(frozen=True, slots=True)
class PhaseStand:
    """How many objectives of a phase there are, are done, are late."""

    phase: Phase
    objectives: int
    done: int
    late: int


def _rows(name: str) -> list[dict[str, str]]:
    text = content_path().joinpath(*FOLDER, name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@cache
def template() -> tuple[ObjectiveDraft, ...]:
    """Return the objectives that a new plan begins with, from the pack of phases."""
    return tuple(
        ObjectiveDraft(
            r["phase"], r["text_en"], r["text_ur"], r["key_actions"], r["expected_outcome"],
            r["unit_role"], key_actions_ur=r["key_actions_ur"],
            expected_outcome_ur=r["expected_outcome_ur"], unit_role_ur=r["unit_role_ur"],
        )
        for r in _rows("objectives.csv")
    )  # fmt: skip


@cache
def readiness_items() -> tuple[Item, ...]:
    """Return the list before going live, from the pack."""
    return tuple(
        Item(r["code"], r["label_en"], r["label_ur"], r["needed"] == "1")
        for r in _rows("readiness.csv")
    )


def jurisdictions() -> list[dict[str, str]]:
    """Return the register that a deployment may begin with, from the pack."""
    return _rows("jurisdictions.csv")


def plans(by: Actor) -> QuerySet[Plan]:
    """Plans within reach of PLAN_VIEW, with their parts."""
    objectives = (
        Objective.objects.select_related("owner").prefetch_related("milestones").order_by("number")
    )
    budget = BudgetLine.objects.select_related("donor").order_by("currency", "year", "head", "id")
    return shallow(by).prefetch_related(
        Prefetch("objectives", objectives), Prefetch("budget", budget)
    )


def shallow(by: Actor) -> QuerySet[Plan]:
    """The same without their parts, for lists."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org="organisation", area="area_path")
    found = Plan.objects.filter(seen).select_related("area", "organisation")
    return found.order_by("area_path", F("starts_on").asc(nulls_last=True), "id")


def writable(by: Actor) -> QuerySet[Plan]:
    mine = within_reach(by, Permission.PLAN_WRITE, owner=None, org="organisation", area="area_path")
    return plans(by).filter(mine)


def phases(plan: Plan, *, today: date) -> list[PhaseStand]:
    """Say how each phase of a plan stands. The plan must come with its objectives."""
    found = []
    for phase in Phase:
        inside = [o for o in plan.objectives.all() if o.phase == phase]
        done = sum(o.state == ObjectiveState.DONE for o in inside)
        late = sum(is_late(state=o.state, due_on=o.due_on, today=today) for o in inside)
        found.append(PhaseStand(phase, len(inside), done, late))
    return found


def phases_of(rows: Sequence[Plan], *, today: date) -> Mapping[UUID, list[PhaseStand]]:
    """Say how each phase of many plans stands: the same as `phases`, counted in the database."""
    late = Q(due_on__lt=today) & ~Q(state__in=OVER)
    counted = (
        Objective.objects.filter(plan__in=[p.pk for p in rows])
        .order_by()
        .values_list("plan_id", "phase")
        .annotate(
            n=Count("pk"), done=Count("pk", filter=Q(state=ObjectiveState.DONE)),
            late=Count("pk", filter=late),
        )
    )  # fmt: skip
    found = {(plan, phase): (n, done, late) for plan, phase, n, done, late in counted}
    return {
        p.pk: [PhaseStand(f, *found.get((p.pk, f.value), (0, 0, 0))) for f in Phase] for p in rows
    }


def money(lines: Sequence[BudgetLine]) -> Mapping[str, Mapping[str, Money]]:
    """Add budget lines up by currency and head; currencies never meet."""
    found: dict[str, list[Money]] = {}
    for line in lines:
        told = Money(line.head, Decimal(line.planned), Decimal(line.secured), Decimal(line.spent))
        found.setdefault(line.currency, []).append(told)
    return {currency: by_head(rows) for currency, rows in found.items()}


def checks(by: Actor) -> QuerySet[ReadinessCheck]:
    """Readiness checks within reach of PLAN_VIEW."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    return (
        ReadinessCheck.objects.filter(seen)
        .select_related("area")
        .prefetch_related("answers")
        .order_by("-on", "-id")
    )


def policies(by: Actor) -> QuerySet[Policy]:
    """The register of jurisdictions within reach of PLAN_VIEW."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    found = Policy.objects.filter(seen).select_related("area", "body").prefetch_related("steps")
    return found.order_by("area_path", "kind", "title_en", "id")


def writable_policies(by: Actor) -> QuerySet[Policy]:
    mine = within_reach(by, Permission.PLAN_WRITE, owner=None, org=None, area="area_path")
    return policies(by).filter(mine)

"""Loading the package, saying how it stands in an area, and costing it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.coordination.models import (
    Costing,
    CostLine,
    CostTarget,
    MspAction,
    MspActivity,
    MspPriority,
    MspReview,
    MspStatus,
    Scenario,
)
from sukoon.coordination.problems import CodeTaken, DateInFuture
from sukoon.coordination.words import Ingredient, PackageKind, PackageStatus, Priority
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.places.models import Area


@dataclass(frozen=True, slots=True)
class ActivityRow:
    code: str
    section_en: str
    label_en: str
    section_ur: str = ""
    label_ur: str = ""
    sectors: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    activity: str
    kind: str
    number: int
    text_en: str
    text_ur: str = ""


@transaction.atomic
def load_package(
    *, by: Actor, version: str, activities: Sequence[ActivityRow], actions: Sequence[ActionRow]
) -> int:
    """Load the activities and the words of their actions; without words, one box of each kind."""
    require(by, Permission.PACK_LOAD, NOWHERE)
    for sort, row in enumerate(activities):
        told = {n: getattr(row, n) for n in row.__dataclass_fields__ if n != "code"}
        activity, _made = MspActivity.objects.update_or_create(
            version=version, code=row.code, defaults={**told, "sort": sort}
        )
        worded = [a for a in actions if a.activity == row.code]
        for kind in PackageKind.values:
            of_kind = [a for a in worded if a.kind == kind] or [ActionRow(row.code, kind, 0, "")]
            for a in of_kind:
                MspAction.objects.update_or_create(
                    activity=activity, kind=kind, number=a.number,
                    defaults={"text_en": a.text_en, "text_ur": a.text_ur},
                )  # fmt: skip
    emit("package.loaded", subject=new_id(), by=by, activities=len(activities))
    return len(activities)


@transaction.atomic
def review_package(
    *, by: Actor, area: Area, as_of: date, today: date, statuses: Mapping[MspAction, str],
    priorities: Mapping[MspActivity, str] | None = None, note: str = "",
) -> MspReview:  # fmt: skip
    """Say how the package stands in an area on a day; the same day again corrects it."""
    require(by, Permission.PLAN_WRITE, area.scope)
    if as_of > today:
        raise DateInFuture
    review, _made = MspReview.objects.update_or_create(
        area=area, as_of=as_of, defaults={"area_path": area.path, "note": note, "by_id": by.id}
    )
    for action, status in statuses.items():
        MspStatus.objects.update_or_create(
            review=review, action=action, defaults={"status": PackageStatus(status)}
        )
    for activity, priority in (priorities or {}).items():
        MspPriority.objects.update_or_create(
            review=review, activity=activity, defaults={"priority": Priority(priority)}
        )
    emit("package.reviewed", subject=review.pk, by=by, actions=len(statuses))
    return review


@transaction.atomic
def record_costing(
    *, by: Actor, title: str, area: Area, currency: str, scenarios: Iterable[str]
) -> Costing:
    """Begin a costing with its scenarios."""
    require(by, Permission.PLAN_WRITE, area.scope)
    costing = Costing.objects.create(
        title=title.strip(), area=area, area_path=area.path, currency=currency.upper()[:3],
        by_id=by.id,
    )  # fmt: skip
    for name in dict.fromkeys(s.strip() for s in scenarios):
        Scenario.objects.create(costing=costing, name=name)
    emit("costing.added", subject=costing.pk, by=by)
    return costing


@transaction.atomic
def copy_scenario(*, by: Actor, scenario: Scenario, name: str) -> Scenario:
    """Begin another scenario with what this one holds. Raises CodeTaken."""
    require(by, Permission.PLAN_WRITE, scenario.costing.scope)
    try:
        with transaction.atomic():
            kept = Scenario.objects.create(costing=scenario.costing, name=name.strip())
    except IntegrityError as error:
        raise CodeTaken from error
    for line in scenario.lines.order_by("created_at", "id"):
        add_cost_line(
            by=by, scenario=kept, activity=line.activity, ingredient=line.ingredient,
            quantity=line.quantity, rate=line.rate, periods=line.periods, coverage=line.coverage,
            description=line.description, unit=line.unit,
        )  # fmt: skip
    for target in scenario.targets.all():
        set_cost_target(
            by=by, scenario=kept, activity=target.activity, quantity=target.quantity,
            unit=target.unit,
        )  # fmt: skip
    emit("costing.scenario_copied", subject=scenario.costing_id, by=by)
    return kept


@transaction.atomic
def add_cost_line(
    *, by: Actor, scenario: Scenario, activity: MspActivity, ingredient: Ingredient | str,
    quantity: Decimal, rate: Decimal, periods: Decimal = Decimal(1),
    coverage: Decimal = Decimal(100), description: str = "", unit: str = "",
) -> CostLine:  # fmt: skip
    """Add an ingredient of an activity."""
    require(by, Permission.PLAN_WRITE, scenario.costing.scope)
    line = CostLine.objects.create(
        scenario=scenario, activity=activity, ingredient=ingredient, quantity=quantity, rate=rate,
        periods=periods, coverage=coverage, description=description.strip(), unit=unit.strip(),
    )  # fmt: skip
    emit("costing.line_added", subject=scenario.costing_id, by=by, ingredient=str(ingredient))
    return line


@transaction.atomic
def remove_cost_line(*, by: Actor, line: CostLine) -> None:
    """Take an ingredient out."""
    require(by, Permission.PLAN_WRITE, line.scenario.costing.scope)
    costing = line.scenario.costing_id
    line.delete()
    emit("costing.line_removed", subject=costing, by=by)


@transaction.atomic
def set_cost_target(
    *, by: Actor, scenario: Scenario, activity: MspActivity, quantity: Decimal, unit: str
) -> CostTarget:
    """Say how much of an activity a scenario means to give."""
    require(by, Permission.PLAN_WRITE, scenario.costing.scope)
    target, _made = CostTarget.objects.update_or_create(
        scenario=scenario, activity=activity, defaults={"quantity": quantity, "unit": unit.strip()}
    )
    emit("costing.target_set", subject=scenario.costing_id, by=by)
    return target

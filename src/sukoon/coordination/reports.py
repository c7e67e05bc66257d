"""What coordination hands out as tables and JSON: one row a commitment, said beside seen."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sukoon.coordination import pledge_files
from sukoon.coordination.models import Commitment, Costing, Plan
from sukoon.coordination.queries import package as packages
from sukoon.coordination.queries import plans as plan_queries
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.indicators import TrainedHere
from sukoon.coordination.queries.programmes import ProgrammeLine
from sukoon.coordination.queries.progress import seen
from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.rules.plans import is_late
from sukoon.coordination.words import Measure, ObjectiveState, PackageFinding
from sukoon.core.sheets import Column, Sheet, Value

BATCH = 500
WIDE = {"commitment": 60, "commitment_ur": 40, "pledging_entities": 32, "geography": 24}


def batches(found: QuerySet[Commitment]) -> Iterator[list[Commitment]]:
    """Yield commitments with their parts in the order of codes, a batch at a time."""
    ordered, after = (
        queries.with_parts(found).order_by("code", "pk"),
        None,
    )
    while True:
        page = ordered
        if after is not None:
            page = ordered.filter(Q(code__gt=after.code) | Q(code=after.code, pk__gt=after.pk))
        batch = list(islice(page[:BATCH], BATCH))
        if not batch:
            return
        yield batch
        after = batch[-1]


def pledge_rows(found: QuerySet[Commitment], *, today: date) -> Iterator[dict[str, object]]:
    """Yield what `sukoon report pledges --json` says of each commitment."""
    for batch in batches(found):
        computed = seen(batch)
        for c in batch:
            yield {
                "pledge": c.pledge.code,
                "commitment": c.code,
                "target": c.target_value,
                "unit": c.target_unit,
                "deadline": pledge_files.as_told(c.deadline_on, c.deadline_precision) or None,
                "state": c.stage,
                "self_reported": c.reported_value,
                "computed": computed.get(c.pk),
                "computed_from": None if c.measure == Measure.NONE else c.measure,
                "computed_on": today.isoformat() if c.pk in computed else None,
                "days_silent": rules.days_silent(queries.told_of(c), today=today),
                "synthetic": c.is_synthetic,
            }


def pledge_sheet(found: QuerySet[Commitment], *, today: date) -> Sheet:
    """Return commitments as a sheet that an import reads back, with how they stand beside."""
    headings = [*pledge_files.COLUMNS, *pledge_files.READ_ONLY]
    return Sheet(
        name="pledges",
        columns=[Column(h, WIDE.get(h, 14)) for h in headings],
        rows=_sheet_rows(found, today),
        notes=(
            _("Commitments as of %(day)s.") % {"day": today.isoformat()},
            _("Self-reported is what the signatory said; computed is what our records show."),
            _("Both stand side by side and are never added or averaged."),
            _("Change what you like and bring the file back; keep the pledge and the number."),
        ),
    )


def _sheet_rows(found: QuerySet[Commitment], today: date) -> Iterator[Sequence[Value]]:
    for batch in batches(found):
        computed = seen(batch)
        for c in batch:
            yield [
                *pledge_files.row_of(c),
                c.stage, c.reported_value, computed.get(c.pk),
                c.told_on.isoformat() if c.told_on else "",
                rules.days_silent(queries.told_of(c), today=today),
                str(queries.standing_of(c, today=today)),
            ]  # fmt: skip


def package_rows(found: packages.AreaPackage) -> list[dict[str, object]]:
    """Return what `sukoon report msp --json` says of each activity."""
    as_of = found.review.as_of.isoformat() if found.review else None
    return [
        {
            "pcode": found.area.pcode, "activity": s.activity.code, "title": s.activity.label_en,
            "section": s.activity.section_en, "core": str(s.core),
            "additional": str(s.additional), "actors": list(s.actors), "services": s.services,
            "gap": s.finding == PackageFinding.GAP, "finding": str(s.finding),
            "priority": str(s.priority), "as_of": as_of,
        }
        for s in found.lines
    ]  # fmt: skip


def package_sheet(found: packages.AreaPackage) -> Sheet:
    """Return the package of an area as a sheet."""
    headings = ("pcode", "activity", "title", "section", "core", "additional", "actors",
                "services", "finding", "priority", "as_of")  # fmt: skip
    rows = [
        ["|".join(r["actors"]) if h == "actors" else r[h] for h in headings]  # type: ignore[arg-type]
        for r in package_rows(found)
    ]
    columns = [Column(h, WIDE.get(h, 40 if h in {"title", "actors"} else 14)) for h in headings]
    return Sheet("package", columns, rows)  # type: ignore[arg-type]


def costing_sheet(costing: Costing) -> list[Sheet]:
    """Return unit cost x quantity by activity and area; a second sheet holds the ingredients."""
    heads = ("scenario", "pcode", "area", "activity", "title", "quantity", "unit", "unit_cost",
             "total", "currency")  # fmt: skip
    rows: list[Sequence[Value]] = []
    parts: list[Sequence[Value]] = []
    for scenario in costing.scenarios.all():
        titles = {x.activity.code: x.activity.label_en for x in scenario.lines.all()}
        titles |= {t.activity.code: t.activity.label_en for t in scenario.targets.all()}
        units = {t.activity.code: t.unit for t in scenario.targets.all()}
        rows += [
            [scenario.name, costing.area.pcode, costing.area.name_en, c.activity,
             titles[c.activity], _float(c.quantity), units.get(c.activity, ""),
             _float(c.unit_cost), float(c.total), costing.currency]
            for c in packages.costs_of(scenario)
        ]  # fmt: skip
        parts += [
            [scenario.name, x.activity.code, x.ingredient, x.description, x.unit,
             float(x.quantity), float(x.rate), float(x.periods), float(x.coverage)]
            for x in scenario.lines.all()
        ]  # fmt: skip
    ingredient = ("scenario", "activity", "ingredient", "description", "unit", "quantity", "rate",
                  "periods", "coverage_per_cent")  # fmt: skip
    return [
        Sheet("costs", [Column(h, 18) for h in heads], rows),
        Sheet("ingredients", [Column(h, 18) for h in ingredient], parts),
    ]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def plan_rows(found: Iterable[Plan], *, today: date) -> list[dict[str, object]]:
    """Return what `sukoon report plans --json` says of each plan."""
    return [_plan_row(p, today) for p in found]


def _plan_row(plan: Plan, today: date) -> dict[str, object]:
    objectives = list(plan.objectives.all())
    ahead = sorted(
        (m.due_on, m.title_en) for o in objectives for m in o.milestones.all() if not m.done_on
    )
    return {
        "plan": plan.title_en, "pcode": plan.area.pcode, "organisation": plan.organisation.name,
        "status": plan.status, "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(), "objectives": len(objectives),
        "done": sum(o.state == ObjectiveState.DONE for o in objectives),
        "late": sum(is_late(state=o.state, due_on=o.due_on, today=today) for o in objectives),
        "phases": {
            str(s.phase): {"objectives": s.objectives, "done": s.done, "late": s.late}
            for s in plan_queries.phases(plan, today=today)
        },
        "next_milestone": {"title": ahead[0][1], "due_on": ahead[0][0].isoformat()}
        if ahead else None,
        "budget": [
            {"head": head, "currency": currency, "planned": float(m.planned),
             "secured": float(m.secured), "spent": float(m.spent)}
            for currency, heads in plan_queries.money(list(plan.budget.all())).items()
            for head, m in heads.items()
        ],
    }  # fmt: skip


def trained_rows(found: Iterable[TrainedHere]) -> list[dict[str, object]]:
    """Return what `sukoon report trained --json` says: people by training, area and period."""
    return [
        {
            "training": t.training, "name": t.name, "pcode": t.pcode, "area": t.area,
            "from": t.first.isoformat(), "until": t.last.isoformat(), "people": t.people,
            "basis": "people", "synthetic": t.is_synthetic,
        }
        for t in found
    ]  # fmt: skip


def programme_rows(found: Iterable[ProgrammeLine]) -> list[dict[str, object]]:
    """Return what `sukoon report programmes --json` says; each basis of its reach apart."""
    return [
        {
            "intervention": x.use.intervention.code, "organisation": x.use.organisation.name,
            "pcode": x.use.area.pcode, "running": str(x.counts), "services": x.services,
            "told_on": x.use.told_on.isoformat() if x.use.told_on else None,
            "contacts": x.reach.contacts, "people_at_least": x.reach.people_at_least,
            "unsure_returns": x.reach.unsure,
            "as_of": x.reach.latest.isoformat() if x.reach.latest else None,
        }
        for x in found
    ]  # fmt: skip

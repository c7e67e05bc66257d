"""Pages of plans: by phase, as a picture of time and as a board; money; readiness; jurisdictions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.coordination.actions import plans as actions
from sukoon.coordination.forms.plans import (
    BudgetForm,
    MilestoneForm,
    ObjectiveForm,
    PlanForm,
    PolicyForm,
    PolicyMoveForm,
    ReadinessForm,
    initial_of_objective,
    initial_of_plan,
)
from sukoon.coordination.models import Objective, Plan
from sukoon.coordination.pictures import Span, gantt
from sukoon.coordination.queries import plans as queries
from sukoon.coordination.rules.plans import POLICY_FLOW, is_late, missing
from sukoon.coordination.views.groups import where
from sukoon.coordination.views.package import area_of
from sukoon.coordination.words import BudgetHead, ObjectiveState, Phase, PolicyState, Readiness
from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.ui.pages import actor, form_page
from sukoon.ui.tables import Cell, Column, Row, Table

MOST = 200


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return where((_("Plans"), reverse("coordination:plans")), *more)


@needs(Permission.PLAN_VIEW)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """List plans, with how each phase stands."""
    by, today = actor(request), clock.today()
    found = list(queries.shallow(by)[:MOST])
    stands = queries.phases_of(found, today=today)
    context = {
        "plans": [(p, stands[p.pk]) for p in found], "where": where(),
        "writes": holds(by, Permission.PLAN_WRITE),
    }  # fmt: skip
    return render(request, "coordination/plans.html", context)


@needs(Permission.PLAN_VIEW)
@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a plan: its time, its board, its phases and its money."""
    by, today = actor(request), clock.today()
    row = find(queries.plans(by), pk)
    objectives = list(row.objectives.all())
    late = {o.pk for o in objectives if is_late(state=o.state, due_on=o.due_on, today=today)}
    context = {
        "plan": row, "where": _steps(), "phases": queries.phases(row, today=today),
        "board": [(s, [(o, o.pk in late) for o in objectives if o.state == s]) for s in ObjectiveState],
        "by_phase": [(p, [(o, o.pk in late) for o in objectives if o.phase == p]) for p in Phase],
        "picture": _gantt(row, objectives), "money": _money(row),
        "late": len(late), "may_write": can(by, Permission.PLAN_WRITE, row.scope),
    }  # fmt: skip
    return render(request, "coordination/plan.html", context)


def _gantt(row: Plan, objectives: list[Objective]) -> object:
    spans = [
        Span(f"{o.number}. {o}", o.starts_on or row.starts_on, o.due_on,
             done=o.state == ObjectiveState.DONE,
             marks=[m.due_on for m in o.milestones.all()])
        for o in objectives if o.due_on
    ]  # fmt: skip
    if not spans:
        return None
    rtl = get_language() == "ur"
    return gantt(spans, first=row.starts_on, last=row.ends_on, today=clock.today(), rtl=rtl)


def _money(row: Plan) -> list[Table]:
    found = []
    for currency, heads in queries.money(list(row.budget.all())).items():
        columns = [Column(_("Head")), *(Column(label, numeric=True) for label in (
            _("Planned"), _("Secured"), _("Spent"), _("Not secured")))]  # fmt: skip
        lines = [
            Row([str(BudgetHead(h).label), m.planned, m.secured, m.spent, missing(m)])
            for h, m in heads.items()
        ]
        found.append(
            Table(_("Money by head, in %(currency)s") % {"currency": currency}, columns, lines)
        )
    donors = [
        Row([b.donor.shown_name if b.donor else _("not told"), str(b.get_head_display()), str(b.year),
             Cell(b.currency, code=True), b.planned, b.secured, b.spent])
        for b in row.budget.all()
    ]  # fmt: skip
    if donors:
        columns = [Column(_("Donor")), Column(_("Head")), Column(_("Year")), Column(_("Currency")),
                   *(Column(label, numeric=True) for label in (_("Planned"), _("Secured"), _("Spent")))]  # fmt: skip
        found.append(Table(_("Money by donor"), columns, donors))
    return found


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan with the objectives of the phases."""
    return _plan_form(request, None)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def plan_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a plan."""
    return _plan_form(request, find(queries.writable(actor(request)), pk))


def _plan_form(request: HttpRequest, row: Plan | None) -> HttpResponse:
    by = actor(request)
    form = PlanForm(request.POST or None, by=by, initial=initial_of_plan(row) if row else None)

    def save(told: dict[str, Any]) -> str:
        kept = actions.record_plan(by=by, plan=row, objectives=queries.template(), **told)
        return reverse("coordination:plan", args=[kept.pk])

    back = reverse("coordination:plan", args=[row.pk]) if row else reverse("coordination:plans")
    title = _("Change the plan") if row else _("Begin a plan")
    return form_page(request, form, save, title=title, back=back, where=_steps())


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def objective_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add an objective."""
    return _objective_form(request, find(queries.writable(actor(request)), pk), None)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def objective_change(request: HttpRequest, pk: UUID, objective: UUID) -> HttpResponse:
    """Change an objective, or say how far it is."""
    row = find(queries.writable(actor(request)), pk)
    return _objective_form(request, row, _objective(row, objective))


def _objective(row: Plan, pk: UUID) -> Objective:
    for found in row.objectives.all():
        if found.pk == pk:
            return found
    raise Http404


def _objective_form(request: HttpRequest, row: Plan, kept: Objective | None) -> HttpResponse:
    by = actor(request)
    form = ObjectiveForm(
        request.POST or None, by=by, initial=initial_of_objective(kept) if kept else None
    )

    def save(told: dict[str, Any]) -> None:
        actions.record_objective(by=by, plan=row, draft=form.draft(), objective=kept)

    title = _("Change the objective") if kept else _("Add an objective")
    return _part(request, row, form, save, title)


def _part(request: HttpRequest, row: Plan, form: Any, save: Any, title: str) -> HttpResponse:
    back = reverse("coordination:plan", args=[row.pk])
    return form_page(request, form, save, title=title, back=back, where=_steps((row.title, back)))


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: UUID, objective: UUID) -> HttpResponse:
    """Set a milestone of an objective."""
    by = actor(request)
    row = find(queries.writable(by), pk)
    kept = _objective(row, objective)
    form = MilestoneForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.record_milestone(by=by, objective=kept, today=clock.today(), **told)

    return _part(request, row, form, save, _("Set a milestone"))


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the money of a head, year and donor."""
    by = actor(request)
    row = find(queries.writable(by), pk)
    form = BudgetForm(request.POST or None, by=by, initial={"year": clock.today().year})

    def save(told: dict[str, Any]) -> None:
        actions.record_budget(by=by, plan=row, **told)

    return _part(request, row, form, save, _("Money of a head"))


@needs(Permission.PLAN_VIEW)
@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """Show where areas stand before going live."""
    by = actor(request)
    items = {i.code: i for i in queries.readiness_items()}
    found = []
    for check in queries.checks(by)[:MOST]:
        answers = {a.item: a.answer for a in check.answers.all()}
        open_ones = [
            i.label for c, i in items.items() if i.needed and answers.get(c) != Readiness.YES
        ]
        found.append((check, open_ones))
    context = {"checks": found, "where": where(), "writes": holds(by, Permission.PLAN_WRITE)}
    return render(request, "coordination/readiness.html", context)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def readiness_check(request: HttpRequest, pcode: str) -> HttpResponse:
    """Answer the list before an area goes live."""
    by, area = actor(request), area_of(pcode)
    if not can(by, Permission.PLAN_WRITE, area.scope):
        raise Http404
    last = queries.checks(by).filter(area=area).first()
    initial: dict[str, Any] = {"on": clock.today()}
    if last:
        initial |= {f"i_{a.item}": a.answer for a in last.answers.all()}
    form = ReadinessForm(request.POST or None, initial=initial)

    def save(told: dict[str, Any]) -> None:
        needed = [i.code for i in queries.readiness_items() if i.needed]
        actions.check_readiness(
            by=by, area=area, on=told["on"], today=clock.today(), answers=form.answers(),
            needed=needed, live_on=told["live_on"],
        )  # fmt: skip

    title = _("Ready to go live: %(area)s") % {"area": area.name}
    back = reverse("coordination:readiness")
    return form_page(request, form, save, title=title, back=back, where=where())


@needs(Permission.PLAN_VIEW)
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Show the register of jurisdictions: laws, policies, what waits for endorsement."""
    by = actor(request)
    mine = set(queries.writable_policies(by).values_list("pk", flat=True))
    found = [(p, p.pk in mine and bool(POLICY_FLOW.steps[PolicyState(p.state)]))
             for p in queries.policies(by)[:MOST]]  # fmt: skip
    context = {"policies": found, "where": where(), "writes": holds(by, Permission.PLAN_WRITE)}
    return render(request, "coordination/policies.html", context)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def policy_new(request: HttpRequest) -> HttpResponse:
    """Add to the register of jurisdictions."""
    by = actor(request)
    form = PolicyForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.record_policy(by=by, **told)

    back = reverse("coordination:policies")
    return form_page(request, form, save, title=_("Add to the register"), back=back, where=where())


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def policy_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of a law, a policy or an intervention to endorse."""
    by = actor(request)
    row = find(queries.writable_policies(by), pk)
    form = PolicyMoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_policy(by=by, policy=row, to=PolicyState(told["state"]), note=told["note"])

    back = reverse("coordination:policies")
    return form_page(request, form, save, title=str(row), back=back, where=where())

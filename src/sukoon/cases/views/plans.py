"""The plan, and deciding between two values of it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sukoon.cases import actions, queries
from sukoon.cases.actions.planning import GoalChange
from sukoon.cases.aliases import alias_shown
from sukoon.cases.forms import GoalFormSet
from sukoon.cases.models import Goal
from sukoon.cases.views.base import INVALID, actor, case_to_write, language
from sukoon.core import clock
from sukoon.core.http import needs
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem

FIELDS = ("text", "owner", "due_on", "status")


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the goals. What somebody else changed meanwhile is never overwritten unseen."""
    by = actor(request)
    case = case_to_write(by, pk)
    goals = list(case.goals.all())
    forms = GoalFormSet(request.POST or None, initial=[_initial(g) for g in goals])
    if request.method == "POST" and forms.is_valid():
        changes = [c for form in forms if (c := _change(form.cleaned_data)) is not None]
        try:
            done = actions.change_plan(by=by, case=case, changes=changes, happened_at=clock.now())
        except Problem as problem:
            forms.non_form_errors().append(str(problem))
        else:
            messages.success(request, _("The plan is kept."))
            n = len(done.conflicts)
            if n:
                messages.warning(request, ngettext(
                    "%(n)d value was changed by somebody else meanwhile. Decide between the two.",
                    "%(n)d values were changed by somebody else meanwhile. Decide between them.",
                    n) % {"n": n})  # fmt: skip
            return redirect("cases:case", case.pk)
    context = {
        "forms": forms, "case": case, "alias": alias_shown(case.alias, language()),
        "back_url": reverse("cases:case", args=[case.pk]),
    }  # fmt: skip
    wrong = forms.total_error_count() if request.method == "POST" else 0
    return render(request, "cases/plan.html", context, status=INVALID if wrong else 200)


def _initial(goal: Goal) -> dict[str, object]:
    told = {"text": goal.text, "owner": goal.owner, "due_on": goal.due_on, "status": goal.status}
    return {"goal_id": goal.pk, **told, **{f"base_{n}": v or "" for n, v in told.items()}}


def _change(told: dict[str, object]) -> GoalChange | None:
    """Return what one form changed; none where it was left as it was."""
    if not told or not (told.get("text") or told.get("goal_id")):
        return None
    wanted = {n: _plain(told.get(n)) for n in FIELDS}
    goal_id = told.get("goal_id")
    if not isinstance(goal_id, UUID):
        return GoalChange(new_id(), {n: v for n, v in wanted.items() if v})
    base = {n: told.get(f"base_{n}") or None for n in FIELDS}
    changed = {n: v for n, v in wanted.items() if v != base[n] and (v or n == "due_on")}
    return GoalChange(goal_id, changed, {n: base[n] for n in changed}) if changed else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value or None


@needs(Permission.CASE_WRITE)
@require_POST
def conflict(request: HttpRequest, pk: UUID, conflict: UUID) -> HttpResponse:
    """Take one of two values."""
    by = actor(request)
    case = case_to_write(by, pk)
    found = next((c for c in queries.open_conflicts(by, case) if c.pk == conflict), None)
    if found is None:
        raise Http404
    actions.resolve_conflict(by=by, conflict=found,
                             take_proposed=request.POST.get("take") == "proposed")  # fmt: skip
    messages.success(request, _("Decided. The other value stays readable."))
    return redirect("cases:case", case.pk)

"""The case page, opening, moving, closing, giving away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sukoon.cases import actions, queries
from sukoon.cases.aliases import alias_shown
from sukoon.cases.fields import field_set
from sukoon.cases.forms import SAID, AssignForm, CloseForm, LinkForm, MoveForm, OpenForm, ReopenForm
from sukoon.cases.models import Case
from sukoon.cases.panes import facts, next_things, score_chips, who_sees
from sukoon.cases.problems import EntryWrong
from sukoon.cases.queries.timeline import MOST
from sukoon.cases.views.base import (
    INVALID,
    actor,
    case_to_see,
    case_to_write,
    language,
    team_choices,
)
from sukoon.cases.views.worklists import assignable, warn_of_caseload
from sukoon.cases.words import ADDABLE, CaseStatus, ClosureReason, EntryKind, LinkKind
from sukoon.core import clock
from sukoon.core.access import can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import queries as people
from sukoon.people.words import Purpose
from sukoon.risk import queries as risks
from sukoon.ui.panels import panels

FIRST = 30


@needs(Permission.CASE_VIEW)
@require_http_methods(["GET"])
def case_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a case: risk first, then scores, plan and what happened. Each look is recorded."""
    by, now = actor(request), clock.now()
    case = case_to_see(by, pk)
    actions.note_read(by=by, case=case)
    actions.mark_seen(by=by, case=case)
    writes = can(by, Permission.CASE_WRITE, case.scope)
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in EntryKind.values else ()
    most = MOST if request.GET.get("all") or kinds else FIRST
    shown = queries.timeline(by, case, language=language(), kinds=kinds, most=most)
    context = {
        "case": case, "alias": alias_shown(case.alias, language()), "facts": facts(by, case, now),
        "entries": shown, "entry_count": queries.count(by, case, kinds=kinds), "kind": kind,
        "kinds": EntryKind.choices, "chips": score_chips(by, case),
        "goals": list(case.goals.all()), "next": next_things(case, now),
        "conflicts": list(queries.open_conflicts(by, case)), "who": who_sees(by, case),
        "writes": writes, "assigns": can(by, Permission.CASE_ASSIGN, case.scope),
        "sees_person": people.visible(by).filter(pk=case.person_id).exists(),
        "addable": [(k, k.label) for k in ADDABLE] if writes and case.is_open else [],
        "numbers": risks.emergency_numbers(case.area_path),
        "panels": panels("cases:case", request, case),
    }  # fmt: skip
    return render(request, "cases/case.html", context)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open a case for a person the actor sees."""
    by, now = actor(request), clock.now()
    whose = find(people.visible(by), person)
    consented = people.consent_for(whose.pk, Purpose.CARE, now=now) is not None
    teams = team_choices(by)
    form = OpenForm(request.POST or None, teams=teams, consented=consented)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            case = actions.open_case(
                by=by, person=whose, tier=told["tier"], opened_at=told["happened_at"],
                org_id=told["org_id"], without_consent=told.get("without_consent", ""),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The case is open. Record what brought the person."))
            return redirect("cases:case", case.pk)
    context = {
        "form": form, "title": _("Open a case"), "button": _("Open the case"),
        "back_url": reverse("cases:worklist"), "note": "" if consented else
        _("No consent to care is recorded for this person. Record it first where you can."),
    }  # fmt: skip
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = INVALID if context["form"].errors else 200
    return render(request, "cases/form.html", context, status=status)


def _step(
    request: HttpRequest, case: Case, form: Any, save: Callable[[dict[str, Any]], object], *,
    title: str, button: str, done: str,
) -> HttpResponse:  # fmt: skip
    """Show a form about a case; do the action with what was typed, or say what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except EntryWrong as problem:
            for field, wrong in problem.wrong.items():
                form.add_error(field if field in form.fields else None, SAID[wrong])
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect("cases:case", case.pk)
    return _page(request, {
        "form": form, "title": title, "button": button, "case": case,
        "alias": alias_shown(case.alias, language()),
        "back_url": reverse("cases:case", args=[case.pk]),
    })  # fmt: skip


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a case to another status or tier."""
    by = actor(request)
    case = case_to_write(by, pk)
    if not case.is_open:
        raise Http404
    form = MoveForm(request.POST or None, now=CaseStatus(case.status))
    return _step(
        request, case, form,
        lambda told: actions.move(by=by, case=case, status=CaseStatus(told["status"]),
                                  happened_at=told["happened_at"], why=told["why"],
                                  tier=told["tier"]),
        title=_("Move the case"), button=_("Move"), done=_("The case was moved."),
    )  # fmt: skip


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a case, after saying why and how the person is."""
    by = actor(request)
    case = case_to_write(by, pk)
    fields = field_set(EntryKind.CLOSURE)
    if not case.is_open or fields is None:
        raise Http404
    form = CloseForm(request.POST or None, fields=fields)
    return _step(
        request, case, form,
        lambda told: actions.close_case(by=by, case=case, reason=ClosureReason(told["reason"]),
                                        values=told["values"], happened_at=told["happened_at"]),
        title=_("Close the case"), button=_("Close the case"),
        done=_("The case is closed. It can be reopened."),
    )  # fmt: skip


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again."""
    by = actor(request)
    case = case_to_write(by, pk)
    if case.is_open:
        raise Http404
    form = ReopenForm(request.POST or None)
    return _step(
        request, case, form,
        lambda told: actions.reopen_case(by=by, case=case, happened_at=told["happened_at"],
                                         why=told["why"]),
        title=_("Reopen the case"), button=_("Reopen"), done=_("The case is open again."),
    )  # fmt: skip


@needs(Permission.CASE_ASSIGN)
@require_http_methods(["GET", "POST"])
def case_assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a case to somebody the actor may give it to."""
    by = actor(request)
    case = case_to_write(by, pk, Permission.CASE_ASSIGN)
    form = AssignForm(request.POST or None, people=assignable(by))

    def save(told: dict[str, Any]) -> None:
        account, team = form.target()
        actions.assign(by=by, case=case, owner_id=account, org_id=team, why=told["why"])
        warn_of_caseload(request, account)

    return _step(request, case, form, save, title=_("Give the case to somebody"),
                 button=_("Give"), done=_("The case was given."))  # fmt: skip


@needs(Permission.CASE_ASSIGN)
@require_http_methods(["GET", "POST"])
def case_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give somebody a care relationship to a case beside the lead."""
    by = actor(request)
    case = case_to_write(by, pk, Permission.CASE_ASSIGN)
    people_there = [(value.partition("~")[0], name) for value, name in assignable(by)]
    form = LinkForm(request.POST or None, people=list(dict(people_there).items()))
    return _step(
        request, case, form,
        lambda told: actions.link(by=by, case=case, account_id=UUID(told["to"]),
                                  kind=LinkKind(told["kind"])),
        title=_("Who else works on this case"), button=_("Add"), done=_("They see the case now."),
    )  # fmt: skip


@needs(Permission.CASE_ASSIGN)
@require_POST
def link_end(request: HttpRequest, pk: UUID, link: UUID) -> HttpResponse:
    """End a care relationship."""
    by = actor(request)
    case = case_to_write(by, pk, Permission.CASE_ASSIGN)
    found = next((one for one in case.links.all() if one.pk == link), None)
    if found is None:
        raise Http404
    actions.end_link(by=by, link=found)
    messages.success(request, _("They do not see the case any more."))
    return redirect("cases:case", case.pk)

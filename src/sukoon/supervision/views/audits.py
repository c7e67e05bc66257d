"""Audits of notes: a sample that can be explained, a checklist for each entry."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.cases import queries as cases
from sukoon.cases.queries.timeline import lines
from sukoon.core import clock
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.supervision import actions, queries
from sukoon.supervision.definitions import book
from sukoon.supervision.forms import CheckForm, SampleForm
from sukoon.supervision.rows import language, left, named
from sukoon.supervision.views.base import INVALID, actor, led_teams, page
from sukoon.workforce import queries as workforce

MOST = 100


@needs(Permission.SUPERVISION_LEAD)
@require_GET
def audits(request: HttpRequest) -> HttpResponse:
    """Show entries that wait to be looked at, and how the samples were drawn."""
    by, now = actor(request), clock.now()
    waiting = list(queries.checks(by, done=False)[:MOST])
    done = list(queries.checks(by, done=True).order_by("-done_at")[:MOST])
    names = named(c.worker_id for c in (*waiting, *done))
    lists = book().checklists

    def told(check: object) -> dict[str, object]:
        code, worker = getattr(check, "checklist", ""), getattr(check, "worker_id", None)
        when, late = left(getattr(check, "due_at", None), now)
        return {
            "check": check, "who": names.get(worker, "") if worker else "", "left": when, "late": late,
            "list": lists[code].name.label(language()) if code in lists else code,
        }  # fmt: skip

    return render(request, "supervision/audits.html", page(
        request, "audits", waiting=[told(c) for c in waiting], done=[told(c) for c in done],
        samples=list(queries.samples(by)[:10]),
    ))  # fmt: skip


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def sample_new(request: HttpRequest) -> HttpResponse:
    """Draw a sample of a team's entries."""
    by = actor(request)
    teams = workforce.team_names(led_teams(by))
    if not teams:
        raise Http404
    form = SampleForm(
        request.POST or None, teams=list(teams.items()),
        initial={"share": book().limits["sample_share"], "until_on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.draw_sample(
                by=by, org_id=UUID(told["team"]), from_on=told["from_on"],
                until_on=told["until_on"], share=told["share"] or 0,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("%(size)s of %(of)s entries were drawn.")
                             % {"size": made.size, "of": made.of_count})  # fmt: skip
            return redirect("supervision:audits")
    return render(request, "supervision/text.html", page(
        request, "audits", form=form, title=_("Draw a sample"), button=_("Draw it"),
        lead=_("Chance chooses, with a seed that is kept: whoever has the same entries draws the same ones."),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at one entry with its checklist."""
    by = actor(request)
    found = find(queries.checks(by), pk)
    told = book().checklists.get(found.checklist)
    points = told.points if told else ()
    entry = cases.entry_of(by, found.entry_id)
    form = CheckForm(request.POST or None, points=points, initial={
        **{f"point_{m.point}": m.value for m in found.marks.all()}, "remark": str(found.remark),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_note(by=by, check=found, marks=form.marks(),
                               remark=form.cleaned_data["remark"])  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("supervision:audits")
    return render(request, "supervision/check.html", page(
        request, "audits", form=form, found=found, entry=entry,
        lines=lines(entry, language()) if entry else [], who=named([found.worker_id]).get(found.worker_id),
        title=told.name.label(language()) if told else found.checklist,
    ), status=INVALID if form.errors else 200)  # fmt: skip

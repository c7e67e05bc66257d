"""Sessions: planned, logged, cancelled; and the action points of them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core.access import Actor, Scope, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.supervision import actions, queries, showing
from sukoon.supervision.definitions import book
from sukoon.supervision.forms import LogForm, SessionForm
from sukoon.supervision.models import Session
from sukoon.supervision.rows import language, named
from sukoon.supervision.views.base import INVALID, actor, led_teams, page, team_people
from sukoon.supervision.words import SessionKind, SessionStatus


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """List sessions one holds, is invited to or leads, the latest first."""
    by = actor(request)
    found, cursor = queries.sessions_page(by, after=request.GET.get("cursor", ""))
    names = named(s.supervisor_id for s in found)
    rows = [
        {"session": s, "who": names.get(s.supervisor_id, ""), "invited": len(s.seats.all()),
         "late": s.status == SessionStatus.MISSED}
        for s in found
    ]  # fmt: skip
    ratios = queries.ratios(by)
    people = named(r.supervisor_id for r in ratios)
    return render(request, "supervision/sessions.html", page(
        request, "sessions", rows=rows, next=cursor, leads=holds(by, Permission.SUPERVISION_LEAD),
        ratios=[(people.get(r.supervisor_id, ""), r) for r in ratios],
        most=book().limits["ratio_individual"],
    ))  # fmt: skip


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    """Plan a session of a team one leads."""
    by = actor(request)
    teams = led_teams(by)
    if not teams:
        raise Http404
    people = [(pk, name) for pk, name in team_people(by) if pk != by.id]
    form = SessionForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_session(
                by=by, supervisor_id=by.id, org_id=teams[0], minutes=form.cleaned_data["minutes"],
                kind=SessionKind(form.cleaned_data["kind"]), planned_at=form.planned_at(),
                invited=[UUID(pk) for pk in form.cleaned_data["invited"]],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Planned. Who is invited sees it."))
            return redirect("supervision:session", made.pk)
    return render(request, "supervision/text.html", page(
        request, "sessions", form=form, title=_("Plan a session"), button=_("Plan it"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


def _may_log(by: Actor, session: Session) -> bool:
    leads = can(by, Permission.SUPERVISION_LEAD, Scope(org_id=session.org_id))
    open_still = session.status in {SessionStatus.PLANNED, SessionStatus.MISSED}
    return open_still and (by.id == session.supervisor_id or leads)


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a session: who came, what was talked over, what is to be done."""
    by = actor(request)
    found = find(queries.sessions(by), pk)
    seats, points = list(found.seats.all()), list(found.points.all())
    names = named(
        [found.supervisor_id, *(s.account_id for s in seats), *(p.owner_id for p in points)]
    )
    record = showing.recorded(book().session, found.record, language())
    return render(request, "supervision/session.html", page(
        request, "sessions", found=found, supervisor=names.get(found.supervisor_id, ""),
        seats=[(names.get(s.account_id, ""), s) for s in seats], record=record,
        points=[(names.get(p.owner_id, ""), p, by.id in {p.owner_id, found.supervisor_id})
                for p in points],
        may_log=_may_log(by, found),
    ))  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def session_log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log a session that was held."""
    by = actor(request)
    found = find(queries.sessions(by), pk)
    if not _may_log(by, found):
        raise Http404
    ids = [found.supervisor_id, *(s.account_id for s in found.seats.all())]
    names = named(ids)
    people = [(pk_, names.get(pk_, "")) for pk_ in ids]
    form = LogForm(
        request.POST or None, people=people, initial={"held_minutes": found.planned_minutes}
    )
    form.fields.pop(f"came_{found.supervisor_id}", None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.log_session(by=by, session=found, log=form.log(found.supervisor_id))
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Logged."))
            return redirect("supervision:session", found.pk)
    return render(request, "supervision/text.html", page(
        request, "sessions", form=form, title=_("Log the session"), button=_("Log it"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_POST
def session_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a session."""
    by = actor(request)
    found = find(queries.sessions(by), pk)
    try:
        actions.cancel_session(by=by, session=found)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("supervision:session", found.pk)


@needs(Permission.SUPERVISION_VIEW)
@require_POST
def point_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that an action point is done."""
    by = actor(request)
    point = find(queries.all_points(by), pk)
    try:
        actions.finish_point(by=by, point=point)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("supervision:session", point.session_id)

"""Pages of a meeting: run it, write it up, send what follows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.coordination.actions import files as file_actions
from sukoon.coordination.actions import meetings as actions
from sukoon.coordination.actions.meetings import Said
from sukoon.coordination.forms.groups import (
    ActionPointForm,
    AttendanceForm,
    DecisionForm,
    DocumentForm,
    MeetingForm,
    MinutesForm,
    MoveForm,
    StatementForm,
    initial_of_attendance,
    initial_of_meeting,
)
from sukoon.coordination.models import Meeting
from sukoon.coordination.printing import minutes_pdf
from sukoon.coordination.queries import groups as queries
from sukoon.coordination.rules.groups import MEETING_FLOW, attended, is_late
from sukoon.coordination.views.groups import where
from sukoon.coordination.words import ActionState, MeetingStatus
from sukoon.core import clock
from sukoon.core.access import can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.ui.pages import actor, document_file, form_page, next_url, on_disk, pdf_file

ON_A_PAGE = 50


def _steps(meeting: Meeting) -> list[dict[str, str]]:
    group = reverse("coordination:group", args=[meeting.group_id])
    here = reverse("coordination:meeting", args=[meeting.pk])
    return where((meeting.group.name, group), (meeting.title, here))


@needs(Permission.MEETING_VIEW)
@require_GET
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a meeting: who was there, what was said and decided, what follows."""
    by, today = actor(request), clock.today()
    row = find(queries.details(by), pk)
    movable = set(queries.movable_points(by).filter(meeting=row).values_list("pk", flat=True))
    seats = list(row.attendance.all())
    statements = list(row.statements.all())
    context = {
        "meeting": row, "where": _steps(row)[:-1], "seats": seats, "statements": statements,
        "attended": attended(s.presence for s in seats),
        "silent": sum(s.without_comment for s in statements),
        "minutes": _newest(row), "movable": movable,
        "points": [(p, is_late(state=p.state, due_on=p.due_on, today=today))
                   for p in row.action_points.all()],
        "may_write": can(by, Permission.MEETING_WRITE, row.scope)
        and row.status in {MeetingStatus.PLANNED, MeetingStatus.HELD},
        "moves": [MeetingStatus(s) for s in MeetingStatus
                  if s in MEETING_FLOW.steps[MeetingStatus(row.status)]],
        "keeps": can(by, Permission.MEETING_WRITE, row.scope),
    }  # fmt: skip
    return render(request, "coordination/meeting.html", context)


def _newest(row: Meeting) -> list[Any]:
    found: dict[str, Any] = {}
    for minutes in row.minutes.all():
        found.setdefault(minutes.language, minutes)
    return list(found.values())


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan a meeting of a group."""
    by = actor(request)
    group = find(queries.writable_groups(by), pk)
    form = MeetingForm(request.POST or None)

    def save(told: dict[str, Any]) -> str:
        kept = actions.record_meeting(by=by, group=group, **told)
        return reverse("coordination:meeting", args=[kept.pk])

    back = reverse("coordination:group", args=[group.pk])
    return form_page(request, form, save, title=_("Plan a meeting"), back=back,
                     where=where((group.name, back)))  # fmt: skip


def _part(
    request: HttpRequest, pk: UUID, form: Any, save: Any, *, title: str, row: Meeting
) -> HttpResponse:
    back = reverse("coordination:meeting", args=[pk])
    return form_page(request, form, save, title=title, back=back, where=_steps(row))


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def meeting_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the day, the place or the agenda of a meeting."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    form = MeetingForm(request.POST or None, initial=initial_of_meeting(row))

    def save(told: dict[str, Any]) -> None:
        actions.record_meeting(by=by, group=row.group, meeting=row, source=row.source, **told)

    return _part(request, pk, form, save, title=_("Change the meeting"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the list of participants."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    seats = list(row.attendance.select_related("organisation"))
    form = AttendanceForm(request.POST or None, by=by, initial=initial_of_attendance(seats))

    def save(told: dict[str, Any]) -> None:
        actions.record_attendance(by=by, meeting=row, seats=told["seats"])

    return _part(request, pk, form, save, title=_("Who took part"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what a stakeholder said."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    form = StatementForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.add_statement(by=by, meeting=row, said=Said(**told))

    return _part(request, pk, form, save, title=_("Add a statement"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a decision."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    form = DecisionForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.decide(by=by, meeting=row, **told)

    return _part(request, pk, form, save, title=_("Add a decision"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def action_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what an organisation took on."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    form = ActionPointForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.add_action_point(by=by, meeting=row, **told)

    return _part(request, pk, form, save, title=_("Add an action point"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the minutes in one language."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    language = request.GET.get("language", get_language() or "en")[:10]
    last = row.minutes.filter(language=language).order_by("-version").first()
    initial = {"language": language, "body": last.body if last else ""}
    form = MinutesForm(request.POST or None, initial=initial)

    def save(told: dict[str, Any]) -> None:
        actions.write_minutes(by=by, meeting=row, **told)

    return _part(request, pk, form, save, title=_("Write the minutes"), row=row)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def document_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lay a paper beside a meeting."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def save(told: dict[str, Any]) -> None:
        common: dict[str, Any] = {
            "by": by, "permission": Permission.MEETING_WRITE, "title": told["title"],
            "org_id": None, "area_path": row.area_path,
        }  # fmt: skip
        if told["link"]:
            kept = file_actions.keep_document(link=told["link"], **common)
        else:
            with on_disk(told["file"]) as path:
                name = told["file"].name
                kept = file_actions.keep_document(path=path, file_name=name, **common)
        actions.attach(by=by, meeting=row, document=kept)

    return _part(request, pk, form, save, title=_("Add a document"), row=row)


@needs(Permission.MEETING_VIEW)
@require_GET
def document(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponseBase:
    """Send a paper of a meeting."""
    row = find(queries.details(actor(request)), pk)
    for laid in row.documents.all():
        if laid.document_id == paper:
            return document_file(laid.document)
    raise Http404


@needs(Permission.MEETING_VIEW)
@require_GET
def minutes_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the minutes as a printed page, in English or Urdu."""
    row = find(queries.details(actor(request)), pk)
    language = "ur" if request.GET.get("language", get_language()) == "ur" else "en"
    return pdf_file(minutes_pdf(row, language=language, now=clock.now()), f"minutes-{language}")


@needs(Permission.MEETING_WRITE)
@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a meeting was held, is agreed, or is cancelled."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    to = request.POST.get("to", "")
    if to in MeetingStatus.values:
        try:
            actions.move_meeting(by=by, meeting=row, to=MeetingStatus(to), today=clock.today())
            messages.success(request, _("Saved."))
        except Problem as problem:
            messages.error(request, str(problem))
    return redirect("coordination:meeting", row.pk)


@needs(Permission.MEETING_WRITE)
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the action points to their owners."""
    by = actor(request)
    row = find(queries.writable_meetings(by), pk)
    try:
        n = actions.send_action_points(by=by, meeting=row)
        said = _("%(n)d action points are on their way. Owners without an address see them here.")
        messages.success(request, said % {"n": n})
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("coordination:meeting", row.pk)


@needs(Permission.MEETING_VIEW)
@require_GET
def action_points(request: HttpRequest) -> HttpResponse:
    """List action points, the earliest due first."""
    by, today = actor(request), clock.today()
    state = request.GET.get("state", "live")
    found = queries.action_points(by)
    if state in ActionState.values:
        found = found.filter(state=state)
    elif state == "live":
        found = found.filter(state__in=[ActionState.OPEN, ActionState.IN_PROGRESS])
    first = int(request.GET.get("cursor", "0")) if request.GET.get("cursor", "0").isdecimal() else 0
    first = min(first, 100_000)
    rows = list(found[first : first + ON_A_PAGE + 1])
    movable = set(queries.movable_points(by).filter(pk__in=[p.pk for p in rows]).values_list("pk", flat=True))  # fmt: skip
    context = {
        "points": [(p, is_late(state=p.state, due_on=p.due_on, today=today), p.pk in movable)
                   for p in rows[:ON_A_PAGE]],
        "where": where(), "state": state, "states": ActionState.choices,
        "next_url": next_url(request, str(first + ON_A_PAGE)) if len(rows) > ON_A_PAGE else "",
    }  # fmt: skip
    return render(request, "coordination/action_points.html", context)


@needs(Permission.PLEDGE_UPDATE)
@require_http_methods(["GET", "POST"])
def action_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far an action point is."""
    by = actor(request)
    row = find(queries.movable_points(by), pk)
    form = MoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_action_point(
            by=by, point=row, to=ActionState(told["state"]), note=told["note"]
        )

    back = reverse("coordination:action_points")
    return form_page(request, form, save, title=_("Say how far it is"), back=back, where=where(),
                     lead=str(row))  # fmt: skip

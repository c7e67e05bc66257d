"""Pages of groups: what waits, members, requests, the calendar."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.accounts.queries import owner as account_actor
from sukoon.coordination import calendars
from sukoon.coordination.actions import groups as actions
from sukoon.coordination.forms.groups import (
    AnswerForm,
    AskForm,
    GroupForm,
    MemberForm,
    initial_of_group,
)
from sukoon.coordination.models import Group
from sukoon.coordination.queries import groups as queries
from sukoon.coordination.queries import pledges as pledge_queries
from sukoon.coordination.rules.groups import is_late
from sukoon.core import clock
from sukoon.core.access import Actor, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.ui.pages import actor, attached, form_page

MOST_WAITING = 10
MOST_MEETINGS = 200


def where(*more: tuple[str, str]) -> list[dict[str, str]]:
    steps = [(_("Coordination"), reverse("coordination:home")), *more]
    return [{"label": label, "url": url} for label, url in steps]


@needs(Permission.PLEDGE_VIEW)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits: late commitments, open action points, input not given, the next meeting."""
    by, today = actor(request), clock.today()
    points = queries.open_points(by, most=MOST_WAITING)
    context = {
        "quiet": [(c, pledge_queries.standing_of(c, today=today), (today - (c.told_on or c.known_since)).days)
                  for c in pledge_queries.quietest(by, today=today, most=MOST_WAITING)],
        "points": [(p, is_late(state=p.state, due_on=p.due_on, today=today)) for p in points],
        "unanswered": queries.unanswered(by, most=MOST_WAITING),
        "next_meeting": queries.next_meeting(by, today=today),
        "sees": {p.name: holds(by, p) for p in Permission},
    }  # fmt: skip
    return render(request, "coordination/home.html", context)


@needs(Permission.MEETING_VIEW)
@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """List the groups one may see."""
    by = actor(request)
    context = {
        "groups": list(queries.groups(by)[:MOST_MEETINGS]), "where": where(),
        "writes": holds(by, Permission.MEETING_WRITE),
    }  # fmt: skip
    return render(request, "coordination/groups.html", context)


@needs(Permission.MEETING_VIEW)
@require_GET
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a group: members, meetings, who was asked and has not answered."""
    by, today = actor(request), clock.today()
    row = find(queries.groups(by), pk)
    signed = calendars.signed(by.id, row.pk)
    mine = set(queries.answerable(by).filter(request__group=row).values_list("pk", flat=True))
    context = {
        "group": row, "where": where((_("Groups"), reverse("coordination:groups"))),
        "members": queries.members(row), "today": today,
        "meetings": list(queries.meetings(by).filter(group=row)[:MOST_MEETINGS]),
        "requests": list(queries.requests(by).filter(group=row)[:MOST_WAITING]),
        "answerable": mine, "may_write": can(by, Permission.MEETING_WRITE, row.scope),
        "feed": request.build_absolute_uri(reverse("coordination:calendar_feed", args=[signed])),
    }  # fmt: skip
    return render(request, "coordination/group.html", context)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """Add a group."""
    return _group_form(request, None)


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def group_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a group."""
    return _group_form(request, find(queries.writable_groups(actor(request)), pk))


def _group_form(request: HttpRequest, row: Group | None) -> HttpResponse:
    by = actor(request)
    form = GroupForm(request.POST or None, by=by, initial=initial_of_group(row) if row else None)

    def save(told: dict[str, Any]) -> str:
        kept = actions.record_group(by=by, group=row, **told)
        return reverse("coordination:group", args=[kept.pk])

    back = reverse("coordination:group", args=[row.pk]) if row else reverse("coordination:groups")
    title = _("Change the group") if row else _("Add a group")
    return form_page(request, form, save, title=title, back=back, where=where())


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a member to a group, or change or end its membership."""
    by = actor(request)
    row = find(queries.writable_groups(by), pk)
    form = MemberForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.record_member(by=by, group=row, **told)

    back = reverse("coordination:group", args=[row.pk])
    return form_page(request, form, save, title=_("Add or change a member"), back=back,
                     where=where((row.name, back)))  # fmt: skip


@needs(Permission.MEETING_WRITE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask members for something."""
    by = actor(request)
    row = find(queries.writable_groups(by), pk)
    form = AskForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.ask_for_input(by=by, group=row, asked_on=clock.today(), **told)

    back = reverse("coordination:group", args=[row.pk])
    return form_page(
        request, form, save, title=_("Ask for input"), back=back, where=where((row.name, back)),
        button=_("Ask them"), done=_("Asked. Whoever has not answered stands on the group's page."),
    )  # fmt: skip


@needs(Permission.PLEDGE_UPDATE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give what was asked for, or note that it came."""
    by = actor(request)
    row = find(queries.answerable(by), pk)
    form = AnswerForm(request.POST or None, initial={"answer": row.answer})

    def save(told: dict[str, Any]) -> None:
        today = clock.today()
        actions.answer_input(
            by=by, asked=row, answer=told["answer"], answered_on=today, today=today
        )

    seen = queries.groups(by).filter(pk=row.request.group_id).exists()
    back = reverse("coordination:group", args=[row.request.group_id]) if seen else reverse("coordination:home")  # fmt: skip
    return form_page(
        request, form, save, title=str(row.request), back=back, where=where(),
        lead=row.organisation.shown_name, button=_("Send the answer"),
    )  # fmt: skip


@needs(Permission.MEETING_VIEW)
@require_GET
def calendar(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send a group's meetings as a calendar file."""
    by = actor(request)
    return _calendar(by, find(queries.groups(by), pk))


@needs(Permission.MAP_VIEW)
@require_GET
def calendar_feed(request: HttpRequest, signed: str) -> HttpResponseBase:
    """Send a group's meetings to a calendar program, as far as whoever asked for the address sees."""
    told = calendars.unsigned(signed)
    account = account_actor(told[0], now=clock.now()) if told else None
    if told is None or account is None:
        raise Http404
    return _calendar(account[0], find(queries.groups(account[0]), told[1]))


def _calendar(by: Actor, row: Group) -> HttpResponseBase:
    meetings = queries.meetings(by).filter(group=row)[:MOST_MEETINGS]
    text = calendars.calendar(row.name, meetings, now=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    return attached(response, f"{row.code}.ics")

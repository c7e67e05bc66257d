"""Workers and their supervision: the record of one, who is silent, who is supervised by whom, who is away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import Actor, Scope, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.supervision import actions, queries, showing
from sukoon.supervision.definitions import book
from sukoon.supervision.forms import AwayForm, LevelForm, QuietForm, StandingForm
from sukoon.supervision.models import Standing, Trainee
from sukoon.supervision.rows import language, left, named
from sukoon.supervision.rules import ALARMS
from sukoon.supervision.views.base import INVALID, actor, led_teams, page, team_people
from sukoon.supervision.words import Observed, QuietReason


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def workers(request: HttpRequest) -> HttpResponse:
    """List workers in reach, who supervises them, and who has fallen silent."""
    by, today = actor(request), clock.today()
    found = queries.workers(by)
    silent = queries.quiet(by, today=today)
    standing = {s.trainee_id: s for s in queries.standings(by)}
    absences = queries.absences(by, today=today)
    names = named([
        *(t.account_id for t in found), *(t.account_id for t in silent),
        *(s.supervisor_id for s in standing.values()), *(s.trainee_id for s in standing.values()),
        *(a.account_id for a in absences), *(a.cover_id for a in absences),
    ])  # fmt: skip

    def name(pk: UUID | None) -> str:
        return names.get(pk, "") if pk else ""

    return render(request, "supervision/workers.html", page(
        request, "workers", leads=bool(led_teams(by)), answers=holds(by, Permission.SUPERVISION_ANSWER),
        workers=[(name(t.account_id) or t.code, t) for t in found],
        quiet=[(name(t.account_id) or t.code, t, (today - t.silent_since).days if t.silent_since else 0)
               for t in silent],
        standings=[(name(s.trainee_id), name(s.supervisor_id), s, _ends(by, s)) for s in standing.values()],
        absences=[(name(a.account_id), name(a.cover_id), a) for a in absences],
    ))  # fmt: skip


def _ends(by: Actor, standing: Standing) -> bool:
    """Say whether the actor may end a standing supervision."""
    leads = can(by, Permission.SUPERVISION_LEAD, Scope(org_id=standing.org_id))
    return leads or by.id == standing.supervisor_id


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def worker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a worker's supervision record over time."""
    by = actor(request)
    found = find(queries.trainees(by), pk)
    record = queries.record_of(by, found)
    if record is None:
        raise Http404
    ids = [found.account_id, *(r.rater_id for r in record.levels)]
    if record.standing:
        ids.append(record.standing.supervisor_id)
    names = named(ids)
    competences = book().competences
    levels = [
        (competences[r.competence].label(language()) if r.competence in competences else r.competence,
         r, names.get(r.rater_id, ""))
        for r in record.levels
    ]  # fmt: skip
    own = found.account_id == by.id
    return render(request, "supervision/worker.html", page(
        request, "workers", record=record, levels=levels, trainee=found, own=own,
        name=names.get(found.account_id, found.code) if found.account_id else found.code,
        supervisor=names.get(record.standing.supervisor_id, "") if record.standing else "",
        contract=showing.recorded(book().contract, record.standing.contract, language())
        if record.standing else [],
        rates=_leads(request, found) and not own, explains=own or _leads(request, found),
        form=QuietForm(initial={"reason": found.quiet_reason}),
        harmful=bool(found.account_id and queries.harmful(found.account_id)),
    ))  # fmt: skip


def _leads(request: HttpRequest, found: Trainee) -> bool:
    return can(actor(request), Permission.SUPERVISION_LEAD, Scope(org_id=found.org_id))


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def worker_rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rate a competence of a worker of a team one leads."""
    by = actor(request)
    found = find(queries.trainees(by), pk)
    if not _leads(request, found) or found.account_id is None or found.account_id == by.id:
        raise Http404
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.rate_competence(
                by=by, account_id=found.account_id, org_id=found.org_id, rated_on=told["rated_on"],
                competence=told["competence"], level=told["level"], remark=told["remark"],
                observed=Observed(told["observed"]), area_path=found.area_path,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("supervision:worker", found.pk)
    return render(request, "supervision/text.html", page(
        request, "workers", form=form, title=_("Rate a competence"), button=_("Keep it"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_POST
def worker_quiet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why a worker sends no cases any more."""
    by = actor(request)
    found = find(queries.trainees(by), pk)
    form = QuietForm(request.POST)
    if form.is_valid():
        try:
            actions.say_why_quiet(
                by=by, trainee=found, reason=QuietReason(form.cleaned_data["reason"])
            )
            messages.success(request, _("Kept. Thank you."))
        except Problem as problem:
            messages.error(request, str(problem))
    return redirect("supervision:worker", found.pk)


@needs(Permission.SUPERVISION_LEAD)
@require_POST
def worker_nudge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind a worker of one's own team."""
    by = actor(request)
    found = find(queries.trainees(by), pk)
    try:
        actions.nudge_by_hand(by=by, trainee=found)
        messages.success(request, _("Reminded, without a word about anybody."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("supervision:workers")


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def standing_new(request: HttpRequest) -> HttpResponse:
    """Let every case of a trainee go to one supervisor."""
    by = actor(request)
    teams = led_teams(by)
    if not teams:
        raise Http404
    people = team_people(by)
    form = StandingForm(
        request.POST or None, trainees=people, supervisors=people,
        initial={"starts_on": clock.today(), "every_days": book().limits["session_every_days"]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.begin_standing(
                by=by, trainee_id=UUID(told["trainee"]), supervisor_id=UUID(told["supervisor"]),
                org_id=teams[0], starts_on=told["starts_on"], ends_on=told["ends_on"],
                endless=told["endless"], every_days=told["every_days"] or 0,
                contract=told["values"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("From now on every case goes to this supervisor."))
            return redirect("supervision:workers")
    return render(request, "supervision/text.html", page(
        request, "workers", form=form, title=_("Standing supervision"), button=_("Begin"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_POST
def standing_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a standing supervision."""
    by = actor(request)
    found = find(queries.standings(by), pk)
    try:
        actions.end_standing(by=by, standing=found)
        messages.success(request, _("Ended."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("supervision:workers")


@needs(Permission.SUPERVISION_ANSWER)
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Say that one is away, and who answers meanwhile."""
    by = actor(request)
    people = queries.covers(by, now=clock.now())
    form = AwayForm(request.POST or None, people=people, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.note_away(
                by=by, account_id=by.id, from_on=told["from_on"], until_on=told["until_on"],
                cover_id=UUID(told["cover"]) if told["cover"] else None,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Noted. What waits for you goes to your cover."))
            return redirect("supervision:workers")
    return render(request, "supervision/text.html", page(
        request, "workers", form=form, title=_("I am away"), button=_("Say it"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_ANSWER)
@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one is back."""
    by = actor(request)
    found = find(queries.own_absences(by), pk)
    actions.note_back(by=by, absence=found)
    messages.success(request, _("Welcome back."))
    return redirect("supervision:workers")


@needs(Permission.SUPERVISION_LEAD)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """Show what is past its time in the teams one leads."""
    by, now, today = actor(request), clock.now(), clock.today()
    counts = queries.alarm_counts(by, now=now, today=today)
    found = queries.alarms(by, now=now, today=today)
    shown = [
        {"alarm": a, "left": left(getattr(a.about, "due_at", None), now)[0],
         "is_request": a.kind in ALARMS.values()}
        for a in found
    ]  # fmt: skip
    return render(request, "supervision/alarms.html", page(
        request, "alarms", alarms=shown, counts=[(k.label, n, k) for k, n in counts.items() if n],
    ))  # fmt: skip

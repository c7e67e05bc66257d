"""Pages of exercises. Each says on top that nothing of it is real."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import Scope, can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.surge.actions import exercises as actions
from sukoon.surge.forms.common import keeps_areas
from sukoon.surge.forms.exercises import (
    AfterActionForm,
    DoneForm,
    ExerciseForm,
    InjectForm,
    RecommendForm,
    ReplyForm,
    VerdictForm,
    initial_of_exercise,
)
from sukoon.surge.models import Exercise, Inject
from sukoon.surge.printing import after_action_pdf
from sukoon.surge.queries import exercises as queries
from sukoon.surge.rules.flows import TAKES_ADVICE
from sukoon.surge.rules.timers import elapsed
from sukoon.surge.views.common import where
from sukoon.surge.words import ExerciseState
from sukoon.ui.pages import ON_A_PAGE, actor, form_page, pdf_file


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return where((_("Exercises"), reverse("surge:exercises")), *more)


@needs(Permission.SURGE_VIEW)
@require_GET
def exercises(request: HttpRequest) -> HttpResponse:
    """List exercises, apart from everything that is real."""
    by = actor(request)
    context = {
        "exercises": list(queries.exercises(by)[: ON_A_PAGE * 4]), "where": where(),
        "writes": keeps_areas(by),
    }  # fmt: skip
    return render(request, "surge/exercises.html", context)


@needs(Permission.SURGE_VIEW)
@require_GET
def exercise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an exercise: its clock, the injects one may see, replies, and what it came to."""
    by, now = actor(request), clock.now()
    row = find(queries.exercises(by), pk)
    controls = queries.controls(by, row)
    speaks = queries.speaks_for(by, row)
    context = {
        "x": row, "where": _steps(), "controls": controls, "speaks": bool(speaks), "now": now,
        "injects": queries.played(by, row, now=now), "result": queries.outcome(by, row),
        "minutes": elapsed(row.started_at, now, row.ended_at),
        "running": row.state == ExerciseState.RUNNING, "planned": row.state == ExerciseState.PLANNED,
        "takes_advice": row.state in TAKES_ADVICE, "review": getattr(row, "review", None),
        "mine": {a.pk for a in row.advice.all()
                 if can(by, Permission.SURGE_WRITE, Scope(org_id=a.owner_id, area_path=row.area_path))},
    }  # fmt: skip
    return render(request, "surge/exercise.html", context)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def exercise_new(request: HttpRequest) -> HttpResponse:
    """Plan an exercise."""
    if not keeps_areas(actor(request)):
        raise Http404
    return _form(request, None)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def exercise_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an exercise that has not begun."""
    return _form(request, _controlled(request, pk)[0])


def _controlled(request: HttpRequest, pk: UUID) -> tuple[Exercise, str]:
    row = find(queries.controlled(actor(request)), pk)
    return row, reverse("surge:exercise", args=[row.pk])


def _form(request: HttpRequest, row: Exercise | None) -> HttpResponse:
    by = actor(request)
    initial = initial_of_exercise(row) if row else {"planned_on": clock.today()}
    form = ExerciseForm(request.POST or None, by=by, initial=initial)

    def save(_told: dict[str, Any]) -> str:
        kept = actions.plan_exercise(by=by, draft=form.draft(), today=clock.today(), exercise=row)
        return reverse("surge:exercise", args=[kept.pk])

    back = reverse("surge:exercise", args=[row.pk]) if row else reverse("surge:exercises")
    title = _("Change the exercise") if row else _("Plan an exercise")
    return form_page(request, form, save, title=title, back=back, where=_steps())


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def inject_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write an inject."""
    row, back = _controlled(request, pk)
    form = InjectForm(request.POST or None)

    def save(_told: dict[str, Any]) -> None:
        actions.write_inject(by=actor(request), exercise=row, draft=form.draft())

    return form_page(request, form, save, title=_("Write an inject"), back=back,
                     where=_steps((row.title, back)))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_POST
def exercise_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start the clock, or stop it."""
    row, back = _controlled(request, pk)
    run = actions.start_exercise if request.POST.get("step") == "start" else actions.end_exercise
    run(by=actor(request), exercise=row, now=clock.now())
    return redirect(back)


def _inject(row: Exercise, by_inject: UUID, request: HttpRequest) -> Inject:
    return find(queries.injects(actor(request), row), by_inject)


@needs(Permission.SURGE_WRITE)
@require_POST
def inject_give(request: HttpRequest, pk: UUID, inject: UUID) -> HttpResponse:
    """Give an inject to the players."""
    row, back = _controlled(request, pk)
    actions.give_inject(by=actor(request), inject=_inject(row, inject, request), now=clock.now())
    return redirect(f"{back}#i-{inject}")


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def inject_judge(request: HttpRequest, pk: UUID, inject: UUID) -> HttpResponse:
    """Say how players met an inject."""
    row, back = _controlled(request, pk)
    kept = _inject(row, inject, request)
    form = VerdictForm(
        request.POST or None, initial={"verdict": kept.verdict, "remark": kept.remark}
    )

    def save(told: dict[str, Any]) -> None:
        actions.judge_inject(by=actor(request), inject=kept, **told)

    return form_page(request, form, save, title=_("How it was met"), back=back, lead=str(kept),
                     where=_steps((row.title, back)))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: UUID, inject: UUID) -> HttpResponse:
    """Answer an inject for an organisation that plays."""
    by = actor(request)
    row = find(queries.exercises(by), pk)
    kept = _inject(row, inject, request)
    players = [p.organisation_id for p in queries.speaks_for(by, row)]
    if not players:
        raise Http404
    initial = {"organisation": players[0]} if len(players) == 1 else {}
    form = ReplyForm(request.POST or None, by=by, players=players, initial=initial)

    def save(told: dict[str, Any]) -> None:
        actions.reply(by=by, inject=kept, now=clock.now(), **told)

    back = reverse("surge:exercise", args=[row.pk])
    return form_page(request, form, save, title=_("Answer the inject"), back=back, lead=str(kept),
                     where=_steps((row.title, back)), button=_("Send the answer"))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def after_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the after-action report."""
    row, back = _controlled(request, pk)
    kept = getattr(row, "review", None)
    initial = (
        {"on": kept.written_on, "summary": kept.summary, "worked": kept.worked, "improve": kept.improve}
        if kept else {"on": clock.today()}
    )  # fmt: skip
    form = AfterActionForm(request.POST or None, initial=initial)

    def save(told: dict[str, Any]) -> None:
        actions.write_after_action(by=actor(request), exercise=row, today=clock.today(), **told)

    return form_page(request, form, save, title=_("After-action report"), back=back,
                     where=_steps((row.title, back)))  # fmt: skip


@needs(Permission.SURGE_VIEW)
@require_GET
def after_action_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the after-action report as PDF."""
    by, now = actor(request), clock.now()
    row = find(queries.exercises(by), pk)
    if row.state not in TAKES_ADVICE:
        raise Http404
    language = "ur" if request.GET.get("language", get_language()) == "ur" else "en"
    data = after_action_pdf(
        row, queries.played(by, row, now=now), queries.outcome(by, row), language=language, now=now
    )
    return pdf_file(data, f"after-action-{language}")


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def recommend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note something real to do."""
    by = actor(request)
    row, back = _controlled(request, pk)
    form = RecommendForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.recommend(by=by, exercise=row, **told)

    return form_page(request, form, save, title=_("What is to be done"), back=back,
                     where=_steps((row.title, back)))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def recommendation_done(request: HttpRequest, pk: UUID, advice: UUID) -> HttpResponse:
    """Say that what was recommended is done."""
    by = actor(request)
    row = find(queries.exercises(by), pk)
    kept = next((a for a in row.advice.all() if a.pk == advice), None)
    scope = Scope(org_id=kept.owner_id, area_path=row.area_path) if kept else None
    if kept is None or scope is None or not can(by, Permission.SURGE_WRITE, scope):
        raise Http404
    form = DoneForm(request.POST or None, initial={"done_on": clock.today()})

    def save(told: dict[str, Any]) -> None:
        actions.settle_recommendation(
            by=by, recommendation=kept, done_on=told["done_on"], today=clock.today()
        )

    back = reverse("surge:exercise", args=[row.pk])
    return form_page(
        request, form, save, title=str(kept), back=back, where=_steps((row.title, back))
    )

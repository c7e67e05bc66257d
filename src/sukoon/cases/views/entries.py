"""Recording entries, amending them, instruments, the plan, tasks, files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.cases import actions, queries, rules
from sukoon.cases.aliases import alias_shown
from sukoon.cases.fields import field_set
from sukoon.cases.files import read_file
from sukoon.cases.forms import SAID, AmendForm, AttachForm, CodesForm, EntryForm, TaskForm
from sukoon.cases.models import Case, Task
from sukoon.cases.problems import EntryWrong
from sukoon.cases.views.base import INVALID, actor, case_to_see, case_to_write, language
from sukoon.cases.words import ADDABLE, EntryKind, TaskKind
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import queries as people
from sukoon.people.words import Purpose
from sukoon.risk import queries as risks


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def entry_new(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Record an entry. Words of risk ask, before anything is saved, whether this is a risk."""
    by = actor(request)
    case = case_to_write(by, pk)
    fields = field_set(EntryKind(kind)) if kind in ADDABLE else None
    if fields is None or not case.is_open:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form: EntryForm = (
        AttachForm(posted, request.FILES or None, fields=fields)
        if kind == EntryKind.ATTACHMENT else EntryForm(posted, fields=fields)
    )  # fmt: skip
    asks = False
    if posted is not None and form.is_valid():
        values = form.cleaned_data["values"]
        asks = _asks(fields.fields, values) and form.risk_answered() is None
        if asks:
            form = EntryForm(posted, fields=fields, asks_risk=True)
            form.is_valid()
        elif _saved(request, case, EntryKind(kind), form):
            return redirect("cases:case", case.pk)
    context = {
        "form": form, "case": case, "alias": alias_shown(case.alias, language()), "kind": kind,
        "title": EntryKind(kind).label, "asks": asks, "button": _("Save"),
        "back_url": reverse("cases:case", args=[case.pk]), "files": kind == EntryKind.ATTACHMENT,
        "numbers": risks.emergency_numbers(case.area_path),
    }  # fmt: skip
    status = INVALID if form.errors or asks else 200
    return render(request, "cases/entry_form.html", context, status=status)


def _asks(fields: Any, values: Any) -> bool:
    return any(risks.words_of_risk(text) for text in rules.texts(fields, values))


def _saved(request: HttpRequest, case: Case, kind: EntryKind, form: EntryForm) -> bool:
    by, told = actor(request), form.cleaned_data
    try:
        if kind == EntryKind.ATTACHMENT:
            actions.attach_with_entry(
                by=by, case=case, values=told["values"], happened_at=told["happened_at"],
                name=told["file"].name or "", data=told["file"].read(actions.MOST_BYTES + 1),
            )  # fmt: skip
        else:
            actions.record_entry(
                by=by, case=case, kind=kind, values=told["values"],
                happened_at=told["happened_at"], risk_answered=form.risk_answered(),
            )  # fmt: skip
    except EntryWrong as problem:
        for field, wrong in problem.wrong.items():
            form.add_error(field if field in form.fields else None, SAID[wrong])
        return False
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Recorded."))
    return True


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def entry_amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Amend an entry: what it said before stays readable."""
    by = actor(request)
    entry = queries.entry_of(by, pk)
    fields = field_set(EntryKind(entry.kind)) if entry else None
    if entry is None or fields is None:
        raise Http404
    case = case_to_write(by, entry.case_id)
    told = queries.opened(entry)
    first = {f.code: _typed(told.get(f.code)) for f in fields.fields}
    form = AmendForm(request.POST or None, fields=fields, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend_entry(by=by, entry=entry, values=form.cleaned_data["values"],
                                why=form.cleaned_data["why"])  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Amended. What it said before can still be read."))
            return redirect("cases:case", case.pk)
    context = {
        "form": form, "case": case, "alias": alias_shown(case.alias, language()),
        "title": _("Amend: %(what)s") % {"what": EntryKind(entry.kind).label},
        "button": _("Save the amendment"), "whole": True,
        "back_url": reverse("cases:case", args=[case.pk]),
    }  # fmt: skip
    return render(request, "cases/entry_form.html", context, status=INVALID if form.errors else 200)


def _typed(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def group_contact(request: HttpRequest) -> HttpResponse:
    """Write one session of a household or group to many cases."""
    by = actor(request)
    fields = field_set(EntryKind.SESSION)
    if fields is None:
        raise Http404
    household = _household(by, request.GET.get("with", ""))
    mine = list(queries.with_links(queries.writable(by))
                .filter(Q(owner_id=by.id) | Q(person__in=household))
                .exclude(status="closed").order_by("alias", "id")[:200])  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    together = [str(c.pk) for c in mine if c.person_id in household]
    choose = CodesForm(posted, initial={"cases": together})
    choose.fields["cases"].choices = [  # type: ignore[attr-defined]
        (str(c.pk), f"{alias_shown(c.alias, language())} {c.code}") for c in mine
    ]
    form = EntryForm(posted, fields=fields)
    if posted is not None and choose.is_valid() and form.is_valid():
        chosen = {str(c.pk): c for c in mine}
        try:
            made = actions.record_group_contact(
                by=by, cases=[chosen[i] for i in choose.cleaned_data["cases"]],
                kind=EntryKind.SESSION, values=form.cleaned_data["values"],
                happened_at=form.cleaned_data["happened_at"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Recorded in %(n)d cases.") % {"n": len(made)})
            return redirect("cases:worklist")
    context = {"form": form, "choose": choose, "title": _("One session, several cases")}
    status = INVALID if form.errors or choose.errors else 200
    return render(request, "cases/group_form.html", context, status=status)


def _household(by: Actor, told: str) -> set[UUID]:
    """Return who lives together with the person of a visible case, as far as the actor may see."""
    try:
        case = queries.visible(by).filter(pk=UUID(told)).select_related("person").first()
    except ValueError:
        return set()
    if case is None:
        return set()
    member = people.household_of(by, case.person)
    return {m.person_id for m in people.lives_with(by, member.household)} if member else set()


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what comes next, and by when."""
    by = actor(request)
    case = case_to_write(by, pk)
    may_remind = people.consent_for(case.person_id, Purpose.CONTACT, now=clock.now()) is not None
    form = TaskForm(request.POST or None, may_remind=may_remind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task_with_reminder(
                by=by, case=case, kind=TaskKind(form.cleaned_data["kind"]), due_at=form.due_at(),
                what=form.cleaned_data["what"], remind_at=form.remind_at(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It stands on the worklist."))
            return redirect("cases:case", case.pk)
    context = {
        "form": form, "case": case, "alias": alias_shown(case.alias, language()),
        "title": _("What comes next"), "button": _("Save"),
        "back_url": reverse("cases:case", args=[case.pk]),
    }  # fmt: skip
    return render(request, "cases/form.html", context, status=INVALID if form.errors else 200)


@needs(Permission.CASE_WRITE)
@require_POST
def task_end(request: HttpRequest, pk: UUID, task: UUID) -> HttpResponse:
    """Finish a task; the question of risk is finished by its answer."""
    by = actor(request)
    case = case_to_write(by, pk)
    found = next((t for t in case.tasks.all() if t.pk == task), None)
    if not isinstance(found, Task):
        raise Http404
    answer = {"yes": True, "no": False}.get(request.POST.get("is_risk", ""))
    actions.finish_task(by=by, task=found, is_risk=answer)
    messages.success(request, _("Done."))
    return redirect("cases:case", case.pk)


@needs(Permission.CASE_VIEW)
@require_GET
def attachment(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Give a file out to who may see the case; the look is recorded, the browser runs nothing."""
    by = actor(request)
    case = case_to_see(by, pk)
    found = queries.attachment_of(by, case, file)
    if found is None:
        raise Http404
    actions.note_file_read(by=by, attachment=found)
    answer = HttpResponse(read_file(found), content_type=found.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.stored_name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer

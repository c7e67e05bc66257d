"""Walking a pathway for a case: one question a page, the case beside it, then the summary."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sukoon.cases import queries as cases
from sukoon.cases.aliases import alias_shown
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.pathways import actions, drawing, queries
from sukoon.pathways.definitions import shelf
from sukoon.pathways.forms import AnswerForm, FindForm, OtherWayForm, decisions_of
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
from sukoon.pathways.presenting import advised, medicines_of
from sukoon.pathways.rules.engine import Outcome, Status, run
from sukoon.pathways.rules.progress import left
from sukoon.pathways.summaries import answer_words, next_steps, told_of
from sukoon.pathways.views.base import INVALID, actor, language, stamp, told
from sukoon.risk import queries as risks


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find the pathway for what the person says, and begin it for a case."""
    by = actor(request)
    case = find(cases.with_links(cases.writable(by)), pk)
    if not case.is_open:
        raise Http404
    chosen = request.POST.get("pathway", "")[:20]
    if chosen in shelf().definitions:
        walk = actions.begin(
            by=by, case=case, pathway=chosen, text=request.POST.get("text", ""),
            facts=queries.facts_of(by, case, today=clock.today()),
        )  # fmt: skip
        return redirect("pathways:walk", walk.pk)
    text = request.GET.get("q", "").strip()[:300]
    found = shelf()
    keys = [h.pathway for h in found.index.find(text)] if text else sorted(found.definitions)
    rows = [(k, told(found.definitions[k].title), told(found.definitions[k].about)) for k in keys]
    context = {
        "form": FindForm(request.GET or None), "rows": rows, "text": text, **beside(case),
        "under_way": queries.of_case(by, case),
    }  # fmt: skip
    status = INVALID if request.method == "POST" else 200
    return render(request, "pathways/choose.html", context, status=status)


def beside(case: Case) -> dict[str, object]:
    """Return what stands beside every question: whose case, and whom to call."""
    return {
        "case": case, "alias": alias_shown(case.alias, language()),
        "numbers": risks.emergency_numbers(case.area_path), "risk": risks.open_for_case(case.pk),
    }  # fmt: skip


def _walk(request: HttpRequest, pk: UUID) -> Walk:
    return find(queries.walks_to_write(actor(request)), pk)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the next question; an answer leads to the one after it, or to the summary."""
    one = _walk(request, pk)
    if not one.under_way:
        return redirect("cases:case", one.case_id)
    outcome = run(shelf().library, one.pathway, inputs_of(one))
    if outcome.status is Status.ENDED:
        return redirect("pathways:finish", one.pk)
    question = shelf().library.questions[outcome.asking]
    said = shelf().questions[outcome.asking]
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, question=question, said=said, language=language())
    other = OtherWayForm(posted if posted and "other" in posted else None, ways=_ways(outcome))
    differs = posted is not None and "other" in posted
    if posted is not None and form.is_valid() and (not differs or other.is_valid()):
        try:
            actions.answer(
                by=actor(request), walk=one, question=posted.get("question", "")[:60],
                value=form.value(), version=_version(request),
                to=other.cleaned_data["to"] if differs else "",
                reason=other.cleaned_data["reason"] if differs else "",
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("pathways:walk", one.pk)
    asked = sum(v.kind == "question" for v in outcome.path)
    context = {
        "walk": one, "form": form, "other": other, "differs": differs, "question": question,
        "why": told(said.why), "source": said.source, "tag": said.source_tag,
        "title": told(shelf().definitions[one.pathway].title), "stamp": stamp(one.pathway),
        "number": asked + 1, "most": asked + left(shelf().library, outcome), "path": _path(one, outcome),
        **beside(one.case),
    }  # fmt: skip
    wrong = form.errors or (differs and other.errors)
    return render(request, "pathways/walk.html", context, status=INVALID if wrong else 200)


def _version(request: HttpRequest) -> int:
    told_version = request.POST.get("version", "")
    return int(told_version) if told_version.isdigit() and len(told_version) < 7 else -1  # noqa: PLR2004


def _ways(outcome: Outcome) -> list[tuple[str, str]]:
    """Return where one may go instead, in words; nowhere from a question that must be followed."""
    found = shelf()
    if not outcome.asking or found.library.questions[outcome.asking].must:
        return []
    for key, pathway in found.library.pathways.items():
        node = pathway.nodes.get(outcome.asking)
        if node is not None and (outcome.at == key):
            targets = dict.fromkeys(b.to for b in node.go)
            return [
                (t, drawing.node_words(found, key, pathway.nodes[t], language())[:90])
                for t in targets
            ]
    return []


def _path(one: Walk, outcome: Outcome) -> list[dict[str, object]]:
    """Return what was answered so far, each with the way back to it."""
    found, inputs = shelf(), inputs_of(one)
    return [
        {
            "node": v.node, "question": told(found.questions[v.node].text), "how": v.how,
            "answer": answer_words(found, v.node, told_of(inputs, v.node), language()),
        }
        for v in outcome.path
        if v.kind == "question"
    ]  # fmt: skip


@needs(Permission.CASE_WRITE)
@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back the last answer, or go back to one question."""
    one = _walk(request, pk)
    try:
        actions.go_back(
            by=actor(request),
            walk=one,
            version=_version(request),
            to=request.POST.get("to", "")[:60],
        )
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("pathways:walk", one.pk)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what follows; take what was done with it; write both into the case."""
    one = _walk(request, pk)
    if not one.under_way:
        return redirect("cases:case", one.case_id)
    outcome = run(shelf().library, one.pathway, inputs_of(one))
    if outcome.status is not Status.ENDED:
        return redirect("pathways:walk", one.pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.finish(
                by=actor(request), walk=one, version=_version(request), happened_at=clock.now(),
                decisions=decisions_of(request.POST, outcome),
                question=request.POST.get("question", "") if "ask" in request.POST else "",
            )  # fmt: skip
        except Problem as found:
            problem = str(found)
        else:
            messages.success(
                request,
                _("The assessment stands in the case, and goes to your supervisor.")
                if "ask" in request.POST
                else _(
                    "The assessment stands in the case. Ask for supervision where you are unsure."
                ),
            )
            return redirect("cases:case", one.case_id)
    words = shelf()
    context = {
        "walk": one, "title": told(words.definitions[one.pathway].title), "stamp": stamp(one.pathway),
        "outcome": outcome, "problem": problem, "posted": request.POST,
        "conclusions": [told(words.conclusions[c].text) for c in outcome.conclusions],
        "groups": advised(words, outcome, language(), request.POST),
        "medicines": medicines_of(
            words, outcome, language(), request.POST, queries.stock(actor(request), today=clock.today())
        ),
        "next": next_steps(outcome), "path": _path(one, outcome), **beside(one.case),
        "may_ask": holds(actor(request), Permission.SUPERVISION_ASK), "asks": "ask" in request.POST,
        "question": request.POST.get("question", _("Please look at this assessment.")),
    }  # fmt: skip
    return render(request, "pathways/finish.html", context, status=INVALID if problem else 200)


@needs(Permission.CASE_WRITE)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a walk unfinished; a risk that was raised stays."""
    one = _walk(request, pk)
    case_id = one.case_id
    try:
        actions.leave(by=actor(request), walk=one, version=_version(request))
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The walk is left. A risk that was told stays on the case."))
    return redirect("cases:case", case_id)

"""Reading pathways without a case: the list with its search, one pathway in words, its diagram."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sukoon.core.access import holds
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.pathways import drawing, queries, versions
from sukoon.pathways.definitions import Said, Shelf, shelf
from sukoon.pathways.forms import FindForm, RemarkForm
from sukoon.pathways.rules.graph import Node
from sukoon.pathways.summaries import answer_words
from sukoon.pathways.views.base import actor, language, pathway_or_404, stamp, told
from sukoon.pathways.words import STEP_KINDS, TARGET_LABELS, URGENCY_LABELS


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said with its reason and source."""

    text: str
    why: str = ""
    source: str = ""
    tag: str = ""
    kind: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One node in words, for reading."""

    id: str
    kind: str
    title: str
    line: Line | None
    answers: list[str]
    ways: list[tuple[str, str, str]]  # condition, where, anchor
    steps: list[Line]
    medicines: list[str]
    next: list[str]
    emergency: bool = False


@needs(Permission.PATHWAY_VIEW)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the pathways; a complaint in any of the languages finds the right ones."""
    form = FindForm(request.GET or None)
    text = request.GET.get("q", "").strip()[:300]
    found = shelf()
    hits = found.index.find(text) if text else []
    signed = queries.signatures(found.definitions)
    keys = [h.pathway for h in hits] if text else sorted(found.definitions)
    rows = [
        {
            "id": key, "title": told(found.definitions[key].title),
            "about": told(found.definitions[key].about),
            "draft": queries.is_draft(key, signed.get(key, [])),
            "phrase": next((h.phrase for h in hits if h.pathway == key), ""),
        }
        for key in keys
    ]  # fmt: skip
    context = {"form": form, "rows": rows, "text": text}
    return render(request, "pathways/index.html", context)


@needs(Permission.PATHWAY_VIEW)
@require_GET
def pathway(request: HttpRequest, pathway: str) -> HttpResponse:
    """Show one pathway as a reference: every question, way, plan and reason."""
    found, one = shelf(), pathway_or_404(pathway)
    nodes = found.library.pathways[pathway].nodes
    order = [n for row in drawing.layers(found.library.pathways[pathway]) for n in row]
    parts = [part_of(found, pathway, nodes[n]) for n in order]
    context = {
        "one": one, "title": told(one.title), "about": told(one.about), "parts": parts,
        "stamp": stamp(pathway), "reviews": holds(actor(request), Permission.PATHWAY_REVIEW),
    }  # fmt: skip
    return render(request, "pathways/pathway.html", context)


@needs(Permission.PATHWAY_VIEW)
@require_GET
def diagram(request: HttpRequest, pathway: str) -> HttpResponse:
    """Show the whole pathway as a picture, what reviewers said, and who signed."""
    return diagram_page(request, pathway, None)


def diagram_page(
    request: HttpRequest, pathway: str, form: RemarkForm | None, problem: str = ""
) -> HttpResponse:
    found, one, by = shelf(), pathway_or_404(pathway), actor(request)
    nodes = [
        (n.id, drawing.node_words(found, pathway, n, language())[:80])
        for n in found.library.pathways[pathway].nodes.values()
        if n.kind in {"question", "plan"}
    ]
    names = dict(nodes)
    context = {
        "one": one, "title": told(one.title), "stamp": stamp(pathway), "problem": problem,
        "picture": drawing.picture(found, pathway, language(), page=pathway_url(pathway)),
        "remarks": [(r, names.get(r.node, ""), r.checksum == one.checksum)
                    for r in queries.remarks(by, pathway)],
        "reviews": holds(by, Permission.PATHWAY_REVIEW), "form": form or RemarkForm(None, nodes=nodes),
        "examples": one.examples, "differences": versions.against_shipped(pathway),
    }  # fmt: skip
    status = 422 if problem or (form and form.errors) else 200
    return render(request, "pathways/diagram.html", context, status=status)


def part_of(found: Shelf, pathway_id: str, node: Node) -> Part:
    """Say one node in words."""
    lang = language()
    words = drawing.node_words(found, pathway_id, node, lang)
    nodes = found.library.pathways[pathway_id].nodes
    ways = [
        (
            answers_of(found, node, b.when.data) if b.when else _("otherwise") if len(node.go) > 1 else "",
            drawing.node_words(found, pathway_id, nodes[b.to], lang), b.to,
        )
        for b in node.go
    ]  # fmt: skip
    line = _line(found.questions[node.ask]) if node.ask else None
    answers: list[str] = []
    if node.ask:
        options = found.library.questions[node.ask].options
        answers = [answer_words(found, node.ask, o, lang) for o in options]
    plan = node.plan
    return Part(
        id=node.id, kind=node.kind, title=words, line=line, answers=answers, ways=ways,
        steps=[
            _line(found.steps[p.id], kind=str(STEP_KINDS.get(found.library.steps[p.id], "")),
                  when=answers_of(found, node, p.when.data) if p.when else "")
            for p in (plan.steps if plan else ())
        ],
        medicines=[
            found.medicines[m.id].get(f"name_{lang}") or m.id for m in (plan.medicines if plan else ())
        ],
        next=[
            f"{TARGET_LABELS[r.to]}, {URGENCY_LABELS[r.urgency]}" for r in (plan.refers if plan else ())
        ] + ([_("See again within %(days)s days") % {"days": plan.follow_up.days}]
             if plan and plan.follow_up else []),
        emergency=bool(plan and plan.emergency),
    )  # fmt: skip


def answers_of(found: Shelf, node: Node, data: object) -> str:
    """Say a condition with the words of the answers it looks for."""
    if not isinstance(data, dict):
        return ""
    if data["op"] in {"all", "any"}:
        joint = " + " if data["op"] == "all" else " / "
        return joint.join(answers_of(found, node, part) for part in data["of"])
    if data["op"] == "not":
        return _("not: %(what)s") % {"what": answers_of(found, node, data["of"])}
    name = data["name"]
    value = data["value"]
    if isinstance(value, list) and name in found.questions:
        return answer_words(found, name, value, language())
    sign = {"min": "≥", "max": "≤", "below": "<", "above": ">", "count_min": "≥"}.get(
        data["op"], ""
    )
    label = told(found.questions[name].text) if name in found.questions and name != node.ask else ""
    return f"{label} {sign} {value if not isinstance(value, list) else ', '.join(value)}".strip()


def _line(words: Said, *, kind: str = "", when: str = "") -> Line:
    return Line(told(words.text), told(words.why), words.source, words.source_tag, kind, when)


def pathway_url(pathway_id: str) -> str:
    return reverse("pathways:pathway", args=[pathway_id])

"""Reviewers: remarks and signatures, under the version they read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sukoon.accounts.models import User
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.pathways import actions, drawing
from sukoon.pathways.definitions import shelf
from sukoon.pathways.forms import RemarkForm
from sukoon.pathways.views.base import actor, language, pathway_or_404
from sukoon.pathways.views.reading import diagram_page


def _name(request: HttpRequest) -> str:
    user = request.user
    return str(user) if isinstance(user, User) else ""


@needs(Permission.PATHWAY_REVIEW)
@require_POST
def remark(request: HttpRequest, pathway: str) -> HttpResponse:
    """Say something about a pathway or one node of it."""
    pathway_or_404(pathway)
    found = shelf()
    nodes = [
        (n.id, drawing.node_words(found, pathway, n, language())[:80])
        for n in found.library.pathways[pathway].nodes.values()
        if n.kind in {"question", "plan"}
    ]
    form = RemarkForm(request.POST, nodes=nodes)
    if not form.is_valid():
        return diagram_page(request, pathway, form)
    actions.remark(
        by=actor(request), pathway=pathway, text=form.cleaned_data["text"], name=_name(request),
        node=form.cleaned_data["node"],
    )  # fmt: skip
    messages.success(request, _("Your remark is kept with this version."))
    return redirect("pathways:diagram", pathway)


@needs(Permission.PATHWAY_REVIEW)
@require_POST
def sign(request: HttpRequest, pathway: str) -> HttpResponse:
    """Sign the version that was read."""
    pathway_or_404(pathway)
    try:
        actions.sign(
            by=actor(request), pathway=pathway, checksum=request.POST.get("checksum", "")[:64],
            name=_name(request),
        )  # fmt: skip
    except Problem as problem:
        return diagram_page(request, pathway, None, str(problem))
    messages.success(request, _("Signed. A changed word needs a new signature."))
    return redirect("pathways:diagram", pathway)

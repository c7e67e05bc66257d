"""The medicine table: classes, cautions, side effects; what was seen in stock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.pathways import actions, queries
from sukoon.pathways.definitions import shelf
from sukoon.pathways.presenting import doses_of, note_of
from sukoon.pathways.views.base import actor, language, told
from sukoon.pathways.words import StockLevel


@needs(Permission.PATHWAY_VIEW)
@require_GET
def medicines(request: HttpRequest) -> HttpResponse:
    """Show every medicine of the table with what stands against it."""
    by, found, lang = actor(request), shelf(), language()
    seen = queries.stock(by, today=clock.today())
    rows = [
        {
            "id": key, "name": row.get(f"name_{lang}") or row["name_en"],
            "classes": [found.classes[c].get(f"label_{lang}") or c for c in row["classes"].split(";")],
            "forms": row["forms"], "doses": doses_of(found, row), "note": note_of(row, lang),
            "cautions": [(c.level, told(found.cautions[c.id].text))
                         for c in found.library.cautions_of(key)],
            "effects": [(e[f"label_{lang}"], e["urgent"] == "1") for e in found.side_effects
                        if e["class"] in row["classes"].split(";")],
            "stock": seen.get(key, ""),
        }
        for key, row in found.medicines.items()
    ]  # fmt: skip
    context = {
        "rows": rows, "levels": StockLevel.choices,
        "may_see_stock": holds(by, Permission.CASE_WRITE) and queries.organisation_of(by) is not None,
    }  # fmt: skip
    return render(request, "pathways/medicines.html", context)


@needs(Permission.CASE_WRITE)
@require_POST
def stock(request: HttpRequest) -> HttpResponse:
    """Keep which medicines were there today."""
    by = actor(request)
    org = queries.organisation_of(by)
    if org is not None:
        seen = {
            key: request.POST.get(f"stock-{key}", "")
            for key in shelf().medicines
            if request.POST.get(f"stock-{key}", "") in StockLevel.values
        }
        actions.see_stock(by=by, org_id=org, seen=seen, on=clock.today())
        messages.success(request, _("Kept. The pathways show it for two weeks."))
    return redirect("pathways:medicines")

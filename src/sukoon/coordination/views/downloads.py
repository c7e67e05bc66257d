"""Links to what a list shows as a file, and what was asked for."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def downloads(request: HttpRequest, name: str) -> list[dict[str, str]]:
    """Return the ways to take out what the filters of this page leave."""
    kept = request.GET.copy()
    for word in ("cursor", "format"):
        kept.pop(word, None)
    query = f"{kept.urlencode()}&" if kept else ""
    address = reverse(name)
    return [
        {"label": label, "url": f"{address}?{query}format={form}"}
        for label, form in ((_("Workbook (XLSX)"), "xlsx"), (_("Table (CSV)"), "csv"))
    ]


def asked_form(request: HttpRequest) -> str:
    return "xlsx" if request.GET.get("format") == "xlsx" else "csv"

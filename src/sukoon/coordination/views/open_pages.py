"""Pages that anyone may read, once they are published."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.progress import seen_by_all
from sukoon.coordination.views import pledge_tables as tables
from sukoon.core import clock
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.ui.pages import ON_A_PAGE, actor
from sukoon.ui.tables import Cell, Column, Row, Table


@needs(Permission.MAP_VIEW)
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """List the pledges that are published."""
    found = list(queries.published(actor(request))[:100])
    return render(request, "coordination/published.html", {"pledges": found})


@needs(Permission.MAP_VIEW)
@require_GET
def published_pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a published pledge: what was promised, said and seen. No narrative, no evidence."""
    pledge = find(queries.published(actor(request)), pk)
    today = clock.today()
    found = queries.published_commitments(pledge)
    rows, cursor = queries.page(found, request.GET.get("cursor", ""), size=ON_A_PAGE * 2)
    told = queries.summary(found, today=today)
    context = {
        "pledge": pledge, "summary": told, "totals": tables.totals(told), "as_of": today,
        "table": _unlinked(tables.commitments(rows, seen_by_all(rows), today=today)),
        "next_url": f"?cursor={cursor}" if cursor else "",
    }  # fmt: skip
    return render(request, "coordination/published_pledge.html", context)


def _unlinked(table: Table) -> Table:
    """Return the table without ways into pages that need an account."""
    lines = []
    for line in table.lines:
        cells = [
            Cell(c.value, c.small, tag=c.tag, strong=c.strong) if isinstance(c, Cell) else c
            for c in line.cells
        ]
        lines.append(Row(cells))
    return Table(
        table.caption, [Column(c.label, c.numeric) for c in table.columns], lines, table.note
    )

"""Sheets and rows about surge. Real ones only."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sukoon.core.sheets import Column, Sheet, Value
from sukoon.surge.models import Assessment, Emergency
from sukoon.surge.rules.flows import SENT


def assessment_sheet(found: QuerySet[Assessment]) -> Sheet:
    """Return the registry as a sheet, one line for each assessment."""
    header = [
        _("Title"), _("Who leads it"), _("Who takes part"), _("Where"), _("P-codes"), _("Sector"),
        _("Tool"), _("Version of the tool"), _("Method"), _("Size of the sample"), _("Of what"),
        _("Start"), _("End"), _("State"),
    ]  # fmt: skip
    return Sheet("assessments", [Column(h, 24) for h in header], _rows(found))


def _rows(found: QuerySet[Assessment]) -> Iterator[list[Value]]:
    for a in found.iterator(chunk_size=500):
        areas = [x.area for x in a.areas.all()]
        yield [
            a.title_en, a.organisation.name, "|".join(p.organisation.name for p in a.partners.all()),
            "|".join(x.name_en for x in areas), "|".join(x.pcode for x in areas),
            a.sector, a.tool, a.tool_version, a.method, a.sample, a.sample_of, a.starts_on,
            a.ends_on, a.state,
        ]  # fmt: skip


def emergency_rows(found: Iterable[Emergency], *, today: date) -> list[dict[str, object]]:
    """Return each emergency with what was asked for and who was sent."""
    rows: list[dict[str, object]] = []
    for e in found:
        requests = list(e.requests.all())
        sent = [d for d in e.deployments.all() if d.state in SENT]
        rows.append(
            {
                "code": e.code, "kind": e.kind, "title": e.title_en, "area": e.area.pcode,
                "started_on": e.started_on.isoformat(),
                "ended_on": e.ended_on.isoformat() if e.ended_on else None,
                "days": ((e.ended_on or today) - e.started_on).days,
                "disaster_mode": e.disaster_since is not None,
                "asked": sum(r.people for r in requests), "deployed": len(sent),
                "reports": sum(getattr(d, "report", None) is not None for d in sent),
            }
        )  # fmt: skip
    return rows

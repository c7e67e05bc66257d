"""`sukoon report gaps|overlaps|staleness`."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.services import queries
from sukoon.services.queries.gaps import every_gap
from sukoon.services.words import ServiceStatus

Report = Callable[[queries.Filters], list[dict[str, object]]]


def register(verbs: Mapping[str, Any]) -> None:
    """Add the reports to the command line."""
    for name, (make, what) in REPORTS.items():
        parser = verbs["report"].add_parser(name, help=what)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--area", default="", help="p-code to look below")
        parser.add_argument(
            "--status", default=ServiceStatus.UNDER_WAY, choices=["all", *ServiceStatus.values]
        )
        parser.set_defaults(run=_runner(make))


def gaps(filters: queries.Filters) -> list[dict[str, object]]:
    """Districts and layers with people and no service named, most people first."""
    return [
        {
            "pcode": g.district.area.pcode,
            "area": g.district.area.name_en,
            "population": g.district.population,
            "layer": g.layer,
            "services": g.services,
        }
        for g in every_gap(console_actor(), filters)
    ]


def overlaps(filters: queries.Filters) -> list[dict[str, object]]:
    """Lines of one activity, place and group that look alike."""
    return [
        {
            "pcode": o.area.pcode,
            "activity": o.activity.code,
            "organisations": list(o.organisations),
            "class": str(o.kind),
        }
        for o in queries.overlaps(console_actor(), filters)
    ]


def staleness(filters: queries.Filters) -> list[dict[str, object]]:
    """Services nobody reported on within the clock, the oldest first."""
    return [
        {
            "service": str(s.service.pk),
            "organisation": s.service.organisation.name,
            "activity": s.service.activity.code,
            "pcode": s.service.area_path.rstrip("/").rsplit("/", 1)[-1],
            "reported_on": s.service.reported_on.isoformat(),
            "days": s.days,
        }
        for s in queries.stale(console_actor(), filters, today=clock.today())
    ]


REPORTS: Mapping[str, tuple[Report, str]] = {
    "gaps": (gaps, "people without a service of a layer"),
    "overlaps": (overlaps, "services that look alike"),
    "staleness": (staleness, "services not reported on for long"),
}


def _runner(make: Report) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        rows = make(queries.Filters(area=options.area, status=options.status))
        if options.json:
            sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        else:
            for row in rows:
                sys.stdout.write("  ".join(str(v) for v in row.values()) + "\n")
            sys.stdout.write(f"{len(rows)} in all\n")
        return 0

    return run

"""`sukoon report supervision`."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.places import queries as places
from sukoon.supervision import queries


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of supervision to the command line."""
    parser = verbs["report"].add_parser(
        "supervision", help="how many were trained, sent cases, and what supervision changed"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cohort", default="", help="code of one training (else all of tiers 2-3)")
    parser.add_argument("--area", default="", help="p-code to look below")
    parser.set_defaults(run=report)


def report(options: argparse.Namespace) -> int:
    """Tell the figures of supervision, counted from the records. Shares are fractions of 1."""
    by = console_actor()
    area = places.area(options.area.upper()) if options.area else None
    if options.area and area is None:
        sys.stderr.write(f"sukoon: no area has the p-code {options.area}\n")
        return 2
    known = queries.cohorts(by).filter(code=options.cohort).exists()
    if options.cohort and not known:
        sys.stderr.write(f"sukoon: no training has the code {options.cohort}\n")
        return 2
    told = queries.figures(by, cohort=options.cohort, area=area.path if area else "").as_dict()
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
        return 0
    for name, value in told.items():
        sys.stdout.write(f"{name}  {'-' if value is None else value}\n")
    return 0

"""Commands of surge: `report surge`."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.surge import reports
from sukoon.surge.queries import emergencies as queries


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of surge to the command line."""
    parser = verbs["report"].add_parser("surge", help="emergencies, who was asked for and sent")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=report_surge)


def report_surge(options: argparse.Namespace) -> int:
    """Say of each real emergency what was asked for and who was sent."""
    found = queries.emergencies(console_actor()).prefetch_related("requests", "deployments__report")
    rows = reports.emergency_rows(found, today=clock.today())
    if options.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for row in rows:
            sys.stdout.write("  ".join(str(v) for v in row.values()) + "\n")
        sys.stdout.write(f"{len(rows)} in all\n")
    return 0

"""Commands of coordination: `import pledges|meeting`, `report pledges`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.coordination import meeting_files, pledge_files, reports
from sukoon.coordination.queries import pledges as queries
from sukoon.core import clock
from sukoon.places import queries as places
from sukoon.places.words import Level


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of coordination to the command line."""
    parser = verbs["import"].add_parser("pledges", help="pledges from XLSX, ODS or CSV")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
    parser.add_argument("--keep-good", action="store_true", help="write good rows, leave bad ones")
    parser.add_argument("--area", default="", help="p-code where they are followed (the country)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=import_pledges)
    parser = verbs["import"].add_parser("meeting", help="a meeting from TOML, whole or not at all")
    parser.add_argument("file", type=Path)
    parser.add_argument("--area", default="", help="p-code of its groups (the country)")
    parser.set_defaults(run=import_meeting)
    parser = verbs["report"].add_parser("pledges", help="what was promised, said and seen")
    parser.add_argument("--pledge", default="", help="code of one pledge")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=report_pledges)


def import_pledges(options: argparse.Namespace) -> int:
    """Import a file; exit 1 when a row needs an answer (then nothing is written)."""
    path: Path = options.file
    if not path.is_file():
        sys.stderr.write(f"sukoon: there is no file {path}\n")
        return 2
    by, today = console_actor(), clock.today()
    area = places.area(options.area) if options.area else places.areas(Level.COUNTRY).first()
    found = pledge_files.review(path)
    writes = not options.dry_run and (options.keep_good or not found.errors)
    if writes:
        outcome = pledge_files.accept(
            found, by=by, area=area, today=today, only_good=options.keep_good
        )
    else:
        outcome = pledge_files.counted(found, by=by, area=area, today=today)
        if not options.dry_run:
            outcome.created = outcome.changed = 0
    told = {**asdict(outcome), "errors": [asdict(e) for e in found.errors]}
    if options.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        for e in found.errors:
            hint = f" Perhaps: {e.suggestion}" if e.suggestion else ""
            sys.stdout.write(f"row {e.row}, {e.column}: {e.message}{hint}\n")
        figures = ", ".join(f"{k} {v}" for k, v in asdict(outcome).items())
        sys.stdout.write(f"{'written' if writes else 'nothing was written'}: {figures}\n")
    return 1 if found.errors else 0


def import_meeting(options: argparse.Namespace) -> int:
    """Bring a meeting; one that is there already stays as it is."""
    area = places.area(options.area) if options.area else places.areas(Level.COUNTRY).first()
    if area is None or not options.file.is_file():
        sys.stderr.write("sukoon: there is no such file, or no such area\n")
        return 2
    meeting = meeting_files.bring(options.file, by=console_actor(), area=area, today=clock.today())
    sys.stdout.write(f"{meeting.pk}\n")
    return 0


def report_pledges(options: argparse.Namespace) -> int:
    """Say of each commitment what was promised, said and seen."""
    today = clock.today()
    filters = queries.Filters(pledge=options.pledge)
    found = queries.filtered(console_actor(), filters, today=today)
    return say(list(reports.pledge_rows(found, today=today)), as_json=options.json)


def say(rows: list[dict[str, object]], *, as_json: bool) -> int:
    """Print rows as JSON or as lines."""
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for row in rows:
            sys.stdout.write("  ".join(str(v) for v in row.values()) + "\n")
        sys.stdout.write(f"{len(rows)} in all\n")
    return 0

"""`sukoon import services FILE` and `sukoon export services`."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.exchange import importing
from sukoon.services import actions

SERVER_MOST_BYTES = 2 * 1024 * 1024 * 1024


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of this area."""
    parser = verbs["import"].add_parser("services", help="the 4Ws register from XLSX, CSV or HXL")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
    parser.add_argument("--keep-good", action="store_true", help="write good rows, leave bad ones")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=import_services)


def import_services(options: argparse.Namespace) -> int:
    """Import a file; exit 1 when a row needs an answer (then nothing is written)."""
    path: Path = options.file
    if not path.is_file():
        sys.stderr.write(f"sukoon: there is no file {path}\n")
        return 2
    by, today = console_actor(), clock.today()
    found = importing.review(by=by, path=path, today=today, progress=_say_progress(options))
    counts, written = found.counts, not options.dry_run
    if counts.refused and not options.keep_good:
        written = False
    if written:
        job = importing.begin(by=by, path=path, file_name=path.name)
        job = importing.accept(by=by, job=job, today=today, only_good=options.keep_good)
        counts.created, counts.changed, counts.unchanged = job.created, job.changed, job.unchanged
    elif not options.dry_run:
        counts.created = counts.changed = 0
    _print(options, counts, found, written=written)
    return 1 if found.found else 0


def interrupted_imports() -> list[str]:
    """At a start: mark imports that were broken off; return their files' names."""
    from sukoon.core.access import SYSTEM  # noqa: PLC0415 - only the platform itself does this

    return actions.mark_interrupted(by=SYSTEM)


def _say_progress(options: argparse.Namespace) -> importing.Progress:
    def say(rows: int) -> None:
        if not options.json:
            sys.stderr.write(f"  {rows} rows read\n")

    return say


def _print(
    options: argparse.Namespace, counts: Any, found: importing.Review, *, written: bool
) -> None:
    errors = [
        {"row": f.row, "column": f.column, "message": f.message, "suggestion": f.suggestion}
        for f in found.found
    ]
    report = {
        "rows": counts.rows,
        "created": counts.created,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "refused": counts.refused,
        "errors": errors,
    }
    if options.json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        return
    for e in errors:
        hint = f" Perhaps: {e['suggestion']}" if e["suggestion"] else ""
        sys.stdout.write(f"row {e['row']}, {e['column']}: {e['message']}{hint}\n")
    what = "written" if written else "nothing was written"
    figures = ", ".join(f"{k} {v}" for k, v in report.items() if k != "errors")
    sys.stdout.write(f"{what}: {figures}\n")

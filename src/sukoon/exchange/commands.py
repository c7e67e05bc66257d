"""`sukoon import services FILE` and `sukoon export services`."""

import argparse
import io
import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.core.sheets import write_csv, write_xlsx
from sukoon.exchange import exporting, importing
from sukoon.services import actions, queries
from sukoon.services.words import ServiceStatus

SERVER_MOST_BYTES = 2 * 1024 * 1024 * 1024


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of this area."""
    parser = verbs["import"].add_parser("services", help="the 4Ws register from XLSX, CSV or HXL")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
    parser.add_argument("--keep-good", action="store_true", help="write good rows, leave bad ones")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=import_services)
    parser = verbs["export"].add_parser("services", help="the 4Ws register as HXL, XLSX or CSV")
    parser.add_argument("--format", choices=("hxl", "xlsx", "csv"), default="hxl")
    parser.add_argument("--output", type=Path, default=None, help="a file; else standard output")
    parser.add_argument("--area", default="", help="p-code to narrow to")
    parser.add_argument("--status", default="all", choices=("all", *ServiceStatus.values))
    parser.set_defaults(run=export_services)


def export_services(options: argparse.Namespace) -> int:
    """Write the register; standard output gets the bytes as they are."""
    by = console_actor()
    filters = queries.Filters(area=options.area, status=options.status)
    found = exporting.sheet(by, filters, today=clock.today(), tagged=options.format != "csv")
    actions.note_export(by=by, form=options.format, narrowed=options.area)
    with ExitStack() as stack:
        target: IO[bytes] = (
            stack.enter_context(options.output.open("wb")) if options.output else sys.stdout.buffer
        )
        if options.format == "xlsx":
            buffer = io.BytesIO()
            write_xlsx(buffer, [found])
            target.write(buffer.getvalue())
        else:
            target.writelines(write_csv(found))
    return 0


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

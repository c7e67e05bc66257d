"""`sukoon backup`, `restore` and `doctor`."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from sukoon.audit import sealing
from sukoon.config import backup as backups
from sukoon.config import doctor as doctors
from sukoon.core import clock
from sukoon.core.schema import bring_up_to_date

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def register(nouns: "Subparsers") -> None:
    """Add the commands that take care of a server."""
    parser = nouns.add_parser("backup", help="write an encrypted backup and read it back")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=backup)
    parser = nouns.add_parser("restore", help="put a backup back, and verify the audit")
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="although there is data; it is kept")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=restore)
    parser = nouns.add_parser("doctor", help="say what is wrong with this server")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=doctor)


def backup(options: argparse.Namespace) -> int:
    """Write a backup; seal the audit first, so that the backup's chain is whole."""
    now = clock.now()
    sealing.seal(now=now)
    told = backups.backup(options.file, now=now).as_dict()
    said = f"{told['files']} files, {told['bytes']} bytes, read back"
    sys.stdout.write(f"{json.dumps(told) if options.json else said}\n")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup back, bring it up to date, verify its audit; exit 1 when that is broken."""
    if not options.file.is_file():
        sys.stderr.write(f"sukoon: there is no file {options.file}\n")
        return 2
    told = backups.restore(options.file, replace=options.replace, now=clock.now())
    connection.close()
    bring_up_to_date()
    verdict = sealing.verify(anchors=sealing.own_anchors())
    told["audit"] = verdict.as_dict()
    said = (
        f"{told['files']} files restored; audit {'as it was written' if verdict.ok else 'BROKEN'}"
    )
    sys.stdout.write(f"{json.dumps(told) if options.json else said}\n")
    return 0 if verdict.ok else 1


def doctor(options: argparse.Namespace) -> int:
    """Run every check; exit 1 when one is not well."""
    found = doctors.examine(now=clock.now())
    ok = all(f.ok for f in found)
    if options.json:
        sys.stdout.write(json.dumps({"ok": ok, "checks": [f.as_dict() for f in found]}) + "\n")
    else:
        for f in found:
            sys.stdout.write(f"{'ok  ' if f.ok else 'LOOK'} {f.check}: {f.said}\n")
    return 0 if ok else 1

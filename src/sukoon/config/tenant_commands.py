"""`sukoon export tenant` and `open-tenant`: what is an organisation's own, in one archive."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.config import backup, tenant
from sukoon.core import clock
from sukoon.workforce import actions, queries


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands."""
    parser = verbs["export"].add_parser(
        "tenant", help="everything of one organisation, in one sealed archive"
    )
    parser.add_argument("organisation", help="its name, or its id")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--key-file", type=Path, help="write the archive's own key here, to hand on"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=export)
    parser = verbs["export"].add_parser("open-tenant", help="unpack such an archive into a folder")
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key-file", type=Path, help="its own key, where our key ring is not")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=unpack)


def export(options: argparse.Namespace) -> int:
    """Write the archive; exit 2 when no one organisation is meant."""
    by = console_actor()
    found = queries.named(by, options.organisation)
    if len(found) != 1:
        sys.stderr.write(f"sukoon: {len(found)} organisations are called that; give an id\n")
        return 2
    told = tenant.export(options.file, found[0], now=clock.now())
    key = str(told.pop("key"))
    if options.key_file:
        descriptor = os.open(options.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
    actions.note_tenant_export(by=by, organisation=found[0], rows=int(str(told["rows"])))
    said = f"{told['rows']} rows, {told['files']} files, read back"
    sys.stdout.write(f"{json.dumps(told) if options.json else said}\n")
    return 0


def unpack(options: argparse.Namespace) -> int:
    """Unpack an archive, each file checked against its manifest."""
    key = bytes.fromhex(options.key_file.read_text().strip()) if options.key_file else None
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = backup.unpack(options.file, options.folder, key=key)
    told = {"folder": str(options.folder), "files": sorted(files)}
    sys.stdout.write(f"{json.dumps(told) if options.json else f'{len(files)} files'}\n")
    return 0

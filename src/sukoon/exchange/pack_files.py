"""`sukoon packs check|load`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.core.content import content_path
from sukoon.core.packs import check_all
from sukoon.exchange.loading import load_everything


def register(verbs: Mapping[str, Any]) -> None:
    """Add `packs check` and `packs load` to the command line."""
    check_parser = verbs["packs"].add_parser("check", help="say what is wrong with any pack")
    check_parser.add_argument("folder", type=Path, nargs="?", default=None)
    check_parser.add_argument("--json", action="store_true")
    check_parser.set_defaults(run=check)
    load_parser = verbs["packs"].add_parser("load", help="load packs that are new or changed")
    load_parser.add_argument("--json", action="store_true")
    load_parser.set_defaults(run=load)


def check(options: argparse.Namespace) -> int:
    """Print every error with file, line and field; exit 1 when there is one."""
    errors = check_all(options.folder or content_path())
    if options.json:
        sys.stdout.write(json.dumps([asdict(e) for e in errors]) + "\n")
    else:
        sys.stdout.writelines(f"{e}\n" for e in errors)
    return 1 if errors else 0


def load(options: argparse.Namespace) -> int:
    """Load what is new or changed; print how many packs that was."""

    def say(line: str) -> None:
        if not options.json:
            sys.stdout.write(f"{line}\n")

    loaded = load_everything(by=console_actor(), progress=say)
    sys.stdout.write(json.dumps({"loaded": loaded}) + "\n" if options.json else f"{loaded} packs\n")
    return 0

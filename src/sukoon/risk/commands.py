"""`sukoon risk watch` and `risk check`: the watch by hand, and what must always hold."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from sukoon.core import clock
from sukoon.risk import queries, watch


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of risk to the command line."""
    parser = verbs["risk"].add_parser("watch", help="ask the next one wherever a moment has come")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=watch_once)
    parser = verbs["risk"].add_parser(
        "check", help="open risks without owner or deadline, or unwatched"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=check)


def watch_once(options: argparse.Namespace) -> int:
    """Do what the worker does every minute; for a timer of one's own, beside it."""
    done = watch.watch(clock.now())
    sys.stdout.write(json.dumps({"done": done}) + "\n" if options.json else f"{done} done\n")
    return 0


def check(options: argparse.Namespace) -> int:
    """Say what must never be; exit 1 when there is any."""
    found, unwatched = queries.faults(), queries.unwatched(now=clock.now())
    bad = bool(found["orphans"] or unwatched)
    if options.json:
        sys.stdout.write(json.dumps({"ok": not bad, **found, "unwatched": unwatched}) + "\n")
    else:
        said = f"{len(found['orphans'])} without owner or deadline, {unwatched} unwatched"
        sys.stdout.write(f"{said}\n")
    return 1 if bad else 0

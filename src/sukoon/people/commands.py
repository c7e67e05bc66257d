"""`sukoon people similar`, `sukoon people duplicates` and `sukoon keys rotate`."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from sukoon.accounts.roles import console_actor
from sukoon.core import keys
from sukoon.core.access import SYSTEM
from sukoon.people import actions, linkage, naming, queries

BATCH = 500


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of this area."""
    parser = verbs["people"].add_parser("similar", help="say whether two spellings are one name")
    parser.add_argument("first", help="a name, in any script")
    parser.add_argument("second", help="another")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=similar)
    parser = verbs["people"].add_parser("duplicates", help="compare all records, for review")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=duplicates)
    parser = verbs["keys"].add_parser("rotate", help="seal everything under a new key, online")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=rotate)


def similar(options: argparse.Namespace) -> int:
    """Print the verdict and the keys that both names share."""
    shared = [k for k in naming.keys(options.first) if k in naming.keys(options.second)]
    verdict = naming.verdict(options.first, options.second)
    if options.json:
        sys.stdout.write(json.dumps({"verdict": verdict, "keys": shared}) + "\n")
    else:
        sys.stdout.write(f"{verdict}: {', '.join(shared) or 'no shared key'}\n")
    return 0


def duplicates(options: argparse.Namespace) -> int:
    """Compare all records by their tokens, and put pairs that may be one person before reviewers.

    Runs as the platform itself: it sees tokens only, and prints numbers only.
    """
    pairs = linkage.found()
    new = actions.keep_pairs(by=SYSTEM, pairs=pairs)
    told = {"found": len(pairs), "new": new}
    text = json.dumps(told) if options.json else f"{len(pairs)} pairs found, {new} of them new"
    sys.stdout.write(f"{text}\n")
    return 0


def rotate(options: argparse.Namespace) -> int:
    """Make a new key, unless an earlier rotation is still under way, and move everything to it."""
    by = console_actor()
    if keys.source() == "file" and not queries.left_on_older_keys():
        keys.write_ring(keys.ring().with_new_key())
    moved = 0
    while step := actions.move_to_current_key(by=by, most=BATCH):
        moved += step
        if not options.json:
            sys.stderr.write(f"  {moved} moved\n")
    told = {
        "version": keys.ring().current, "source": keys.source(), "moved": moved,
        "remaining": queries.left_on_older_keys(),
    }  # fmt: skip
    text = json.dumps(told) if options.json else ", ".join(f"{k} {v}" for k, v in told.items())
    sys.stdout.write(f"{text}\n")
    return 0 if not told["remaining"] else 1

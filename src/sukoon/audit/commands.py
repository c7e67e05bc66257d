"""`sukoon audit verify|seal|anchors`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sukoon.audit import sealing
from sukoon.audit.rules import Broken, Fault
from sukoon.core import clock


def register(verbs: Mapping[str, Any]) -> None:
    """Add the audit's commands."""
    parser = verbs["audit"].add_parser(
        "verify", help="name every event that is not as it was written"
    )
    parser.add_argument("--anchors", type=Path, help="a file of anchors that was kept elsewhere")
    parser.add_argument("--no-seal", action="store_true", help="do not seal what is new afterwards")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=verify)
    parser = verbs["audit"].add_parser("seal", help="seal the events that are not sealed yet")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=seal)
    parser = verbs["audit"].add_parser(
        "anchors", help="print each day's last seal, to keep elsewhere"
    )
    parser.set_defaults(run=anchors)


def verify(options: argparse.Namespace) -> int:
    """Verify, then seal what is new, so that the next time covers it; exit 1 when broken."""
    try:
        kept = sealing.read_anchors(options.anchors) if options.anchors else []
    except (OSError, ValueError) as error:
        sys.stderr.write(f"sukoon: {error}\n")
        return 2
    verdict = _with_our_own(kept)
    told = verdict.as_dict()
    if verdict.ok and not options.no_seal:
        told["sealed"] = verdict.sealed + sealing.seal(now=clock.now())
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        for b in verdict.broken:
            sys.stdout.write(f"{b.kind}: block {b.block or '-'}, event {b.event or '-'}\n")
        said = "as it was written" if verdict.ok else f"{len(verdict.broken)} broken"
        sys.stdout.write(f"{told['events']} events, {told['sealed']} sealed: {said}\n")
    return 0 if verdict.ok else 1


def _with_our_own(kept: list[sealing.Anchor]) -> sealing.Verdict:
    """Verify with the anchors of this server too; that somebody spoiled these is a finding."""
    try:
        return sealing.verify(anchors=[*sealing.own_anchors(), *kept])
    except (OSError, ValueError) as error:
        sys.stderr.write(f"sukoon: {error}\n")
        found = sealing.verify(anchors=kept)
        return replace(found, broken=(*found.broken, Broken(Fault.ANCHOR, None)))


def seal(options: argparse.Namespace) -> int:
    """Seal what is new; print how many events that was."""
    sealed = sealing.seal(now=clock.now())
    sys.stdout.write(
        json.dumps({"sealed": sealed}) + "\n" if options.json else f"{sealed} sealed\n"
    )
    return 0


def anchors(options: argparse.Namespace) -> int:
    """Print the anchors, a JSON object a line."""
    sys.stdout.writelines(a.as_json() + "\n" for a in sealing.daily_anchors())
    return 0

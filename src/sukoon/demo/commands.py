"""`demo-build` and `demo-serve`, which `./sukoon demo` calls."""

import argparse
import sys
from typing import TYPE_CHECKING

from django.conf import settings

from sukoon.core import clock
from sukoon.demo.building import OnlyInDemo, build

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def register(nouns: "Subparsers") -> None:
    """Add the commands of the demonstration."""
    nouns.add_parser("demo-build", help="build the demonstration's database").set_defaults(
        run=demo_build
    )


def demo_build(options: argparse.Namespace) -> int:
    """Build or refresh the demonstration's database."""
    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        built = build(today=clock.today(), progress=say)
    except OnlyInDemo:
        sys.stderr.write("sukoon: the demonstration is built by ./sukoon demo only\n")
        return 2
    say("The demonstration is ready." if built else "The demonstration was ready.")
    return 0


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

"""The product's command line: `sukoon <noun> <verb>`; exit 0 good, 1 problems found, 2 wrong use.

130 where the keyboard ended it; 141 where nobody reads what it prints any more (`| head`).

Each area registers its commands in its own `commands.py`, a door like pages and the API: they
translate arguments and call the same actions and queries.
"""

import argparse
import json
import os
import select
import sys
from collections.abc import Sequence

from sukoon import __version__

UNREAD = 141  # what a shell tells of a program that SIGPIPE ended


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    try:
        try:
            return _main(argv)
        finally:
            sys.stdout.flush()  # here, and not when Python ends: then it could only complain
    except BrokenPipeError:
        if not _unread():
            raise  # another pipe or socket broke: that is a fault, and nobody's `head`
        return UNREAD


def _unread() -> bool:
    """Say whether nobody reads our output any more; if so, let the rest of it go nowhere."""
    try:
        place = sys.stdout.fileno()
    except OSError:  # output is kept in memory
        return False
    asked = select.poll()
    asked.register(place, 0)  # that nobody reads is told without being asked for
    if not asked.poll(0):
        return False
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, place)
    os.close(nowhere)
    return True


def _main(argv: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sukoon.config.settings")
    os.environ.setdefault("SUKOON_MODE", "production")
    from sukoon.config.environment import Misconfigured  # noqa: PLC0415

    try:
        if arguments[:1] == ["manage"]:
            from django.core.management import execute_from_command_line  # noqa: PLC0415

            execute_from_command_line(["sukoon manage", *arguments[1:]])
            return 0
        return _run(arguments)
    except Misconfigured as error:
        print(f"sukoon: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130


def _run(arguments: list[str]) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415

    from sukoon.config.commands import register_all  # noqa: PLC0415
    from sukoon.config.middleware import store_problem  # noqa: PLC0415
    from sukoon.core.problems import Problem  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="sukoon", description="Sukoon's command line.")
    parser.add_argument("--version", action="version", version=f"sukoon {__version__}")
    nouns = parser.add_subparsers(dest="noun", required=True, metavar="COMMAND")
    register_all(nouns)
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except (Problem, DatabaseError) as error:
        problem = error if isinstance(error, Problem) else store_problem(error)
        if problem is None:
            raise
        if getattr(options, "json", False):
            print(json.dumps({"problem": problem.code, "message": str(problem)}))  # noqa: T201
        print(f"sukoon: {problem}", file=sys.stderr)  # noqa: T201
        return 1
    return code

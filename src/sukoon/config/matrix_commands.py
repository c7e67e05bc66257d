"""`sukoon access matrix`: ask everything, in a database of its own, and compare."""

import argparse
import json
import logging
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from sukoon.accounts.roles import console_actor
from sukoon.config import matrix
from sukoon.config.matrix import Cell
from sukoon.config.matrix_world import STATES, World
from sukoon.core import clock
from sukoon.core.schema import bring_up_to_date
from sukoon.exchange.loading import load_everything

INSIDE = "SUKOON_MATRIX_INSIDE"
MOST_PROCESSES = 4


def register(verbs: Mapping[str, Any]) -> None:
    """Add the command."""
    parser = verbs["access"].add_parser(
        "matrix", help="ask every address as every role and compare with the reviewed answers"
    )
    parser.add_argument("--write", type=Path, help="write what came back to a file, for review")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask in a process and a throw-away database of its own: the real one is never touched."""
    if os.environ.get(INSIDE) == "1":
        return _inside(options)
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ, INSIDE: "1", "SUKOON_MODE": "test", "SUKOON_VAR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/matrix.sqlite3",
        }  # fmt: skip
        for name in ("SUKOON_KEY_RING", "SUKOON_KEY_COMMAND"):
            env.pop(name, None)
        arguments = [*(["--write", str(options.write.absolute())] if options.write else []),
                     *(["--json"] if options.json else [])]  # fmt: skip
        return subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "sukoon", "access", "matrix", *arguments], env=env, check=False
        ).returncode


def _asked(world: World) -> Iterator[Cell]:
    """Ask as every role, some roles in each of a few processes with a copy of the database."""
    made = Path(connection.settings_dict["NAME"])
    connection.close()  # everything is in the file now, and nothing is shared with the children
    several = multiprocessing.get_context("fork")
    with several.Pool(min(os.cpu_count() or 1, MOST_PROCESSES), _own_copy, [made]) as pool:
        asked = [pool.apply_async(_asked_as, (world, role)) for role in matrix.everyone()]
        for cells in asked:
            yield from cells.get()


def _own_copy(made: Path) -> None:
    copy = made.with_suffix(f".{os.getpid()}")
    shutil.copy(made, copy)
    connection.settings_dict["NAME"] = str(copy)


def _asked_as(world: World, role: str) -> list[Cell]:
    return list(matrix.ask(world, only=[role]))


def _inside(options: argparse.Namespace) -> int:
    logging.disable(logging.ERROR)  # refusals are what we ask for
    bring_up_to_date()
    load_everything(by=console_actor(), progress=lambda _line: None)
    world = matrix.build(today=clock.today(), now=clock.now())
    table = matrix.tabled(_asked(world))
    if options.write:
        options.write.write_text(matrix.written(table), encoding="utf-8")
    reviewed = matrix.read(matrix.FILE.read_text(encoding="utf-8")) if matrix.FILE.is_file() else {}
    wrong = matrix.unexpected(table, reviewed)
    told = {
        "routes": len(matrix.routes()), "roles": len(matrix.everyone()),
        "states": len(STATES), "cells": sum(map(len, table.values())),
        "unexpected": len(wrong), "details": wrong[:200],
    }  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        for w in wrong:
            sys.stdout.write(f"{w['method']} {w['route']} as {w['role']}, {w['state']}: "
                             f"{w['answer']}, expected {w['expected']}\n")  # fmt: skip
        sys.stdout.write(f"{told['cells']} cells, {told['unexpected']} unexpected\n")
    return 1 if wrong else 0

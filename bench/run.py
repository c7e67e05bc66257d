"""`./sukoon bench [NAME] [--json]`: run one benchmark, or all; print what was measured."""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

from bench import Figure

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all benchmarks: modules here that make figures."""
    return sorted(
        p.stem for p in HERE.glob("*.py") if "def figures(" in p.read_text() and p.stem != "run"
    )


def main(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    wanted = [a for a in arguments if a != "--json"] or names()
    if unknown := set(wanted) - set(names()):
        sys.stderr.write(f"no benchmark {sorted(unknown)}; there are: {', '.join(names())}\n")
        return 2
    os.environ["SUKOON_MODE"] = "test"
    os.environ["SUKOON_VAR"] = tempfile.mkdtemp(prefix="sukoon-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sukoon.config.settings")
    found: list[Figure] = []
    for name in wanted:
        sys.stderr.write(f"measuring {name}\n")
        found += importlib.import_module(f"bench.{name}").figures()
    if as_json:
        sys.stdout.write(json.dumps([f.as_dict() for f in found]) + "\n")
    else:
        for f in found:
            ratio = f"{f.ratio} x" if f.ratio is not None else ""
            sys.stdout.write(
                f"{'met    ' if f.met else 'NOT MET'} {f.name}: {f.ours} {f.unit}"
                f" | theirs {f.theirs} | {ratio} | aim: {f.aim}\n"
            )
    return 0 if all(f.met for f in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

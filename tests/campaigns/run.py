"""`./sukoon campaign NAME [--seed N] [--runs N] [--json]`: the long runs whose short slice the tests run."""

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
RUNS = 50  # where a campaign says nothing else


def names() -> list[str]:
    """Return the campaigns there are: modules here that can be run."""
    return sorted(
        p.stem.replace("_", "-") for p in HERE.glob("*.py") if "\ndef run(" in p.read_text()
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./sukoon campaign")
    parser.add_argument("name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.name not in names():
        sys.stderr.write(f"no campaign {options.name}; there are: {', '.join(names())}\n")
        return 2
    module = importlib.import_module(f"tests.campaigns.{options.name.replace('-', '_')}")
    runs = options.runs or getattr(module, "RUNS", RUNS)
    told = module.run(seed=options.seed, runs=runs)
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.writelines(f"{key}: {value}\n" for key, value in told.items())
    return 1 if told["failures"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

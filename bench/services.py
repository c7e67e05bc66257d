"""The register at size: reading and importing 100,000 HXL rows, and the matrix over them.

Theirs is libhxl on the same file in the same run, counting by the same two columns.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench import Figure, below, faster

ROWS = 100_000
MEGABYTE = 1024 * 1024
ROOT = Path(__file__).parents[1]
PAGES = (
    ("national picture", "/"), ("map", "/map/"), ("gaps", "/gaps/"), ("overlaps", "/overlaps/"),
    ("old information", "/staleness/"), ("directory", "/directory/?q=children"),
)  # fmt: skip
TAGS = ("#activity+code", "#adm2+name")


def figures() -> list[Figure]:
    """Return the figures of reading, importing and the matrix page."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "services.hxl.csv"
    make(path)
    import django
    import duckdb  # noqa: F401
    import hxl  # noqa: F401

    django.setup()  # both sides are loaded before either is timed
    ours, counted = _timed(lambda: _our_count(path))
    theirs, peers = _timed(lambda: _libhxl_count(path))
    if counted != peers:
        raise AssertionError("the two aggregates differ")
    found = [faster(f"count of {ROWS} HXL rows by two columns, against libhxl", ours, theirs, 10)]
    found += _whole_import(folder, path, theirs)
    return found


def make(path: Path) -> None:
    """Write a file of distinct lines: real districts and codes, invented organisations."""
    chance = random.Random(20261124)
    content = ROOT / "content"
    with (content / "areas/pakistan/areas.csv").open(encoding="utf-8") as file:
        districts = [(r["name_en"], r["parent"]) for r in csv.DictReader(file) if r["level"] == "2"]
    with (content / "areas/pakistan/areas.csv").open(encoding="utf-8") as file:
        provinces = {r["pcode"]: r["name_en"] for r in csv.DictReader(file) if r["level"] == "1"}
    with (content / "codes/iasc-4ws-2012/activities.csv").open(encoding="utf-8") as file:
        codes = [r["code"] for r in csv.DictReader(file) if "." in r["code"]]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["org", "type", "code", "description", "province", "district", "group",
                      "status", "start", "end", "donor"])  # fmt: skip
        out.writerow(["#org+impl", "#org+type", "#activity+code", "#activity+description",
                      "#adm1+name", "#adm2+name", "#beneficiary+type", "#status", "#date+start",
                      "#date+end", "#org+funding"])  # fmt: skip
        for n in range(ROWS):
            district, parent = chance.choice(districts)
            out.writerow([
                f"Synthetic organisation {chance.randrange(300)}", "national NGO",
                chance.choice(codes), f"synthetic line {n}", provinces[parent], district,
                chance.choice(["children", "refugees", "women"]),
                chance.choice(["ongoing", "ongoing", "planned", "completed"]),
                f"20{chance.randrange(20, 26)}-01-01", "", "GIZ",
            ])  # fmt: skip


def _timed(work):  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _our_count(path: Path) -> Counter[tuple[str, ...]]:
    from sukoon.core.reading import count_by

    return count_by(path, TAGS)


def _libhxl_count(path: Path) -> Counter[tuple[str, ...]]:
    import hxl

    data = hxl.data(str(path), hxl.InputOptions(allow_local=True)).count(list(TAGS))
    return Counter({(r.values[0], r.values[1]): int(r.values[2]) for r in data})


def _whole_import(folder: Path, path: Path, theirs: float) -> list[Figure]:
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}", "SUKOON_MODE": "test",
        "SUKOON_VAR": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.services", str(path)], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return [
        below(f"import of {ROWS} rows, checked and written", told["seconds"], 120, "s"),
        below("import, most memory used", told["memory"], 500, "MB"),
        below(f"matrix page over {ROWS} services, p95", told["matrix_ms"], 300, "ms"),
        *(
            below(f"{name} page over {ROWS} services, p95", told[f"{name}_ms"], 1500, "ms")
            for name, _address in PAGES
        ),
    ]


def _measure(path: Path) -> None:
    import resource

    import django

    django.setup()
    from datetime import date

    from django.test import Client

    from sukoon.accounts.roles import console_actor
    from sukoon.core.schema import bring_up_to_date
    from sukoon.exchange import importing
    from sukoon.exchange.loading import load_everything

    bring_up_to_date()
    by = console_actor()
    load_everything(by=by, progress=lambda _line: None)
    begun = time.perf_counter()
    job = importing.begin(by=by, path=path, file_name=path.name)
    job = importing.accept(by=by, job=job, today=date(2026, 11, 24))
    seconds = time.perf_counter() - begun
    if job.created != ROWS:
        raise AssertionError(f"{job.created} of {ROWS} rows were written")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    client = Client()
    told = {"seconds": seconds, "memory": memory}
    pages = [("matrix_ms", "/matrix/", 40), *((f"{name}_ms", at, 12) for name, at in PAGES)]
    for name, address, runs in pages:
        times = []
        for _ in range(runs):
            begun = time.perf_counter()
            if client.get(address).status_code != 200:
                raise AssertionError(address)
            times.append((time.perf_counter() - begun) * 1000)
        told[name] = sorted(times)[int(len(times) * 0.95) - 1]
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))

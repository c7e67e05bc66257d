"""Finding one of a million persons, sealed at rest, in another spelling or script; duplicates at once."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import Figure, below

# SUKOON_BENCH_PERSONS=20000 for a quick look; the figures are promised for a million.
PERSONS = int(os.environ.get("SUKOON_BENCH_PERSONS", "1000000"))
SEARCHES, MIDDLES = (
    300,
    12,
)  # as in life: some tens of thousands of full names, and a few middle names
BATCH = 5000
ROOT = Path(__file__).parents[1]
FATHERS = ["Khan", "Ali", "Ahmad", "Shah", "Hussain", "Bibi", "Begum", "Gul", "Jan", "Afridi", "Baloch",
           "Malik", "Chaudhry", "Bhatti", "Yousafzai", "Qureshi", "Siddiqui", "Mengal", "Soomro", "Memon"]  # fmt: skip
AREAS = [f"PK/PK5/PK5{n:02d}/" for n in range(35)]


def figures() -> list[Figure]:
    """Return p95s on SQLite, and on PostgreSQL where it is installed.

    Both are filled side by side, since it takes long; what is measured is measured alone.
    """
    from tools.postgres import private_postgres

    with tempfile.TemporaryDirectory(prefix="sukoon-bench-") as folder, private_postgres() as url:
        urls = {"SQLite": f"sqlite:///{folder}/x.sqlite3"} | ({"PostgreSQL": url} if url else {})
        filling = [_start("fill", at, folder) for at in urls.values()]
        if any(process.wait() for process in filling):
            raise SystemExit("The persons could not be written; the reason stands above.")
        return [f for name, at in urls.items() for f in _told(name, _start("measure", at, folder))]


def _start(part: str, url: str, folder: str) -> "subprocess.Popen[str]":
    env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "test", "SUKOON_VAR": folder}
    command = [sys.executable, "-m", "bench.people", part]
    return subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, cwd=ROOT)


def _told(name: str, measuring: "subprocess.Popen[str]") -> list[Figure]:
    """Return the p95 of a search by name, by number, and of the check before somebody is recorded."""
    said = measuring.communicate()[0]
    if measuring.returncode:
        raise SystemExit(f"{name}: nothing was measured; the reason stands above.")
    told = json.loads(said.splitlines()[-1])
    return [
        below(f"{name}: search by name among {PERSONS} persons, p95", told["name"], 30, "ms"),
        below(f"{name}: search by number among {PERSONS} persons, p95", told["phone"], 30, "ms"),
        below(f"{name}: duplicate check against {PERSONS} persons, p95", told["check"], 50, "ms"),
    ]


def _fill() -> None:
    from django.db import connection

    from bench import bulk
    from sukoon.core import keys
    from sukoon.core.schema import bring_up_to_date
    from sukoon.people.models import PersonToken

    keys.ring()
    bring_up_to_date()
    begun = time.perf_counter()
    with bulk.unindexed(PersonToken):
        wanted = _write(random.Random(1))
    with connection.cursor() as cursor:  # as PostgreSQL does by itself once rows have come
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")
    sys.stderr.write(f"{PERSONS} persons written in {time.perf_counter() - begun:.0f} s\n")
    _wanted_file(connection.vendor).write_text(json.dumps(wanted))


def _wanted_file(vendor: str) -> Path:
    return Path(os.environ["SUKOON_VAR"]) / f"wanted-{vendor}.json"


def _measure() -> None:
    from django.db import connection

    from sukoon.core import clock
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.ids import new_id
    from sukoon.core.permissions import Permission
    from sukoon.people import queries
    from sukoon.people.rules import Birth

    by = Actor(new_id(), "bench", frozenset({Grant(Permission.PERSON_VIEW, Reach.EVERYWHERE)}))
    names, phones, checks = [], [], []
    today = clock.today()
    told = json.loads(_wanted_file(connection.vendor).read_text())
    for place, (name, phone, area, born, sex) in enumerate(told):
        numbers = [phone] if place % 2 else []
        wanted = queries.Wanted([name], numbers, [], area, Birth(born), sex)
        begun = time.perf_counter()
        found = queries.candidates(by, wanted, today=today)
        checks.append(time.perf_counter() - begun)
        if numbers and not found:
            raise AssertionError("somebody recorded already was not found")
        begun = time.perf_counter()
        queries.search(by, name)
        names.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        if not queries.by_phone(by, phone):
            raise AssertionError("a number was not found")
        phones.append(time.perf_counter() - begun)
    p95 = [sorted(t)[int(len(t) * 0.95)] * 1000 for t in (names, phones, checks)]
    sys.stdout.write(json.dumps(dict(zip(("name", "phone", "check"), p95, strict=True))) + "\n")


def _write(chance: random.Random) -> list[tuple[str, str, str, str, str]]:
    """Write the persons; return whom to look for: name in another spelling, number, area, birth, sex."""
    from django.db import transaction

    from bench import bulk
    from sukoon.core import keys
    from sukoon.core.ids import new_id
    from sukoon.people import index
    from sukoon.people.models import Person, PersonName, PersonPhone, PersonToken

    version, spellings, wanted = keys.ring().current, _spellings(), []
    owners = [new_id() for _ in range(2000)]
    persons = bulk.Pour(Person, "id", "owner_id", "is_synthetic", "area_path", "sex", "born")
    names = bulk.Pour(PersonName, "id", "person_id", "text")
    phones = bulk.Pour(PersonPhone, "id", "person_id", "text")
    tokens = bulk.Pour(PersonToken, "person_id", "kind", "token", "key_version")
    seals = [_sealer(*f) for f in ((Person, "born"), (PersonName, "text"), (PersonPhone, "text"))]
    of_name = lru_cache(maxsize=None)(lambda name: list(index.tokens_of([name], [])))
    for first in range(0, PERSONS, BATCH):
        rows = []
        for n in range(first, first + BATCH):
            group, middle = chance.choice(spellings), chance.choice(spellings[:MIDDLES])
            family, phone, area = chance.choice(FATHERS), f"+923{n:09d}", chance.choice(AREAS)
            sex, born = chance.choice(("male", "female")), str(chance.randint(1940, 2015))
            rows.append((new_id(), f"{group[0]} {middle[0]} {family}", phone, area, sex, born))
            if n % (PERSONS // SEARCHES) == 0:
                wanted.append((f"{group[-1]} {middle[-1]} {family}", phone, area, born, sex))
        with transaction.atomic():
            persons.write(
                (pk, chance.choice(owners), True, area, sex, seals[0](pk, born))
                for pk, _, _, area, sex, born in rows
            )
            names.write((key := new_id(), row[0], seals[1](key, row[1])) for row in rows)
            phones.write((key := new_id(), row[0], seals[2](key, row[2])) for row in rows)
            tokens.write(
                (pk, kind, token, version)
                for pk, name, phone, *_ in rows
                for kind, token in (*of_name(name), *index.tokens_of([], [phone]))
            )
    return wanted


def _sealer(model: Any, field: str) -> "Callable[[UUID, str], bytes]":
    """Return what seals one field of a row, as saving the record does."""
    from sukoon.core.vault import seal

    where = model._meta.get_field(field).where
    return lambda pk, text: bytes(seal(text, where=where(pk)))


def _spellings() -> list[list[str]]:
    """Return one-word names with their spellings, from the labelled pairs."""
    found: dict[str, list[str]] = {}
    with (ROOT / "tests/people/name_pairs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["same"] == "1" and " " not in row["a"] + row["b"]:
                found.setdefault(row["a"], [row["a"]]).append(row["b"])
    return list(found.values())


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": _fill, "measure": _measure}[sys.argv[1]]()

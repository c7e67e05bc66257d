"""Finding one of a million persons, sealed at rest, in another spelling or script; duplicates at once."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import Figure, below

# SUKOON_BENCH_PERSONS=20000 for a quick look; the figures are promised for a million.
PERSONS = int(os.environ.get("SUKOON_BENCH_PERSONS", "1000000"))
SEARCHES = 300
BATCH = 4000
ROOT = Path(__file__).parents[1]
FATHERS = ["Khan", "Ali", "Ahmad", "Shah", "Hussain", "Bibi", "Begum", "Gul", "Jan", "Afridi", "Baloch",
           "Malik", "Chaudhry", "Bhatti", "Yousafzai", "Qureshi", "Siddiqui", "Mengal", "Soomro", "Memon"]  # fmt: skip
AREAS = [f"PK/PK5/PK5{n:02d}/" for n in range(35)]


def figures() -> list[Figure]:
    """Return the p95 of a search by name, by number, and of the check before somebody is recorded."""
    with tempfile.TemporaryDirectory(prefix="sukoon-bench-") as folder:
        env = {
            **os.environ, "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3", "SUKOON_MODE": "test",
            "SUKOON_VAR": folder,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "bench.people"], env=env, text=True, check=True,
            stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return [
        below(f"search by name among {PERSONS} persons, p95", told["name"], 30, "ms"),
        below(f"search by number among {PERSONS} persons, p95", told["phone"], 30, "ms"),
        below(f"duplicate check against {PERSONS} persons, p95", told["check"], 50, "ms"),
    ]


def _measure() -> None:
    import django

    django.setup()
    from sukoon.core import clock
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.ids import new_id
    from sukoon.core.permissions import Permission
    from sukoon.core.schema import bring_up_to_date
    from sukoon.people import queries
    from sukoon.people.rules import Birth

    bring_up_to_date()
    chance = random.Random(1)
    told = _write(chance)
    by = Actor(new_id(), "bench", frozenset({Grant(Permission.PERSON_VIEW, Reach.EVERYWHERE)}))
    names, phones, checks = [], [], []
    today = clock.today()
    for place, (name, phone, kept) in enumerate(told):
        numbers = [phone] if place % 2 else []
        wanted = queries.Wanted(
            [name], numbers, [], kept.area_path, Birth(str(kept.born)), kept.sex
        )
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


def _write(chance: random.Random) -> "list[tuple[str, str, Any]]":
    """Write the persons in bulk; return names (in another spelling), numbers and persons to look for."""
    from sukoon.core.ids import new_id
    from sukoon.people import index
    from sukoon.people.models import Person, PersonName, PersonPhone, PersonToken

    spellings = _spellings()
    wanted = []
    for first in range(0, PERSONS, BATCH):
        people, kept, numbers, tokens = [], [], [], []
        for n in range(first, first + BATCH):
            group, middle = chance.choice(spellings), chance.choice(spellings)
            family = chance.choice(FATHERS)
            name = f"{group[0]} {middle[0]} {family}"
            phone = f"+923{n:09d}"
            person = Person(
                id=new_id(), owner_id=new_id(), is_synthetic=True, area_path=chance.choice(AREAS),
                sex=chance.choice(["male", "female"]), born=str(chance.randint(1940, 2015)),
            )  # fmt: skip
            people.append(person)
            kept.append(PersonName(person=person, text=name))
            numbers.append(PersonPhone(person=person, text=phone))
            tokens += index.rows(person.pk, [name], [phone])
            if n % (PERSONS // SEARCHES) == 0:
                wanted.append((f"{group[-1]} {middle[-1]} {family}", phone, person))
        Person.objects.bulk_create(people)
        PersonName.objects.bulk_create(kept)
        PersonPhone.objects.bulk_create(numbers)
        PersonToken.objects.bulk_create(tokens)
    return wanted


def _spellings() -> list[list[str]]:
    """Return one-word names with their spellings, from the labelled pairs."""
    found: dict[str, list[str]] = {}
    with (ROOT / "tests/people/name_pairs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["same"] == "1" and " " not in row["a"] + row["b"]:
                found.setdefault(row["a"], [row["a"]]).append(row["b"])
    return list(found.values())


if __name__ == "__main__":
    _measure()

"""Supervision at size: a queue of 20,000 open questions, and a year of 17,000 a month among 220,000 workers."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bench import Figure, below

QUEUE = 20_000
WORKERS = 220_000
A_MONTH = 17_000
MONTHS = 12
LOOKS = 200
BATCH = 5000
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def figures() -> list[Figure]:
    """Return how long a page of the queue takes, and the alarms of a nation, on both databases."""
    from tools.postgres import private_postgres

    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        found += _on("SQLite", f"sqlite:///{folder}/x.sqlite3", folder)
    with private_postgres() as url, tempfile.TemporaryDirectory() as folder:
        if url:
            found += _on("PostgreSQL", url, folder)
    return found


def _on(name: str, url: str, folder: str) -> list[Figure]:
    env = {**os.environ, "SUKOON_MODE": "test", "SUKOON_VAR": folder, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "bench.supervision"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    year = f"{WORKERS} workers and a year of {A_MONTH} questions a month"
    return [
        below(
            f"{name}: a page of a queue of {QUEUE} open questions, p95", told["queue"], 100, "ms"
        ),
        below(f"{name}: the same, far down the queue, p95", told["deep"], 100, "ms"),
        below(f"{name}: one's own questions among them, p95", told["mine"], 100, "ms"),
        below(f"{name}: alarms of {year}", told["alarms"], 5, "s"),
        below(f"{name}: one round of the watch's finding", told["watch"], 5, "s"),
        below(f"{name}: supervision in figures over that year", told["figures"], 30, "s"),
    ]


def _measure() -> None:
    import django

    django.setup()
    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    draw = random.Random(20261124)
    told = _queue(draw)
    told |= _year(draw)
    sys.stdout.write(json.dumps(told) + "\n")


def _people(count: int):
    """Cases to ask about: persons nobody is, in twenty districts."""
    from sukoon.cases.models import Case
    from sukoon.core.ids import new_id
    from sukoon.people.models import Person

    made = []
    for first in range(0, count, BATCH):
        persons = [
            Person(owner_id=new_id(), area_path=_area(n))
            for n in range(first, min(first + BATCH, count))
        ]
        Person.objects.bulk_create(persons)
        made += Case.objects.bulk_create(
            Case(
                code=f"B{first + n:08}", alias="", person=p, tier=3, owner_id=p.owner_id,
                area_path=p.area_path, opened_at=NOW, assigned_at=NOW,
            )
            for n, p in enumerate(persons)
        )  # fmt: skip
    return made


def _area(n: int) -> str:
    return f"PK/PK{n % 5}/PK{n % 5}{n % 20:02}/"


def _open(case, n: int, due_at, supervisor):
    from sukoon.supervision.models import Request

    return Request(
        code=f"S-{n}", case=case, case_code=case.code, asked_by_id=case.owner_id, urgency="soon",
        supervisor_id=supervisor, owner_id=supervisor, area_path=case.area_path,
        open_area_path=case.area_path, status="assigned", turn="answer", due_at=due_at, asked_at=NOW,
    )  # fmt: skip


def _queue(draw: random.Random) -> dict[str, float]:
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.ids import new_id
    from sukoon.core.permissions import Permission
    from sukoon.supervision import queries
    from sukoon.supervision.models import Request

    supervisors = [new_id() for _n in range(50)]
    cases = _people(QUEUE)
    for first in range(0, QUEUE, BATCH):
        Request.objects.bulk_create(
            _open(
                c,
                first + n,
                NOW + timedelta(minutes=draw.randrange(9000)),
                draw.choice(supervisors),
            )
            for n, c in enumerate(cases[first : first + BATCH])
        )
    grants = frozenset(
        Grant(p, Reach.AREA, area_path="PK/PK3/")
        for p in (Permission.SUPERVISION_VIEW, Permission.SUPERVISION_ANSWER)
    )
    by = Actor(supervisors[0], "bench", grants)
    told: dict[str, float] = {}
    cursor = ""
    times: dict[str, list[float]] = {"queue": [], "deep": [], "mine": []}
    for n in range(LOOKS):
        for name, view, after in (
            ("queue", "all", ""), ("deep", "all", cursor), ("mine", "mine", ""),
        ):  # fmt: skip
            begun = time.perf_counter()
            page = queries.queue(by, view, after=after)
            if name != "mine":
                queries.waiting_count(by, view)
            times[name].append((time.perf_counter() - begun) * 1000)
            if not page.rows:
                raise AssertionError("the queue is empty")
            if name == "deep":
                cursor = page.next if n % 100 else ""
    for name, found in times.items():
        told[name] = quantiles(found, n=20)[18]
    Request.objects.all().delete()
    return told


def _year(draw: random.Random) -> dict[str, float]:
    from sukoon.accounts.roles import console_actor
    from sukoon.cases.models import Case
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.permissions import Permission
    from sukoon.supervision import queries
    from sukoon.supervision.queries.alarms import overdue, quiet_now

    _workers(draw)
    _questions(draw, list(Case.objects.all()[:QUEUE]))
    by = Actor(
        console_actor().id,
        "bench",
        frozenset({Grant(Permission.SUPERVISION_LEAD, Reach.EVERYWHERE)}),
    )
    begun = time.perf_counter()
    counts = queries.alarm_counts(by, now=NOW, today=NOW.date())
    found = queries.alarms(by, now=NOW, today=NOW.date())
    alarms = time.perf_counter() - begun
    if not found or not counts["quiet"] or not counts["unanswered"]:
        raise AssertionError(f"no alarm in a year: {counts}")
    begun = time.perf_counter()
    overdue(now=NOW, most=500)
    quiet_now(today=NOW.date(), stage=1, most=500)
    quiet_now(today=NOW.date(), stage=2, most=500)
    watch = time.perf_counter() - begun
    begun = time.perf_counter()
    told = queries.figures(console_actor())
    seconds = time.perf_counter() - begun
    if not told.cases:
        raise AssertionError("no case in a year")
    return {"alarms": alarms, "watch": watch, "figures": seconds}


def _workers(draw: random.Random) -> None:
    """220,000 trained workers; half of them ever send a case, some fall silent."""
    from sukoon.core.ids import new_id
    from sukoon.supervision.models import Trainee, TrainingCohort

    cohort = TrainingCohort.objects.create(
        code="bench", name_en="bench", tier=3, began_on=NOW.date() - 400 * DAY
    )
    for first in range(0, WORKERS, BATCH):
        Trainee.objects.bulk_create(
            Trainee(
                code=f"W{n}", account_id=new_id(), cohort=cohort, area_path=_area(n), tier=3,
                state="trained", trained_on=cohort.began_on, sent=draw.randrange(3),
                silent_since=NOW.date() - DAY * draw.randrange(60 if n % 2 else 12),
            )
            for n in range(first, first + BATCH)
        )  # fmt: skip


def _questions(draw: random.Random, cases) -> None:
    """A year of questions: closed ones, and of the last weeks those under way, some past their time."""
    from sukoon.core.ids import new_id
    from sukoon.supervision.models import Request, Trainee

    askers = list(Trainee.objects.values_list("account_id", flat=True)[:60_000])
    supervisors = [new_id() for _n in range(400)]
    total = A_MONTH * MONTHS
    for first in range(0, total, BATCH):
        rows = []
        for n in range(first, min(first + BATCH, total)):
            case, asker = cases[n % len(cases)], askers[n % len(askers)]
            asked_at = NOW - timedelta(seconds=(total - n) * 360 * 86400 // total)
            row = _open(case, n, asked_at + 3 * DAY, draw.choice(supervisors))
            row.asked_by_id, row.asked_at = asker, asked_at
            if (NOW - asked_at).days >= 5 or draw.random() < 0.9:
                row.status, row.turn, row.owner_id, row.due_at = "closed", "", None, None
                row.open_area_path, row.close_reason = "", "done"
                row.answered_at = asked_at + timedelta(hours=draw.randrange(10, 110))
                row.closed_at = row.answered_at + 9 * DAY
                row.diagnosis = draw.choice(("DEP", "DEP", "OTH"))
                row.plan_changed = draw.random() < 0.38
            rows.append(row)
        Request.objects.bulk_create(rows)


if __name__ == "__main__":
    _measure()

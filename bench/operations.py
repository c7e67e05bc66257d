"""How many operations a second: the same action with its audit, outbox and stored result.

Ours is the whole change: permission, flow, return, version, step, service, audit event with
its details, stored result, one durable transaction. Theirs is a bare transaction that writes the
same number of rows one by one through the same framework, on the same database, with the same
number of callers: what the rows cost without the rules. On both databases, where PostgreSQL is
here (the private one does not wait for the disk).
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import Figure, at_least

SECONDS = 4.0
IN_A_BATCH = 100
# A survey server's single-form POST on a machine like this one, as the issue states it.
SINGLE_POST = 300.0
# Return, version, step, service, event, two details, operation: rows a first return writes.
ROWS = 8
TIMES = 0.5  # the rules may cost as much as the rows, not more


def figures() -> list[Figure]:
    """Return operations/s on SQLite and PostgreSQL, with 1 and 8 callers."""
    from tools.postgres import private_postgres

    found = _measured("SQLite", f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3")
    with private_postgres() as url:
        if url:
            found += _measured("PostgreSQL", url)
    return found


def _measured(label: str, url: str) -> list[Figure]:
    env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "test"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.operations"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    found = []
    for line in done.stdout.splitlines():
        if line.startswith("batched"):
            name = f"operations a second, {label}, sent {IN_A_BATCH} at a time, one caller"
            found.append(at_least(name, float(line.split()[1]), SINGLE_POST, 5, "operations/s"))
            continue
        callers, ours, theirs = line.split()
        name = f"operations a second, {label}, {callers} caller{'s' if callers != '1' else ''}"
        found.append(at_least(name, float(ours), float(theirs), TIMES, "operations/s"))
    return found


def _rate(callers: int, work: "list[threading.Thread]", counts: list[int]) -> float:
    begun = time.perf_counter()
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    sys.stdout.write(f"batched {_batched():.1f}\n")
    for callers in (1, 8, 32):
        ours = _run(callers, _whole_change())
        theirs = _run(callers, _bare_insert())
        sys.stdout.write(f"{callers} {ours:.1f} {theirs:.1f}\n")


def _run(callers: int, one: "object") -> float:
    from django.db import connection

    counts = [0] * callers
    end = time.perf_counter() + SECONDS

    def caller(n: int) -> None:
        while time.perf_counter() < end:
            one(n, counts[n])  # type: ignore[operator]
            counts[n] += 1
        connection.close()

    threads = [threading.Thread(target=caller, args=(n,)) for n in range(callers)]
    return _rate(callers, threads, counts)


def _whole_change() -> "object":
    from datetime import date, timedelta

    from tests.factories import ServiceFactory

    from sukoon.accounts.roles import console_actor
    from sukoon.core.ids import new_id
    from sukoon.core.operations import once
    from sukoon.services import actions

    by, today = console_actor(), date(2026, 11, 24)
    services = [ServiceFactory() for _ in range(32)]
    base = date(1990, 1, 1)

    def one(caller: int, n: int) -> None:
        day = base + timedelta(days=n)

        def run() -> tuple[int, str]:
            actions.submit(
                by=by, service=services[caller], period_start=day, period_end=day,
                basis="people", total=n, today=today,
            )  # fmt: skip
            return 200, "{}"

        once(operation_id=new_id(), action="bench", by=by, payload={"n": n}, run=run)

    return one


def _batched() -> float:
    """Return operations/s when a client sends a hundred at a time, as a phone does."""
    from datetime import date, timedelta

    from tests.factories import ServiceFactory

    from sukoon.accounts.roles import console_actor
    from sukoon.core.ids import new_id
    from sukoon.core.operations import Outcome, Sent, apply_batch

    by, service = console_actor(), str(ServiceFactory().pk)
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        sent = []
        for _ in range(IN_A_BATCH):
            day = (date(1990, 1, 1) + timedelta(days=done + len(sent))).isoformat()
            sent.append(Sent(new_id(), "services.submit", {
                "service": service, "period_start": day, "period_end": day, "basis": "people",
                "total": 1,
            }))  # fmt: skip
        results = apply_batch(sent, by=by)
        if any(r.outcome is not Outcome.APPLIED for r in results):
            raise AssertionError(next(r for r in results if r.outcome is not Outcome.APPLIED))
        done += len(sent)
    return done / (time.perf_counter() - begun)


def _bare_insert() -> "object":
    from django.db import transaction

    from sukoon.core import clock
    from sukoon.core.ids import new_id
    from sukoon.core.models import LoadedPack

    def one(caller: int, n: int) -> None:
        with transaction.atomic():
            for _ in range(ROWS):
                LoadedPack.objects.create(
                    pack_id=str(new_id()), kind="x", version="1", checksum="x", status="draft",
                    loaded_at=clock.now(),
                )  # fmt: skip

    return one


if __name__ == "__main__":
    _measure()

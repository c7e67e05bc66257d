"""The audit at size: sealing and verifying a million events, and what an event costs a change."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Figure, below

EVENTS = 1_000_000
CHANGES = 800
BATCH = 5000
AIM = 60.0  # seconds for a million
WRITING = 60.0  # seconds at most until the measuring begins


def figures() -> list[Figure]:
    """Return seconds of sealing and verifying, and the audit's share of a change."""
    folder = tempfile.mkdtemp()
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3", "SUKOON_MODE": "test",
        "SUKOON_VAR": folder,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.audit"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    count = told["events"]
    limit = AIM * count / EVENTS
    return [
        below(f"sealing {count} events", told["seal"], limit, "s"),
        below(f"verifying {count} sealed events", told["verify"], limit, "s"),
        below("an event's share of a change (audit on against off)", told["share"], 20, "%"),
    ]


def _measure() -> None:
    import django

    django.setup()
    from sukoon.audit import sealing
    from sukoon.core import clock
    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    share = _share_of_a_change()
    events = _write_events(EVENTS)
    begun = time.perf_counter()
    sealed = sealing.seal(now=clock.now())
    seconds = time.perf_counter() - begun
    if sealed < events:
        raise AssertionError(f"only {sealed} were sealed")
    begun = time.perf_counter()
    if not sealing.verify().ok:
        raise AssertionError("the chain does not verify")
    told = {
        "seal": seconds,
        "verify": time.perf_counter() - begun,
        "share": share,
        "events": events,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _write_events(count: int) -> int:
    """Write signed events as `emit` does, without the ORM: only what follows is measured.

    Return how many there was time for: on a machine that is busy with other things fewer are
    sealed, and judged by as much less time.
    """
    from django.db import connection, transaction

    from sukoon.audit import rules
    from sukoon.audit.events import mac_of
    from sukoon.audit.models import AuditEntry, details_text
    from sukoon.core import clock
    from sukoon.core.ids import new_id

    subject, actor, now = new_id(), new_id(), clock.now()
    fields = [f for f in AuditEntry._meta.concrete_fields if f.name != "block"]
    names = [f.name for f in fields]
    statement = (
        f"INSERT INTO {AuditEntry._meta.db_table} ({', '.join(f.column for f in fields)}) "
        f"VALUES ({', '.join(['%s'] * len(fields))})"
    )
    same = AuditEntry(at=now, event="thing.done", subject_id=subject, actor_id=actor,
                      actor_label="bench")  # fmt: skip
    values = [f.get_db_prep_save(getattr(same, f.attname), connection) for f in fields]
    places = [names.index(name) for name in ("id", "told", "mac")]
    until = time.perf_counter() + WRITING
    with connection.cursor() as cursor:
        for first in range(0, count, BATCH):
            if time.perf_counter() > until:
                return first
            rows = []
            for n in range(first, first + BATCH):
                event = rules.Event(new_id(), now, "thing.done", subject, actor, "bench",
                                    (("count", str(n)),))  # fmt: skip
                row = list(values)
                told = (event.id.hex, details_text(event.details), mac_of(event))
                for place, value in zip(places, told, strict=True):
                    row[place] = value
                rows.append(row)
            with transaction.atomic():
                cursor.executemany(statement, rows)
    return count


def _share_of_a_change() -> float:
    """Return how much longer a whole change takes with its event, in percent, run by turns."""
    from unittest.mock import patch

    from tests.factories import ServiceFactory

    from sukoon.services.actions import returns

    service = ServiceFactory()
    times: dict[bool, list[float]] = {True: [], False: []}
    for n in range(CHANGES):
        for audited in (True, False):
            context = patch.object(returns, "emit") if not audited else patch.dict({})
            with context:
                begun = time.perf_counter()
                _change(service, n * 2 + audited)
                times[audited].append(time.perf_counter() - begun)
    with_it, without = (sorted(times[a])[CHANGES // 2] for a in (True, False))
    return (with_it / without - 1) * 100


def _change(service, n: int) -> None:  # type: ignore[no-untyped-def]
    from datetime import date, timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.core.ids import new_id
    from sukoon.core.operations import once
    from sukoon.services import actions

    by, day = console_actor(), date(1990, 1, 1) + timedelta(days=n)

    def run() -> tuple[int, str]:
        actions.submit(by=by, service=service, period_start=day, period_end=day, basis="people",
                       total=n, today=date(2026, 11, 25))  # fmt: skip
        return 200, "{}"

    once(operation_id=new_id(), action="bench", by=by, payload={"n": n}, run=run)


if __name__ == "__main__":
    _measure()

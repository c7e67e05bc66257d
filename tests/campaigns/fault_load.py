"""The server's side of the fault campaign: check what the last crash left, then write until killed.

Waits with the product loaded, and forks a server for each line of JSON it is sent: what is killed is
a whole process, and the next one needs no start. A server speaks in lines on standard output: `PID n`,
`CHECK {json}`, then for each operation `TRY id kind` before it and `ACK id kind` after it was
answered, `NO id kind reason` when it was refused in words. `GONE` says that it is dead.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from uuid import UUID

LOCK = threading.Lock()


def say(line: str) -> None:
    with LOCK:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def nursery() -> None:
    """Load the product once; fork a server for each line on standard input, one after the other."""
    import django

    django.setup()
    # What a server would load while it writes, loaded before: no connection is open yet.
    from sukoon.audit import sealing  # noqa: F401
    from sukoon.config import middleware  # noqa: F401
    from sukoon.people import actions as people  # noqa: F401
    from sukoon.services import actions as services  # noqa: F401
    from sukoon.workforce import actions as workforce  # noqa: F401

    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            sys.stdin.close()
            say(f"PID {os.getpid()}")
            try:
                main(told)
            except BaseException:  # noqa: BLE001 - whatever it is, the campaign says it
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        os.waitpid(pid, 0)
        say("\nGONE")


def main(told: dict) -> None:
    prepare()
    if told.get("only_prepare"):
        say("CHECK {}")
        return
    say("CHECK " + json.dumps(check(told["acked"], told["open"])))
    if told.get("only_check"):
        return
    if told["fault"] == "clock":
        jump_clock(told["seed"])
    if told["fault"] == "disk":
        fill_disk(told["seed"])
    threads = [
        threading.Thread(target=write, args=(told["seed"] * 10 + n, told["most"])) for n in range(2)
    ]
    threads.append(threading.Thread(target=seal, args=(told["seed"],), daemon=True))
    for t in threads:
        t.start()
    for t in threads[:2]:
        t.join()
    say("DONE")


def prepare() -> None:
    """Bring the database up, once; the operations of this campaign are registered anew."""
    from django.db import connection

    from sukoon.core.schema import bring_up_to_date

    if "core_operation" not in connection.introspection.table_names():
        bring_up_to_date()
        from tests.factories import ServiceFactory

        ServiceFactory.create_batch(4)


def actor():
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.permissions import Permission

    return Actor(UUID(int=7), "load", frozenset(Grant(p, Reach.EVERYWHERE) for p in Permission))


def run_one(pk: UUID, kind: str):
    """Send one operation through the front door: `once`, an action, its event and outbox."""
    from sukoon.core.operations import once

    by, mark = actor(), pk.hex.upper()
    payload = {"kind": kind, "mark": mark}
    return once(operation_id=pk, action=kind, by=by, payload=payload,
                run=lambda: (200, KINDS[kind](by, mark)))  # fmt: skip


def person(by, mark: str) -> str:
    from sukoon.people import actions

    made = actions.record_person(by=by, names=[f"Synthetic {mark}"], area_path=f"PK/{mark}/",
                                 synthetic=True)  # fmt: skip
    return json.dumps({"id": str(made.pk)})


def organisation(by, mark: str) -> str:
    from sukoon.workforce import actions
    from sukoon.workforce.words import OrganisationType

    made = actions.record_organisation(by=by, name=f"Synthetic {mark}",
                                       type=OrganisationType.NATIONAL_NGO)  # fmt: skip
    return json.dumps({"id": str(made.pk)})


def report(by, mark: str) -> str:
    from datetime import date, timedelta

    from sukoon.services import actions
    from sukoon.services.models import Service
    from sukoon.services.words import CountBasis

    services = list(Service.objects.order_by("id")[:4])
    day = date(1990, 1, 1) + timedelta(days=int(mark[:8], 16) % 12000)
    sent = actions.submit(
        by=by, service=services[int(mark[8:10], 16) % len(services)], period_start=day, period_end=day,
        basis=CountBasis.PEOPLE, total=1, note=mark, today=date(2026, 11, 25),
    )  # fmt: skip
    return json.dumps({"id": str(sent.pk)})


KINDS = {"person": person, "organisation": organisation, "report": report}


def applied(mark: str, kind: str) -> int:
    """Return how often an operation's change is there: 0, 1, or too often."""
    from sukoon.people.models import Person
    from sukoon.services.models import ReturnVersion
    from sukoon.workforce.models import Organisation

    if kind == "person":
        return Person.objects.filter(area_path=f"PK/{mark}/").count()
    if kind == "organisation":
        return Organisation.objects.filter(name=f"Synthetic {mark}").count()
    return ReturnVersion.objects.filter(note=mark).count()


def all_applied() -> dict[str, Counter]:
    """Return how often each change is there, by kind and mark: one question a kind."""
    from sukoon.people.models import Person
    from sukoon.services.models import ReturnVersion
    from sukoon.workforce.models import Organisation

    paths = Person.objects.values_list("area_path", flat=True).iterator()
    names = Organisation.objects.values_list("name", flat=True).iterator()
    notes = ReturnVersion.objects.values_list("note", flat=True).iterator()
    return {
        "person": Counter(path.strip("/").rpartition("/")[2] for path in paths),
        "organisation": Counter(name.removeprefix("Synthetic ") for name in names),
        "report": Counter(notes),
    }


def check(acked: list, open_ones: list) -> dict:
    """Look at what a crash left. Then send again what was never answered: it happens once."""
    from django.db import connection

    from sukoon.audit import sealing
    from sukoon.core.models import Operation

    found: dict = {"lost": [], "doubled": [], "broken": [], "retried": 0}
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as raw:
            if raw.execute("pragma integrity_check").fetchone() != ("ok",):
                found["broken"].append("integrity")
    stored, there = set(Operation.objects.values_list("pk", flat=True)), all_applied()
    for pk, kind in acked:
        times = there[kind][UUID(pk).hex.upper()]
        if times == 0 or UUID(pk) not in stored:
            found["lost"].append(pk)
        if times > 1:
            found["doubled"].append(pk)
    for pk, kind in open_ones:
        run_one(UUID(pk), kind)
        run_one(UUID(pk), kind)
        found["retried"] += 1
        if applied(UUID(pk).hex.upper(), kind) != 1:
            found["doubled"].append(pk)
    verdict = sealing.verify(anchors=sealing.own_anchors())
    found["broken"] += [b.as_dict() for b in verdict.broken]
    found["events"], found["sealed"] = verdict.events, verdict.sealed
    return found


def write(seed: int, most: int) -> None:
    from django.db import DatabaseError, connection

    from sukoon.config.middleware import store_problem
    from sukoon.core.problems import Problem

    chance = random.Random(seed)
    for _ in range(most):
        pk, kind = UUID(int=chance.getrandbits(128), version=4), chance.choice(sorted(KINDS))
        say(f"TRY {pk} {kind}")
        try:
            run_one(pk, kind)
        except (DatabaseError, Problem) as error:
            problem = error if isinstance(error, Problem) else store_problem(error)
            say(f"NO {pk} {kind} {problem.code if problem else type(error).__name__}")
            connection.close()
            continue
        say(f"ACK {pk} {kind}")
    connection.close()


def seal(seed: int) -> None:
    """Seal now and then, while others write."""
    import time

    from django.db import DatabaseError

    from sukoon.audit import sealing
    from sukoon.core import clock

    chance = random.Random(seed)
    while True:
        time.sleep(chance.uniform(0.02, 0.2))
        try:
            sealing.seal(now=clock.now())
        except (DatabaseError, OSError):
            continue


def jump_clock(seed: int) -> None:
    """Let the clock jump by hours and days while we write, forwards and back."""
    from datetime import timedelta

    from sukoon.core import clock

    chance, real = random.Random(seed), clock.now
    clock.now = lambda: real() + timedelta(hours=chance.uniform(-48, 48))


def fill_disk(seed: int) -> None:
    """Leave room for a few pages only: SQLite then meets a full disk."""
    from django.db import connection

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    base = Path(connection.settings_dict["NAME"])
    log = base.with_name(f"{base.name}-wal")
    most = max(p.stat().st_size for p in (base, log) if p.exists())
    room = most + random.Random(seed).randrange(4096, 200_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


if __name__ == "__main__":
    nursery()

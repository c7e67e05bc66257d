"""How many operations a second: the same action with its audit, outbox and stored result.

Ours is the whole change: permission, flow, return, version, step, service, audit event with
its details, stored result, one durable transaction.

- By callers in one process, against a bare transaction that writes the same number of rows one
  by one through the same framework: what the rows cost without the rules.
- By two worker processes on PostgreSQL, one operation a transaction, against the aim.
- Over HTTP, a hundred operations a POST, against one form a POST (`bench.single_post`) to the
  same server, by the same number of clients, by turns.

SQLite waits for the disk at each commit, as in real use; so does PostgreSQL over HTTP. In one
and two processes it does not: there the work itself is measured.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import Figure, at_least

SECONDS = 4.0
IN_A_BATCH = 100
AIM_UNBATCHED = 600.0
# Return, version, step, service, event, operation: rows a first return writes.
ROWS = 6
TIMES = 0.5  # the rules may cost as much as the rows, not more
WORKERS = 2
CLIENTS = 4
TURNS = 3
HERE = Path(__file__).parents[1]


def figures() -> list[Figure]:
    """Return operations/s on SQLite and PostgreSQL: in a process, in two, and over HTTP."""
    from tools.postgres import private_cluster

    found: list[Figure] = []
    url = f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3"
    found += [*_callers_of("SQLite", url), _over_http("SQLite", url)]
    with private_cluster() as cluster:
        if cluster:
            found += [*_callers_of("PostgreSQL", cluster.url), _two_workers(cluster.url)]
    with private_cluster(durable=True) as cluster:
        if cluster:
            found.append(_over_http("PostgreSQL", cluster.url))
    return found


def _callers_of(label: str, url: str) -> list[Figure]:
    found = []
    for line in _run(url, "callers").splitlines():
        callers, ours, theirs = line.split()
        name = f"operations a second, {label}, {callers} caller{'s' if callers != '1' else ''}"
        found.append(at_least(name, float(ours), float(theirs), TIMES, "operations/s"))
    return found


def _two_workers(url: str) -> Figure:
    name = f"operations a second, PostgreSQL, {WORKERS} worker processes, one a transaction"
    ours = sum(json.loads(_run(url, "workers")))
    return at_least(name, ours, AIM_UNBATCHED, 1, "operations/s")


def _over_http(label: str, url: str) -> Figure:
    told = json.loads(_run(url, "http"))
    name = f"operations a second over HTTP, {label}, {IN_A_BATCH} a POST against one form a POST"
    return at_least(name, told["batched"], told["single"], 5, "operations/s")


def _run(url: str, what: str) -> str:
    env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "test"}
    return subprocess.run(
        [sys.executable, "-m", "bench.operations", what], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=HERE, timeout=300,
    ).stdout  # fmt: skip


def _prepared() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    call_command("flush", verbosity=0, interactive=False)


# --- in one process ------------------------------------------------------------------------


def _callers() -> None:
    _prepared()
    from tests.factories import ServiceFactory

    services = [ServiceFactory() for _ in range(32)]
    for callers in (1, 8, 32):
        ours = _rate(callers, _whole_change(services))
        theirs = _rate(callers, _bare_insert())
        sys.stdout.write(f"{callers} {ours:.1f} {theirs:.1f}\n")


def _rate(callers: int, one: Callable[[int, int], None]) -> float:
    from django.db import connection

    counts = [0] * callers
    end = time.perf_counter() + SECONDS

    def caller(n: int) -> None:
        while time.perf_counter() < end:
            one(n, counts[n])
            counts[n] += 1
        connection.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=caller, args=(n,)) for n in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


_starts = count(8000, 8000)


def _whole_change(services: list[Any]) -> Callable[[int, int], None]:
    from datetime import date, timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.core.ids import new_id
    from sukoon.core.operations import once
    from sukoon.services import actions

    by, today = console_actor(), date(2026, 11, 24)
    base = date(1900, 1, 1) + timedelta(days=next(_starts))

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


def _bare_insert() -> Callable[[int, int], None]:
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


# --- in two processes ----------------------------------------------------------------------


def _workers() -> None:
    """Let two processes work at once, each on services of its own; print what each reached."""
    _prepared()
    from tests.factories import ServiceFactory

    command = [sys.executable, "-m", "bench.operations", "worker"]
    running = [
        subprocess.Popen([*command, str(ServiceFactory().pk)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True, cwd=HERE)
        for _ in range(WORKERS)
    ]  # fmt: skip
    for worker in running:
        worker.stdout.readline()  # type: ignore[union-attr] - it is ready
    for worker in running:
        worker.stdin.write("go\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
    rates = [float(w.communicate(timeout=60)[0]) for w in running]
    sys.stdout.write(json.dumps(rates) + "\n")


def _worker(pk: str) -> None:
    import django

    django.setup()
    from sukoon.services.models import Service

    one = _whole_change([Service.objects.get(pk=pk)])
    one(0, 0)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun, n = time.perf_counter(), 1
    while time.perf_counter() - begun < SECONDS:
        one(0, n)
        n += 1
    sys.stdout.write(f"{n / (time.perf_counter() - begun)}\n")


# --- over HTTP -----------------------------------------------------------------------------


def _http() -> None:
    """Serve as in real use, and let clients send by turns: forms one by one, then batches."""
    _prepared()
    from bench import single_post

    single_post.prepare()
    cookies, services = _signed_in()
    port = 18000 + os.getpid() % 2000
    server = subprocess.Popen([sys.executable, "-m", "bench.operations", "serve", str(port)],
                              cwd=HERE, stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait(port)
        sent = {"single": [], "batched": []}
        for turn in range(TURNS):
            sent["single"].append(_clients(port, lambda _c, _n: _form()))
            day = turn * 20_000
            batch = lambda c, n, day=day: _batch(cookies, services[c], day + n * IN_A_BATCH)  # noqa: E731
            sent["batched"].append(_clients(port, batch) * IN_A_BATCH)
        told = {name: statistics.median(rates) for name, rates in sent.items()}
        sys.stdout.write(json.dumps(told) + "\n")
    finally:
        server.terminate()
        server.wait(timeout=30)


def _signed_in() -> tuple[str, list[str]]:
    """Return the cookies of a coordinator's session, and services within reach."""
    from django.test import Client
    from tests.factories import AreaFactory, RoleAssignmentFactory, ServiceFactory

    country = AreaFactory(pcode="PK", level=0, path="PK/")
    user = RoleAssignmentFactory(role="coordinator", area=country).user
    user.is_synthetic = True
    user.save(update_fields=["is_synthetic"])
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = "a" * 32
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    return cookies, [str(ServiceFactory(area=country).pk) for _ in range(CLIENTS)]


def _form() -> tuple[str, dict[str, str], bytes]:
    from bench.single_post import FORM, PATH

    return PATH, {"Authorization": "phone"}, FORM.format(id=uuid4()).encode()


def _batch(cookies: str, service: str, first: int) -> tuple[str, dict[str, str], bytes]:
    from datetime import date, timedelta

    operations = []
    for n in range(first, first + IN_A_BATCH):
        day = (date(1800, 1, 1) + timedelta(days=n)).isoformat()
        operations.append({
            "id": str(uuid4()), "action": "services.submit",
            "payload": {"service": service, "period_start": day, "period_end": day,
                        "basis": "people", "total": 1},
        })  # fmt: skip
    headers = {
        "Cookie": cookies, "X-CSRFToken": "a" * 32, "Content-Type": "application/json",
    }  # fmt: skip
    return "/api/1/operations", headers, json.dumps({"operations": operations}).encode()


def _clients(port: int, make: Callable[[int, int], tuple[str, dict[str, str], bytes]]) -> float:
    """Return requests a second by several clients, each on a connection of its own."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            path, headers, body = make(number, counts[number])
            asked.request("POST", path, body, headers)
            answer = asked.getresponse()
            text = answer.read()
            if answer.status >= 300 or b'"rejected"' in text or b'"conflict"' in text:
                raise AssertionError(f"{answer.status} {text[:300]!r}")
            counts[number] += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _serve(port: int) -> None:
    import django

    django.setup()
    from bench import single_post
    from sukoon.config import server

    server.Server.load = lambda _self: single_post.application()  # type: ignore[method-assign]
    server.serve(host="127.0.0.1", port=port)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["callers"]:
            _callers()
        case ["workers"]:
            _workers()
        case ["worker", pk]:
            _worker(pk)
        case ["http"]:
            _http()
        case ["serve", port]:
            _serve(int(port))

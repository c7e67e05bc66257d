"""Three hundred phones fetch their caseloads at the same moment, while others work at their desks.

Run by `bench.sync` as a process of its own, on a database of its own: writes the phones with 200
cases each, serves as the product does, lets all phones in at once (each keeps to what it is told
about coming again), and measures the pages of others meanwhile.
"""

import gc
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DEVICES = int(os.environ.get("SUKOON_BENCH_DEVICES", "300"))
CASES = 200
OTHERS, PAUSE = 4, 0.25  # people at desks, and how long they read before the next page
QUIET = 5.0  # seconds that are measured before, with no phone asking
NOW = datetime.now(UTC)
BATCH = 2000


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    gc.disable()  # what measures must not stop for a third of a second, as what is measured
    tokens, cookies = _write()
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    connection.close()
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sukoon", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    try:
        _wait(port)
        sys.stdout.write(json.dumps(_measured(port, tokens, cookies)) + "\n")
    finally:
        process.terminate()
        process.wait(30)


def _measured(port: int, tokens: list[str], cookies: list[str]) -> dict[str, float]:
    until = time.perf_counter() + QUIET
    before = _pages(port, cookies, lambda: time.perf_counter() < until)
    found: list[tuple[float, int, int]] = []
    phones = [
        threading.Thread(target=lambda t=token: found.append(_first_sync(port, t)))
        for token in tokens
    ]
    for one in phones:
        one.start()
    during = _pages(port, cookies, lambda: any(p.is_alive() for p in phones))
    for one in phones:
        one.join()
    return {
        "quiet": _p95(before), "during": _p95(during), "pages": len(during),
        "all_synced": max(seconds for seconds, _cases, _bytes in found),
        "fewest": min(cases for _seconds, cases, _bytes in found),
        "bytes": max(size for _seconds, _cases, size in found),
    }  # fmt: skip


def _pages(port: int, cookies: list[str], going: Callable[[], bool]) -> list[float]:
    """Read worklists, as people at desks do; return how long each page took, in milliseconds."""
    spent: list[float] = []

    def read(cookie: str) -> None:
        while going():
            begun = time.perf_counter()
            status, _body = _get(port, "/cases/", {"Cookie": f"sessionid={cookie}"})
            spent.append((time.perf_counter() - begun) * 1000)
            if status != 200:
                raise AssertionError(status)
            time.sleep(PAUSE)

    threads = [threading.Thread(target=read, args=(c,)) for c in cookies]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return spent


def _first_sync(port: int, token: str) -> tuple[float, int, int]:
    """Fetch everything from the beginning; return seconds, how many cases, how many bytes."""
    begun, cursor, cases, size = time.perf_counter(), 0, 0, 0
    while True:
        headers = {"Authorization": f"Device {token}", "Accept-Encoding": "gzip"}
        try:
            status, body = _get(port, f"/api/1/field/pull?cursor={cursor}", headers)
        except OSError:
            time.sleep(1)
            continue
        told = json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        if status == 429:
            time.sleep(told["details"]["seconds"])
            continue
        if status != 200:
            raise AssertionError(told)
        size += len(body)
        cases += sum(item["kind"] == "case" for item in told["items"])
        cursor = told["cursor"]
        if not told["more"]:
            return time.perf_counter() - begun, cases, size


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def _p95(spent: list[float]) -> float:
    return round(sorted(spent)[int(len(spent) * 0.95)], 1)


def _write() -> tuple[list[str], list[str]]:
    """Write the phones' workers with their cases, and people at desks; return their keys."""
    from django.test import Client

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.models import RoleAssignment, User
    from sukoon.accounts.roles import actor_for, public_actor
    from sukoon.cases.aliases import new_alias
    from sukoon.core.ids import new_id

    org, tokens, aliases = new_id(), [], [new_alias() for _ in range(CASES)]

    def person(name: str, role: str) -> User:
        user = User.objects.create_user(f"{name}@example.org", None, is_synthetic=True)
        RoleAssignment.objects.create(user=user, role=role, org_id=org, granted_by_id=user.pk)
        return user

    for n in range(DEVICES):
        user = person(f"phone{n}", "community_worker")
        code = accounts.make_device_code(by=actor_for(user, now=NOW), user=user)
        _device, token = accounts.enrol_device(
            by=public_actor(), code=code, name="bench", app="", protocol=1
        )
        tokens.append(token)
        _caseload(user.pk, org, f"{n:03d}", aliases)
    cookies = []
    for n in range(OTHERS):
        user = person(f"desk{n}", "care_worker")
        _caseload(user.pk, org, f"d{n:02d}", aliases)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        cookies.append(client.cookies["sessionid"].value)
    return tokens, cookies


def _caseload(owner: object, org: object, mark: str, aliases: list[str]) -> None:
    from sukoon.cases.models import Case, Task
    from sukoon.people.models import Person, PersonName

    people = Person.objects.bulk_create(
        [Person(owner_id=owner, org_id=org, area_path="PK/PK5/") for _ in range(CASES)]
    )
    PersonName.objects.bulk_create([PersonName(person=p, text="زرغونہ خان") for p in people])
    due = [NOW + timedelta(hours=n) for n in range(CASES)]
    cases = Case.objects.bulk_create([
        Case(code=f"{mark}{n:05d}", alias=aliases[n], person=p, tier=1, owner_id=owner, org_id=org,
             area_path="PK/PK5/", status="in_care", opened_at=NOW, assigned_at=NOW,
             seen_by_owner_at=NOW, last_contact_at=NOW, next_due_at=due[n],
             next_due_kind="contact")
        for n, p in enumerate(people)
    ])  # fmt: skip
    Task.objects.bulk_create([
        Task(case=c, kind="contact", what="", due_at=due[n], owner_id=owner)
        for n, c in enumerate(cases)
    ])  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(240):
        try:
            _get(port, "/health/", {})
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError


if __name__ == "__main__":
    main()

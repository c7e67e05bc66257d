"""Phones behind a road that drops, doubles, reorders, cuts off and delays: nothing is lost, nothing
happens twice, and what is about one case happens in the order it was written.

A run is one phone that writes fifty operations (people, cases, entries, goals) and sends them until
everything has its receipt. The phone is the app itself (its outbox, store and client, run by Node:
field-app/tests/road), which also dies now and then and starts again from its database. The road is
tests/campaigns/road.py. The server is the product, as `sukoon serve` runs it.
"""

import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPERATIONS = 50
CASES = 4  # that a worker has before; a run adds up to three
PHONES = 4  # at once
WORKERS = 2  # processes of the server
AFRESH = 20  # runs after which another worker goes on, so that what a phone holds stays a caseload
TAKEN = {"applied", "merged"}
IN_ORDER = {"cases.entry", "cases.plan"}  # each of these leaves an entry with the operation's id
EXAMPLES = 5


@dataclass
class Told:
    """What was found in all runs together."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    broken: int = 0
    died: int = 0
    examples: list[object] = field(default_factory=list)

    def add(self, run: int, found: dict) -> None:
        for name in ("lost", "doubled", "out_of_order"):
            setattr(self, name, getattr(self, name) + len(found[name]))
        if any(found.values()) and len(self.examples) < EXAMPLES:
            self.examples.append({"run": run, **{k: v[:3] for k, v in found.items() if v}})


def run(*, seed: int, runs: int, url: str = "", phones: int = PHONES) -> dict[str, object]:
    """Return what went wrong: lost, doubled and out of order, in all runs together.

    `url` is a server of these settings' database that runs already; without it one is started.
    """
    from tools.field_app import road_client

    from tests.campaigns.road import Roads

    begun, told = time.monotonic(), Told()
    work: queue.SimpleQueue[int] = queue.SimpleQueue()
    for n in range(runs):
        work.put(n)
    with ExitStack() as stack:
        url = url or stack.enter_context(_server())
        host, port = url.removeprefix("http://").split(":")
        roads = stack.enter_context(Roads(seed, (host, int(port))).open())
        app = road_client()
        ready = time.monotonic()
        threads = [
            threading.Thread(target=_phones, args=(work, roads, url, seed, told, app))
            for _ in range(min(phones, runs))
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        met = roads.met
        took = time.monotonic() - ready
    return {
        "name": "sync", "seed": seed, "runs": runs, "operations": runs * OPERATIONS,
        "lost": told.lost, "doubled": told.doubled, "out_of_order": told.out_of_order,
        "broken": told.broken, "met": dict(met), "app_died": told.died, "examples": told.examples,
        "failures": told.lost + told.doubled + told.out_of_order + told.broken,
        "seconds": round(time.monotonic() - begun, 1),
        "operations_a_second": round(runs * OPERATIONS / took, 1),
    }  # fmt: skip


def _phones(
    work: queue.SimpleQueue, roads, url: str, seed: int, told: Told, app: Sequence[str]
) -> None:
    """Do runs, one after the other, with one process of the app."""
    from django.db import connection

    with _app(app) as ask, suppress(queue.Empty):
        world: dict = {}
        done = 0
        while True:
            n = work.get_nowait()
            if done % AFRESH == 0:
                world = _world(ask, url)
            done += 1
            answer = ask({
                "run": n, "seed": seed * 1_000_003 + n, "base": f"{roads.url}/{n}",
                "operations": OPERATIONS, **world,
            })  # fmt: skip
            roads.finish(str(n))
            if "error" in answer:
                told.broken += 1
                told.examples.append(answer)
                continue
            told.died += answer["died"]
            told.add(n, judged(answer["wrote"], answer["receipts"], stored(answer["wrote"])))
    connection.close()


@contextmanager
def _app(command: Sequence[str]) -> Iterator:
    """Start the app's process; give what asks it and reads its answer."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(told: dict) -> dict:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        return json.loads(line) if line else {"error": "the app's process ended"}

    try:
        yield ask
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(30)


@dataclass(frozen=True)
class Stored:
    """What the server has of one run."""

    receipts: dict[str, str]
    entries: list[tuple[str, str, str]]  # id, case, text; in the order they were recorded
    others: Counter  # what else was made: (kind, about) and how often
    goals: dict[str, str]


def stored(wrote: Sequence[dict]) -> Stored:
    """Read what the server has of a run: entries of its own cases, and of others by their ids."""
    from sukoon.cases.models import Case, Entry, Goal, Task
    from sukoon.people.models import Consent
    from sukoon.sync.models import Receipt

    ids = [one["id"] for one in wrote]
    new = [one["case"] for one in wrote if one["action"] == "cases.open"]
    cases = {str(c.pk): c for c in Case.objects.filter(pk__in=new)}
    rows = Entry.objects.filter(pk__in=ids) | Entry.objects.filter(case_id__in=new)
    others: Counter = Counter()
    for pk, case in cases.items():
        others["case", pk] += Case.objects.filter(person=case.person_id).count()
        others["consent", pk] += Consent.objects.filter(person=case.person_id).count()
        others["task", pk] += Task.objects.filter(case=pk, kind="contact").count()
        others["goal", pk] += Goal.objects.filter(case=pk).count()
    return Stored(
        receipts={str(r.pk): r.outcome for r in Receipt.objects.filter(pk__in=ids)},
        entries=[
            (str(e.pk), str(e.case_id), json.loads(e.body).get("text", ""))
            for e in rows.order_by("recorded_at", "id")
        ],
        others=others,
        goals={
            str(g.pk): g.text
            for g in Goal.objects.filter(
                pk__in=[o["goal"] for o in wrote if o["action"] == "cases.plan"]
            )
        },
    )


def judged(wrote: Sequence[dict], receipts: dict[str, str], found: Stored) -> dict[str, list]:
    """Compare what was written with what the phone was told and what is stored."""
    entries = {pk for pk, _case, _text in found.entries}
    lost = [
        one["id"] for one in wrote
        if receipts.get(one["id"]) not in TAKEN
        or found.receipts.get(one["id"]) not in TAKEN
        or (one["action"] in IN_ORDER and one["id"] not in entries)
    ]  # fmt: skip
    last = {one["goal"]: one["text"] for one in wrote if one["action"] == "cases.plan"}
    lost += [goal for goal, text in last.items() if found.goals.get(goal) != text]
    lost += [f"{kind} of {pk}" for (kind, pk), n in found.others.items() if n < _least(kind)]
    texts = Counter(text for _pk, _case, text in found.entries if text)
    written = {one["id"] for one in wrote}
    doubled = [text for text, n in texts.items() if n > 1]
    doubled += [pk for pk, _case, text in found.entries if pk not in written and not text]
    doubled += [f"{kind} of {pk}" for (kind, pk), n in found.others.items() if n > 1]
    out_of_order = []
    for case in dict.fromkeys(one["case"] for one in wrote):
        said = [o["id"] for o in wrote if o["action"] in IN_ORDER and o["case"] == case]
        there = [pk for pk, at, _text in found.entries if at == case and pk in written]
        out_of_order += [a for a, b in zip(said, there, strict=False) if a != b]
    return {"lost": lost, "doubled": doubled, "out_of_order": out_of_order}


def _least(kind: str) -> int:
    return 0 if kind == "goal" else 1


@contextmanager
def _server() -> Iterator[str]:
    """Prepare a database of our own, and serve it as the product does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    folder = tempfile.mkdtemp(prefix="sukoon-sync-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/campaign.sqlite3")
    os.environ.setdefault("SUKOON_VAR", folder)
    import django

    django.setup()
    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "sukoon", "serve", "--port", str(port), "--workers", str(WORKERS)],
        env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _until_it_answers(url)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _until_it_answers(url: str) -> None:
    for _ in range(240):
        with suppress(OSError):
            urllib.request.urlopen(f"{url}/health/", timeout=2).close()
            return
        time.sleep(0.25)
    raise TimeoutError(url)


def _world(ask, url: str) -> dict:
    """Make a worker with some cases and connect their phone; return what a run of it needs."""
    code, cases = made_worker()
    answer = ask({"run": -1, "base": url, "enrol": code})
    enrolled = answer["enrolled"]
    return {"token": enrolled["token"], "sealing_key": enrolled["sealing_key"], "cases": cases}


def made_worker(cases: int = CASES) -> tuple[str, list[str]]:
    """Make a community worker with cases of their own; return a code for a phone, and the cases."""
    from uuid import uuid4

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import actor_for
    from sukoon.cases import actions
    from sukoon.core import clock
    from sukoon.people import actions as people
    from tests.factories import AreaFactory, RoleAssignmentFactory

    user = RoleAssignmentFactory(
        role="community_worker", org_id=uuid4(), area=AreaFactory(),
        user__email=f"campaign-{uuid4()}@example.org",
    ).user  # fmt: skip
    by, made = actor_for(user, now=clock.now()), []
    for _ in range(cases):
        person = people.record_person(by=by)
        case = actions.open_case(by=by, person=person, tier=1, opened_at=clock.now(),
                                 without_consent="a campaign")  # fmt: skip
        made.append(str(case.pk))
    return accounts.make_device_code(by=by, user=user), made

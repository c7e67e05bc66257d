"""`./sukoon campaign risk`: live through random days of the risk chain, and crash in between.

Random orders of everything that can be done, by people who come and go, with rotas that empty, a
clock that jumps ahead and back, transactions broken off and the process killed at random
statements, the watch running beside it all, on SQLite and PostgreSQL. After each run: no open
episode is without an owner and a next deadline; nothing that was answered is lost; each episode
says what its last step says; everybody who was asked has a row that says so. At the end nobody
answers any more, and the coordinator must hear of every open one.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from tools.postgres import private_cluster

ROOT = Path(__file__).parents[2]
EVENTS = 60
AFRESH = 12  # runs after which a database is made anew, so that checks stay quick
SECONDS = 120
BEGUN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Place:
    """One database, what was answered in it, and the true time there."""

    folder: Path
    url: str
    world: dict[str, str] = field(default_factory=dict)
    did: list[dict] = field(default_factory=list)
    now: str = BEGUN.isoformat()
    runs: int = 0


def run(*, seed: int, runs: int, events: int = EVENTS, postgres: bool = True) -> dict[str, object]:
    """Return what was done and what went wrong; `failures` is empty when nothing did."""
    chance, begun = random.Random(seed), time.monotonic()
    told = {
        "name": "risk", "seed": seed, "runs": runs, "events": 0, "answered": 0, "refused": 0, "broken": 0,
        "killed": 0, "orphans": 0, "lost": 0, "unlike": 0, "untold": 0, "unreached": 0,
        "escalated_to_coordinator": 0,
    }  # fmt: skip
    failures: list[object] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sukoon-risk-")))
        cluster = stack.enter_context(private_cluster()) if postgres else None
        urls = [None, cluster.url] if cluster else [None]
        places: list[Place | None] = [None] * len(urls)
        for n in range(runs):
            at = n % len(urls)
            place = places[at]
            if place is None or place.runs >= AFRESH:
                _ended(place, told, failures)
                place = places[at] = _place(home / f"p{n}", urls[at])
            _one(place, chance, events, told, failures)
        for place in places:
            _ended(place, told, failures)
    return {**told, "databases": len(urls), "failures": failures,
            "seconds": round(time.monotonic() - begun, 1)}  # fmt: skip


def _place(folder: Path, url: str | None) -> Place:
    folder.mkdir(parents=True)
    if url is None:
        return Place(folder, f"sqlite:///{folder / 'x.sqlite3'}")
    name = f"risk_{folder.name}"
    import psycopg

    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    return Place(folder, urlsplit(url)._replace(path=f"/{name}").geturl())


def _start(place: Place, asked: dict) -> subprocess.Popen:
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
        "SUKOON_MODE": "test", "SUKOON_VAR": str(place.folder), "DATABASE_URL": place.url,
        "DJANGO_SETTINGS_MODULE": "sukoon.config.settings", "SUKOON_LOCK_SECONDS": "10",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.risk_load"], env=env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    asked = {"world": place.world, "did": place.did, "now": place.now, **asked}
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.close()
    process.stdin = None  # type: ignore[assignment]
    return process


def _one(place: Place, chance: random.Random, events: int, told: dict, failures: list) -> None:
    """Live through one run; it may end by its own hand, or by ours."""
    place.runs += 1
    process = _start(place, {"seed": chance.randrange(1 << 30), "events": events})
    limit = chance.uniform(1.5, 6.0) if chance.random() < 0.3 else SECONDS
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    lines = out.splitlines()
    _heard(place, lines, told, failures)
    if process.returncode == -signal.SIGKILL:
        told["killed"] += 1
    elif process.returncode:
        failures.append({"run": place.runs, "where": place.url.split(":")[0], "said": err[-2000:]})


def _heard(place: Place, lines: list[str], told: dict, failures: list) -> None:
    for line in lines:
        kind, _space, rest = line.partition(" ")
        if kind == "DID":
            try:
                done = json.loads(rest)
            except json.JSONDecodeError:
                continue  # cut off by the kill: nobody was answered
            place.did.append(done)
            place.now = done["now"]
            told["answered"] += 1
            told["events"] += 1
        elif kind in {"BROKEN", "REFUSED"}:
            told[kind.lower()] += 1
            told["events"] += 1
        elif kind == "CHECK":
            _checked(place, json.loads(rest), told, failures)
        elif kind == "LAST":
            last = json.loads(rest)
            told["escalated_to_coordinator"] += last["open"] - len(last["unreached"])
            told["unreached"] += len(last["unreached"])
            failures += [{"unreached": pk} for pk in last["unreached"]]


def _checked(place: Place, found: dict, told: dict, failures: list) -> None:
    place.world = found["world"]
    for what in ("orphans", "lost", "unlike", "untold"):
        told[what] += len(found[what])
        failures += [{"run": place.runs, what: one} for one in found[what]]


def _ended(place: Place | None, told: dict, failures: list) -> None:
    """Check what the last run left, and that the coordinator hears of every open one."""
    if place is None:
        return
    process = _start(place, {"seed": 0, "events": 0, "last": True})
    out, err = process.communicate(timeout=600)
    _heard(place, out.splitlines(), told, failures)
    if process.returncode:
        failures.append({"run": "end", "where": place.url.split(":")[0], "said": err[-2000:]})

"""`./sukoon campaign faults`: crash a server that writes, in every way, again and again.

Kill -9 at random moments; a power cut (the log of SQLite cut off behind what was acknowledged, or
with rubbish at its end); a full disk; a clock that jumps; a database that is gone for a while.
After each: nothing that was acknowledged is lost, nothing is doubled when it is sent again, the
audit's chain verifies.

SQLite and PostgreSQL are crashed side by side. A server is forked from a process that has the product
loaded; a fresh SQLite database is a copy of one that was migrated once.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.postgres import Cluster, private_cluster

ROOT = Path(__file__).parents[2]
FAULTS = ("kill", "kill", "kill", "power", "power", "disk", "clock", "gone")
LONG_GONE = 30.0  # seconds, once a campaign; the short ones test the same path more often
AFRESH = 40  # runs after which the database is made anew, so that checks stay quick
MOST = 400  # operations a writer sends at most


@dataclass
class Site:
    """One database that is crashed again and again, and what we know was acknowledged in it."""

    folder: Path
    url: str
    cluster: Cluster | None = None
    acked: list[tuple[str, str]] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    runs: int = 0
    nursery: subprocess.Popen | None = None

    @property
    def file(self) -> Path:
        return self.folder / "x.sqlite3"


@dataclass
class Told:
    """What a lane of runs found."""

    counts: Counter = field(default_factory=Counter)
    acked: int = 0
    retried: int = 0
    failures: list[object] = field(default_factory=list)


def run(*, seed: int, runs: int, long_gone: float = LONG_GONE) -> dict[str, object]:
    """Return what was done and what went wrong; `failures` is empty when nothing did."""
    begun = time.monotonic()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sukoon-faults-")))
        cluster = stack.enter_context(private_cluster(durable=True))
        pool = stack.enter_context(ThreadPoolExecutor(2))
        half = runs - runs // 2 if cluster else runs
        lanes = [pool.submit(_on_sqlite, home, random.Random(f"{seed}-sqlite"), half, long_gone)]
        if cluster:
            lanes.append(pool.submit(_on_postgres, home, cluster, random.Random(f"{seed}-postgres"),
                                     runs // 2, long_gone))  # fmt: skip
        told = [lane.result() for lane in lanes]
    counts = sum((t.counts for t in told), Counter(dict.fromkeys(FAULTS, 0)))
    return {
        "name": "faults", "seed": seed, "runs": runs,
        "faults": {fault: counts[fault] for fault in dict.fromkeys(FAULTS)},
        "acknowledged": sum(t.acked for t in told), "retried": sum(t.retried for t in told),
        "databases": len(told), "failures": [f for t in told for f in t.failures],
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _on_sqlite(home: Path, chance: random.Random, runs: int, long_gone: float) -> Told:
    """Crash a file; after some runs go on with a fresh one, so that checks stay quick."""
    template, told = _site(home / "template", None), Told()
    _prepared(template)
    _stop(template)
    site = None
    for n in range(runs):
        if site is None or site.runs >= AFRESH:
            if site:
                _finish(site, told)
            shutil.copytree(template.folder, home / f"s{n}")
            site = _site(home / f"s{n}", None)
        _run(site, n, chance.choice(FAULTS), chance, long_gone, told)
    if site:
        _finish(site, told)
    return told


def _on_postgres(
    home: Path, cluster: Cluster, chance: random.Random, runs: int, long_gone: float
) -> Told:
    site, told = _site(home / "p0", cluster), Told()
    _prepared(site)
    for n in range(runs):
        fault = chance.choice(FAULTS)
        if fault in {"power", "disk"}:
            fault = "kill"  # these two look into SQLite's own files
        _run(site, n, fault, chance, long_gone, told)
    _finish(site, told)
    return told


def _run(
    site: Site, n: int, fault: str, chance: random.Random, long_gone: float, told: Told
) -> None:
    seconds = long_gone if fault == "gone" and not told.counts["gone"] else 1.0
    before = len(site.acked)
    found = _one(site, fault, chance, seconds)
    told.counts[fault] += 1
    told.acked += len(site.acked) - before
    told.retried += found.get("retried", 0)
    told.failures += [
        {"run": n, "on": site.url[:6], "fault": fault, "what": w} for w in _wrong(found)
    ]


def _site(folder: Path, cluster: Cluster | None) -> Site:
    folder.mkdir(parents=True, exist_ok=True)
    return Site(folder, cluster.url if cluster else f"sqlite:///{folder / 'x.sqlite3'}", cluster)


def _prepared(site: Site) -> None:
    """Migrate a database: as a server's first start does."""
    _ask(site, {"only_prepare": True})
    for line in site.nursery.stdout:
        if line.startswith("GONE"):
            return
    raise AssertionError("the database could not be prepared")


def _finish(site: Site, told: Told) -> None:
    """Look at everything once more, and let the site go."""
    found = _last_check(site)
    told.failures += [{"run": "end", "fault": "", "what": w} for w in _wrong(found)]
    _stop(site)


def _stop(site: Site) -> None:
    if site.nursery:
        site.nursery.stdin.close()
        site.nursery.wait()
        site.nursery.stdout.close()
        site.nursery = None


def _wrong(told: dict) -> list[object]:
    return [{k: told[k]} for k in ("lost", "doubled", "broken", "silent") if told.get(k)]


def _ask(site: Site, told: dict) -> None:
    """Have a server forked for this site; its lines come on the nursery's standard output."""
    if site.nursery is None:
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
            "SUKOON_MODE": "test", "SUKOON_VAR": str(site.folder), "DATABASE_URL": site.url,
            "DJANGO_SETTINGS_MODULE": "sukoon.config.settings", "SUKOON_LOCK_SECONDS": "0.5",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip
        with (site.folder / "errors").open("a") as errors:
            site.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.campaigns.fault_load"], env=env, cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
    site.nursery.stdin.write(json.dumps(told) + "\n")
    site.nursery.stdin.flush()


def _checked(site: Site) -> tuple[int, dict | None]:
    """Return the server's process and what its check found; None where it died before."""
    pid = 0
    for line in site.nursery.stdout:
        if line.startswith("PID "):
            pid = int(line[4:])
        elif line.startswith("CHECK "):
            return pid, json.loads(line[6:])
        elif line.startswith("GONE"):
            break
    return pid, None


def _errors(site: Site) -> dict:
    return {"silent": [(site.folder / "errors").read_text()[-2000:] or "it died"]}


def _one(site: Site, fault: str, chance: random.Random, seconds: float) -> dict:
    """Start a server, let it write, do the fault; return what its check of the last one found."""
    site.runs += 1
    _ask(site, {"acked": site.acked, "open": site.open, "fault": fault,
                "seed": chance.randrange(1 << 30), "most": MOST})  # fmt: skip
    pid, told = _checked(site)
    if told is None:
        return _errors(site)
    site.acked += site.open  # sent again by the check, and answered
    site.open = []
    reader = _Reader(site)
    reader.start()
    if fault == "gone":
        time.sleep(chance.uniform(0.05, 0.3))
        _gone(site, seconds)
        time.sleep(0.3)
    else:
        time.sleep(chance.uniform(0.0, 0.8))
    with suppress(ProcessLookupError):  # it had written all it was to write
        os.kill(pid, signal.SIGKILL)
    reader.join()
    site.open = reader.unanswered
    if fault == "power":
        _cut(site, reader.durable, chance)
    if reader.strange:
        told["silent"] = reader.strange
    return told


class _Reader(threading.Thread):
    """Reads what the server says; remembers how long the log was at the last answer."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site
        self.tried: dict[str, str] = {}
        self.strange: list[str] = []
        self.durable = 0

    def run(self) -> None:
        log = Path(f"{self.site.file}-wal")
        for line in self.site.nursery.stdout:
            word, _, rest = line.strip().partition(" ")
            parts = rest.split(" ")
            if word == "GONE":
                return
            if word == "TRY" and len(parts) == 2:
                self.tried[parts[0]] = parts[1]
            elif word == "ACK" and len(parts) == 2:
                if self.site.cluster is None:
                    self.durable = log.stat().st_size if log.exists() else 0
                self.site.acked.append((parts[0], self.tried.pop(parts[0])))
            elif word == "NO" and parts[-1] not in {"store.busy", "store.full"}:
                # Those two are refusals in words: nothing is there, and it may be sent again.
                self.strange.append(line.strip())

    @property
    def unanswered(self) -> list[tuple[str, str]]:
        return list(self.tried.items())


def _cut(site: Site, durable: int, chance: random.Random) -> None:
    """Lose what the disk had not promised yet: the log's end goes, or becomes rubbish."""
    log = Path(f"{site.file}-wal")
    if not log.exists():
        return
    size = log.stat().st_size
    keep = chance.randint(min(durable, size), size)
    with log.open("r+b") as file:
        if chance.random() < 0.5:
            file.truncate(keep)
        else:
            file.seek(keep)
            file.write(chance.randbytes(size - keep))
    # The index of the log is memory: a power cut takes it along.
    Path(f"{site.file}-shm").unlink(missing_ok=True)


def _gone(site: Site, seconds: float) -> None:
    """Take the database away for a while: stop the server, or hold the file's lock."""
    if site.cluster:
        site.cluster.pull_the_plug()
        time.sleep(seconds)
        site.cluster.put_it_back()
        return
    with closing(sqlite3.connect(site.file, isolation_level=None, timeout=30)) as other:
        other.execute("begin immediate")
        time.sleep(seconds)
        other.execute("rollback")


def _last_check(site: Site) -> dict:
    _ask(site, {"acked": site.acked, "open": site.open, "only_check": True})
    _pid, told = _checked(site)
    return _errors(site) if told is None else told

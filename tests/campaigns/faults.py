"""`./sukoon campaign faults`: crash a server that writes, in every way, again and again.

Kill -9 at random moments; a power cut (the log of SQLite cut off behind what was acknowledged, or
with rubbish at its end); a full disk; a clock that jumps; a database that is gone for a while.
After each: nothing that was acknowledged is lost, nothing is doubled when it is sent again, the
audit's chain verifies.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing
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

    @property
    def file(self) -> Path:
        return self.folder / "x.sqlite3"


def run(*, seed: int, runs: int, long_gone: float = LONG_GONE) -> dict[str, object]:
    """Return what was done and what went wrong; `failures` is empty when nothing did."""
    chance, begun = random.Random(seed), time.monotonic()
    failures: list[object] = []
    counts = dict.fromkeys(dict.fromkeys(FAULTS), 0)
    acked = retried = 0
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sukoon-faults-")))
        cluster = stack.enter_context(private_cluster(durable=True))
        sites = [_site(home / "s0", None)]
        if cluster:
            sites.append(_site(home / "p0", cluster))
        gone_long = False
        for n in range(runs):
            place = n % len(sites)
            fault = chance.choice(FAULTS)
            if sites[place].cluster and fault in {"power", "disk"}:
                fault = "kill"  # these two look into SQLite's own files
            if not sites[place].cluster and sites[place].runs >= AFRESH:
                sites[place] = _site(home / f"s{n}", None)
            seconds = long_gone if fault == "gone" and not gone_long else 1.0
            gone_long = gone_long or fault == "gone"
            before = len(sites[place].acked)
            told = _one(sites[place], fault, chance, seconds)
            counts[fault] += 1
            acked += len(sites[place].acked) - before
            retried += told.get("retried", 0)
            failures += [{"run": n, "fault": fault, "what": w} for w in _wrong(told)]
        for site in sites:
            told = _last_check(site)
            failures += [{"run": "end", "fault": "", "what": w} for w in _wrong(told)]
    return {
        "name": "faults", "seed": seed, "runs": runs, "faults": counts, "acknowledged": acked,
        "retried": retried, "databases": len(sites), "failures": failures,
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _site(folder: Path, cluster: Cluster | None) -> Site:
    folder.mkdir(parents=True)
    return Site(folder, cluster.url if cluster else f"sqlite:///{folder / 'x.sqlite3'}", cluster)


def _wrong(told: dict) -> list[object]:
    return [{k: told[k]} for k in ("lost", "doubled", "broken", "silent") if told.get(k)]


def _start(site: Site, told: dict) -> subprocess.Popen:
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
        "SUKOON_MODE": "test", "SUKOON_VAR": str(site.folder), "DATABASE_URL": site.url,
        "DJANGO_SETTINGS_MODULE": "sukoon.config.settings", "SUKOON_LOCK_SECONDS": "0.5",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.fault_load"], env=env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdin.write(json.dumps(told) + "\n")
    process.stdin.close()
    return process


def _one(site: Site, fault: str, chance: random.Random, seconds: float) -> dict:
    """Start a server, let it write, do the fault; return what its check of the last one found."""
    site.runs += 1
    process = _start(site, {"acked": site.acked, "open": site.open, "fault": fault,
                            "seed": chance.randrange(1 << 30), "most": MOST})  # fmt: skip
    first = process.stdout.readline()
    if not first.startswith("CHECK "):
        _out, err = process.communicate()
        return {"silent": [err[-2000:]]}
    told = json.loads(first[6:])
    site.acked += site.open  # sent again by the check, and answered
    site.open = []
    reader = _Reader(site, process)
    reader.start()
    if fault == "gone":
        time.sleep(chance.uniform(0.05, 0.3))
        _gone(site, seconds)
        time.sleep(0.3)
    else:
        time.sleep(chance.uniform(0.0, 0.8))
    process.send_signal(signal.SIGKILL)
    process.wait()
    reader.join()
    process.stderr.close()
    site.open = reader.unanswered
    if fault == "power":
        _cut(site, reader.durable, chance)
    if reader.strange:
        told["silent"] = reader.strange
    return told


class _Reader(threading.Thread):
    """Reads what the server says; remembers how long the log was at the last answer."""

    def __init__(self, site: Site, process: subprocess.Popen) -> None:
        super().__init__()
        self.site, self.process = site, process
        self.tried: dict[str, str] = {}
        self.strange: list[str] = []
        self.durable = 0

    def run(self) -> None:
        log = Path(f"{self.site.file}-wal")
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            parts = rest.split(" ")
            if word == "TRY" and len(parts) == 2:
                self.tried[parts[0]] = parts[1]
            elif word == "ACK" and len(parts) == 2:
                if self.site.cluster is None:
                    self.durable = log.stat().st_size if log.exists() else 0
                self.site.acked.append((parts[0], self.tried.pop(parts[0])))
            elif word == "NO" and parts[-1] not in {"store.busy", "store.full"}:
                # Those two are refusals in words: nothing is there, and it may be sent again.
                self.strange.append(line.strip())
        self.process.stdout.close()

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
    process = _start(site, {"acked": site.acked, "open": site.open, "only_check": True})
    out, err = process.stdout.read(), process.stderr.read()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    if not out.startswith("CHECK "):
        return {"silent": [err[-2000:]]}
    return json.loads(out[6:])

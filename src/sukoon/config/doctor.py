"""`sukoon doctor`: what is wrong with this server, and what to do about it."""

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sukoon.audit import queries as audit
from sukoon.core import keys, schedule
from sukoon.core.models import ScheduledTask
from sukoon.core.rotation import vault_models
from sukoon.exchange.loading import anything_new
from sukoon.risk import queries as risk

LEAST_FREE = 1 << 30
LATE = timedelta(minutes=15)
BACKUP_AGE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, whether it is well, and in words what to do."""

    check: str
    ok: bool
    said: str

    def as_dict(self) -> dict[str, object]:
        return {"check": self.check, "ok": self.ok, "said": self.said}


Check = Callable[[datetime], Iterator[Finding]]


def examine(*, now: datetime) -> list[Finding]:
    """Run every check. One that cannot be run is a finding itself, never a crash."""
    found: list[Finding] = []
    for check in CHECKS:
        name = check.__name__.strip("_")
        try:
            found += check(now)
        except Exception as error:  # noqa: BLE001 - whatever is wrong here is what we look for
            said = str(error) if isinstance(error, keys.KeysMissing) else type(error).__name__
            found.append(Finding(name, ok=False, said=f"This could not be checked: {said}"))
    return found


def _configuration(now: datetime) -> Iterator[Finding]:
    https = os.environ.get("SUKOON_HTTPS") == "1" or not settings.PRODUCTION
    yield Finding(
        "configuration",
        https,
        "well" if https else "Put a proxy with TLS in front and set SUKOON_HTTPS=1.",
    )


def _files(now: datetime) -> Iterator[Finding]:
    open_ones = [
        str(path)
        for path in (Path(settings.KEY_FOLDER), *Path(settings.KEY_FOLDER).glob("*"),
                     *Path(settings.UPLOADS).rglob("*"), Path(settings.ANCHORS))
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]  # fmt: skip
    said = (
        f"Others can read {', '.join(open_ones[:5])}. Run chmod go= on them."
        if open_ones
        else "well"
    )
    yield Finding("files", not open_ones, said)


def _keys(now: datetime) -> Iterator[Finding]:
    ring = keys.ring()
    used: set[int] = set()
    for model in vault_models():
        used |= set(model._default_manager.values_list("key_version", flat=True).distinct())  # noqa: SLF001
    lost = used - ring.keys.keys()
    said = f"The ring lacks versions {sorted(lost)}: restore it from a copy." if lost else "well"
    yield Finding("keys", not lost, said)


def _clock(now: datetime) -> Iterator[Finding]:
    last = audit.latest_moment()
    ahead = last is not None and last > now + timedelta(minutes=2)
    said = "The clock is behind the last event: set it by a time server." if ahead else "well"
    yield Finding("clock", not ahead, said)


def _disk(now: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.VAR).free
    said = "well" if free >= LEAST_FREE else f"Only {free >> 20} MB are free: make room."
    yield Finding("disk", free >= LEAST_FREE, said)


def _migrations(now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    said = f"{len(waiting)} steps of the database wait: run sukoon prepare." if waiting else "well"
    yield Finding("migrations", not waiting, said)


def _packs(now: datetime) -> Iterator[Finding]:
    new = anything_new()
    yield Finding(
        "packs",
        not new,
        "Packs are newer than the database: run sukoon packs load." if new else "well",
    )


def _audit(now: datetime) -> Iterator[Finding]:
    oldest = audit.oldest_unsealed()
    late = oldest is not None and oldest < now - LATE
    said = (
        f"Events since {oldest:%Y-%m-%d %H:%M} are not sealed: is the worker running?"
        if late
        else "well"
    )
    yield Finding("audit", not late, said)


def _outbox(now: datetime) -> Iterator[Finding]:
    backlog = audit.backlog_of_all()
    late = backlog.oldest is not None and backlog.oldest < now - LATE
    said = "well"
    if late:
        said = f"{backlog.waiting} messages wait since {backlog.oldest:%Y-%m-%d %H:%M}: is the worker running?"
    elif backlog.dead:
        said = f"{backlog.dead} messages were given up: look at the outbox page."
    yield Finding("outbox", not late and not backlog.dead, said)


def _tasks(now: datetime) -> Iterator[Finding]:
    rows = {t.name: t for t in ScheduledTask.objects.all()}
    wrong = [
        t.name for t in schedule.tasks()
        if t.name in rows and (rows[t.name].last_error or rows[t.name].due_at < now - LATE - t.limit)
    ]  # fmt: skip
    yield Finding("tasks", not wrong, f"Late or failing: {', '.join(wrong)}." if wrong else "well")


def _backup(now: datetime) -> Iterator[Finding]:
    note = settings.VAR / "last-backup.json"
    if not settings.PRODUCTION:
        return
    made = datetime.fromisoformat(json.loads(note.read_text())["at"]) if note.is_file() else None
    late = made is None or made < now - BACKUP_AGE
    said = f"The last backup was {'never' if made is None else made.date().isoformat()}: run sukoon backup FILE."
    yield Finding("backup", not late, said if late else "well")


def _risk(now: datetime) -> Iterator[Finding]:
    late = risk.unwatched(now=now)
    said = (
        f"{late} risks are past the moment of their watch: is the worker running?"
        if late
        else "well"
    )
    yield Finding("risk_watch", not late, said)
    silent = [
        name for name, there in (("SUKOON_MAIL_URL", settings.MAIL_IS_SET_UP),
                                 ("SUKOON_SMS_URL", bool(settings.SMS_URL))) if not there
    ]  # fmt: skip
    if settings.PRODUCTION:
        said = f"Risks are told on screen only by some channels: set {', '.join(silent)}."
        yield Finding("risk_channels", not silent, said if silent else "well")
    empty = risk.rotas_without_anybody(now=now)
    said = f"Nobody is on duty now on: {', '.join(empty[:5])}." if empty else "well"
    yield Finding("duty_rotas", not empty, said)


CHECKS: tuple[Check, ...] = (
    _configuration, _files, _keys, _clock, _disk, _migrations, _packs, _audit, _outbox, _tasks, _backup, _risk,
)  # fmt: skip

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

from sukoon.accounts import queries as accounts
from sukoon.audit import queries as audit
from sukoon.core import keys, outgoing, scanning, schedule
from sukoon.core.models import ScheduledTask
from sukoon.core.rotation import vault_models
from sukoon.exchange.loading import anything_new
from sukoon.risk import queries as risk

OWN_NAMES = 4  # localhost and its kin stand first among the names we answer to
LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
CERTIFICATE_LEFT = timedelta(days=14)
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


def _tls(now: datetime) -> Iterator[Finding]:
    """Look at our public names as a visitor does; the certificate of a test server is nobody's."""
    if not settings.PRODUCTION or os.environ.get("SUKOON_HTTPS") != "1":
        return
    for name in settings.ALLOWED_HOSTS[OWN_NAMES:]:
        yield Finding("tls", *_of_name(name.lstrip("."), now))


def _of_name(name: str, now: datetime) -> tuple[bool, str]:
    try:
        seen = outgoing.look_at_tls(name)
    except OSError:
        return False, f"{name} does not answer on port 443: is the proxy running?"
    if seen.until is None:
        return False, f"Browsers do not trust the certificate of {name}: renew it, with its chain."
    if seen.until < now + CERTIFICATE_LEFT:
        return False, f"The certificate of {name} ends on {seen.until:%Y-%m-%d}: renew it."
    if seen.takes_old:
        return (
            False,
            f"{name} still talks TLS 1.1 or older: set ssl_protocols as in deploy/nginx.conf.",
        )
    return True, "well"


def _database(now: datetime) -> Iterator[Finding]:
    """A database on another machine is talked to under TLS, and its name is verified."""
    told = connection.settings_dict
    host = str(told.get("HOST") or "")
    if connection.vendor != "postgresql" or host.startswith("/") or host in LOCAL:
        return
    verified = told.get("OPTIONS", {}).get("sslmode") == "verify-full"
    said = "Names and notes go to the database unsealed: add ?sslmode=verify-full to DATABASE_URL."
    yield Finding("database", verified, "well" if verified else said)


def _scanner(now: datetime) -> Iterator[Finding]:
    if not scanning.is_set_up():
        if settings.PRODUCTION:
            said = "Nobody looks through the files people bring: run ClamAV and set SUKOON_CLAMD."
            yield Finding("scanner", ok=False, said=said)
        return
    there = scanning.answers()
    said = "The virus scanner does not answer: no file is taken in until it does."
    yield Finding("scanner", there, "well" if there else said)


def _officers(now: datetime) -> Iterator[Finding]:
    """Somebody is called when an account does the unusual, and can be reached."""
    if not settings.PRODUCTION:
        return
    there = bool(accounts.officers())
    said = "Nobody is called because of security: give somebody the role data-protection officer."
    if there and not settings.MAIL_IS_SET_UP:
        there, said = False, "Security alerts stand on the desk only: set SUKOON_MAIL_URL."
    yield Finding("security_officers", there, "well" if there else said)


CHECKS: tuple[Check, ...] = (
    _configuration, _tls, _database, _scanner, _officers, _files, _keys, _clock, _disk, _migrations, _packs, _audit, _outbox, _tasks, _backup, _risk,
)  # fmt: skip

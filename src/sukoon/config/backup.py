"""Backups: consistent while others write, encrypted, verified by reading back; and restoring them.

A backup is one file: a head in plain JSON, then pieces of a tar archive, each sealed with
AES-256-GCM and bound to its place, the last one marked: a piece that is missing, moved or changed
does not open. The key ring is not in it. Without a copy of the ring a backup opens for nobody.
"""

import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from sukoon import __version__
from sukoon.core import keys
from sukoon.core.problems import Problem

MAGIC = b"SUKOON-BACKUP-1\n"
PIECE = 1 << 20
TAG = 16
DATABASE, MANIFEST = "database", "manifest.json"


class BackupBroken(Problem):
    code = "backup.broken"
    sentence = _("This backup cannot be used: %(why)s. Nothing was changed.")


class BackupToolMissing(Problem):
    code = "backup.tool_missing"
    sentence = _("%(tool)s is not installed or did not work. Install PostgreSQL's client tools.")


class DatabaseNotEmpty(Problem):
    code = "backup.database_not_empty"
    sentence = _(
        "There is data in this database. Restore into an empty one, or repeat with --replace: what "
        "is there now is kept beside it."
    )


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds, as it was read back."""

    path: str
    bytes: int
    files: int
    engine: str
    key_version: int

    def as_dict(self) -> dict[str, object]:
        return {
            "file": self.path, "bytes": self.bytes, "files": self.files, "engine": self.engine,
            "key_version": self.key_version, "verified": True,
        }  # fmt: skip


def backup(path: Path, *, now: datetime) -> Made:
    """Write a backup and read it back whole. A crash leaves no file of this name."""
    ring = keys.ring()
    head = {"version": __version__, "made_at": now.isoformat(), "engine": connection.vendor,
            "key": ring.current, "salt": secrets.token_hex(16)}  # fmt: skip
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with work_folder() as folder:
        snapshot = folder / DATABASE
        _snapshot(snapshot)
        write_sealed(part, head, _files(snapshot))
    try:
        files = verify(part)
    except Problem:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    note = settings.VAR / "last-backup.json"
    note.write_text(json.dumps({"at": now.isoformat(), "file": str(path), "files": files}))
    return Made(str(path), path.stat().st_size, files, connection.vendor, ring.current)


def verify(path: Path) -> int:
    """Open every piece and check every file against the manifest; return how many files."""
    with work_folder() as folder:
        return len(_unpack(path, folder))


def restore(path: Path, *, replace: bool, now: datetime) -> dict[str, object]:
    """Put a backup back. What was there is kept beside it. Raises BackupBroken before a change."""
    with work_folder() as folder:
        head, files = _head(path), _unpack(path, folder)
        if head["engine"] != connection.vendor:
            raise BackupBroken(why=f"it is of {head['engine']}, this is {connection.vendor}")
        _put_database(folder / DATABASE, replace=replace, now=now)
        for name in files:
            if name.startswith(("uploads/", "audit/")):
                target = settings.VAR / name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if target.exists():
                    target.replace(f"{target}.before-{now:%Y%m%dT%H%M%S}")
                shutil.copyfile(folder / name, target)
                target.chmod(0o600)
    return {"file": str(path), "made_at": head["made_at"], "files": len(files)}


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder on the disk of the data, which only we can read, gone afterwards."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".backup-") as folder:
        Path(folder).chmod(0o700)
        yield Path(folder)


def _snapshot(target: Path) -> None:
    """Copy the database as it is at one moment, while others write."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)  # one step: a snapshot that blocks nobody
            copy.execute("pragma journal_mode=delete")
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def write_sealed(path: Path, head: dict[str, Any], files: Iterable[tuple[str, Path]]) -> None:
    """Write files by name into one sealed archive with a manifest."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with _Sealer(out, head) as sealer:
            _archive(sealer, files)
        out.flush()
        os.fsync(out.fileno())


def _archive(out: "_Sealer", files: Iterable[tuple[str, Path]]) -> None:
    manifest: dict[str, str] = {}
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, path in files:
            with path.open("rb") as file:
                manifest[name] = hashlib.file_digest(file, "sha256").hexdigest()
            tar.add(path, arcname=name, recursive=False, filter=_plain)
        told = json.dumps(manifest).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(told)
        tar.addfile(info, io.BytesIO(told))


def _files(snapshot: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, snapshot
    for folder in (Path(settings.UPLOADS), Path(settings.ANCHORS).parent):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file():
                prefix = "uploads" if folder == Path(settings.UPLOADS) else "audit"
                yield f"{prefix}/{path.relative_to(folder)}", path


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


class _Sealer(io.RawIOBase):
    """Seals what is written to it, a piece at a time."""

    def __init__(self, out: IO[bytes], head: dict[str, Any]) -> None:
        self._out, self._waiting, self._place = out, bytearray(), 0
        told = json.dumps(head).encode()
        out.write(MAGIC + len(told).to_bytes(4, "big") + told)
        self._seal = _cipher(head)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:  # the last piece is written by close, marked
            self._piece(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._piece(bytes(self._waiting), last=True)
        super().close()

    def _piece(self, data: bytes, *, last: bool) -> None:
        sealed = self._seal.encrypt(_nonce(self._place), data, _place(self._place, last=last))
        self._out.write(len(sealed).to_bytes(4, "big") + sealed)
        self._place += 1


def key_of(head: dict[str, Any]) -> bytes:
    """Return the key of one archive: its own, so that counted nonces never repeat."""
    if keys.source() == "file" and not keys.ring_file().exists():
        raise BackupBroken(why=f"there are no keys here: bring {keys.ring_file()} from its copy")
    try:
        ring, version = keys.ring(), int(head["key"])
        return ring.mac(keys.BACKUP, bytes.fromhex(str(head["salt"])), version)
    except keys.KeysMissing:
        raise BackupBroken(why="its key is not in the key ring") from None
    except (KeyError, ValueError, TypeError):
        raise BackupBroken(why="its head is damaged") from None


def _cipher(head: dict[str, Any], key: bytes | None = None) -> AESGCM:
    return AESGCM(key or key_of(head))


def _nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")


def _place(place: int, *, last: bool) -> bytes:
    return MAGIC + place.to_bytes(8, "big") + (b"last" if last else b"more")


def _head(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return _read_head(file)


def _read_head(file: IO[bytes]) -> dict[str, Any]:
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupBroken(why="it is no backup of Sukoon")
    size = int.from_bytes(file.read(4), "big")
    try:
        head = json.loads(file.read(min(size, 65536)))
    except ValueError:
        raise BackupBroken(why="its head is damaged") from None
    if not isinstance(head, dict):
        raise BackupBroken(why="its head is damaged")
    return head


def _pieces(path: Path, key: bytes | None) -> Iterator[bytes]:
    with path.open("rb") as file:
        seal = _cipher(_read_head(file), key)
        place = 0
        size = file.read(4)
        while size:
            sealed = file.read(min(int.from_bytes(size, "big"), PIECE + TAG))
            size = file.read(4)
            try:
                yield seal.decrypt(_nonce(place), sealed, _place(place, last=not size))
            except InvalidTag:
                raise BackupBroken(why=f"piece {place} is damaged or missing") from None
            place += 1
        if not place:
            raise BackupBroken(why="it is cut off")


class _Reader(io.RawIOBase):
    """Reads the opened pieces as one stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        n = min(len(buffer), len(self._left))
        buffer[:n], self._left = self._left[:n], self._left[n:]
        return n


def unpack(path: Path, folder: Path, *, key: bytes | None = None) -> dict[str, str]:
    """Unpack into a folder; return the files and their digests, each checked.

    `key` is the key of this one archive, for whoever does not hold our key ring.
    """
    pieces = _pieces(path, key)
    try:
        with tarfile.open(fileobj=io.BufferedReader(_Reader(pieces), PIECE), mode="r|") as tar:
            for member in tar:
                tar.extract(member, folder, filter="data")
        for _rest in pieces:
            pass  # the last mark stands in the last piece
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text())
        for name, digest in manifest.items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise BackupBroken(why=f"{name} is not what was saved")
    except (OSError, ValueError, tarfile.TarError):
        raise BackupBroken(why="its archive is damaged") from None
    return manifest


def _unpack(path: Path, folder: Path) -> dict[str, str]:
    manifest = unpack(path, folder)
    if DATABASE not in manifest:
        raise BackupBroken(why="it holds no database")
    return manifest


def _put_database(source: Path, *, replace: bool, now: datetime) -> None:
    if connection.vendor == "sqlite":
        _put_sqlite(source, replace=replace, now=now)
        return
    if connection.introspection.table_names() and not replace:
        raise DatabaseNotEmpty
    connection.close()
    _run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                  "--exit-on-error", str(source), database="--dbname")  # fmt: skip


def _put_sqlite(source: Path, *, replace: bool, now: datetime) -> None:
    with closing(sqlite3.connect(source)) as copy:
        if copy.execute("pragma integrity_check").fetchone() != ("ok",):
            raise BackupBroken(why="its database is damaged")
    target = Path(settings.DATABASES["default"]["NAME"])
    if target.is_file() and connection.introspection.table_names() and not replace:
        raise DatabaseNotEmpty
    connection.close()
    stamp = now.strftime("%Y%m%dT%H%M%S")
    for suffix in ("-wal", "-shm", ""):
        old = Path(f"{target}{suffix}")
        if old.exists():
            old.replace(f"{target}.before-{stamp}{suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)


def _run_postgres(tool: str, *arguments: str, database: str = "") -> None:
    told = settings.DATABASES["default"]
    name = str(told["NAME"])
    env = {**os.environ, "PGHOST": str(told.get("HOST") or ""), "PGPORT": str(told.get("PORT") or ""),
           "PGUSER": str(told.get("USER") or ""), "PGPASSWORD": str(told.get("PASSWORD") or "")}  # fmt: skip
    command = [_tool(tool), *([f"{database}={name}"] if database else []), *arguments,
               *([] if database else [name])]  # fmt: skip
    env = {k: v for k, v in env.items() if v}
    done = subprocess.run(command, env=env, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupToolMissing(tool=tool)


def _tool(name: str) -> str:
    """Return the newest of a client tool: Debian keeps one per version beside the path."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(beside[-1]) if beside else shutil.which(name)
    if not found:
        raise BackupToolMissing(tool=name)
    return found

"""The key ring: master keys by version, from a file, the environment or a command.

Nothing is encrypted with a master key itself: each purpose has a key derived from it (HKDF), so
that a blind index never shares a key with a ciphertext or an audit seal. New data uses the
current version; older versions stay until `sukoon keys rotate` has moved everything on.
"""

import base64
import binascii
import hmac
import json
import os
import secrets
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

KEY_BYTES = 32
COMMAND_SECONDS = 20
FILE = "ring.json"
FIELD, INDEX, AUDIT, BACKUP = b"field", b"index", b"audit", b"backup"


class KeysMissing(Exception):
    """The key ring cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Master keys by version, and which one is current."""

    current: int
    keys: Mapping[int, bytes]

    def derived(self, purpose: bytes, version: int | None = None) -> bytes:
        """Return the key of one purpose. Raises KeysMissing for a version the ring lacks."""
        version = self.current if version is None else version
        try:
            return _derived(self.keys[version], purpose)
        except KeyError:
            raise KeysMissing(
                f"The key ring lacks version {version}. Restore it from a copy of the ring."
            ) from None

    def mac(self, purpose: bytes, data: bytes, version: int | None = None) -> bytes:
        """Return an HMAC-SHA256 under the key of one purpose."""
        return hmac.digest(self.derived(purpose, version), data, "sha256")

    def with_new_key(self) -> "KeyRing":
        """Return the ring with one more key, which becomes the current one."""
        version = max(self.keys) + 1
        return KeyRing(version, {**self.keys, version: secrets.token_bytes(KEY_BYTES)})

    def without(self, versions: set[int]) -> "KeyRing":
        """Return the ring without keys that nothing uses any more. The current one stays."""
        kept = {v: k for v, k in self.keys.items() if v not in versions or v == self.current}
        return KeyRing(self.current, kept)

    def as_json(self) -> str:
        keys = {str(v): base64.b64encode(k).decode() for v, k in sorted(self.keys.items())}
        return json.dumps({"current": self.current, "keys": keys})


@lru_cache(maxsize=256)
def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"sukoon/" + purpose).derive(master)


def read_json(text: str) -> KeyRing:
    """Read a ring. Raises KeysMissing when it is not whole; never repeats what it holds."""
    try:
        raw = json.loads(text)
        keys = {int(v): base64.b64decode(k, validate=True) for v, k in raw["keys"].items()}
        current = int(raw["current"])
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        raise KeysMissing("The key ring cannot be read. Restore it from a copy.") from None
    if current not in keys or any(len(k) != KEY_BYTES for k in keys.values()):
        raise KeysMissing("The key ring is not whole. Restore it from a copy.")
    return KeyRing(current, keys)


def source() -> str:
    """Say where the ring comes from: `environment`, `command` or `file`."""
    if os.environ.get("SUKOON_KEY_RING"):
        return "environment"
    return "command" if os.environ.get("SUKOON_KEY_COMMAND") else "file"


def ring() -> KeyRing:
    """Return the ring in use; read once, and again when the file changes."""
    where = source()
    if where == "environment":
        return _told(os.environ["SUKOON_KEY_RING"])
    if where == "command":
        return _asked(os.environ["SUKOON_KEY_COMMAND"])
    # Asked for each value that is sealed, opened or looked for: a text, since a Path costs ten times the look itself.
    path = os.path.join(settings.KEY_FOLDER, FILE)  # noqa: PTH118
    try:
        stat = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        return _made(Path(path))
    return _read(path, stat.st_mtime_ns, stat.st_mode & 0o077)


def ring_file() -> Path:
    return Path(settings.KEY_FOLDER) / FILE


def write_ring(kept: KeyRing) -> None:
    """Replace the ring's file at once: a crash leaves the old one or the new one, whole."""
    path = ring_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(kept.as_json())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _made(path: Path) -> KeyRing:
    """Make a ring at the first start; whoever comes second reads what the first one made.

    Never beside what was sealed under another: a folder of keys that is gone (a disk that is not
    mounted) would be replaced by keys that open nothing, and two rings would seal one database.
    """
    if _anything_sealed():
        raise KeysMissing(f"The key ring {path} is gone. Bring it back from its copy.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = KeyRing(1, {1: secrets.token_bytes(KEY_BYTES)})
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_json(path.read_text())
    with os.fdopen(descriptor, "w") as file:
        file.write(fresh.as_json())
        file.flush()
        os.fsync(file.fileno())
    return fresh


_told = lru_cache(maxsize=2)(read_json)


def _anything_sealed() -> bool:
    from sukoon.core.rotation import vault_models  # noqa: PLC0415 - it seals with these keys

    there = set(connection.introspection.table_names())
    return any(
        model._default_manager.exists()  # noqa: SLF001 - of any area's
        for model in vault_models()
        if model._meta.db_table in there  # noqa: SLF001
    )


@lru_cache(maxsize=8)
def _read(path: str, changed: int, open_to_others: int) -> KeyRing:
    if open_to_others:
        raise KeysMissing(f"Others can read the keys {path}. Run: chmod 600 {path}")
    return read_json(Path(path).read_text())


@lru_cache(maxsize=2)
def _asked(command: str) -> KeyRing:
    """Ask a command (a key service's client) for the ring; once per process."""
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own command, no shell
            shlex.split(command), capture_output=True, text=True, timeout=COMMAND_SECONDS,
            check=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise KeysMissing(f"SUKOON_KEY_COMMAND did not work ({type(error).__name__}).") from None
    return read_json(done.stdout)

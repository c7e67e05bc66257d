"""Files of others are looked through for viruses, where the operator runs ClamAV's `clamd`.

`SUKOON_CLAMD` names it: `unix:/run/clamav/clamd.ctl`, or `tcp://host:3310` beside us. Named and
silent, it lets nothing in: a file that was not looked through is not kept. Not named, files are
typed, sealed and never run here; `sukoon doctor` says that nobody looks through them.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from sukoon.core import outgoing
from sukoon.core.file_problems import FileInfected, ScannerSilent

PIECE = 1 << 16
MOST_ANSWER = 4096
PORT = 3310

# What was found while a request was answered: its own transaction is undone, and this is not.
_findings: ContextVar[list[str] | None] = ContextVar("findings", default=None)


@contextmanager
def noting() -> Iterator[list[str]]:
    """Collect the names of what is found meanwhile."""
    found: list[str] = []
    before = _findings.set(found)
    try:
        yield found
    finally:
        _findings.reset(before)


def is_set_up() -> bool:
    return bool(settings.CLAMD)


def look_through(data: bytes | Path) -> None:
    """Have a file looked through. Raises FileInfected, or ScannerSilent when nobody could."""
    if not is_set_up():
        return
    if isinstance(data, Path):
        with data.open("rb") as file:
            said = _asked(iter(lambda: file.read(PIECE), b""))
    else:
        said = _asked(data[n : n + PIECE] for n in range(0, len(data), PIECE))
    if said.endswith("FOUND"):
        name = said.removeprefix("stream:").removesuffix("FOUND").strip()[:80]
        found = _findings.get()
        if found is not None:
            found.append(name)
        raise FileInfected
    if said != "stream: OK":
        raise ScannerSilent


def answers() -> bool:
    """Say whether the scanner is there: for the doctor."""
    try:
        with outgoing.beside(settings.CLAMD, PORT) as link:
            link.sendall(b"zPING\0")
            return _answer(link) == "PONG"
    except (OSError, ValueError):
        return False


def _asked(pieces: Iterator[bytes]) -> str:
    try:
        with outgoing.beside(settings.CLAMD, PORT) as link:
            link.sendall(b"zINSTREAM\0")
            for piece in pieces:
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
            return _answer(link)
    except (OSError, ValueError):
        raise ScannerSilent from None


def _answer(link: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_ANSWER:
        piece = link.recv(MOST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()

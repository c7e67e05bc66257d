"""The files of the phone's app, as they were built: read once, told with their types.

They are built by `tools/field_app.py` and ship inside the wheel; a checkout builds them at set-up.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "app"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
}
PACKED = {".html", ".js", ".css", ".svg", ".webmanifest", ".json"}
ONE_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class AppFile:
    """One file of the app."""

    content: bytes
    packed: bytes  # gzip, or empty where that does not help
    type: str
    etag: str
    for_ever: bool  # its name changes with its contents


def app_file(name: str) -> AppFile | None:
    """Return a built file by its name below the app; None when there is none."""
    path = FOLDER / name
    if ".." in name or not path.is_file() or path.suffix not in TYPES:
        return None
    return _read(path, path.stat().st_mtime_ns)


def is_built() -> bool:
    return (FOLDER / "index.html").is_file()


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> AppFile:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in PACKED else b""
    return AppFile(
        content, packed, TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:20],
        for_ever=path.parent.name == "assets",
    )  # fmt: skip

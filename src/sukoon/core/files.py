"""Files people bring: kept under a random name that only we can read."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings


def keep_file(source: Path) -> str:
    """Keep a copy of a file under a random name that only we can read; return the name."""
    settings.UPLOADS.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    target = settings.UPLOADS / name
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, source.open("rb") as file:
        shutil.copyfileobj(file, out)
    return name


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()

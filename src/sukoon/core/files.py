"""Files people bring: looked through, within their share, under a random name only we can read."""

import hashlib
import os
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum

from sukoon.core import clock, scanning
from sukoon.core.file_problems import ShareUsedUp
from sukoon.core.models import BroughtFile

A_DAY = timedelta(days=1)


def take_in(data: bytes | Path, *, by_id: UUID) -> None:
    """Let a file in before it is kept: have it looked through, and count it to who brought it.

    Every way a file comes in passes here. Raises FileInfected, ScannerSilent, ShareUsedUp.
    """
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    now = clock.now()
    lately = BroughtFile.objects.filter(by_id=by_id, created_at__gt=now - A_DAY)
    share = lately.aggregate(files=Count("pk"), total=Sum("bytes"))
    total = share["total"] or 0
    if share["files"] >= settings.UPLOAD_SHARE_FILES or total + size > settings.UPLOAD_SHARE_BYTES:
        raise ShareUsedUp(files=share["files"], megabytes=total >> 20)
    scanning.look_through(data)
    BroughtFile.objects.create(by_id=by_id, bytes=size)


def keep_file(source: Path, *, by_id: UUID) -> str:
    """Keep a copy of a file under a random name that only we can read; return the name."""
    take_in(source, by_id=by_id)
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

"""Moving sealed rows to the current key, a batch at a time, while others read and write."""

import os
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from sukoon.core import keys
from sukoon.core.vault import (
    FORMAT,
    HEAD,
    Sealed,
    VaultBroken,
    VaultRecord,
    seal_bytes,
    unseal_bytes,
)


def vault_models() -> list[type[VaultRecord]]:
    """Return every model with encrypted fields."""
    return [m for m in apps.get_models() if issubclass(m, VaultRecord)]


def left(model: type[VaultRecord]) -> QuerySet[VaultRecord]:
    """Rows of a model that are sealed with an older key."""
    return model._default_manager.exclude(key_version=keys.ring().current)  # noqa: SLF001


def rotate_rows(model: type[VaultRecord], *, most: int) -> int:
    """Seal up to `most` rows again, in the caller's transaction; return how many there were."""
    ids = list(left(model).order_by("key_version").values_list("pk", flat=True)[:most])
    for row in model._default_manager.select_for_update().filter(pk__in=ids):  # noqa: SLF001
        row.save()
    return len(ids)


def older_files() -> Iterator[tuple[Path, bytes]]:
    """Yield each file that is sealed with an older key, opened. Files that are not sealed are none."""
    current = keys.ring().current
    if not settings.UPLOADS.is_dir():
        return
    for path in sorted(settings.UPLOADS.iterdir()):
        head = _head(path)
        if head is None or head.version == current:
            continue
        try:
            yield path, unseal_bytes(path.read_bytes(), where=path.name.encode())
        except VaultBroken:
            continue  # it only begins like one that is sealed


def rotate_files(*, most: int) -> int:
    """Seal up to `most` files again, each replaced at once; return how many there were."""
    moved = 0
    for path, data in islice(older_files(), most):
        new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(seal_bytes(data, where=path.name.encode()))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        moved += 1
    return moved


def _head(path: Path) -> Sealed | None:
    if path.name.startswith(".") or not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(HEAD)
    return Sealed(head) if len(head) == HEAD and head[0] == FORMAT else None

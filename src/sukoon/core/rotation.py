"""Moving sealed rows to the current key, a batch at a time, while others read and write."""

from django.apps import apps
from django.db.models import QuerySet

from sukoon.core import keys
from sukoon.core.vault import VaultRecord


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

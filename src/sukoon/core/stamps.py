"""Which packs are in the database, by their stamps."""

from datetime import datetime

from sukoon.core.models import LoadedPack
from sukoon.core.packs import Pack


def is_loaded(pack: Pack) -> bool:
    """Say whether exactly this pack was loaded before."""
    return LoadedPack.objects.filter(pack_id=pack.stamp.id, checksum=pack.checksum).exists()


def mark_loaded(pack: Pack, *, now: datetime) -> None:
    """Remember the stamp of a pack that is now in the database."""
    LoadedPack.objects.update_or_create(
        pack_id=pack.stamp.id,
        defaults={
            "kind": pack.stamp.kind,
            "version": pack.stamp.version,
            "checksum": pack.checksum,
            "status": pack.stamp.status,
            "loaded_at": now,
        },
    )

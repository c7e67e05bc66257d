"""Opening a spoken answer. Who may was asked where it was found."""

from pathlib import Path

from django.conf import settings

from sukoon.core.vault import unseal_bytes
from sukoon.supervision.models import Voice


def read_voice(voice: Voice) -> bytes:
    """Return a recording's bytes. Raises VaultBroken when they are not what was kept."""
    sealed = (Path(settings.UPLOADS) / voice.stored_name).read_bytes()
    return unseal_bytes(sealed, where=voice.stored_name.encode())

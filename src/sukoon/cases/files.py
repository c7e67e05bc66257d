"""Opening a file of a case. Who may was asked where it was found."""

from pathlib import Path

from django.conf import settings

from sukoon.cases.models import Attachment
from sukoon.core.vault import unseal_bytes


def read_file(attachment: Attachment) -> bytes:
    """Return a file's bytes. Raises VaultBroken when they are not what was kept."""
    sealed = (Path(settings.UPLOADS) / attachment.stored_name).read_bytes()
    return unseal_bytes(sealed, where=attachment.stored_name.encode())

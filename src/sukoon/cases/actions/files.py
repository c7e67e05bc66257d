"""Files of a case: typed by what they are, sealed where they lie."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import rules
from sukoon.cases.actions.entries import record_entry
from sukoon.cases.file_types import content_type
from sukoon.cases.models import Attachment, Case, Entry
from sukoon.cases.problems import AttachmentRefused
from sukoon.cases.words import EntryKind
from sukoon.core.access import Actor, require
from sukoon.core.files import take_in
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.vault import seal_bytes

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def attach(*, by: Actor, entry: Entry, name: str, data: bytes) -> Attachment:
    """Keep a file with an entry. Its name and what it claims to be count for nothing.

    Raises AttachmentRefused. The sealed file is written before the row: a crash between leaves a
    file that nobody can read, never a row without its file.
    """
    require(by, Permission.CASE_WRITE, entry.case.scope)
    if not data or len(data) > MOST_BYTES:
        raise AttachmentRefused(why=f"0 < {len(data)} <= {MOST_BYTES}")
    kind = content_type(data)
    if kind is None:
        raise AttachmentRefused(why="type")
    take_in(data, by_id=by.id)
    pk = new_id()
    stored = f"case-{pk.hex}"
    folder = Path(settings.UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / stored
    path.write_bytes(seal_bytes(data, where=stored.encode()))
    path.chmod(0o600)
    made = Attachment.objects.create(
        id=pk, entry=entry, name=" ".join(rules.plain(name).split())[:120] or "-",
        content_type=kind, bytes=len(data), checksum=hashlib.sha256(data).hexdigest(),
        stored_name=stored,
    )  # fmt: skip
    emit("attachment.kept", subject=entry.case_id, by=by, entry=str(entry.pk), bytes=len(data))
    return made


@transaction.atomic
def attach_with_entry(
    *, by: Actor, case: Case, values: Mapping[str, object], happened_at: datetime, name: str,
    data: bytes,
) -> Attachment:  # fmt: skip
    """Record an attachment entry and its file together, or neither."""
    require(by, Permission.CASE_WRITE, case.scope)
    entry = record_entry(
        by=by, case=case, kind=EntryKind.ATTACHMENT, values=values, happened_at=happened_at
    )
    made = attach(by=by, entry=entry, name=name, data=data)
    emit("attachment.recorded", subject=case.pk, by=by, entry=str(entry.pk))
    return made


@transaction.atomic
def note_file_read(*, by: Actor, attachment: Attachment) -> None:
    """Say that somebody opened a file."""
    require(by, Permission.CASE_VIEW, attachment.entry.case.scope)
    emit("attachment.read", subject=attachment.entry.case_id, by=by, file=str(attachment.pk))

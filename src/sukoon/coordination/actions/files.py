"""Keeping files and links: evidence, papers, reports."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.coordination import storing
from sukoon.coordination.models import Document
from sukoon.coordination.problems import LinkRefused
from sukoon.core.access import Actor, Scope, require
from sukoon.core.files import checksum, keep_file
from sukoon.core.permissions import Permission

MOST_LINK = 400


@transaction.atomic
def keep_document(
    *, by: Actor, permission: Permission, title: str, org_id: UUID | None, area_path: str,
    path: Path | None = None, file_name: str = "", link: str = "", language: str = "",
) -> Document:  # fmt: skip
    """Keep a file (typed by its content, under a random name) or a link.

    `permission` is what the actor needs for what the document belongs to. Raises FileKindRefused,
    LinkRefused.
    """
    require(by, permission, Scope(org_id=org_id, area_path=area_path))
    document = Document(
        title=title.strip()[:200] or file_name[:200] or link[:200], language=language,
        org_id=org_id, area_path=area_path, by_id=by.id,
    )  # fmt: skip
    if path is None:
        if (
            not link.startswith("https://")
            or len(link) > MOST_LINK
            or any(c.isspace() for c in link)
        ):
            raise LinkRefused
        document.link = link
    else:
        document.content_type = storing.content_type(path)
        document.file_name = Path(file_name).name[:200]
        document.size, document.checksum = path.stat().st_size, checksum(path)
        document.stored_name = keep_file(path)
    document.save(force_insert=True)
    emit("document.kept", subject=document.pk, by=by, bytes=document.size)
    return document

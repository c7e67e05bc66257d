"""Keeping files and links: evidence, papers, reports."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.coordination.models import Document
from sukoon.core import documents
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission


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
    document = Document(language=language, org_id=org_id, area_path=area_path, by_id=by.id)
    documents.fill(document, title=title, path=path, file_name=file_name, link=link)
    document.save(force_insert=True)
    emit("document.kept", subject=document.pk, by=by, bytes=document.size)
    return document

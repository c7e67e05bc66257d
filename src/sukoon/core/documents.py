"""Files and links that areas keep: the fields they share, how they are filled, where they lie."""

from pathlib import Path

from django.conf import settings
from django.db import models

from sukoon.core.access import Scope
from sukoon.core.file_kinds import content_type
from sukoon.core.file_problems import FileMissing, LinkRefused
from sukoon.core.files import checksum, keep_file
from sukoon.core.models import Record

MOST_LINK = 400
KEPT = frozenset(
    {
        "title", "language", "link", "stored_name", "file_name", "content_type", "size",
        "checksum", "org_id", "area_path", "by_id",
    }
)  # fmt: skip


class KeptDocument(Record):
    """A file kept under a random name, or a link to where it lies. Exactly one of both.

    It sits where what it belongs to sits: the organisation that brought it, and the area.
    """

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    link = models.CharField(max_length=400, blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120)
    by_id = models.UUIDField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.org_id, area_path=self.area_path)


def fill(
    document: KeptDocument, *, title: str, path: Path | None, file_name: str, link: str
) -> None:
    """Lay a file (typed by its content) or a link into a document. FileKindRefused, LinkRefused."""
    document.title = title.strip()[:200] or file_name[:200] or link[:200]
    if path is None:
        if (
            not link.startswith("https://")
            or len(link) > MOST_LINK
            or any(c.isspace() for c in link)
        ):
            raise LinkRefused
        document.link = link
        return
    document.content_type = content_type(path)
    document.file_name = Path(file_name).name[:200]
    document.size, document.checksum = path.stat().st_size, checksum(path)
    document.stored_name = keep_file(path, by_id=document.by_id)


def stored(document: KeptDocument) -> Path:
    """Return where a kept file lies. Raises FileMissing."""
    path = Path(settings.UPLOADS) / Path(document.stored_name).name
    if not document.stored_name or not path.is_file():
        raise FileMissing
    return path

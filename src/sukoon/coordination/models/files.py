"""Files that coordination keeps: evidence, papers of meetings, reports. Typed by their content."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.models import Record

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Document(Record):
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
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(stored_name="")) | (~Q(link="") & Q(stored_name="")),
                name="document_file_or_link",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "title", "language", "link", "stored_name", "file_name", "content_type", "size",
            "checksum", "org_id", "area_path", "by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.org_id, area_path=self.area_path)

"""Files that coordination keeps: evidence, papers of meetings, reports. Typed by their content."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.documents import KEPT, KeptDocument

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Document(KeptDocument):
    """A file or a link that coordination keeps."""

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
        operational = STAMPS | KEPT
        public = NONE

    def __str__(self) -> str:
        return self.title

"""The words that people are described with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameKind(TextChoices):
    FULL = "full", _("Full name")
    OTHER = "other", _("Also called")


class TokenKind(TextChoices):
    NAME = "name"
    PHONE = "phone"
    DOCUMENT = "document"

"""The vocabulary of the phone's protocol. Codes never change: old phones send them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PROTOCOL = 1  # what this server speaks
OLDEST_PROTOCOL = 1  # what it still understands; a version is kept for a year after its successor


class Became(models.TextChoices):
    """What became of an operation, as a receipt tells it. `duplicate` is told, never kept."""

    APPLIED = "applied", _("Delivered")
    MERGED = "merged", _("Delivered, beside what others changed")
    CONFLICT = "conflict", _("Delivered; somebody else changed the same")
    REJECTED = "rejected", _("Not possible")


class KeptStatus(models.TextChoices):
    WAITING = "waiting", _("Waits for somebody to look")
    APPLIED = "applied", _("Taken in since")
    SET_ASIDE = "set_aside", _("Set aside")

"""The words of staff care. Codes are stored and exchanged: change one only with a migration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    ASKED = "asked", _("Waits for a call")
    SEEN = "seen", _("A contact will call")
    CALLED = "called", _("Called")
    WITHDRAWN = "withdrawn", _("Taken back")


OPEN = (CallState.ASKED, CallState.SEEN)

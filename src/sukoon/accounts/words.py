"""The area's vocabulary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Proof(models.TextChoices):
    """How somebody who lost their second factor proved who they are: as when they first came."""

    IN_PERSON = "in_person", _("They stood before me with an identity document")
    BY_SIGHT = "by_sight", _("I know them, and saw and heard them on a call")
    BY_LEAD = "by_lead", _("Their supervisor, whom I called back, vouches for them")

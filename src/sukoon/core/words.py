"""Words that several areas share. Codes are stored and exchanged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DatePrecision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")

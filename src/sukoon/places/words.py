"""The words of places. Codes are stored and exchanged: change one only with a migration."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Depth of an administrative unit, as in the common operational data sets (COD-AB)."""

    COUNTRY = 0, _("Country")
    PROVINCE = 1, _("Province")
    DISTRICT = 2, _("District")
    TEHSIL = 3, _("Tehsil")
    UNION_COUNCIL = 4, _("Union council")


class SiteKind(TextChoices):
    FACILITY = "facility", _("Health facility")
    COMMUNITY = "community", _("Community structure")
    SAFE_SPACE = "safe_space", _("Safe space")
    SCHOOL = "school", _("School")
    MOBILE = "mobile", _("Mobile point")


class AliasKind(TextChoices):
    SPELLING = "spelling", _("Other spelling")
    FORMER = "former", _("Former name")
    LOCAL = "local", _("Local name")
    URDU = "urdu", _("Urdu name")
    ABBREVIATION = "abbreviation", _("Abbreviation")

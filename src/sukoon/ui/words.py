"""Words that several pages share."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sukoon.ui.pictures import ClassBreak

# Stands under every map, whatever borders it draws and also when it draws none.
UNMAP_DISCLAIMER = _(
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations. The dotted line in Jammu and Kashmir, where "
    "a source shows it, represents approximately the Line of Control agreed upon by India and "
    "Pakistan. The final status of Jammu and Kashmir has not yet been agreed upon by the parties."
)
SCHEMATIC_NOTE = _(
    "Each tile is one district, placed near its neighbours. Tiles are of equal size: they show "
    "neither area nor borders."
)


def class_words(found: ClassBreak) -> str:
    """Say a class of a picture in words: "0", "1", "2 to 3", "7 or more", "No report"."""
    if found.low is None:
        return gettext("No report")
    if found.high is None:
        return gettext("%(low)s or more") % {"low": found.low}
    if found.low == found.high:
        return str(found.low)
    return gettext("%(low)s to %(high)s") % {"low": found.low, "high": found.high}

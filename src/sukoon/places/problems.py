"""What can go wrong with places."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class AreaFileUnreadable(Problem):
    code = "places.file_unreadable"
    status = 422
    sentence = _(
        "This file holds no table of areas we can read. Bring a CSV or XLSX with p-codes, or a "
        "GeoJSON with boundaries."
    )


class AreaParentUnknown(Problem):
    code = "places.parent_unknown"
    status = 422
    sentence = _("Row %(row)s: its parent area %(parent)s is in neither the file nor the system.")


class AreasShareNothing(Problem):
    code = "places.areas_share_nothing"
    status = 422
    sentence = _("Choose at least one area.")

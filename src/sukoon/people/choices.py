"""What forms about persons offer, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.packs import read_pack
from sukoon.people.identifiers import kinds
from sukoon.places import queries as places

Choices = list[tuple[str, str]]


def languages() -> Choices:
    """Return the languages of the pack."""
    column = "label_ur" if get_language() == "ur" else "label_en"
    rows = read_pack(content_path() / "codes" / "language").files["language.csv"]
    return [(r["code"], r[column] or r["label_en"]) for r in rows]


def areas() -> Choices:
    """Return provinces and districts by path, districts under the name of their province."""
    found = list(places.areas().filter(valid_to=None, level__gte=1, level__lte=2))
    provinces = {a.pk: a.name for a in found}
    return [("", _("Not told"))] + [
        (a.path, f"{a.name}, {provinces[a.parent_id]}" if a.parent_id in provinces else a.name)
        for a in found
    ]


def papers() -> Choices:
    """Return the kinds of identity papers."""
    return [(k.code, k.label) for k in kinds().values()]

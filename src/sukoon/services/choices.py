"""The code lists of the register as choices for forms, in the reader's language."""

import csv
import io
from collections.abc import Container
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import get_language

from sukoon.core.content import content_path
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services.models import Activity, TargetGroup


def activities(wanted: Container[str], name: str, *, groups: bool = True) -> list[tuple[str, str]]:
    """Return activity codes with labels, when a form has the field; headings too with `groups`."""
    if name not in wanted:
        return []
    found = Activity.objects.all() if groups else Activity.objects.filter(is_group=False)
    return [(a.code, f"{a.code} {a.label}") for a in found]


def targets(wanted: Container[str], name: str) -> list[tuple[str, str]]:
    """Return target groups with labels, when a form has the field."""
    if name not in wanted:
        return []
    return [(t.code, t.label) for t in TargetGroup.objects.all()]


def activity_rows() -> QuerySet[Activity]:
    """Return the sub-codes one can choose."""
    return Activity.objects.filter(is_group=False).order_by("list_version", "sort")


def target_rows() -> QuerySet[TargetGroup]:
    return TargetGroup.objects.order_by("sort")


def area_rows() -> QuerySet[Area]:
    """Return the country, provinces and districts in force, in the order of their paths."""
    return Area.objects.filter(level__lte=Level.DISTRICT, valid_to=None).order_by("path")


@cache
def _languages() -> tuple[tuple[str, str, str], ...]:
    path = content_path() / "codes" / "language" / "language.csv"
    text = path.read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple((r["code"], r["label_en"], r["label_ur"]) for r in rows)


def languages() -> list[tuple[str, str]]:
    """Return the languages of the code list, in the reader's language."""
    urdu = get_language() == "ur"
    return [(code, (ur if urdu else "") or en) for code, en, ur in _languages()]


def language_name(code: str) -> str:
    return dict(languages()).get(code, code)

"""The code lists of the register as choices for forms, in the reader's language."""

from collections.abc import Container

from django.db.models import QuerySet

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

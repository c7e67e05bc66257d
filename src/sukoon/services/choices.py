"""The code lists of the register as choices for forms, in the reader's language."""

from collections.abc import Container

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

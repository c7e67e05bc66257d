"""Choices that several forms of surge share."""

from typing import Any

from django import forms

from sukoon.core.access import Actor, holds
from sukoon.core.permissions import Permission
from sukoon.services.choices import languages
from sukoon.services.fields import areas_of
from sukoon.surge.queries.skills import skills
from sukoon.ui.forms import RowsForm
from sukoon.workforce import queries as workforce


def ticks(label: Any, *, rows: int = 6) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=[], widget=forms.SelectMultiple({"size": rows})
    )


class ListsForm(RowsForm):
    """A form that offers skills and languages by the name of its fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("skills", skills), ("wished", skills), ("languages", languages)):
            field = self.fields.get(name)
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = found()


def keeps_areas(by: Actor) -> bool:
    """Say whether the actor keeps surge of some area, and not of an organisation alone."""
    return bool(areas_of(by, Permission.SURGE_WRITE).exists())


def own_first(by: Actor) -> Any:
    """Return the organisations that one may speak for: the own one, or all for a coordinator."""
    mine = [g.org_id for g in by.grants if g.permission == Permission.SURGE_WRITE and g.org_id]
    found = workforce.organisations(by)
    area = any(
        g.permission == Permission.SURGE_WRITE and (g.area_path or not g.org_id) for g in by.grants
    )
    return found if area or not holds(by, Permission.SURGE_WRITE) else found.filter(pk__in=mine)

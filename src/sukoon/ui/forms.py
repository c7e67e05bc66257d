"""Fields that the forms of several areas share."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Actor

FIRST, LAST = date(1947, 1, 1), date(2060, 12, 31)


def day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    """Return a field for a day between the years that make sense here."""
    field = forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": _("This is not a date. Write it as 2026-11-24.")},
    )  # fmt: skip
    field.validators.append(_sensible)
    return field


def _sensible(value: date) -> None:
    if not FIRST <= value <= LAST:
        raise forms.ValidationError(_("The year cannot be right. Look at it again."))


def long_text(label: Any, *, most: int = 1000, required: bool = False, hint: Any = "", rows: int = 3) -> forms.CharField:  # fmt: skip
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint,
        widget=forms.Textarea({"rows": rows}),
    )  # fmt: skip


def one(label: Any, *, required: bool = True, hint: Any = "") -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(None, label=label, required=required, help_text=hint)


def several(label: Any, *, required: bool = False, hint: Any = "") -> "forms.ModelMultipleChoiceField[Any]":  # fmt: skip
    return forms.ModelMultipleChoiceField(
        None,
        label=label,
        required=required,
        help_text=hint,
        widget=forms.SelectMultiple({"size": 6}),
    )


def blank(found: Any) -> list[tuple[str, Any]]:
    return [("", _("Not told")), *found]


class RowsForm(forms.Form):
    """A form whose choices are rows: `rows` says which."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for name, found in self.rows(by).items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = found

    def rows(self, by: Actor) -> dict[str, Any]:
        return {}

    def in_order(self, first: str, last: str) -> None:
        """Refuse an end before its start, beside the end."""
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start and end and end < start:
            self.add_error(last, _("The end is before the start. Correct one of the two days."))

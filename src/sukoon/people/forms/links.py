"""Who belongs to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.people.fields import MOST_ADDRESS, MOST_NAME
from sukoon.people.words import LinkKind

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class LinkForm(forms.Form):
    """What somebody is to a person. Who is recorded here is found by name and chosen."""

    kind = forms.ChoiceField(
        label=_("What they are"), choices=LinkKind.choices, widget=forms.RadioSelect
    )
    other = forms.ChoiceField(
        label=_("Who"), required=False, widget=forms.RadioSelect,
        help_text=_("The mother of an infant is always a person recorded here."),
    )  # fmt: skip
    other_name = forms.CharField(label=_("Name"), max_length=MOST_NAME, required=False)
    other_phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        help_text=_("Only of somebody who is not recorded here."),
    )  # fmt: skip
    is_risk = forms.BooleanField(
        label=_("This one is a danger to the person"), required=False,
        help_text=_("They are never told or asked anything."),
    )  # fmt: skip
    began_on = forms.DateField(label=_("Since"), required=False, widget=DAY)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Somebody who is not recorded here"))
        self.fields["other"].choices = [*found, nobody]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The day on which something ended."""

    on = forms.DateField(label=_("Until"), widget=DAY)


class HouseholdForm(forms.Form):
    """Whom a person lives with: somebody whose household is known, or a new household."""

    household = forms.ChoiceField(label=_("Household"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("What the household is called"), max_length=MOST_NAME, required=False
    )
    address = forms.CharField(
        label=_("Address"), max_length=MOST_ADDRESS, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    is_head = forms.BooleanField(label=_("Heads the household"), required=False)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [*found, ("new", _("A household that is not recorded yet"))]
        self.fields["household"].choices = options  # type: ignore[attr-defined]

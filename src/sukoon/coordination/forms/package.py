"""What is typed about the minimum package: an area, how it stands, what it costs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.coordination.models import MspAction, MspActivity
from sukoon.coordination.queries import package as queries
from sukoon.coordination.words import Ingredient, PackageStatus, Priority
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.services.choices import area_rows
from sukoon.services.fields import areas_of
from sukoon.ui.forms import RowsForm, day, one

MOST = Decimal(10**11)
CURRENCIES = [(c, c) for c in ("PKR", "USD", "EUR", "GBP")]


class AreaForm(forms.Form):
    """Which area a page is about."""

    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(a.pcode, a.name) for a in area_rows()]


class ReviewForm(forms.Form):
    """How each action of the package stands, and which activity goes first."""

    as_of = day(_("As of"), required=True)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, lines: list[queries.Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            for action in line.activity.actions.all():
                self.fields[f"a_{action.pk.hex}"] = forms.ChoiceField(
                    label=f"{line.activity}: {action}", choices=PackageStatus.choices,
                    initial=PackageStatus.NOT_TOLD, required=False,
                )  # fmt: skip
            self.fields[f"p_{line.activity.pk.hex}"] = forms.ChoiceField(
                label=_("%(code)s: priority") % {"code": line.activity.code}, required=False,
                choices=[("", _("As suggested")), *Priority.choices],
            )  # fmt: skip

    def statuses(self) -> dict[MspAction, str]:
        return {
            a: self.cleaned_data[f"a_{a.pk.hex}"]
            for line in self.lines for a in line.activity.actions.all()
            if self.cleaned_data.get(f"a_{a.pk.hex}")
        }  # fmt: skip

    def priorities(self) -> dict[MspActivity, str]:
        return {
            line.activity: self.cleaned_data[f"p_{line.activity.pk.hex}"] for line in self.lines
            if self.cleaned_data.get(f"p_{line.activity.pk.hex}")
        }  # fmt: skip


class CostingForm(RowsForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    area = one(_("Area"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    scenarios = forms.CharField(
        label=_("Scenarios"), max_length=200, help_text=_("With | between them")
    )

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.PLAN_WRITE)}

    def clean_scenarios(self) -> list[str]:
        names = [n.strip()[:80] for n in self.cleaned_data["scenarios"].split("|") if n.strip()]
        if not names:
            raise forms.ValidationError(_("Name at least one scenario."))
        return names


def amount(label: Any, initial: int | None = None, most: Decimal = MOST) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=most, decimal_places=2, initial=initial
    )


class CostLineForm(forms.Form):
    activity: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(None, label=_("Activity"))
    ingredient = forms.ChoiceField(label=_("Ingredient"), choices=Ingredient.choices)
    description = forms.CharField(label=_("What exactly"), max_length=200, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=80, required=False)
    quantity = amount(_("How many"))
    rate = amount(_("Cost of one"))
    periods = amount(_("How often (months, rounds)"), 1, Decimal(10_000))
    coverage = amount(_("Share of the area, per cent"), 100, Decimal(100))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.activities()


class CostTargetForm(forms.Form):
    activity: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(None, label=_("Activity"))
    quantity = forms.DecimalField(label=_("How many"), min_value=Decimal("0.01"), max_value=MOST,
                                  decimal_places=2)  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=80,
                           help_text=_("What one of it is: a person trained, a group, …"))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = queries.activities()


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the scenario"), max_length=80)

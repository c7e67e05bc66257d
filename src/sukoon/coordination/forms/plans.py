"""What is typed about plans, readiness and jurisdictions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.coordination.drafts import ObjectiveDraft
from sukoon.coordination.forms.package import CURRENCIES, amount
from sukoon.coordination.models import Objective, Plan
from sukoon.coordination.queries import knowledge
from sukoon.coordination.queries import plans as queries
from sukoon.coordination.words import (
    BudgetHead,
    ObjectiveState,
    Phase,
    PlanStatus,
    PolicyKind,
    PolicyState,
    Readiness,
)
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.services.fields import areas_of, organisations
from sukoon.ui.forms import RowsForm, day, long_text, one


class PlanForm(RowsForm):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    area = one(_("Area"))
    organisation = one(_("Whose plan"))
    starts_on = day(_("Start"), required=True)
    ends_on = day(_("End"), required=True)
    status = forms.ChoiceField(label=_("Status"), choices=PlanStatus.choices)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.PLAN_WRITE), "organisation": organisations(by)}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "ends_on")
        return told


def initial_of_plan(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in PlanForm.base_fields}


class ObjectiveForm(RowsForm):
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    text_en = forms.CharField(label=_("Objective in English"), max_length=400)
    text_ur = forms.CharField(label=_("Objective in Urdu"), max_length=400, required=False)
    key_actions = long_text(_("Key actions"))
    key_actions_ur = long_text(_("Key actions in Urdu"))
    expected_outcome = forms.CharField(label=_("Expected outcome"), max_length=400, required=False)
    expected_outcome_ur = forms.CharField(
        label=_("Expected outcome in Urdu"), max_length=400, required=False
    )
    unit_role = forms.CharField(label=_("Role of the unit"), max_length=400, required=False)
    unit_role_ur = forms.CharField(
        label=_("Role of the unit in Urdu"), max_length=400, required=False
    )
    owner = one(_("Owner"), required=False)
    starts_on = day(_("Start"))
    due_on = day(_("Due on"))
    state = forms.ChoiceField(label=_("State"), choices=ObjectiveState.choices)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"owner": organisations(by)}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "due_on")
        return told

    def draft(self) -> ObjectiveDraft:
        return ObjectiveDraft(**self.cleaned_data)


def initial_of_objective(row: Objective) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ObjectiveForm.base_fields}


class MilestoneForm(forms.Form):
    title_en = forms.CharField(label=_("Milestone in English"), max_length=200)
    title_ur = forms.CharField(label=_("Milestone in Urdu"), max_length=200, required=False)
    due_on = day(_("Due on"), required=True)
    done_on = day(_("Reached on"))


class BudgetForm(RowsForm):
    head = forms.ChoiceField(label=_("Head"), choices=BudgetHead.choices)
    donor = one(_("Donor"), required=False, hint=_("Blank: not told, or the own budget"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2060)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    planned = amount(_("Planned"))
    secured = amount(_("Secured"))
    spent = amount(_("Spent"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"donor": organisations(by)}


class ReadinessForm(forms.Form):
    on = day(_("As of"), required=True)
    live_on = day(_("Goes live on"), hint=_("Only once every needed item is answered with yes."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in queries.readiness_items():
            self.fields[f"i_{item.code}"] = forms.ChoiceField(
                label=item.label, choices=Readiness.choices, initial=Readiness.NOT_KNOWN,
                widget=forms.RadioSelect,
                help_text=_("Needed before going live") if item.needed else "",
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        return {i.code: self.cleaned_data[f"i_{i.code}"] for i in queries.readiness_items()}


class PolicyForm(RowsForm):
    area = one(_("Jurisdiction"))
    kind = forms.ChoiceField(label=_("Kind"), choices=PolicyKind.choices)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1850, max_value=2060, required=False)
    body = one(_("Body that decides"), required=False)
    intervention = one(
        _("Intervention"), required=False, hint=_("Where it is about one of the catalogue")
    )
    state = forms.ChoiceField(label=_("State"), choices=PolicyState.choices)
    note = forms.CharField(label=_("Note"), max_length=600, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "area": areas_of(by, Permission.PLAN_WRITE), "body": organisations(by),
            "intervention": knowledge.interventions(by),
        }  # fmt: skip


class PolicyMoveForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=PolicyState.choices)
    note = forms.CharField(label=_("A word on it"), max_length=400, required=False)

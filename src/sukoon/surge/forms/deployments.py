"""What is typed about experts, requests and deployments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Actor
from sukoon.services.choices import area_rows, languages
from sukoon.services.fields import organisations
from sukoon.surge.drafts import ExpertDraft, ReportDraft, RequestDraft
from sukoon.surge.forms.common import ListsForm, own_first, ticks
from sukoon.surge.models import Expert
from sukoon.surge.queries.skills import skills
from sukoon.surge.words import DeploymentState, ExpertStatus, RequestState
from sukoon.ui.forms import RowsForm, day, long_text, one
from sukoon.workforce.words import Cadre


class RosterFilter(forms.Form):
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    on = day(_("Free on"))
    status = forms.ChoiceField(label=_("Status"), required=False, choices=ExpertStatus.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("skill", skills()), ("language", languages())):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *found]

    def told(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class ExpertForm(ListsForm):
    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Lists show the code, never the name.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    contact = forms.CharField(label=_("How to reach them"), max_length=200, required=False)
    organisation = one(_("Organisation"))
    base = one(_("Where they live"), required=False)
    cadre = forms.ChoiceField(label=_("Cadre"), choices=Cadre.choices)
    years = forms.IntegerField(label=_("Years of experience"), min_value=0, max_value=60, required=False)  # fmt: skip
    skills = ticks(_("Skills"))
    languages = ticks(_("Languages"))
    remote = forms.BooleanField(label=_("Also works at a distance"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=ExpertStatus.choices)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": own_first(by), "base": area_rows()}

    def draft(self) -> ExpertDraft:
        return ExpertDraft(**self.cleaned_data)


def initial_of_expert(row: Expert) -> dict[str, Any]:
    told = {n: getattr(row, n) for n in ExpertForm.base_fields if n not in {"skills", "languages"}}
    return {
        **told, "skills": [s.skill for s in row.skills.all()],
        "languages": [x.language for x in row.languages.all()],
    }  # fmt: skip


class AvailabilityForm(RowsForm):
    starts_on = day(_("From"), required=True)
    ends_on = day(_("Until"), required=True)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "ends_on")
        return told


class RequestForm(ListsForm):
    role = forms.CharField(label=_("Who is needed"), max_length=200)
    people = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, initial=1)
    organisation = one(_("Who asks"))
    area = one(_("Where"))
    starts_on = day(_("From"), required=True)
    ends_on = day(_("Until"), required=True)
    skills = ticks(_("Skills that are needed"))
    wished = ticks(_("Skills that would help"))
    languages = ticks(_("Languages, one of which must be spoken"))
    remote = forms.BooleanField(label=_("Work at a distance is what is asked for"), required=False)
    note = long_text(_("Note"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": own_first(by), "area": area_rows()}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "ends_on")
        return told

    def draft(self) -> RequestDraft:
        return RequestDraft(**self.cleaned_data)


class RequestMoveForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=RequestState.choices)


class OfferForm(RowsForm):
    starts_on = day(_("From"), required=True)
    ends_on = day(_("Until"), required=True)
    hosted_by = one(_("Who hosts the expert"), required=False)
    funded_by = one(_("Who pays for it"), required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"hosted_by": organisations(by), "funded_by": organisations(by)}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "ends_on")
        return told


class DeploymentMoveForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=DeploymentState.choices)
    note = forms.CharField(label=_("A word on it"), max_length=400, required=False)


class ReportForm(forms.Form):
    told_on = day(_("Written on"), required=True)
    done = long_text(_("What was done"), most=2000, required=True, rows=5,
                     hint=_("No word that shows who was helped."))  # fmt: skip
    worked = long_text(_("What worked"), most=2000, rows=4)
    difficult = long_text(_("What was difficult"), most=2000, rows=4)
    advice = long_text(_("Advice for the next one"), most=2000, rows=4)
    handed_over = forms.CharField(label=_("Handed over to"), max_length=300, required=False)

    def draft(self) -> ReportDraft:
        return ReportDraft(**self.cleaned_data)

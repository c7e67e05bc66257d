"""What is typed about emergencies and assessments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.services.choices import area_rows
from sukoon.services.fields import areas_of, organisations
from sukoon.surge.drafts import AssessmentDraft, EmergencyDraft
from sukoon.surge.forms.common import own_first
from sukoon.surge.models import Assessment, Emergency
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.words import AssessmentState, Domain, EmergencyKind, Method, Sector
from sukoon.ui.forms import RowsForm, day, long_text, one, several


class EmergencyForm(RowsForm):
    code = forms.SlugField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=EmergencyKind.choices)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    area = one(_("Area"))
    started_on = day(_("Began on"), required=True)
    summary = long_text(_("What happened"), most=2000, rows=4)
    source = forms.CharField(label=_("Source"), max_length=400, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.SURGE_WRITE)}

    def draft(self) -> EmergencyDraft:
        return EmergencyDraft(**self.cleaned_data)


def initial_of_emergency(row: Emergency) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EmergencyForm.base_fields}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=400)


class CloseForm(forms.Form):
    ended_on = day(_("Ended on"), required=True)
    reason = forms.CharField(label=_("A word on it"), max_length=400, required=False)


class AssessmentFilter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    area = one(_("Area"), required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *AssessmentState.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = area_rows()
            field.to_field_name = "pcode"

    def filters(self) -> queries.AssessmentFilters:
        told = self.cleaned_data if self.is_valid() else {}
        area = told.get("area")
        return queries.AssessmentFilters(
            area_path=area.path if area else "", sector=told.get("sector", ""),
            state=told.get("state", ""), text=told.get("q", ""),
        )  # fmt: skip


class AssessmentForm(RowsForm):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    organisation = one(_("Who leads it"))
    partners = several(_("Who takes part"))
    areas = several(_("Where"), required=True, hint=_("Districts rather than a province"))
    emergency = one(_("In which emergency"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    tool = forms.CharField(label=_("Tool"), max_length=200)
    tool_version = forms.CharField(label=_("Version of the tool"), max_length=40, required=False)
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    sample = forms.IntegerField(label=_("Size of the sample"), min_value=0, max_value=10_000_000, required=False)  # fmt: skip
    sample_of = forms.CharField(
        label=_("Of what"), max_length=100, required=False,
        help_text=_("households, persons, facilities, discussions"),
    )  # fmt: skip
    sampling = forms.CharField(label=_("How they were chosen"), max_length=300, required=False)
    starts_on = day(_("Start"), required=True)
    ends_on = day(_("End"))
    limits = forms.CharField(label=_("Limits of it"), max_length=600, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "organisation": own_first(by), "partners": organisations(by), "areas": area_rows(),
            "emergency": queries.any_emergencies(by).filter(ended_on=None),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("starts_on", "ends_on")
        return told

    def draft(self) -> AssessmentDraft:
        told = {**self.cleaned_data}
        return AssessmentDraft(
            **{**told, "areas": list(told["areas"]), "partners": list(told["partners"])}
        )


def initial_of_assessment(row: Assessment) -> dict[str, Any]:
    told = {
        n: getattr(row, n) for n in AssessmentForm.base_fields if n not in {"areas", "partners"}
    }
    return {
        **told, "areas": [a.area_id for a in row.areas.all()],
        "partners": [p.organisation_id for p in row.partners.all()],
    }  # fmt: skip


class AssessmentMoveForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=AssessmentState.choices)


class FindingForm(forms.Form):
    domain = forms.ChoiceField(label=_("About"), choices=Domain.choices)
    text_en = long_text(_("Finding in English"), most=600, required=True)
    text_ur = long_text(_("Finding in Urdu"), most=600)
    figure = forms.CharField(label=_("Figure"), max_length=100, required=False)
    basis = forms.CharField(
        label=_("Of what"), max_length=200, required=False,
        help_text=_("What the figure counts, and out of how many"),
    )  # fmt: skip


class PaperForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"), required=False)
    link = forms.CharField(label=_("Or a link"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if bool(told.get("file")) == bool(told.get("link")):
            self.add_error("link", _("Give a file or a link, one of both."))
        return told

"""What is typed about interventions, gaps in policy and lessons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.coordination.drafts import InterventionDraft, LogDraft
from sukoon.coordination.models import Intervention, LogEntry
from sukoon.coordination.pledge_files import CODE
from sukoon.coordination.queries import knowledge as queries
from sukoon.coordination.queries import plans as plan_queries
from sukoon.coordination.words import Alignment, Evidence, LogKind, LogState
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.services.choices import area_rows, languages
from sukoon.services.fields import areas_of, organisations
from sukoon.ui.forms import RowsForm, day, long_text, one
from sukoon.workforce.words import OrganisationType

TIERS = [(str(n), str(n)) for n in range(1, 5)]


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=[], widget=forms.SelectMultiple({"size": 5})
    )


class StakeholderFilter(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    type = forms.ChoiceField(
        label=_("Type"), required=False,
        choices=[("", _("All types")), *OrganisationType.choices],
    )  # fmt: skip


class InterventionForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=200, required=False)
    owner = forms.CharField(label=_("Whose it is"), max_length=200, required=False)
    format_en = forms.CharField(label=_("Format in English"), max_length=200, required=False)
    format_ur = forms.CharField(label=_("Format in Urdu"), max_length=200, required=False)
    delivered_by = forms.CharField(label=_("Delivered by"), max_length=200, required=False)
    population = forms.CharField(label=_("For whom"), max_length=200, required=False)
    tiers = _ticks(_("Tiers"))
    languages = _ticks(_("Languages of its materials"))
    evidence = forms.ChoiceField(label=_("Evidence"), choices=Evidence.choices)
    evidence_note = forms.CharField(
        label=_("Which trial or guideline"), max_length=400, required=False
    )
    codes = forms.CharField(
        label=_("4Ws codes of services that may carry it"), max_length=60, required=False,
        help_text=_("With | between them; 9 means all of 9"),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=400)

    def clean_codes(self) -> str:
        codes = [c.strip() for c in self.cleaned_data["codes"].split("|") if c.strip()]
        for code in codes:
            if not CODE.fullmatch(code):
                said = _("“%(value)s” is not a 4Ws code, such as 8 or 8.2.")
                raise forms.ValidationError(said, params={"value": code[:20]})
        return "|".join(codes)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("tiers", TIERS), ("languages", languages())):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = found

    def draft(self) -> InterventionDraft:
        told = {**self.cleaned_data, "tiers": [int(t) for t in self.cleaned_data["tiers"]]}
        return InterventionDraft(**told)


def initial_of_intervention(row: Intervention) -> dict[str, Any]:
    told = {
        n: getattr(row, n) for n in InterventionForm.base_fields if n not in {"tiers", "languages"}
    }
    return {
        **told, "tiers": [str(t.tier) for t in row.tiers.all()],
        "languages": [x.language for x in row.languages.all()],
    }  # fmt: skip


class AlignmentForm(RowsForm):
    alignment = forms.ChoiceField(
        label=_("How far it agrees with the national model"), choices=Alignment.choices
    )
    body = one(_("Who judged so"))
    on = day(_("On"), required=True)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"body": organisations(by)}


class UseForm(RowsForm):
    organisation = one(_("Organisation"))
    area = one(_("Area"))
    told_on = day(_("Told on"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": organisations(by), "area": area_rows()}


class LogFilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *LogKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *LogState.choices]
    )
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *_indicators()]

    def filters(self) -> queries.LogFilters:
        told = self.cleaned_data if self.is_valid() else {}
        return queries.LogFilters(
            kind=told.get("kind", ""), state=told.get("state", ""),
            indicator=told.get("indicator", ""), text=told.get("q", ""),
        )  # fmt: skip


def _indicators() -> list[tuple[str, str]]:
    return [(i.code, f"{i.code} {i.label}") for i in queries.indicators().values()]


class LogForm(RowsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=LogKind.choices)
    area = one(_("Area"))
    title_en = forms.CharField(label=_("In one sentence, in English"), max_length=200)
    title_ur = forms.CharField(label=_("In one sentence, in Urdu"), max_length=200, required=False)
    said = long_text(_("What was seen or said"), most=2000, rows=4)
    proposed = long_text(_("What is proposed"), most=2000, rows=4)
    indicators = _ticks(_("Indicators it touches"))
    noted_on = day(_("Noted on"), required=True)
    source = forms.CharField(label=_("Source"), max_length=400, required=False)
    organisation = one(_("Who said it"), required=False)
    owner = one(_("Who takes it up"), required=False)
    due_on = day(_("By when"))
    policy = one(_("Law or policy"), required=False)
    intervention = one(_("Intervention"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicators"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = _indicators()

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "area": areas_of(by, Permission.PLAN_WRITE), "organisation": organisations(by),
            "owner": organisations(by), "policy": plan_queries.policies(by),
            "intervention": queries.interventions(by),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("noted_on", "due_on")
        return told

    def draft(self) -> LogDraft:
        return LogDraft(**self.cleaned_data)


def initial_of_log(row: LogEntry) -> dict[str, Any]:
    told = {n: getattr(row, n) for n in LogForm.base_fields if n != "indicators"}
    return {**told, "indicators": [i.code for i in row.indicators.all()]}


class LogMoveForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=LogState.choices)
    note = forms.CharField(label=_("A word on it"), max_length=400, required=False)

"""What staff type: a service, a return, an account."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.accounts.roles import giveable, roles
from sukoon.accounts.words import Proof
from sukoon.audit.queries import EventFilters
from sukoon.core.access import NOWHERE, Actor
from sukoon.core.permissions import Permission
from sukoon.desk.choices import age_bands, languages
from sukoon.places import queries as places
from sukoon.services import choices
from sukoon.services.actions import ServiceDraft
from sukoon.services.actions.returns import Cell
from sukoon.services.models import Service
from sukoon.services.words import (
    CountBasis,
    DatePrecision,
    Fee,
    Modality,
    ProviderGender,
    ServiceStatus,
    Sex,
)
from sukoon.workforce import queries as workforce
from sukoon.workforce.words import Cadre

MOST = 2_147_483_647


def _with_blank(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("Not told")), *found]


def reachable_organisations(by: Actor, permission: Permission) -> Any:
    """Return organisations the actor can act for; all of them for whose reach is an area."""
    by_area = any(g.permission == permission and g.area_path for g in by.grants)
    if by_area:
        return workforce.organisations(by)
    return workforce.writable_organisations(by, permission)


class FactorsForm(forms.Form):
    """How somebody who lost their second factor proved who they are."""

    proof = forms.ChoiceField(
        label=_("How do you know who it is?"), choices=Proof.choices, widget=forms.RadioSelect
    )


class EventsForm(forms.Form):
    """What the list of events is narrowed to. What cannot be read is left out, and said."""

    event = forms.CharField(label=_("Kind of event"), max_length=80, required=False)
    role = forms.CharField(label=_("Done as"), max_length=40, required=False)
    subject = forms.UUIDField(label=_("About, or by (its id)"), required=False)
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def read(self) -> tuple[EventFilters, tuple[datetime, UUID] | None]:
        """Return the filters and where the page before ended."""
        self.is_valid()
        told = self.cleaned_data
        filters = EventFilters(
            event=told.get("event", ""), role=told.get("role", ""), subject=told.get("subject"),
            since=told.get("since"), until=told.get("until"),
        )  # fmt: skip
        at, _between, last = str(self.data.get("before", ""))[:80].partition("~")
        try:
            moment = datetime.fromisoformat(at)
            return filters, (moment, UUID(last)) if moment.tzinfo else None
        except ValueError:
            return filters, None


class ServiceForm(forms.Form):
    """One line of the register."""

    organisation: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        None, label=_("Organisation")
    )
    activity: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(None, label=_("Activity"))
    areas: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        None, label=_("Where"),
        help_text=_("Name districts where you can: a province alone is shown as not told."),
        error_messages={"required": _("Choose at least one area.")},
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip
    site: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        None, label=_("Site"), required=False, help_text=_("Where it has a place of its own.")
    )
    locality = forms.CharField(label=_("Town or neighbourhood"), max_length=200, required=False)
    targets: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        None, label=_("For whom"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Status"), choices=ServiceStatus.choices)
    start_on = forms.DateField(
        label=_("Start"), required=False, help_text=_("For example, 2026-11-23")
    )
    end_on = forms.DateField(label=_("End"), required=False)
    description = forms.CharField(
        label=_("Description in one sentence"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("No names of people."),
    )  # fmt: skip
    modality = forms.ChoiceField(label=_("How it is given"), required=False,
                                 choices=_with_blank(Modality.choices))  # fmt: skip
    cadre = forms.ChoiceField(
        label=_("By whom"), required=False, choices=_with_blank(Cadre.choices)
    )
    partners: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(None, required=False,
                                              label=_("Together with"))  # fmt: skip
    donors: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(None, required=False,
                                            label=_("Paid by"))  # fmt: skip
    opening_hours = forms.CharField(label=_("Opening hours"), max_length=200, required=False)
    fee = forms.ChoiceField(label=_("Cost"), required=False, choices=_with_blank(Fee.choices))
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    provider_gender = forms.ChoiceField(label=_("Gender of provider"), required=False,
                                        choices=_with_blank(ProviderGender.choices))  # fmt: skip
    capacity = forms.CharField(label=_("Capacity"), max_length=120, required=False)
    eligibility = forms.CharField(label=_("Who can come"), max_length=300, required=False)
    public_phone = forms.CharField(label=_("Phone for the public"), max_length=30, required=False)
    workers = forms.IntegerField(label=_("Number of workers"), min_value=0, max_value=MOST,
                                 required=False)  # fmt: skip
    training = forms.CharField(label=_("Training given to them"), max_length=200, required=False)
    focal_name = forms.CharField(label=_("Focal point: name"), max_length=120, required=False,
                                 help_text=_("Never shown to the public."))  # fmt: skip
    focal_phone = forms.CharField(label=_("Focal point: phone"), max_length=30, required=False)
    focal_email = forms.EmailField(label=_("Focal point: e-mail"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Its place must stay safe: never show it to the public"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    looked_again = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = workforce.organisations(by)
        self._choose("organisation", reachable_organisations(by, Permission.SERVICE_WRITE))
        self._choose("activity", choices.activity_rows())
        self._choose("areas", choices.area_rows())
        self._choose("site", places.sites(by))
        self._choose("targets", choices.target_rows())
        self._choose("partners", everyone)
        self._choose("donors", everyone)
        field = self.fields["languages"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = languages()

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def draft(self) -> ServiceDraft:
        """Return what was typed as a line."""
        told = dict(self.cleaned_data)
        told.pop("version"), told.pop("looked_again")
        for name in ("areas", "targets", "partners", "donors", "languages"):
            told[name] = tuple(told[name])
        for name in ("start", "end"):
            told[f"{name}_precision"] = DatePrecision.DAY if told[f"{name}_on"] else ""
        return ServiceDraft(**told)


def initial_of(service: Service) -> dict[str, Any]:
    """Return a service as the form shows it."""
    values = {
        name: getattr(service, name)
        for name in ServiceForm.base_fields
        if hasattr(service, name) and name not in {"targets", "languages", "partners", "donors"}
    }
    others = list(service.others.all())
    return values | {
        "areas": [row.area_id for row in service.in_areas.all()],
        "targets": [t.target_group_id for t in service.targets.all()],
        "languages": [x.language for x in service.languages.all()],
        "partners": [o.organisation_id for o in others if o.role == "partner"],
        "donors": [o.organisation_id for o in others if o.role == "donor"],
    }


MAIN = ("period", "basis", "total", "places_free", "waiting_days", "note")


class ReturnForm(forms.Form):
    """What a service did in a period: a total with its basis, and the parts or none of them."""

    period = forms.ChoiceField(label=_("Period"))
    basis = forms.ChoiceField(
        label=_("What did you count?"), choices=CountBasis.choices, widget=forms.RadioSelect,
        help_text=_("If you are not sure, say so: it is kept, and never added to the others."),
    )  # fmt: skip
    total = forms.IntegerField(label=_("Total"), min_value=0, max_value=MOST)
    places_free = forms.IntegerField(
        label=_("Places free for new people"), min_value=0, max_value=MOST, required=False,
        help_text=_("Whoever refers somebody to you sees it. 0 says that you take nobody new now."),
    )  # fmt: skip
    waiting_days = forms.IntegerField(
        label=_("Days a new person waits"), min_value=0, max_value=MOST, required=False
    )
    note = forms.CharField(label=_("Note for the reviewer"), max_length=500, required=False,
                           widget=forms.Textarea(attrs={"rows": 2}),
                           help_text=_("No names of people."))  # fmt: skip

    def __init__(self, *args: Any, periods: list[tuple[date, date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._periods = {f"{start}_{end}": (start, end) for start, end, _label in periods}
        field = self.fields["period"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(f"{s}_{e}", label) for s, e, label in periods]
        for name, label in self._cell_names():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST, required=False
            )

    @staticmethod
    def _cell_names() -> list[tuple[str, str]]:
        return [
            (f"cell_{sex}_{band}_{int(disability)}", f"{sex.label}, {band}" + (
                f", {_('with disability')}" if disability else ""))
            for sex in Sex for band in age_bands() for disability in (False, True)
        ]  # fmt: skip

    @property
    def cells_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, _label in self._cell_names()]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MAIN]

    def period_chosen(self) -> tuple[date, date]:
        return self._periods[self.cleaned_data["period"]]

    def cells(self) -> list[Cell]:
        """Return the parts that were filled in; a blank is not a zero."""
        found = []
        for name, _label in self._cell_names():
            count = self.cleaned_data.get(name)
            if count is not None:
                _c, sex, band, disability = name.split("_")
                found.append(Cell(sex, band, disability == "1", count))
        return found


class RoleForm(forms.Form):
    """A role, for an organisation or an area, until a day."""

    role = forms.ChoiceField(label=_("Role"))
    organisation: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        None, label=_("Organisation"), required=False,
        help_text=_("For roles that reach an organisation or its team."),
    )  # fmt: skip
    area: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        None, label=_("Area"), required=False, help_text=_("For roles that reach an area.")
    )
    expires_on = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, by: Actor, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [
                (r.code, r.label(language))
                for r in roles().values()
                if r.code not in {"public", "console"} and giveable(by, r.code, NOWHERE)
            ]
        for name, rows in (
            ("organisation", workforce.organisations(by)),
            ("area", choices.area_rows()),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def told(self) -> dict[str, Any]:
        """Return what `give_role` takes."""
        data, until = self.cleaned_data, self.cleaned_data["expires_on"]
        return {
            "role": data["role"], "area": data["area"],
            "org_id": data["organisation"].pk if data["organisation"] else None,
            "expires_at": datetime.combine(until, time.max, tzinfo=UTC) if until else None,
        }  # fmt: skip


class AccountForm(RoleForm):
    """A new account with one role."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    field_order = ("full_name", "email", "role", "organisation", "area", "expires_on")

"""What staff type into the registry: an organisation, a worker, a team, a site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.desk.choices import languages
from sukoon.desk.forms import reachable_organisations
from sukoon.places.models import Site
from sukoon.places.words import SiteKind
from sukoon.services import choices
from sukoon.workforce import queries
from sukoon.workforce.models import Organisation, Team, Worker
from sukoon.workforce.words import Cadre, Gender, OrganisationType, WorkerStatus

TIERS = 4


def _one(label: Any, **kwargs: Any) -> Any:
    return forms.ModelChoiceField(None, label=label, **kwargs)


class RegistryForm(forms.Form):
    """A form whose choices depend on who fills it in."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in self.rows(by).items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        spoken = self.fields.get("languages")
        if isinstance(spoken, forms.MultipleChoiceField):
            spoken.choices = languages()

    def rows(self, by: Actor) -> dict[str, Any]:
        """Return what can be chosen in each field that names something kept."""
        return {}


class OrganisationForm(RegistryForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    acronym = forms.CharField(label=_("Short name"), max_length=40, required=False)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Kind of organisation"), choices=OrganisationType.choices)
    aliases = forms.CharField(
        label=_("Other names it is known by"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line. Imports find the organisation by each of them."),
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        told = dict(self.cleaned_data)
        return told | {"aliases": told["aliases"].splitlines()}


def initial_of_organisation(organisation: Organisation) -> dict[str, Any]:
    own = {organisation.name, organisation.acronym, organisation.name_ur}
    aliases = [a.name for a in organisation.aliases.all() if a.name not in own]
    return {
        "name": organisation.name, "acronym": organisation.acronym,
        "name_ur": organisation.name_ur, "type": organisation.type,
        "aliases": "\n".join(aliases),
    }  # fmt: skip


class MergeForm(RegistryForm):
    """The organisation that goes on under its own name."""

    into = _one(_("It is the same as"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"into": queries.organisations(by)}


class WorkerForm(RegistryForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = _one(_("Organisation"))
    cadre = forms.ChoiceField(label=_("Cadre"), choices=Cadre.choices)
    tier = forms.TypedChoiceField(
        label=_("Tier"), required=False, coerce=int, empty_value=None,
        choices=[("", _("Not told")), *((n, str(n)) for n in range(1, TIERS + 1))],
    )  # fmt: skip
    area = _one(_("Area"), required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[("", _("Not told")), *Gender.choices]
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    licence_number = forms.CharField(label=_("Licence number"), max_length=60, required=False)
    licence_until = forms.DateField(label=_("Licence valid until"), required=False,
                                    help_text=_("For example, 2026-11-23"))  # fmt: skip
    status = forms.ChoiceField(label=_("Status"), choices=WorkerStatus.choices)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "organisation": reachable_organisations(by, Permission.WORKER_WRITE),
            "area": choices.area_rows(),
        }

    def told(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return dict(self.cleaned_data)


def initial_of_worker(worker: Worker) -> dict[str, Any]:
    values = {name: getattr(worker, name) for name in WorkerForm.base_fields if name != "languages"}
    return values | {"languages": [row.language for row in worker.languages.all()]}


class TeamForm(RegistryForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = _one(_("Organisation"))
    area = _one(_("Area"), required=False)
    members: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        None, label=_("Members"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Who is no longer chosen has left the team today."),
    )  # fmt: skip

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "organisation": reachable_organisations(by, Permission.WORKER_WRITE),
            "area": choices.area_rows(),
            "members": queries.workers(by).exclude(status=WorkerStatus.LEFT),
        }

    def told(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return dict(self.cleaned_data) | {"members": list(self.cleaned_data["members"])}


def initial_of_team(team: Team) -> dict[str, Any]:
    inside = [m.worker_id for m in team.members.all() if m.left_on is None]
    return {"name": team.name, "organisation": team.organisation, "area": team.area,
            "members": inside}  # fmt: skip


class SiteForm(RegistryForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of site"), choices=SiteKind.choices,
        help_text=_("A safe space is never shown to the public."),
    )  # fmt: skip
    area = _one(_("Area"))
    locality = forms.CharField(label=_("Town or neighbourhood"), max_length=200, required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False,
                           help_text=_("Degrees, for example 35.85"))  # fmt: skip
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False,
                           help_text=_("Degrees, for example 71.79"))  # fmt: skip
    is_sensitive = forms.BooleanField(
        label=_("Its place must stay safe: never show it to the public"), required=False
    )
    closed_on = forms.DateField(label=_("Closed on"), required=False)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": choices.area_rows()}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if (told.get("lat") is None) != (told.get("lon") is None):
            self.add_error("lat" if told.get("lat") is None else "lon",
                           _("Give both latitude and longitude, or neither."))  # fmt: skip
        return told

    def told(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return dict(self.cleaned_data)


def initial_of_site(site: Site) -> dict[str, Any]:
    return {name: getattr(site, name) for name in SiteForm.base_fields}

"""The filters of the public pages. Anything unknown is an empty filter, never an error page."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.places import queries as places
from sukoon.places.words import Level
from sukoon.public.labels import labels
from sukoon.services import choices
from sukoon.services.queries import Filters
from sukoon.services.queries.base import ANY
from sukoon.services.words import Fee, Layer, Modality, ProviderGender, ServiceStatus

MOST_TEXT = 100
PCODE = re.compile(r"[A-Za-z0-9_-]{1,20}")


class FilterForm(forms.Form):
    """Area, layer, target group and status; a page shows the fields it names."""

    area = forms.ChoiceField(label=_("Province or area"), required=False)
    layer = forms.ChoiceField(label=_("Kind of service"), required=False)
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    target = forms.ChoiceField(label=_("For whom"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    modality = forms.ChoiceField(label=_("How it is given"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=MOST_TEXT)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    measure = forms.ChoiceField(
        label=_("Colour by"),
        required=False,
        choices=[
            ("organisations", _("Organisations")),
            ("services", _("Services")),
            ("layers", _("Layers of support")),
            ("targets", _("Target groups")),
        ],
    )
    few = forms.ChoiceField(
        label=_("Counts as a gap"),
        required=False,
        choices=[("", _("No service")), ("1", _("One service or none")), ("2", _("At most two"))],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    fee = forms.ChoiceField(label=_("Cost"), required=False)
    provider_gender = forms.ChoiceField(label=_("Help from"), required=False)

    def __init__(self, data: Any, *, show: tuple[str, ...]) -> None:
        super().__init__(data or None)
        for name in set(self.fields) - {*show, "organisation"}:
            del self.fields[name]
        for name, offered in self._choices().items():
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
                field.choices = offered
        if self.data and not self.data.get("organisation"):
            del self.fields["organisation"]

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        wanted = self.fields
        provinces = (
            [(a.pcode, a.name) for a in places.areas(Level.PROVINCE)] if "area" in wanted else []
        )
        chosen = str(self.data.get("area", ""))
        if "area" in wanted and chosen not in dict(provinces):
            area = places.area(chosen) if PCODE.fullmatch(chosen) else None
            if area:
                provinces.append((area.pcode, area.name))
        return {
            "area": [("", _("All of the country")), *provinces],
            "layer": [
                ("", _("All layers")),
                *((str(v), f"{v} {label}") for v, label in reversed(Layer.choices)),
            ],
            "activity": [("", _("All activities")), *choices.activities(wanted, "activity")],
            "target": [("", _("Everyone")), *choices.targets(wanted, "target")],
            "status": [("", ServiceStatus.UNDER_WAY.label), (ANY, _("Any status")),
                       *((v, str(label)) for v, label in ServiceStatus.choices
                         if v != ServiceStatus.UNDER_WAY)],
            "modality": [("", _("Any way")), *Modality.choices],
            "language": [("", _("Any language")), *labels("language")],
            "fee": [("", _("Any cost")), *Fee.choices],
            "provider_gender": [("", _("Women or men")),
                                *(c for c in ProviderGender.choices
                                  if c[0] != ProviderGender.BOTH)],
        }  # fmt: skip

    def filters(self) -> Filters:
        """Return what was chosen, leaving out whatever is not a choice."""
        self.is_valid()
        chosen: dict[str, Any] = getattr(self, "cleaned_data", {})
        layer = chosen.get("layer")
        organisation = chosen.get("organisation")
        return Filters(
            area=chosen.get("area") or "",
            layer=int(layer) if layer else None,
            activity=chosen.get("activity") or "",
            target=chosen.get("target") or "",
            status=chosen.get("status") or ServiceStatus.UNDER_WAY,
            modality=chosen.get("modality") or "",
            text=chosen.get("q") or "",
            language=chosen.get("language") or "",
            fee=chosen.get("fee") or "",
            provider_gender=chosen.get("provider_gender") or "",
            organisation=organisation if isinstance(organisation, UUID) else None,
        )


def cursor(text: str) -> UUID | None:
    """Return where a page begins; garbage begins at the beginning."""
    try:
        return UUID(text)
    except ValueError:
        return None

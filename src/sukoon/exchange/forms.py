"""What is typed and brought: a file, and the filters of a download."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sukoon.services.queries import Filters
from sukoon.services.words import Modality, ServiceStatus

MEGABYTE = 1024 * 1024
MOST_TEXT = 100


class UploadForm(forms.Form):
    """One spreadsheet."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("XLSX, ODS or CSV, HXL-tagged or not. Up to 50 MB. Nothing is saved yet."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > settings.UPLOAD_MOST_BYTES:
            most = settings.UPLOAD_MOST_BYTES // MEGABYTE
            raise forms.ValidationError(
                _("This file is larger than %(most)s MB. Split it, or ask your administrator."),
                params={"most": most},
            )
        return file


def narrowed(get: QueryDict) -> Filters:
    """Return the filters of an address; what is no filter is left out."""

    def one(name: str) -> str:
        return str(get.get(name, ""))[:MOST_TEXT]

    layer, status = one("layer"), one("status")
    try:
        organisation = UUID(one("organisation")) if one("organisation") else None
    except ValueError:
        organisation = None
    return Filters(
        area=one("area"),
        layer=int(layer) if layer in {"1", "2", "3", "4"} else None,
        activity=one("activity") if one("activity").replace(".", "").isdigit() else "",
        target=one("target"),
        organisation=organisation,
        status=status if status in {"all", *ServiceStatus.values} else ServiceStatus.UNDER_WAY,
        modality=one("modality") if one("modality") in Modality.values else "",
        text=one("q"),
    )

"""The way to where one is in surge."""

from django.urls import reverse
from django.utils.translation import gettext as _


def where(*more: tuple[str, str]) -> list[dict[str, str]]:
    steps = [
        (_("Surge"), reverse("surge:home")), *more,
    ]  # fmt: skip
    return [{"label": label, "url": url} for label, url in steps]

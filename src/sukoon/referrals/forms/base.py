"""What the forms of referrals share: choices of the pack, and widgets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.referrals.definitions import book
from sukoon.referrals.words import Kind

ANY = ("", _("Does not matter"))
OUTSIDE = Kind.OUTSIDE.value
TEXT = forms.Textarea({"rows": 3})
DAY, CLOCK = forms.DateInput({"type": "date"}), forms.TimeInput({"type": "time"}, format="%H:%M")


def words(name: str) -> list[tuple[str, str]]:
    return [(w.code, w.label) for w in book().lists[name].values()]


def needs() -> list[tuple[str, str]]:
    return [("", str(_("Choose"))), *((n.code, n.label) for n in book().needs.values())]


def urgencies() -> list[tuple[str, str]]:
    return [(u.code, u.label) for u in book().urgencies.values()]

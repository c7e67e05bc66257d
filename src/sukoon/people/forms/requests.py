"""What a person asks about their data, and the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.people.words import RequestKind

MOST_SAID = 4000
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class RequestForm(forms.Form):
    """A request, as it was asked."""

    kind = forms.ChoiceField(
        label=_("What they ask for"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=_("In their words"), required=False, max_length=MOST_SAID,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    asked_on = forms.DateField(label=_("Asked on"), widget=DAY)


class AnswerForm(forms.Form):
    """What the person is told."""

    said = forms.CharField(
        label=_("Answer, and why"), max_length=MOST_SAID, widget=forms.Textarea({"rows": 4}),
        required=False,
    )  # fmt: skip


class HoldForm(forms.Form):
    """Why nothing may be erased."""

    reason = forms.CharField(
        label=_("Why nothing may be erased"), max_length=MOST_SAID,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

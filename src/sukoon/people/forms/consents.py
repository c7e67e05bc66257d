"""What somebody answered when they were asked."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.people import choices, outside
from sukoon.people.actions.consents import MOST_GUARDIAN, MOST_REASON
from sukoon.people.notices import notice
from sukoon.people.words import Answer, GivenBy, Manner, Purpose, SharedField

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ConsentForm(forms.Form):
    """One answer about one purpose."""

    purpose = forms.ChoiceField(
        label=_("What for"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    recipient = forms.ChoiceField(
        label=_("To whom"), required=False,
        help_text=_("For a referral, supervision or research by another organisation."),
    )  # fmt: skip
    fields_shared = forms.MultipleChoiceField(
        label=_("What may be shared"), required=False, choices=SharedField.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a referral, supervision or research: only what is ticked goes."),
    )  # fmt: skip
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    given_by = forms.ChoiceField(
        label=_("Who answered"), choices=GivenBy.choices, widget=forms.RadioSelect
    )
    guardian = forms.CharField(
        label=_("Name of the guardian"), required=False, max_length=MOST_GUARDIAN
    )
    reason = forms.CharField(
        label=_("Why one of them answered alone"), required=False, max_length=MOST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when the guardian alone or the child alone answered."),
    )  # fmt: skip
    manner = forms.ChoiceField(label=_("How"), choices=Manner.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language they were asked"))
    given_on = forms.DateField(label=_("When"), widget=DAY)
    expires_on = forms.DateField(
        label=_("Until"), required=False, widget=DAY, help_text=_("Blank: until it is withdrawn.")
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [("", _("Whoever takes part in the care")), *outside.organisations(by)]
        self.fields["recipient"].choices = everybody  # type: ignore[attr-defined]
        self.fields["language"].choices = choices.languages()  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        said = self.cleaned_data
        return {
            "purpose": Purpose(said["purpose"]), "answer": Answer(said["answer"]),
            "given_by": GivenBy(said["given_by"]), "manner": Manner(said["manner"]),
            "recipient": said["recipient"], "fields": said["fields_shared"],
            "guardian": said["guardian"], "reason": said["reason"],
            "language": said["language"], "given_at": moment_of(said["given_on"]),
            "expires_at": _end_of(said["expires_on"]), "notice": notice().version,
        }  # fmt: skip


def moment_of(day: Any) -> datetime:
    """Return now for today and days to come, and noon of a day that is past."""
    now = clock.now()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    if day == clock.today():
        return now
    return noon.astimezone(UTC)


def _end_of(day: Any) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59))).astimezone(UTC)

"""What is typed about a referral under way: a step, passing on, an answer by link."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sukoon.cases.forms import WhenForm
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.forms.base import CLOCK, DAY, OUTSIDE, TEXT, words
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import Kind, State


class StepForm(WhenForm):
    """One step: when it happened, and what has to be told with it."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    at_day = forms.DateField(label=_("Day of the appointment"), widget=DAY)
    at_time = forms.TimeField(label=_("Hour of the appointment"), widget=CLOCK)
    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=lambda: words("outcome"), widget=forms.RadioSelect
    )
    plan = forms.CharField(
        label=_("Written plan, if they go back"), max_length=2000, required=False, widget=TEXT
    )
    review_on = forms.DateField(label=_("Reviewed on"), required=False, widget=DAY)
    named_worker = forms.CharField(label=_("Named worker"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=TEXT,
        help_text=_("Both sides read it."),
    )  # fmt: skip

    NEEDS: Mapping[State, tuple[str, ...]] = {
        State.DECLINED: ("reason",), State.WITHDRAWN: ("reason",),
        State.BOOKED: ("at_day", "at_time"),
        State.REPORTED_BACK: ("outcome", "plan", "review_on", "named_worker"),
    }  # fmt: skip

    def __init__(self, *args: Any, wanted: State, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {"happened_on", "happened_time", "note", *self.NEEDS.get(wanted, ())}
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "reason" in self.fields:
            name = "decline" if wanted == State.DECLINED else "withdraw"
            offered = [w for w in words(name) if w[0] != "consent"]
            cast(forms.ChoiceField, self.fields["reason"]).choices = offered

    def told(self) -> Told:
        told = self.cleaned_data
        at = None
        if isinstance(told.get("at_day"), date):
            at = timezone.make_aware(datetime.combine(told["at_day"], told["at_time"]))
        return Told(
            reason=told.get("reason", ""), note=told["note"], appointment_at=at,
            outcome=told.get("outcome", ""), plan=told.get("plan", ""),
            review_on=told.get("review_on"), named_worker=told.get("named_worker", ""),
        )  # fmt: skip


class PassOnForm(WhenForm):
    """To whom a referral is passed on, as far as somebody knows."""

    to = forms.ChoiceField(label=_("To whom?"))
    outside_name = forms.CharField(
        label=_("Their name, if they have no account"), max_length=200, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=TEXT)

    def __init__(self, *args: Any, teams: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(OUTSIDE, _("Somebody without an account")),
                   *((f"team:{k}", n) for k, n in teams)]  # fmt: skip
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("to") == OUTSIDE and not told.get("outside_name", "").strip():
            self.add_error("outside_name", _("Say who they are."))
        return told

    def recipient(self) -> Recipient:
        told = self.cleaned_data
        kind, _sep, key = str(told["to"]).partition(":")
        if kind == Kind.TEAM:
            return Recipient(Kind.TEAM, org_id=UUID(key))
        return Recipient(Kind.OUTSIDE, name=told["outside_name"])


class CodeForm(forms.Form):
    """The code that was sent apart from the link."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Eight digits that were told to you apart."),
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )  # fmt: skip


class OutsideForm(forms.Form):
    """An answer by link: one of the steps that can follow, and what it needs."""

    wanted = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("If you decline: why?"), required=False)
    at_day = forms.DateField(label=_("If you booked: the day"), required=False, widget=DAY)
    at_time = forms.TimeField(label=_("The hour"), required=False, widget=CLOCK)
    outcome = forms.ChoiceField(label=_("If you report back: what became of it?"), required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=TEXT)

    def __init__(self, *args: Any, offered: Sequence[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = cast(Mapping[str, forms.ChoiceField], self.fields)
        fields["wanted"].choices = [(s.value, s.label) for s in offered]
        fields["reason"].choices = [("", "–"), *words("decline")]
        fields["outcome"].choices = [("", "–"), *(w for w in words("outcome") if w[0] != "back")]
        needed = {
            "reason": State.DECLINED in offered, "outcome": State.REPORTED_BACK in offered,
            "at_day": State.BOOKED in offered, "at_time": State.BOOKED in offered,
        }  # fmt: skip
        for name, is_needed in needed.items():
            if not is_needed:
                del self.fields[name]

    def told(self) -> Told:
        told = self.cleaned_data
        at = None
        if told.get("at_day"):
            at = timezone.make_aware(datetime.combine(told["at_day"], told["at_time"] or time(9)))
        return Told(
            reason=told.get("reason", ""), note=told["note"], appointment_at=at,
            outcome=told.get("outcome", ""),
        )  # fmt: skip

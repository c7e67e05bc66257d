"""What staff type about a risk to life, and into a rota."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.accounts.models import User
from sukoon.risk.definitions import book
from sukoon.risk.moving import MOST_NOTE
from sukoon.risk.rules import Level, level_of
from sukoon.risk.words import ContactChannel, ContactWith
from sukoon.workforce.models import Worker

TYPED = "%Y-%m-%dT%H:%M"
ORDERS = [(1, _("Asked first")), (2, _("Stands in (second)")), (3, _("Stands in (third)"))]
MOST_WEEKS = 26


def _long(label: Any, *, required: bool = True, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _moment(label: Any, *, hint: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, help_text=hint, input_formats=[TYPED, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
    )  # fmt: skip


def level_choices(levels: "list[Level]") -> list[tuple[str, str]]:
    """Return levels as choices, the highest first."""
    language = get_language() or "en"
    ordered = sorted(levels, key=lambda x: -x.rank)
    return [(x.code, x.label(language)) for x in ordered]


class NoteForm(forms.Form):
    """A sentence that says why."""

    why = _long(_("Why"), hint=_("One sentence. Whoever reads this later must understand it."))


class RaiseForm(forms.Form):
    """A risk that is not about a case: a call, somebody met on the way."""

    level = forms.ChoiceField(
        label=_("How high is the risk?"), widget=forms.RadioSelect,
        help_text=_("If you are not sure, choose the higher one."),
    )  # fmt: skip
    by_call = forms.BooleanField(label=_("It came by a call"), required=False)
    note = _long(
        _("What did you hear or see?"),
        hint=_("In plain words. It is sealed; only those who may see this risk can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices(list(book().levels.values()))  # type: ignore[attr-defined]


class HigherForm(forms.Form):
    """A level above the present one."""

    level = forms.ChoiceField(label=_("New level"), widget=forms.RadioSelect)
    why = _long(_("What has changed?"))

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank = level_of(book().levels, present).rank
        found = [x for x in book().levels.values() if x.rank > rank]
        self.fields["level"].choices = level_choices(found)  # type: ignore[attr-defined]


class LowerForm(forms.Form):
    """A level below the present one; another person signs it."""

    level = forms.ChoiceField(label=_("New level"), widget=forms.RadioSelect)
    why = _long(_("What has changed?"), hint=_("Whoever signs reads this first."))

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank = level_of(book().levels, present).rank
        found = [x for x in book().levels.values() if x.rank < rank]
        self.fields["level"].choices = level_choices(found)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why it may be closed; another person signs it."""

    reason = forms.ChoiceField(label=_("Why can it be closed?"), widget=forms.RadioSelect)
    why = _long(_("How is the person now?"), hint=_("Whoever signs reads this first."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        found = [(r.code, r.label(language)) for r in book().reasons.values()]
        self.fields["reason"].choices = found  # type: ignore[attr-defined]


class SignForm(forms.Form):
    """Agree, or not and why."""

    agreed = forms.ChoiceField(
        label=_("Do you agree?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I sign")), ("no", _("No, not yet"))],
    )  # fmt: skip
    answer = _long(
        _("What do you say to it?"), required=False, hint=_("Needed when you do not agree.")
    )


class HandOverForm(forms.Form):
    """To whom, and why. They own it once they acknowledge it."""

    to = forms.ChoiceField(label=_("To whom?"))
    why = _long(_("Why"), hint=_("What must they know first?"))

    def __init__(self, *args: Any, people: "list[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(u.pk), str(u)) for u in people]  # type: ignore[attr-defined]

    def to_id(self) -> UUID:
        return UUID(self.cleaned_data["to"])


class ContactForm(forms.Form):
    """A contact, or a try at one."""

    reached = forms.TypedChoiceField(
        label=_("Did you reach somebody?"), widget=forms.RadioSelect,
        coerce=lambda told: told == "yes",
        choices=[("yes", _("Yes")), ("no", _("No, I tried"))],
    )  # fmt: skip
    whom = forms.ChoiceField(
        label=_("With whom?"), choices=ContactWith.choices, widget=forms.RadioSelect,
        initial=ContactWith.PERSON,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("How?"), choices=ContactChannel.choices, initial=ContactChannel.PHONE
    )
    happened_at = _moment(_("When?"))
    has_concern = forms.BooleanField(
        label=_("Something worried me"), required=False,
        help_text=_("Not reaching somebody can itself be a reason to worry."),
    )  # fmt: skip
    note = _long(_("What was said or seen?"), required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["happened_at"].initial = timezone.localtime(now)

    def clean_happened_at(self) -> datetime:
        told: datetime = self.cleaned_data["happened_at"]
        if told > self.now + timedelta(minutes=1):
            raise forms.ValidationError(
                _("This lies in the future. Enter when it happened."), code="future"
            )
        return told


class PlanForm(forms.Form):
    """A safety plan: one field a part of the pack, in the person's own words."""

    language = forms.ChoiceField(
        label=_("Language the person speaks"),
        choices=[("ur", "اردو"), ("en", "English"), ("ps", "پښتو"), ("sd", "سنڌي")],
    )
    copy_given = forms.BooleanField(label=_("The person has a copy"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        parts = {
            code: _long(section.label(language), required=False)
            for code, section in book().sections.items()
        }
        self.fields = {
            "language": self.fields["language"], **parts, "copy_given": self.fields["copy_given"],
        }  # fmt: skip

    def parts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in book().sections}


class RotaForm(forms.Form):
    """A rota and for whom it is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    place = forms.ChoiceField(label=_("For whom?"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def org_id(self) -> UUID | None:
        kind, _colon, told = self.cleaned_data["place"].partition(":")
        return UUID(told) if kind == "org" else None

    def area_path(self) -> str:
        kind, _colon, told = self.cleaned_data["place"].partition(":")
        return told if kind == "area" else ""


class ShiftForm(forms.Form):
    """A turn on a rota."""

    worker: Any = forms.ModelChoiceField(None, label=_("Who"))
    starts_at = _moment(_("From"))
    ends_at = _moment(_("Until"))
    order = forms.TypedChoiceField(label=_("Asked as which one?"), choices=ORDERS, coerce=int)
    weeks = forms.IntegerField(
        label=_("For how many weeks?"), min_value=1, max_value=MOST_WEEKS, initial=1,
        help_text=_("The same hours are entered for each week."),
    )  # fmt: skip

    def __init__(self, *args: Any, workers: "QuerySet[Worker]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]

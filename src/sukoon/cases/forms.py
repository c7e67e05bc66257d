"""What is typed about a case. Entry forms are made from field sets, the same ones the phone has."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.cases import rules
from sukoon.cases.fields import FieldSet
from sukoon.cases.rules import Field, FieldKind, Wrong
from sukoon.cases.words import CaseStatus, ClosureReason, GoalOwner, GoalStatus, LinkKind, TaskKind
from sukoon.core import clock
from sukoon.instruments.definitions import Definition
from sukoon.instruments.wording import Wording

SAID: Mapping[Wrong, Any] = {
    Wrong.MISSING: _("Answer this."),
    Wrong.UNKNOWN: _("This is not asked here."),
    Wrong.TOO_LONG: _("This is too long. Shorten it; nothing you typed is lost."),
    Wrong.NO_NUMBER: _("Enter a whole number."),
    Wrong.TOO_SMALL: _("This number is too small."),
    Wrong.TOO_LARGE: _("This number is too large."),
    Wrong.NO_DATE: _("Enter a day that exists, such as 2026-11-24 (Gregorian)."),
    Wrong.NO_CHOICE: _("Choose one of those offered."),
    Wrong.NO_TEXT: _("Enter text."),
}
DAY = forms.DateInput({"type": "date"})
CLOCK = forms.TimeInput({"type": "time"}, format="%H:%M")


class WhenForm(forms.Form):
    """When it happened: now, unless told otherwise."""

    happened_on = forms.DateField(label=_("Day it happened"), widget=DAY)
    happened_time = forms.TimeField(label=_("Time"), widget=CLOCK)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime(clock.now())
        first = {"happened_on": now.date().isoformat(), "happened_time": f"{now:%H:%M}"}
        kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        day, at = told.get("happened_on"), told.get("happened_time")
        if isinstance(day, date) and isinstance(at, time):
            moment = timezone.make_aware(datetime.combine(day, at))
            if rules.too_early_or_late(moment, now=clock.now()):
                self.add_error("happened_on", _("This day is in the future or impossible."))
            told["happened_at"] = moment
        return told


class EntryForm(WhenForm):
    """A form of one field set. `quick`: only what the shortest form asks; the rest is folded away."""

    risk_answer = forms.ChoiceField(
        label=_("Is this a risk to life?"), required=False,
        choices=[("yes", _("Yes, follow it up now")), ("no", _("No"))], widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self, *args: Any, fields: FieldSet, asks_risk: bool = False, **kwargs: Any
    ) -> None:
        self.field_set = fields
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        for f in fields.fields:
            self.fields[f.code] = _asked(f, language)
        self.order_fields([*(f.code for f in fields.fields), "happened_on", "happened_time"])
        if not asks_risk and "risk_answer" not in self.data:
            del self.fields["risk_answer"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        values = {f.code: self._typed(f) for f in self.field_set.fields}
        checked = rules.check(self.field_set.fields, values)
        for code, wrong in checked.wrong.items():
            self.add_error(code, SAID[wrong])
        told["values"] = checked.values
        return told

    def _typed(self, f: Field) -> object:
        name = self.add_prefix(f.code)
        if f.kind is FieldKind.MULTI:
            return self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return self.data.get(name)

    def risk_answered(self) -> bool | None:
        answer = self.cleaned_data.get("risk_answer", "")
        return {"yes": True, "no": False}.get(answer)

    @property
    def quick_fields(self) -> list[forms.BoundField]:
        quick = {f.code for f in self.field_set.fields if f.quick or f.required}
        return [self[name] for name in self.fields if name in quick or name == "risk_answer"]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        shown = {b.name for b in self.quick_fields}
        return [self[name] for name in self.fields if name not in shown]


def _asked(f: Field, language: str) -> forms.Field:
    """Return the form field of one field of a set. `rules.check` decides what may be kept."""
    common: dict[str, Any] = {
        "label": f.label(language), "help_text": f.hint(language), "required": f.required,
    }  # fmt: skip
    options = [(o.code, f.option_label(o.code, language)) for o in f.options]
    if f.kind is FieldKind.CHOICE:
        few = len(options) <= 6  # noqa: PLR2004 - more than a thumb's reach: a list
        blank = [] if few else [("", _("Not told"))]
        widget = forms.RadioSelect if few else forms.Select
        return _Told(widget=widget(choices=[*blank, *options]), **common)
    if f.kind is FieldKind.MULTI:
        return _Told(widget=forms.CheckboxSelectMultiple(choices=options), **common)
    if f.kind is FieldKind.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return _Told(widget=forms.RadioSelect(choices=choices), **common)
    if f.kind is FieldKind.LONG:
        return _Told(widget=forms.Textarea({"rows": 4}), **common)
    if f.kind is FieldKind.DATE:
        return _Told(widget=DAY, **common)
    attributes = {"inputmode": "numeric"} if f.kind is FieldKind.NUMBER else {}
    return _Told(widget=forms.TextInput(attributes), **common)


class _Told(forms.Field):
    """Takes what was typed as it is: the field set's own rules judge it, once, for every door."""

    def validate(self, value: Any) -> None:
        return None


class AmendForm(EntryForm):
    """What an entry should say instead, and why."""

    why = forms.CharField(label=_("Why it is amended"), max_length=rules.SHORT_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("happened_on", "happened_time"):
            del self.fields[name]
        self.order_fields(["why"])


class OpenForm(WhenForm):
    """Opening a case."""

    tier = forms.TypedChoiceField(
        label=_("Tier"), coerce=int,
        choices=[(1, _("1, community")), (2, _("2, psychosocial")), (3, _("3, primary care")),
                 (4, _("4, specialist"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    org_id = forms.TypedChoiceField(label=_("Team or organisation"), coerce=UUID)
    without_consent = forms.CharField(
        label=_("No consent yet: why care cannot wait"),
        max_length=rules.SHORT_TEXT,
        required=False,
        help_text=_("Leave this empty where consent to care is recorded."),
    )

    def __init__(
        self, *args: Any, teams: list[tuple[str, str]], consented: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["org_id"]
        choice.choices = teams  # type: ignore[attr-defined]
        if len(teams) == 1:
            choice.initial, choice.widget = teams[0][0], forms.HiddenInput()
        if consented:
            del self.fields["without_consent"]
        self.order_fields(["tier", "org_id", "without_consent"])


class MoveForm(WhenForm):
    status = forms.ChoiceField(label=_("Becomes"), widget=forms.RadioSelect)
    tier = forms.TypedChoiceField(
        label=_("Tier"), coerce=int, empty_value=None, required=False,
        choices=[("", _("As it is")), (1, "1"), (2, "2"), (3, "3"), (4, "4")],
    )  # fmt: skip
    why = forms.CharField(label=_("Why"), max_length=rules.SHORT_TEXT, required=False)

    def __init__(self, *args: Any, now: CaseStatus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skip = {CaseStatus.CLOSED, CaseStatus.REOPENED}
        steps = [s for s in CaseStatus if s in rules.CASE_FLOW.steps[now] and s not in skip]
        self.fields["status"].choices = [(s.value, s.label) for s in steps]  # type: ignore[attr-defined]
        self.order_fields(["status", "tier", "why"])


class CloseForm(EntryForm):
    reason = forms.ChoiceField(
        label=_("Why it is closed"), choices=ClosureReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["reason"])


class ReopenForm(WhenForm):
    why = forms.CharField(label=_("Why"), max_length=rules.SHORT_TEXT)
    field_order = ("why",)


class TaskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What"), widget=forms.RadioSelect,
        choices=[c for c in TaskKind.choices if c[0] != TaskKind.RISK_QUESTION],
    )  # fmt: skip
    due_on = forms.DateField(label=_("By which day"), widget=DAY)
    due_time = forms.TimeField(label=_("By what time"), widget=CLOCK, initial="12:00")
    what = forms.CharField(
        label=_("In a few words"), max_length=rules.SHORT_TEXT, required=False,
        help_text=_("No names, no diagnosis."),
    )  # fmt: skip

    remind = forms.ChoiceField(
        label=_("Remind the person by SMS"), required=False, widget=forms.RadioSelect,
        choices=[("", _("No")), ("24", _("A day before")), ("2", _("Two hours before"))],
        help_text=_("Only a day and an hour are sent, to a number that is safe to write to."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_remind: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_remind:
            del self.fields["remind"]

    def remind_at(self) -> datetime | None:
        """Return when the person is reminded; none where they are not."""
        hours = self.cleaned_data.get("remind") or ""
        return self.due_at() - timedelta(hours=int(hours)) if hours else None

    def due_at(self) -> datetime:
        told = self.cleaned_data
        return timezone.make_aware(datetime.combine(told["due_on"], told["due_time"]))


class GoalForm(forms.Form):
    """One goal; the hidden fields say what it was when the form was opened."""

    goal_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Goal, in the person's own words"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Whose"), choices=GoalOwner.choices, required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
    status = forms.ChoiceField(label=_("State"), choices=GoalStatus.choices, required=False)
    base_text = forms.CharField(required=False, widget=forms.HiddenInput)
    base_owner = forms.CharField(required=False, widget=forms.HiddenInput)
    base_due_on = forms.CharField(required=False, widget=forms.HiddenInput)
    base_status = forms.CharField(required=False, widget=forms.HiddenInput)


GoalFormSet = forms.formset_factory(GoalForm, extra=1, max_num=30, absolute_max=40)


class AssignForm(forms.Form):
    to = forms.ChoiceField(label=_("To whom"))
    why = forms.CharField(label=_("Why"), max_length=rules.SHORT_TEXT, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]

    def target(self) -> tuple[UUID, UUID | None]:
        """Return the account and the team that were chosen together."""
        account, _sep, team = self.cleaned_data["to"].partition("~")
        return UUID(account), UUID(team) if team else None


class LinkForm(forms.Form):
    to = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(label=_("As what"), choices=LinkKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class AttachForm(EntryForm):
    file = forms.FileField(label=_("File"))


class InstrumentForm(WhenForm):
    """The answers of one instrument, as its printed form numbers them."""

    language = forms.ChoiceField(label=_("Language it was asked in"))

    def __init__(
        self, *args: Any, told: Definition, wording: Wording | None,
        languages: list[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.told = told
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        place = 1 if get_language() == "ur" else 0
        for n, item in enumerate(told.instrument.items, 1):
            said = wording.items.get(item.code, "") if wording else ""
            topic = said or told.topics.get(item.code, ("", ""))[place]
            options = {o: wording.option(item.code, o) if wording else "" for o in item.worth}
            choices = [(str(o), f"{o}  {options[o]}".strip()) for o in sorted(item.worth)]
            self.fields[item.code] = forms.ChoiceField(
                label=f"{n}. {topic}" if topic else str(n), choices=choices, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def answers(self) -> dict[str, object]:
        codes = [i.code for i in self.told.instrument.items]
        return {c: self.cleaned_data[c] for c in codes if self.cleaned_data.get(c)}


class CodesForm(WhenForm):
    """Cases that one session is written to."""

    cases = forms.MultipleChoiceField(label=_("Cases"), widget=forms.CheckboxSelectMultiple)

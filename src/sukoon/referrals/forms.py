"""What is typed about a referral."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.cases.forms import WhenForm
from sukoon.people.words import GivenBy, Manner
from sukoon.places.models import Area
from sukoon.referrals import sharing
from sukoon.referrals.actions import Draft
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.definitions import book
from sukoon.referrals.queries import Ask
from sukoon.referrals.queries.saying import LANGUAGES
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import AgeGroup, Kind, State
from sukoon.services.models import Service
from sukoon.services.words import ProviderGender

ANY = ("", _("Does not matter"))
OUTSIDE = Kind.OUTSIDE.value
TEXT = forms.Textarea({"rows": 3})
DAY, CLOCK = forms.DateInput({"type": "date"}), forms.TimeInput({"type": "time"}, format="%H:%M")


def _words(name: str) -> list[tuple[str, str]]:
    return [(w.code, w.label) for w in book().lists[name].values()]


def _needs() -> list[tuple[str, str]]:
    return [(n.code, n.label) for n in book().needs.values()]


def _urgencies() -> list[tuple[str, str]]:
    return [(u.code, u.label) for u in book().urgencies.values()]


class AskForm(forms.Form):
    """What somebody needs, where they are, what else would be good."""

    need = forms.ChoiceField(label=_("What is needed?"), choices=_needs)
    urgency = forms.ChoiceField(label=_("How soon?"), choices=_urgencies, initial="normal")
    area = forms.ChoiceField(label=_("Where would they go from?"))
    provider_gender = forms.ChoiceField(
        label=_("Who should provide it?"), required=False,
        choices=[ANY, (ProviderGender.WOMEN.value, _("A woman")),
                 (ProviderGender.MEN.value, _("A man"))],
    )  # fmt: skip
    language = forms.ChoiceField(label=_("In which language?"), required=False)
    age = forms.ChoiceField(label=_("Age group"), required=False, choices=[ANY, *AgeGroup.choices])
    at_day = forms.DateField(label=_("On which day would they come?"), required=False, widget=DAY)
    at_time = forms.TimeField(label=_("At what time?"), required=False, widget=CLOCK)
    free = forms.BooleanField(label=_("It must cost nothing"), required=False)
    accessible = forms.BooleanField(label=_("Lives with a disability"), required=False)

    def __init__(self, *args: Any, areas: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = 1 if get_language() == "ur" else 0
        fields = cast(Mapping[str, forms.ChoiceField], self.fields)
        fields["area"].choices = [(a.pcode, a.name) for a in areas]
        fields["language"].choices = [ANY, *((c, names[place]) for c, names in LANGUAGES.items())]

    def ask(self) -> Ask:
        told = self.cleaned_data
        at = None
        if told["at_day"]:
            at = timezone.make_aware(datetime.combine(told["at_day"], told["at_time"] or time(10)))
        return Ask(
            need=told["need"], area=told["area"], urgency=told["urgency"], at=at,
            provider_gender=told["provider_gender"], free=told["free"], age=told["age"],
            languages=frozenset({told["language"]} - {""}), accessible=told["accessible"],
        )  # fmt: skip

    def wished(self) -> str:
        """Say in one line what was wished for, in the words of the choices."""
        told = self.cleaned_data
        fields = cast(Mapping[str, forms.ChoiceField], self.fields)
        chosen = []
        for name in ("need", "provider_gender", "language", "age"):
            choices = cast(Iterable[tuple[str, object]], fields[name].choices)
            chosen += [str(label) for code, label in choices if told[name] and code == told[name]]
        more = (("free", _("without cost")), ("accessible", _("easy to reach with a disability")))
        chosen += [str(label) for name, label in more if told[name]]
        if at := self.ask().at:
            chosen.append(date_format(at, "l j F, H:i"))
        return ("، " if get_language() == "ur" else ", ").join(chosen)


class DraftForm(forms.Form):
    """A referral before it is sent: to whom, for what, what they see, how to come and to reach."""

    to = forms.ChoiceField(label=_("To whom?"))
    outside_name = forms.CharField(
        label=_("Their name, if they have no account"), max_length=200, required=False
    )
    outside_reach = forms.CharField(
        label=_("How they are reached"), max_length=300, required=False,
        help_text=_("Their telephone or e-mail, for you. The link and its code are sent apart."),
    )  # fmt: skip
    need = forms.ChoiceField(label=_("What is needed?"), choices=_needs)
    urgency = forms.ChoiceField(label=_("How soon?"), choices=_urgencies)
    ask = forms.CharField(
        label=_("What do you ask of them?"), max_length=2000, widget=TEXT,
        help_text=_("The least they need to know. They see this."),
    )  # fmt: skip
    fields_shared = forms.MultipleChoiceField(
        label=_("What may they see?"), choices=sharing.shareable,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the person agrees to. What is not chosen stays here."),
    )  # fmt: skip
    contact = forms.ChoiceField(
        label=_("How may the person be reached?"), choices=lambda: _words("contact"),
        widget=forms.RadioSelect, initial="through_sender",
    )  # fmt: skip
    contact_note = forms.CharField(
        label=_("When is it safe, and with whom?"), max_length=300, required=False
    )
    may_leave_word = forms.BooleanField(label=_("Word may be left with others"), required=False)
    transport = forms.ChoiceField(label=_("Coming there"), choices=lambda: _words("transport"))
    escort = forms.ChoiceField(label=_("Escort"), choices=lambda: _words("escort"))
    plan = forms.CharField(
        label=_("Written plan, if care goes on there"), max_length=2000, required=False, widget=TEXT
    )
    review_on = forms.DateField(label=_("Reviewed on"), required=False, widget=DAY)
    named_worker = forms.CharField(label=_("Named worker"), max_length=120, required=False)
    rule = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, service: Service | None, teams: Sequence[tuple[UUID, str]],
        workers: Sequence[tuple[UUID, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.service = service
        choices: list[Any] = []
        if service is not None:
            name = f"{service.organisation.shown_name}: {service.activity.label}"
            choices.append((f"service:{service.pk}", name))
        choices.append((OUTSIDE, _("Somebody without an account")))
        if teams:
            choices.append((_("Teams and organisations"), [(f"team:{k}", n) for k, n in teams]))
        if workers:
            choices.append((_("Workers"), [(f"worker:{k}", n) for k, n in workers]))
        cast(forms.ChoiceField, self.fields["to"]).choices = choices

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("to") == OUTSIDE and not told.get("outside_name", "").strip():
            self.add_error("outside_name", _("Say who they are."))
        need = book().needs.get(told.get("need", ""))
        if need and need.plan and not (told.get("plan") and told.get("named_worker")):
            self.add_error("plan", _("For this the plan, a date and a worker's name are needed."))
        return told

    def draft(self) -> Draft:
        told = self.cleaned_data
        return Draft(
            to=self._recipient(), need=told["need"], urgency=told["urgency"], ask=told["ask"],
            fields=frozenset(told["fields_shared"]), transport=told["transport"],
            escort=told["escort"], contact=told["contact"], contact_note=told["contact_note"],
            may_leave_word=told["may_leave_word"], plan=told["plan"], review_on=told["review_on"],
            named_worker=told["named_worker"], rule=told["rule"],
        )  # fmt: skip

    def _recipient(self) -> Recipient:
        return recipient_of(self.cleaned_data, self.service)


def recipient_of(told: Mapping[str, Any], service: Service | None) -> Recipient:
    """Return to whom, as it was chosen in a form."""
    kind, _sep, key = str(told["to"]).partition(":")
    match kind:
        case "service":
            return Recipient(Kind.SERVICE, service=service)
        case "team":
            return Recipient(Kind.TEAM, org_id=UUID(key))
        case "worker":
            return Recipient(Kind.WORKER, account_id=UUID(key))
        case _:
            return Recipient(
                Kind.OUTSIDE, name=told["outside_name"], reach=told.get("outside_reach", "")
            )


class ConsentForm(forms.Form):
    """What the person said when the list was read to them."""

    agreed = forms.BooleanField(
        label=_("I read this list to them, and they agree"),
        help_text=_("They may take it back at any time: then it stops."),
    )
    given_by = forms.ChoiceField(label=_("Who answered?"), choices=GivenBy.choices)
    manner = forms.ChoiceField(label=_("How?"), choices=Manner.choices, initial=Manner.SPOKEN)
    guardian = forms.CharField(label=_("Guardian's name"), max_length=200, required=False)
    reason = forms.CharField(label=_("If one answered alone: why"), max_length=500, required=False)


class StepForm(WhenForm):
    """One step: when it happened, and what has to be told with it."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    at_day = forms.DateField(label=_("Day of the appointment"), widget=DAY)
    at_time = forms.TimeField(label=_("Hour of the appointment"), widget=CLOCK)
    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=lambda: _words("outcome"), widget=forms.RadioSelect
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
            offered = [w for w in _words(name) if w[0] != "consent"]
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
        fields["reason"].choices = [("", "–"), *_words("decline")]
        fields["outcome"].choices = [("", "–"), *(w for w in _words("outcome") if w[0] != "back")]
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

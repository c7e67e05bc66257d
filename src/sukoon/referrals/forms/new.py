"""What is typed on the page of a new referral: the wish, to whom and what, and what the person said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.people.words import GivenBy, Manner
from sukoon.places.models import Area
from sukoon.referrals import sharing
from sukoon.referrals.actions import Draft
from sukoon.referrals.definitions import book
from sukoon.referrals.forms.base import ANY, CLOCK, DAY, TEXT, needs, urgencies, words
from sukoon.referrals.problems import NotAgreed
from sukoon.referrals.queries import Ask
from sukoon.referrals.queries.saying import LANGUAGES
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import AgeGroup, Kind
from sukoon.services.models import Service
from sukoon.services.words import ProviderGender

LEAST = ("age", "sex")  # what is ticked at first: the least that a receiver needs


def typed(form: type[forms.Form], told: QueryDict) -> dict[str, Any]:
    """Return what stands in a form that is drawn again without being judged yet."""
    fields = form.base_fields
    many = forms.MultipleChoiceField
    return {
        name: told.getlist(name) if isinstance(field, many) else told.get(name, "")
        for name, field in fields.items()
    }


class AskForm(forms.Form):
    """What somebody needs, where they are, what else would be good."""

    need = forms.ChoiceField(
        label=_("What is needed?"), choices=needs,
        error_messages={"required": _("Choose what is needed.")},
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How soon?"), choices=urgencies, initial="normal")
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
    """To whom, what is asked of them, what they see, how to come there and to be reached."""

    to = forms.ChoiceField(
        label=_("To whom?"), error_messages={"required": _("Choose to whom, with the person.")}
    )
    team = forms.ChoiceField(label=_("Team or organisation"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    outside_name = forms.CharField(label=_("Their name"), max_length=200, required=False)
    outside_reach = forms.CharField(
        label=_("How they are reached"), max_length=300, required=False,
        help_text=_("Their telephone or e-mail, for you. The link and its code are sent apart."),
    )  # fmt: skip
    ask = forms.CharField(
        label=_("What do you ask of them?"), max_length=2000, widget=TEXT,
        help_text=_("The least they need to know. They see this."),
        error_messages={"required": _("Say what you ask of them.")},
    )  # fmt: skip
    fields_shared = forms.MultipleChoiceField(
        label=_("What may they see?"), choices=sharing.shareable, initial=LEAST,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what they may see: one thing at least.")},
    )  # fmt: skip
    contact = forms.ChoiceField(
        label=_("How may the person be reached?"), choices=lambda: words("contact"),
        initial="through_sender",
    )  # fmt: skip
    contact_note = forms.CharField(
        label=_("When is it safe, and with whom?"), max_length=300, required=False
    )
    may_leave_word = forms.BooleanField(label=_("Word may be left with others"), required=False)
    transport = forms.ChoiceField(label=_("Coming there"), choices=lambda: words("transport"))
    escort = forms.ChoiceField(label=_("Escort"), choices=lambda: words("escort"))
    plan = forms.CharField(
        label=_("Written plan, if care goes on there"), max_length=2000, required=False, widget=TEXT
    )
    review_on = forms.DateField(label=_("Reviewed on"), required=False, widget=DAY)
    named_worker = forms.CharField(label=_("Named worker"), max_length=120, required=False)

    def __init__(
        self, *args: Any, services: Mapping[str, Service], teams: Sequence[tuple[UUID, str]],
        workers: Sequence[tuple[UUID, str]], need: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.services, self.need = services, need
        fields = cast(Mapping[str, forms.ChoiceField], self.fields)
        kinds = [k.value for k in (Kind.TEAM, Kind.WORKER, Kind.OUTSIDE)]
        fields["to"].choices = [(k, k) for k in (*services, *kinds)]
        for name, found in (("team", teams), ("worker", workers)):
            fields[name].choices = [("", _("Choose")), *((str(k), n) for k, n in found)]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        needed = {
            Kind.TEAM: ("team", _("Choose the team or organisation.")),
            Kind.WORKER: ("worker", _("Choose the worker.")),
            Kind.OUTSIDE: ("outside_name", _("Say who they are.")),
        }  # fmt: skip
        name, said = needed.get(told.get("to", ""), ("", ""))
        if name and not str(told.get(name, "")).strip():
            self.add_error(name, said)
        need = book().needs.get(self.need)
        if need and need.plan and not (told.get("plan") and told.get("named_worker")):
            self.add_error("plan", _("For this the plan, a date and a worker's name are needed."))
        return told

    def draft(self, *, need: str, urgency: str, rule: str) -> Draft:
        told = self.cleaned_data
        return Draft(
            to=self._recipient(), need=need, urgency=urgency, ask=told["ask"],
            fields=frozenset(told["fields_shared"]), transport=told["transport"],
            escort=told["escort"], contact=told["contact"], contact_note=told["contact_note"],
            may_leave_word=told["may_leave_word"], plan=told["plan"], review_on=told["review_on"],
            named_worker=told["named_worker"], rule=rule,
        )  # fmt: skip

    def _recipient(self) -> Recipient:
        told = self.cleaned_data
        match told["to"]:
            case Kind.TEAM:
                return Recipient(Kind.TEAM, org_id=UUID(told["team"]))
            case Kind.WORKER:
                return Recipient(Kind.WORKER, account_id=UUID(told["worker"]))
            case Kind.OUTSIDE:
                return Recipient(
                    Kind.OUTSIDE, name=told["outside_name"], reach=told["outside_reach"]
                )
            case key:
                return Recipient(Kind.SERVICE, service=self.services[key])


class ConsentForm(forms.Form):
    """What the person said when the list was read to them."""

    agreed = forms.BooleanField(
        label=_("I read this list to them, and they agree"),
        help_text=_("They may take it back at any time: then it stops."),
        error_messages={"required": NotAgreed.sentence},
    )
    given_by = forms.ChoiceField(label=_("Who answered?"), choices=GivenBy.choices)
    manner = forms.ChoiceField(label=_("How?"), choices=Manner.choices, initial=Manner.SPOKEN)
    guardian = forms.CharField(label=_("Guardian's name"), max_length=200, required=False)
    reason = forms.CharField(label=_("If one answered alone: why"), max_length=500, required=False)

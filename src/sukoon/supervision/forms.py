"""What is typed in supervision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.cases.fields import FieldSet
from sukoon.cases.forms import EntryForm
from sukoon.cases.rules import plain
from sukoon.cases.words import EntryKind
from sukoon.core import clock
from sukoon.people.words import SharedField
from sukoon.risk.definitions import book as risks
from sukoon.supervision import rules
from sukoon.supervision.actions import Draft, Log, Point
from sukoon.supervision.definitions import Named, book
from sukoon.supervision.problems import SupervisorUnknown
from sukoon.supervision.reading import Words, diagnoses
from sukoon.supervision.rules import Opinion
from sukoon.supervision.words import (
    MarkValue,
    Observed,
    Presence,
    QuietReason,
    SessionKind,
    Verdict,
)

DAY = forms.DateInput({"type": "date"})
CLOCK = forms.TimeInput({"type": "time"}, format="%H:%M")
POINTS = 3
MOST_CASES = 20
SELDOM = ("also", "remark", "lesson", "voice")  # folded away on the page of an answer


def _language() -> str:
    return get_language() or "en"


def _named(found: Mapping[str, Named]) -> list[tuple[str, str]]:
    return [(code, named.label(_language())) for code, named in found.items()]


def _diagnoses() -> list[tuple[str, str]]:
    ur = _language() == "ur"
    found = [(code, (o.ur if ur else "") or o.en) for code, o in diagnoses().items()]
    return [("", str(_("Not told"))), *found]


class OpinionForm(forms.Form):
    """What somebody thinks of a case and would do; the same for both sides, to be laid side by side."""

    diagnosis = forms.ChoiceField(label=_("Diagnosis"), required=False)
    also = forms.ChoiceField(label=_("Beside it"), required=False)
    medicines = forms.CharField(
        label=_("Medicines"), required=False, max_length=2000,
        help_text=_("One a line: name, then dose. None: leave it empty."),
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    support = forms.MultipleChoiceField(
        label=_("Talking and support"), required=False, widget=forms.CheckboxSelectMultiple
    )
    referral = forms.ChoiceField(label=_("Referral"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("diagnosis", _diagnoses())
        self._choices("also", _diagnoses())
        self._choices("support", _named(book().support))
        self._choices("referral", _named(book().referrals))

    def _choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def opinion(self) -> Opinion:
        told = self.cleaned_data
        return Opinion(
            told.get("diagnosis", ""), told.get("also", ""), rules.medicines(told["medicines"]),
            frozenset(told["support"]), told["referral"],
        )  # fmt: skip


def typed(opinion: Opinion) -> dict[str, Any]:
    """Return an opinion as a form shows it."""
    return {
        "diagnosis": opinion.diagnosis, "also": opinion.also,
        "medicines": rules.written(opinion.medicines), "support": sorted(opinion.support),
        "referral": opinion.referral,
    }  # fmt: skip


class AskForm(OpinionForm):
    """A question about a case."""

    question = forms.CharField(
        label=_("What do you want to know?"), max_length=4000,
        help_text=_("One or two sentences. Names are taken out."),
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How soon"), widget=forms.RadioSelect)
    fields_shared = forms.MultipleChoiceField(
        label=_("Share beyond the case itself"), required=False,
        help_text=_("Only what the person agreed to for supervision."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("question", "urgency")

    def __init__(self, *args: Any, consented: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("urgency", _named(book().urgency_names))
        labels = dict(SharedField.choices)
        self._choices("fields_shared", [(c, labels[c]) for c in consented if c in labels])
        if not consented:
            del self.fields["fields_shared"]


class AnswerForm(OpinionForm):
    """A supervisor's answer."""

    verdict = forms.ChoiceField(
        label=_("The diagnosis"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    diagnosis_words = forms.CharField(
        label=_("Your diagnosis in your words"), required=False, max_length=200,
        help_text=_("Where no word of the list fits, or more is to be said."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("What made you think so"), required=False, max_length=4000,
        help_text=_("Two or three signs from the case: this teaches most. Needed where you change anything."),
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    teaching = forms.CharField(
        label=_("Teaching point"), required=False, max_length=500,
        help_text=_("One sentence. Needed where you change anything."),
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    remark = forms.CharField(
        label=_("Anything else"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    lesson = forms.CharField(
        label=_("Lesson or pathway step to look at"), required=False, max_length=120,
        help_text=_("The code of a guide or of its step, such as DEP or DEP/dep_signs."),
        widget=forms.TextInput({"list": "guides", "dir": "ltr"}),
    )  # fmt: skip
    steps = forms.MultipleChoiceField(
        label=_("Judged otherwise"), required=False, widget=forms.CheckboxSelectMultiple
    )
    risk_level = forms.ChoiceField(
        label=_("Risk to life"), required=False,
        help_text=_("A level opens a risk with an owner and a clock, at once."),
    )  # fmt: skip
    voice = forms.FileField(
        label=_("Spoken answer"), required=False, widget=forms.FileInput({"accept": "audio/*"}),
        help_text=_("A recording, up to 10 MB. It is sealed."),
    )  # fmt: skip
    template = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = (
        "verdict", "diagnosis", "diagnosis_words", "why", "medicines", "support", "referral",
        "teaching", "risk_level", "also", "remark", "lesson", "voice",
    )  # fmt: skip

    def __init__(
        self, *args: Any, steps: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._choices("steps", steps)
        self.fields["diagnosis"].label = _("Your diagnosis")
        levels = [(code, level.label(_language())) for code, level in risks().levels.items()]
        self._choices("risk_level", [("", str(_("None found"))), *levels])

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that every answer looks at, in their order."""
        return [self[name] for name in self.field_order if name not in SELDOM]

    @property
    def seldom(self) -> list[forms.BoundField]:
        return [self[name] for name in SELDOM]

    @property
    def seldom_told(self) -> bool:
        """Say whether something stands in the fields that are folded away."""
        return any(self[name].value() or self[name].errors for name in SELDOM)

    def clean_template(self) -> str:
        told = str(self.cleaned_data["template"])
        return told if told in book().templates else ""

    def draft(self) -> Draft:
        told = self.cleaned_data
        return Draft(
            verdict=told["verdict"], opinion=self.opinion(), template=told["template"],
            lesson=plain(told["lesson"]), risk_level=told["risk_level"], steps=told["steps"],
            words=Words(told["diagnosis_words"], told["why"], told["teaching"], told["remark"]),
        )  # fmt: skip


class TextForm(forms.Form):
    """A few words."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", required: bool = True, **kw: Any):
        super().__init__(*args, **kw)
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        self.fields["text"].required = required


class RateForm(forms.Form):
    """In what an answer was useful."""

    assessment = forms.BooleanField(label=_("Useful for the assessment"), required=False)
    management = forms.BooleanField(label=_("Useful for the management"), required=False)
    referral = forms.BooleanField(label=_("Useful for the referral"), required=False)
    remark = forms.CharField(
        label=_("Anything else"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class WhoForm(forms.Form):
    """Somebody out of a list, and why."""

    who = forms.ChoiceField(
        label=_("Supervisor"), error_messages={"invalid_choice": SupervisorUnknown.sentence}
    )
    why = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(pk), name) for pk, name in people]


class _People(forms.Form):
    """A form whose choices are accounts."""

    def _accounts(self, name: str, people: Sequence[tuple[UUID, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(pk), label) for pk, label in people]


class StandingForm(EntryForm):
    """Every case of a trainee goes to one supervisor; and what the two agree, as the pack asks."""

    trainee = forms.ChoiceField(label=_("Trainee"))
    supervisor = forms.ChoiceField(label=_("Supervisor"))
    starts_on = forms.DateField(label=_("From day"), widget=DAY)
    ends_on = forms.DateField(
        label=_("To day"), required=False, widget=DAY, help_text=_("Empty: three months.")
    )
    endless = forms.BooleanField(label=_("Without an end, where the rota allows"), required=False)
    every_days = forms.IntegerField(
        label=_("Days between sessions"), min_value=1, max_value=180, required=False
    )

    def __init__(
        self, *args: Any, trainees: Sequence[tuple[UUID, str]],
        supervisors: Sequence[tuple[UUID, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        fields = FieldSet(EntryKind.SUPERVISION, book().version, book().contract)
        super().__init__(*args, fields=fields, **kwargs)
        for name, people in (("trainee", trainees), ("supervisor", supervisors)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(str(pk), label) for pk, label in people]
        for name in ("happened_on", "happened_time"):
            del self.fields[name]
        self.order_fields([
            "trainee", "supervisor", "starts_on", "ends_on", "endless", "every_days",
        ])  # fmt: skip


class AwayForm(_People):
    """From when to when somebody is away, and who covers."""

    from_on = forms.DateField(label=_("From day"), widget=DAY)
    until_on = forms.DateField(label=_("To day"), widget=DAY)
    cover = forms.ChoiceField(
        label=_("Who answers meanwhile"), required=False,
        error_messages={"invalid_choice": SupervisorUnknown.sentence},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cover"]
        if isinstance(field, forms.ChoiceField):
            nobody = ("", str(_("Whoever is least busy")))
            field.choices = [nobody, *((str(pk), name) for pk, name in people)]


class SessionForm(_People):
    """A session that is planned."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    day = forms.DateField(label=_("Day"), widget=DAY)
    at = forms.TimeField(label=_("Time"), widget=CLOCK)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=60)
    invited = forms.MultipleChoiceField(label=_("Who comes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accounts("invited", people)

    def planned_at(self) -> datetime:
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        )


class LogForm(EntryForm):
    """What is said of a session that was held: who came, cases by code, action points, the pack's fields."""

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        self.people = people
        fields = FieldSet(EntryKind.SUPERVISION, book().version, book().session)
        super().__init__(*args, fields=fields, **kwargs)
        self.fields["held_minutes"] = forms.IntegerField(
            label=_("Minutes it took"), min_value=1, max_value=600
        )
        for pk, name in people:
            self.fields[f"came_{pk}"] = forms.ChoiceField(
                label=name, choices=[c for c in Presence.choices if c[0] != Presence.INVITED],
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["codes"] = forms.CharField(
            label=_("Cases talked over"), required=False, max_length=300,
            help_text=_("Codes only, with commas between."),
        )  # fmt: skip
        for n in range(POINTS):
            self._point(n)

    def _point(self, n: int) -> None:
        self.fields[f"what_{n}"] = forms.CharField(
            label=_("Action point %(n)s") % {"n": n + 1}, required=False, max_length=500
        )
        self.fields[f"who_{n}"] = forms.ChoiceField(
            label=_("Who"), required=False,
            choices=[("", "–"), *((str(pk), name) for pk, name in self.people)],
        )  # fmt: skip
        self.fields[f"by_{n}"] = forms.DateField(label=_("By when"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for n in range(POINTS):
            named = bool(told.get(f"what_{n}"))
            for name, missing in (("who", _("Say who does it.")), ("by", _("Say by when."))):
                if named and not told.get(f"{name}_{n}"):
                    self.add_error(f"{name}_{n}", missing)
        return told

    def log(self, supervisor_id: UUID) -> Log:
        told = self.cleaned_data
        codes = [c.strip() for c in told["codes"].replace("،", ",").split(",") if c.strip()]
        points = [
            Point(told[f"what_{n}"], UUID(told[f"who_{n}"]), told[f"by_{n}"])
            for n in range(POINTS) if told.get(f"what_{n}")
        ]  # fmt: skip
        return Log(
            held_at=told["happened_at"], minutes=told["held_minutes"], record=told["values"],
            came={pk: Presence(told[f"came_{pk}"]) for pk, _n in self.people if pk != supervisor_id},
            case_codes=codes[:MOST_CASES], points=points,
        )  # fmt: skip


class SampleForm(_People):
    """Which team's entries are looked at, of which days, how many."""

    team = forms.ChoiceField(label=_("Team"))
    from_on = forms.DateField(label=_("From day"), widget=DAY)
    until_on = forms.DateField(label=_("To day"), widget=DAY)
    share = forms.IntegerField(
        label=_("Percent of the entries"), min_value=1, max_value=100, required=False
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accounts("team", teams)


class CheckForm(forms.Form):
    """A checklist, point by point."""

    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, points: Sequence[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            self.fields[f"point_{point.code}"] = forms.ChoiceField(
                label=point.label(_language()), choices=MarkValue.choices, widget=forms.RadioSelect
            )
        self.order_fields([*(f"point_{p.code}" for p in points), "remark"])

    def marks(self) -> dict[str, str]:
        return {p.code: self.cleaned_data[f"point_{p.code}"] for p in self.points}


class LevelForm(forms.Form):
    """What was seen of one competence."""

    competence = forms.ChoiceField(label=_("Competence"))
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (1, _("1: something harmful was seen")), (2, _("2: no harm, some of the basics")),
            (3, _("3: all of the basics")), (4, _("4: the basics and more")),
        ],
    )  # fmt: skip
    observed = forms.ChoiceField(label=_("Observed"), choices=Observed.choices)
    rated_on = forms.DateField(label=_("Day"), widget=DAY)
    remark = forms.CharField(
        label=_("What was seen"), required=False, max_length=2000,
        help_text=_("Level 1 needs it."), widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"rated_on": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        field = self.fields["competence"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _named(book().competences)


class QuietForm(forms.Form):
    """Why somebody sends no cases any more."""

    reason = forms.ChoiceField(label=_("Why"), choices=QuietReason.choices)

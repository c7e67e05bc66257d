"""What is typed on the pages of pathways."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.pathways.definitions import Said, effects_of, shelf
from sukoon.pathways.rules.conditions import UNSURE
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import Outcome
from sukoon.pathways.rules.graph import Kind, Question

PLAIN = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
MOST_TEXT = 500


class FindForm(forms.Form):
    q = forms.CharField(label=_("What the person says"), required=False, max_length=300,
                        help_text=_("In Urdu, roman Urdu, Pashto or English."))  # fmt: skip


class AnswerForm(forms.Form):
    """One question. Nothing is chosen before somebody chooses."""

    def __init__(self, data: Any, *, question: Question, said: Said, language: str) -> None:
        super().__init__(data)
        self.question = question
        label, hint = _in(said.text, language), _in(said.hint, language)
        choices = [
            (o, _in(said.options.get(o, {}), language) or PLAIN.get(o, o)) for o in question.options
        ]
        field: forms.Field
        match question.kind:
            case Kind.MULTI:
                field = forms.MultipleChoiceField(
                    choices=choices, widget=forms.CheckboxSelectMultiple
                )
            case Kind.NUMBER:
                field = forms.IntegerField(
                    min_value=int(question.low), max_value=int(question.high),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )  # fmt: skip
            case Kind.INSTRUMENT:
                field = forms.IntegerField(required=False, min_value=0, max_value=1000)
            case _:
                field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
        field.label, field.help_text = label, hint
        self.fields["answer"] = field

    def value(self) -> object:
        """Return the answer as the engine takes it."""
        told = self.cleaned_data["answer"]
        if self.question.kind is Kind.INSTRUMENT:
            return {"total": told, "flags": []}
        return told

    @property
    def may_be_unsure(self) -> bool:
        return UNSURE in self.question.options


class OtherWayForm(forms.Form):
    """Another way than the guide's, with the reason."""

    to = forms.ChoiceField(label=_("Go on with"))
    reason = forms.CharField(
        label=_("Why"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, ways: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, prefix="other")
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(ways)


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Your remark"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    node = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, data: Any, *, nodes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["node"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("The whole pathway")), *nodes]


def decisions_of(posted: Mapping[str, str], outcome: Outcome) -> list[Decision]:
    """Read what was done with each step and medicine from the summary page."""
    found = [
        Decision(
            taken=f"not-{a.step}" not in posted, step=a.step,
            reason=posted.get(f"why-{a.step}", "")[:MOST_TEXT],
        )
        for a in {a.step: a for a in outcome.advice}.values()
    ]  # fmt: skip
    found += [
        Decision(
            taken=f"med-{m.medicine}" in posted, medicine=m.medicine,
            reason=posted.get(f"why-{m.medicine}", "")[:MOST_TEXT],
            effects=tuple(
                e["code"] for e in effects_of(shelf(), m.medicine)
                if f"effect-{m.medicine}-{e['code']}" in posted
            ),
        )
        for m in outcome.medicines
    ]  # fmt: skip
    return found


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")

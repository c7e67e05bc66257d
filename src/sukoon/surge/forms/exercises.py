"""What is typed about exercises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.services.fields import areas_of, organisations
from sukoon.surge.drafts import ExerciseDraft, InjectDraft
from sukoon.surge.models import Exercise
from sukoon.surge.words import EmergencyKind, ExerciseKind, Verdict
from sukoon.ui.forms import RowsForm, day, long_text, one, several

DAY = 24 * 60


class ExerciseForm(RowsForm):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ExerciseKind.choices)
    emergency_kind = forms.ChoiceField(label=_("What is played"), choices=EmergencyKind.choices)
    organisation = one(_("Who runs it"))
    area = one(_("Area"))
    players = several(_("Who plays"))
    planned_on = day(_("On"), required=True)
    aims = long_text(_("What is to be tested"), most=2000, rows=4)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {
            "organisation": organisations(by), "area": areas_of(by, Permission.SURGE_WRITE),
            "players": organisations(by),
        }  # fmt: skip

    def draft(self) -> ExerciseDraft:
        return ExerciseDraft(**{**self.cleaned_data, "players": list(self.cleaned_data["players"])})


def initial_of_exercise(row: Exercise) -> dict[str, Any]:
    names = ("title_en", "title_ur", "kind", "organisation", "planned_on", "aims")
    return {
        **{n: getattr(row, n) for n in names}, "area": row.emergency.area,
        "emergency_kind": row.emergency.kind,
        "players": [p.organisation_id for p in row.players.all()],
    }  # fmt: skip


class InjectForm(forms.Form):
    minute = forms.IntegerField(
        label=_("At which minute"), min_value=0, max_value=14 * DAY,
        help_text=_("Counted from the start of the exercise"),
    )  # fmt: skip
    answer_within = forms.IntegerField(
        label=_("Minutes to answer"), min_value=1, max_value=DAY, initial=30
    )
    text_en = long_text(_("What players are told, in English"), most=2000, required=True, rows=4)
    text_ur = long_text(_("What players are told, in Urdu"), most=2000, rows=4)
    expected = long_text(_("What is expected of them"), most=2000, rows=4)

    def draft(self) -> InjectDraft:
        return InjectDraft(**self.cleaned_data)


class ReplyForm(RowsForm):
    organisation = one(_("For whom"))
    text = long_text(_("What you do"), most=2000, required=True, rows=5)

    def __init__(self, *args: Any, players: Any, **kwargs: Any) -> None:
        self._players = players
        super().__init__(*args, **kwargs)

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": organisations(by).filter(pk__in=self._players)}


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=_("How it was met"), choices=Verdict.choices)
    remark = forms.CharField(label=_("Remark"), max_length=600, required=False)


class AfterActionForm(forms.Form):
    on = day(_("Written on"), required=True)
    summary = long_text(_("In short"), most=4000, required=True, rows=5)
    worked = long_text(_("What worked"), most=4000, rows=5)
    improve = long_text(_("What to improve"), most=4000, rows=5)


class RecommendForm(RowsForm):
    text_en = forms.CharField(label=_("What to do, in English"), max_length=400)
    text_ur = forms.CharField(label=_("What to do, in Urdu"), max_length=400, required=False)
    owner = one(_("Who does it"))
    due_on = day(_("By when"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"owner": organisations(by)}


class DoneForm(forms.Form):
    done_on = day(_("Done on"), required=True)

"""What is typed about pledges: filters, a pledge, a commitment, an update, a file."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.models import Commitment, Pledge
from sukoon.coordination.pledge_files import CODE, MOST_VALUE, as_told
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.knowledge import known_programmes
from sukoon.coordination.words import Counts, Measure, PledgeKind, Stage, Standing
from sukoon.core.access import Actor
from sukoon.core.dates import DateFault, read_date
from sukoon.core.permissions import Permission
from sukoon.services.fields import areas_of, organisations
from sukoon.ui.forms import RowsForm, day, long_text, one, several


class FilterForm(forms.Form):
    """What the list of commitments is narrowed to; what cannot be read is left out."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    pledge = forms.ChoiceField(label=_("Pledge"), required=False)
    organisation = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *PledgeKind.choices]
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *Stage.choices]
    )
    standing = forms.ChoiceField(
        label=_("Stands"), required=False, choices=[("", _("All")), *Standing.choices]
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: list[tuple[str, Any]] = [("", _("All"))]
        for name, found in (
            ("pledge", [(p.code, p.title) for p in queries.pledges(by)]),
            ("organisation", [(str(pk), label) for pk, label in queries.signatories(by)]),
            ("theme", [(t, t) for t in queries.themes(by)]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*every, *found]

    def filters(self) -> queries.Filters:
        self.is_valid()
        told = self.cleaned_data
        organisation = UUID(told["organisation"]) if told.get("organisation") else None
        return queries.Filters(
            pledge=told.get("pledge", ""), organisation=organisation, kind=told.get("kind", ""),
            stage=told.get("stage", ""), standing=told.get("standing", ""),
            theme=told.get("theme", ""), text=told.get("q", ""),
        )  # fmt: skip


class PledgeForm(RowsForm):
    """A bundle of commitments."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short, as files call it."))
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    announced_on = day(_("Announced on"))
    area = one(_("Followed in"), hint=_("The coordinator of this area asks about it."))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.PLEDGE_WRITE)}


class CommitmentForm(RowsForm):
    """One commitment."""

    pledge = one(_("Pledge"))
    code = forms.CharField(label=_("Number"), max_length=40, help_text=_("For example, P25"))
    organisations = several(_("Who signed"), required=True)
    text = long_text(_("What is promised"), most=600, required=True)
    text_ur = long_text(_("The same in Urdu"), most=600)
    kinds = forms.MultipleChoiceField(
        label=_("Kind"), choices=PledgeKind.choices, widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    target_value = forms.IntegerField(
        label=_("Target"), min_value=0, max_value=MOST_VALUE, required=False
    )
    target_unit = forms.CharField(
        label=_("Unit"), max_length=80, required=False,
        help_text=_("What the target counts: countries, children, …"),
    )  # fmt: skip
    start = forms.CharField(label=_("Start"), max_length=10, required=False,
                            help_text=_("2027, 2027-06 or 2027-06-30"))  # fmt: skip
    deadline = forms.CharField(label=_("Deadline"), max_length=10, required=False,
                               help_text=_("2027, 2027-06 or 2027-06-30"))  # fmt: skip
    geography = forms.CharField(label=_("Where, as told"), max_length=200, required=False)
    themes = forms.CharField(
        label=_("Themes"), max_length=400, required=False, help_text=_("With | between them")
    )
    msp_activity = forms.CharField(
        label=_("Activity of the minimum package"), max_length=10, required=False
    )
    measure = forms.ChoiceField(
        label=_("Computed from"), choices=Measure.choices,
        help_text=_("What our records can show of it. It stands beside what is said."),
    )  # fmt: skip
    codes = forms.CharField(
        label=_("4Ws codes that count"), max_length=200, required=False,
        help_text=_("With | between them; 9 means all of 9"),
    )  # fmt: skip
    programmes = forms.MultipleChoiceField(
        label=_("Trainings or interventions that count"), required=False,
        widget=forms.SelectMultiple({"size": 6}),
        help_text=_(
            "For people trained, trainings; for programmes, interventions. None means all of those "
            "who signed."
        ),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self._known = known_programmes()
        field = self.fields["programmes"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (_("Trainings"), self._known.trainings), (_("Interventions"), self._known.interventions)
            ]  # fmt: skip

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"pledge": queries.writable_pledges(by), "organisations": organisations(by)}

    def clean_codes(self) -> list[str]:
        codes = _split(self.cleaned_data["codes"])
        wrong = [c for c in codes if not CODE.fullmatch(c)]
        if wrong:
            said = _("“%(value)s” is not a 4Ws code, such as 8 or 8.2.")
            raise forms.ValidationError(said, params={"value": wrong[0][:20]})
        return codes

    def clean_start(self) -> tuple[date | None, str]:
        return self._day("start", end=False)

    def clean_deadline(self) -> tuple[date | None, str]:
        return self._day("deadline", end=True)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("target_value") is not None and not told.get("target_unit"):
            self.add_error("target_unit", _("Say what the target counts: countries, children, …"))
        wrong = self._known.unfit(told.get("measure", ""), told.get("programmes", []))
        if wrong:
            self.add_error("programmes", wrong)
        return told

    def _day(self, name: str, *, end: bool) -> tuple[date | None, str]:
        text = self.cleaned_data[name]
        if not text:
            return None, ""
        read = read_date(text, end=end)
        if isinstance(read, DateFault):
            raise forms.ValidationError(_("This is not a date. Write 2027, 2027-06 or 2027-06-30."))
        return read[0], str(read[1])

    def draft(self) -> CommitmentDraft:
        """Return what was typed as a commitment."""
        told = dict(self.cleaned_data)
        told.pop("version")
        for name in ("start", "deadline"):
            told[f"{name}_on"], told[f"{name}_precision"] = told.pop(name)
        told["themes"] = _split(told["themes"])
        return CommitmentDraft(**told)


def _split(text: str) -> list[str]:
    return sorted({p for p in (part.strip() for part in text.split("|")) if p})


def initial_of_commitment(c: Commitment) -> dict[str, Any]:
    """Return a commitment as its form shows it."""
    names = ("code", "text", "text_ur", "target_value", "target_unit", "geography", "msp_activity",
             "measure", "version", "pledge")  # fmt: skip
    return {name: getattr(c, name) for name in names} | {
        "organisations": [e.organisation_id for e in c.entities.all()],
        "kinds": [k.kind for k in c.kinds.all()],
        "themes": "|".join(t.theme for t in c.themes.all()),
        "codes": "|".join(x.code for x in c.codes.all()),
        "programmes": [p.code for p in c.programmes.all()],
        "start": as_told(c.start_on, c.start_precision),
        "deadline": as_told(c.deadline_on, c.deadline_precision),
    }


def initial_of_pledge(p: Pledge) -> dict[str, Any]:
    return {name: getattr(p, name) for name in PledgeForm.base_fields}


class UpdateForm(forms.Form):
    """How far a commitment is, as its signatory says."""

    organisation = forms.ChoiceField(label=_("Who reports"))
    stage = forms.ChoiceField(
        label=_("Stage"), choices=[c for c in Stage.choices if c[0] != Stage.NOT_TOLD],
        widget=forms.RadioSelect,
    )  # fmt: skip
    value = forms.IntegerField(
        label=_("Reached so far"), min_value=0, max_value=MOST_VALUE, required=False,
        help_text=_("In the unit of the target. Leave it blank if you do not know: blank is not 0."),
    )  # fmt: skip
    happened_on = day(_("As of"), required=True)
    narrative = long_text(_("What was done"), hint=_("No names of people."))
    link = forms.CharField(label=_("Evidence: a link"), max_length=400, required=False,
                           help_text=_("It begins with https://"))  # fmt: skip
    file = forms.FileField(label=_("Evidence: a file"), required=False,
                           help_text=_("PDF, picture, text or office document"))  # fmt: skip

    def __init__(self, *args: Any, signatures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (str(e.organisation_id), e.organisation.shown_name) for e in signatures
            ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("link") and told.get("file"):
            self.add_error("link", _("Give a link or a file as evidence, not both."))
        return told


class DecideForm(forms.Form):
    """Whether a service counts."""

    counts = forms.ChoiceField(choices=Counts.choices)
    reason = forms.CharField(max_length=200, required=False)


class FileForm(forms.Form):
    """A file of commitments."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("XLSX, ODS or CSV. Nothing is saved yet."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )


class MatchForm(RowsForm):
    """An aim, and the commitments that serve it."""

    title_en = forms.CharField(label=_("The aim in English"), max_length=200)
    title_ur = forms.CharField(label=_("The aim in Urdu"), max_length=200, required=False)
    area = one(_("Followed in"))
    codes = long_text(
        _("Commitments"), most=2000, required=True,
        hint=_("Their numbers, with spaces between: P03 P05 P31"),
    )  # fmt: skip

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.PLEDGE_WRITE)}

    def clean_codes(self) -> list[Commitment]:
        wanted = list(dict.fromkeys(self.cleaned_data["codes"].replace(",", " ").split()))
        found = {c.code: c for c in queries.visible(self.by).filter(code__in=wanted)}
        missing = [c for c in wanted if c not in found]
        if missing:
            said = _("There is no commitment “%(code)s”.")
            raise forms.ValidationError(said, params={"code": missing[0][:40]})
        return [found[c] for c in wanted]

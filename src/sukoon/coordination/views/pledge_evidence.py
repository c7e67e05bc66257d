"""From what a computed figure was counted, on which basis and as of when; as plain values."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sukoon.coordination.models import Commitment
from sukoon.coordination.pictures import shown as number
from sukoon.coordination.queries.programmes import ProgrammeLine, Shown, TrainingLine
from sukoon.coordination.rules.programmes import Reach
from sukoon.coordination.words import Counts, Measure
from sukoon.ui.tables import Cell, Column, Row, Table

TAGS = {Counts.YES: "good", Counts.LOOK: "warn", Counts.NO: "plain"}
BASES = {
    Measure.SERVICES: gettext_lazy("Lines of the register, each counted once."),
    Measure.PLACES: gettext_lazy("Districts that a counted line names, each once."),
    Measure.WORKERS: gettext_lazy("Active workers of those who signed, each once."),
    Measure.CONTACTS: gettext_lazy(
        "Contacts in accepted returns of those who signed. Contacts are no people."
    ),
    Measure.EMERGENCIES: gettext_lazy("Real emergencies with an expert sent, each once."),
    Measure.EXERCISES: gettext_lazy("Exercises brought to their end, each once."),
    Measure.MEETINGS: gettext_lazy("Meetings held of groups that a signatory leads."),
    Measure.TRAINED: gettext_lazy(
        "People who finished, in the area and time of the commitment. Who has an account counts "
        "once; who has none counts once in each training."
    ),
    Measure.PROGRAMMES: gettext_lazy(
        "Interventions in use by those who signed, each once for an organisation and area, where "
        "the register names a service under way that may carry it. What is only told does not count."
    ),
}  # fmt: skip


def basis(row: Commitment, behind: Shown | None, *, today: date) -> dict[str, str]:
    """Say on which basis a figure stands, when it was counted and as of when its records are."""
    told = BASES.get(Measure(row.measure))
    if told is None:
        return {}
    as_of = _day(behind.as_of) if behind and behind.as_of else ""
    return {"said": str(told), "counted": _day(today), "as_of": as_of}


def tables(row: Commitment, behind: Shown | None) -> list[Table]:
    """Return what a figure was computed from, as far as the reader may see it."""
    if behind is None:
        return []
    if row.measure == Measure.TRAINED:
        return [_trainings(behind)] if behind.trainings else []
    return [_programmes(behind)] if behind.programmes else []


def _trainings(behind: Shown) -> Table:
    columns = [Column(_("Training")), Column(_("Area")), Column(_("Finished")),
               Column(_("People"), numeric=True)]  # fmt: skip
    lines = [
        Row([_training(x), x.area, _period(x.first, x.last), _few(x)]) for x in behind.trainings
    ]
    note = _("People who finished. Counts under 5 are told only to those who may see the workers.")
    return Table(_("Trainings that count towards it"), columns, lines, note=note + _more(behind))


def _training(line: TrainingLine) -> object:
    if line.training is None:
        return _("Recorded without a training")
    name = line.training.name_ur if get_language() == "ur" else ""
    return Cell(name or line.training.name_en, line.training.code, strong=True)


def _few(line: TrainingLine) -> object:
    return _("not shown") if line.people is None else line.people


def _programmes(behind: Shown) -> Table:
    columns = [Column(_("Intervention")), Column(_("Who, where")),
               Column(_("Services under way"), numeric=True), Column(_("Reach in accepted returns")),
               Column(_("Counts"))]  # fmt: skip
    lines = [Row(_programme(x)) for x in behind.programmes]
    note = _("Contacts add up. People are never added: the largest one return stands for at least.")
    return Table(_("Programmes that count towards it"), columns, lines, note=note + _more(behind))


def _programme(line: ProgrammeLine) -> list[object]:
    use = line.use
    where = reverse("coordination:intervention", args=[use.intervention_id])
    told = {
        Counts.YES: _("Running"), Counts.NO: _("Not in the register"),
        Counts.LOOK: _("A wider area only"),
    }  # fmt: skip
    when = _("told on %(day)s") % {"day": _day(use.told_on)} if use.told_on else ""
    return [
        Cell(str(use.intervention), when, where, strong=True),
        Cell(use.organisation.shown_name, use.area.name), line.services, reach(line.reach),
        Cell(told[line.counts], tag=TAGS[line.counts]),
    ]  # fmt: skip


def reach(told: Reach) -> str:
    """Say how many were reached, on each basis apart."""
    parts: list[str] = []
    if told.contacts is not None:
        parts.append(_("%(n)s contacts") % {"n": number(told.contacts)})
    if told.people_at_least is not None:
        parts.append(_("at least %(n)s people") % {"n": number(told.people_at_least)})
    if told.unsure:
        parts.append(_("returns that do not say what they count: %(n)d") % {"n": told.unsure})
    if not parts:
        return _("Nothing accepted that you may see")
    until = f" ({_('until %(day)s') % {'day': _day(told.latest)}})" if told.latest else ""
    return "; ".join(parts) + until


def _more(behind: Shown) -> str:
    if not behind.left_out:
        return ""
    return " " + _("%(n)d more lines count and are not listed.") % {"n": behind.left_out}


def _period(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return str(date_format(day, "j F Y", use_l10n=False))


def context(row: Commitment, behind: Shown | None, *, today: date) -> dict[str, Any]:
    """Return what the page of a commitment shows of it."""
    return {"basis": basis(row, behind, today=today), "evidence_tables": tables(row, behind)}

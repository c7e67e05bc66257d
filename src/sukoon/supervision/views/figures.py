"""Supervision in figures: computed from the records; small counts are not shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.supervision import queries
from sukoon.supervision.definitions import book
from sukoon.supervision.models import TrainingCohort
from sukoon.supervision.queries.figures import Counts, Funnel
from sukoon.supervision.rules import HUNDRED, cut_share, safe_pair, shown_count
from sukoon.supervision.views.base import actor, page
from sukoon.supervision.words import PlanPart
from sukoon.ui.tables import Cell, Column, Row, Table
from sukoon.workforce.words import Cadre


@needs(Permission.SUPERVISION_FIGURES)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show what supervision changed: all of tiers 2 and 3 that were trained, or one training."""
    by = actor(request)
    known = list(queries.cohorts(by))
    wanted = request.GET.get("cohort", "")
    chosen = next((c for c in known if c.code == wanted), None)
    counts = queries.cohort_figures(by, cohort=chosen.code if chosen else "")
    tabs = [{"label": _("All trained, tiers 2 and 3"), "url": "?", "current": chosen is None}]
    tabs += [
        {"label": c.name, "url": f"?cohort={c.code}", "current": c == chosen} for c in known
    ]  # fmt: skip
    small = book().limits["small"]
    clinical = chosen is None or chosen.tier > 1
    return render(request, "supervision/figures.html", page(
        request, "figures", tabs=tabs, chosen=chosen, counts=counts, clinical=clinical,
        told=counts.figures, enough=counts.figures.cases >= small,
        changes=_changes(counts, small) if clinical else None, cadres=_cadres(counts, small),
        useful=_useful(counts, small) if counts.raters >= small else None,
        funnel=_funnel(queries.funnel(by, chosen), chosen) if chosen else None, small=small,
    ))  # fmt: skip


def _percent(part: int, whole: int, *, small: int) -> str:
    """A part of a whole in words; where few could be known by it, it is not told."""
    if not whole:
        return "–"
    if not safe_pair(part, whole, small=small):
        return _("too few to tell")
    return f"{cut_share(part, whole):.2f} %"


def _row(label: str, part: int, whole: int, small: int, note: str = "") -> Row:
    shown: object = (
        part if safe_pair(part, whole, small=small) else _("fewer than %(n)s") % {"n": small}
    )
    return Row([Cell(label, small=note), shown, whole, _percent(part, whole, small=small)])


def _changes(counts: Counts, small: int) -> Table:
    """What stands at the end, and what supervision changed."""
    cases = counts.figures.cases
    labels = dict(PlanPart.choices)
    rows = [
        _row(_("Depression, as it stands after the answer"), counts.depression, cases, small),
        _row(_("Diagnosis changed"), counts.diagnoses_changed, cases, small),
        _row(_("Plan changed"), counts.plans_changed, cases, small),
        *(
            _row(str(labels[part]), n, counts.answered, small, note=_("of the answers"))
            for part, n in counts.changed_parts.items()
        ),
    ]  # fmt: skip
    return Table(
        caption=_("What supervision changed"),
        columns=[Column(_("What")), Column(_("Count"), numeric=True), Column(_("Of"), numeric=True),
                 Column(_("Share"), numeric=True)],
        lines=rows, note="{} · {}".format(
            _("Basis: cases; counted from the records when this page was opened"),
            _("Shares are cut after two decimals, never rounded up."),
        ),
    )  # fmt: skip


def _cadres(counts: Counts, small: int) -> Table:
    labels = dict(Cadre.choices)
    rows = [
        _row(str(labels.get(cadre, cadre or _("Not told"))), active, whole, small)
        for cadre, (active, whole) in counts.active_by_cadre.items()
    ]  # fmt: skip
    return Table(
        caption=_("Who sent cases"),
        columns=[Column(_("Cadre")), Column(_("Sent a case"), numeric=True),
                 Column(_("Trained"), numeric=True), Column(_("Share"), numeric=True)],
        lines=rows, note=_("Basis: workers"),
    )  # fmt: skip


def _useful(counts: Counts, small: int) -> Table:
    labels = {
        "assessment": _("Assessment"), "management": _("Management"), "referral": _("Referral"),
    }  # fmt: skip
    rows = [_row(labels[k], n, counts.raters, small) for k, n in counts.useful.items()]
    return Table(
        caption=_("Useful to the trainees for"),
        columns=[Column(_("What")), Column(_("Useful"), numeric=True),
                 Column(_("Rated"), numeric=True), Column(_("Share"), numeric=True)],
        lines=rows, note=_("Basis: answers that were rated"),
    )  # fmt: skip


def _funnel(told: Funnel, cohort: TrainingCohort) -> Table:
    steps = [
        (_("Nominated"), told.nominated, told.nominated), (_("Registered"), told.registered, told.nominated),
        (_("Completed the training"), told.completed, told.registered),
        (_("Sent a case"), told.active, told.registered),
    ]  # fmt: skip
    rows = [
        Row([label, n, f"{n * HUNDRED / of:.1f} %" if of else "–"]) for label, n, of in steps
    ]  # fmt: skip
    rows += [Row([_("Cases"), told.cases, "–"]), Row([
        _("Cases with a question to a supervisor"), shown_count(told.requests, small=1) or 0,
        f"{told.requests * HUNDRED / told.cases:.1f} %" if told.cases else "–",
    ])]  # fmt: skip
    return Table(
        caption=_("From nomination to a first case"), note=cohort.source,
        columns=[Column(_("Step")), Column(_("Count"), numeric=True), Column(_("Share"), numeric=True)],
        lines=rows,
    )  # fmt: skip

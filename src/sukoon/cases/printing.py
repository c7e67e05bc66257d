"""Scores over time on paper: by the case's code, in English or Urdu; no name stands on it."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sukoon.cases.models import Case, Response
from sukoon.cases.queries import Chart
from sukoon.cases.scoring import band_words, tidy, verdict_words
from sukoon.ui.printing import pdf

PRINTED_IN = ("en", "ur")


def scores_pdf(case: Case, charts: Sequence[Chart], *, language: str) -> bytes:
    """Return the charts of a case as a PDF: line, verdict, and the numbers with their bands."""
    with translation.override(language):
        today = date_format(timezone.localdate(), "j F Y", use_l10n=False)
        return pdf("cases/print/scores.typ", {
            "language": language,
            "title": _("Scores over time"),
            "lead": _("Case %(code)s") % {"code": case.code},
            "foot": _("Printed on %(day)s. No name stands here; keep it as you keep the record.")
            % {"day": today},
            "head": [_("Day"), _("Score"), _("Band"), _("Source of the band")],
            "none": _("No instrument was answered yet"),
            "charts": [_chart(chart) for chart in charts],
        })  # fmt: skip


def _chart(chart: Chart) -> dict[str, object]:
    said = verdict_words(chart.verdict)
    return {
        "title": chart.title,
        "verdict": _("First and last score:") + f" {said}" if said else "",
        "points": _points(chart),
        "rows": [_row(r) for r in chart.responses],
    }


def _points(chart: Chart) -> list[list[object]]:
    """Return each score as a place in the picture (both from 0 to 1) and its number."""
    scored = chart.scored
    if len(scored) < 2:  # noqa: PLR2004 - one score is no line
        return []
    first, last = scored[0].happened_at, scored[-1].happened_at
    span = (last - first).total_seconds() or 1
    values = [float(r.total or 0) for r in scored]
    top = max([*values, float(chart.highest or 0)]) or 1
    return [
        [(r.happened_at - first).total_seconds() / span, v / top, str(tidy(r.total))]
        for r, v in zip(scored, values, strict=True)
    ]


def _row(response: Response) -> list[str]:
    score = str(tidy(response.total)) if response.total is not None else response.refused
    band = band_words(response.band) if response.band else _("no band")
    return [f"{timezone.localtime(response.happened_at):%Y-%m-%d}", score, band,
            response.band_source]  # fmt: skip

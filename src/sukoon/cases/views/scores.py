"""Instruments: choosing one, answering it, and the scores over time."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.cases import actions, queries
from sukoon.cases.aliases import alias_shown
from sukoon.cases.forms import InstrumentForm
from sukoon.cases.models import Response
from sukoon.cases.printing import PRINTED_IN, scores_pdf
from sukoon.cases.problems import InstrumentUnknown
from sukoon.cases.scoring import band_words, tidy, verdict_words
from sukoon.cases.views.base import INVALID, actor, case_to_see, case_to_write, language
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.instruments.definitions import UnknownInstrument, definition, definitions
from sukoon.instruments.wording import is_draft, languages_of, wording_of
from sukoon.ui.pictures import line_chart
from sukoon.ui.tables import Column, Row, Table

# Each under its own name: whoever asks in it knows it so.
LANGUAGES = (
    ("ur", "اردو"), ("en", "English"), ("ps", "پښتو"), ("sd", "سنڌي"), ("bal", "بلوچی"),
    ("pa", "پنجابی"), ("skr", "سرائیکی"), ("fa", "دری"),
)  # fmt: skip


@needs(Permission.CASE_WRITE)
@require_GET
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose an instrument."""
    case = case_to_write(actor(request), pk)
    found = sorted(definitions().values(), key=lambda d: str(d.about["title"]))
    context = {
        "case": case, "alias": alias_shown(case.alias, language()),
        "found": [
            {"id": d.instrument.id, "title": d.about["title"], "about": d.about["construct"],
             "items": len(d.instrument.items)} for d in found
        ],
    }  # fmt: skip
    return render(request, "cases/instruments.html", context)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID, instrument: str) -> HttpResponse:
    """Answer an instrument; a blank is not answered, and never counts as nothing."""
    by = actor(request)
    case = case_to_write(by, pk)
    try:
        told = definition(instrument)
    except UnknownInstrument:
        raise Http404 from None
    spoken = _asked_in(request)
    words = wording_of(instrument, spoken)
    form = InstrumentForm(request.POST or None, told=told, wording=words, languages=list(LANGUAGES),
                          initial={"language": spoken})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.record_response(
                by=by, case=case, instrument=instrument, answers=form.answers(),
                language=form.cleaned_data["language"], happened_at=form.cleaned_data["happened_at"],
            )  # fmt: skip
        except InstrumentUnknown:
            raise Http404 from None
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            say_score(request, entry.response)
            return redirect("cases:case", case.pk)
    context = {
        "form": form, "case": case, "alias": alias_shown(case.alias, language()),
        "title": told.about["title"], "button": _("Save the answers"),
        "back_url": reverse("cases:case", args=[case.pk]),
        "items": {i.code for i in told.instrument.items},
        "draft": is_draft(told.instrument, spoken), "words": words, "spoken": spoken,
        "tabs": _tabs(instrument, spoken),
    }  # fmt: skip
    return render(request, "cases/answer.html", context, status=INVALID if form.errors else 200)


def _asked_in(request: HttpRequest) -> str:
    """Return the language the questions are shown in: what was chosen, else the reader's own."""
    chosen = request.POST.get("language") or request.GET.get("in", "")
    return chosen if chosen in dict(LANGUAGES) else language()


def _tabs(instrument: str, spoken: str) -> list[dict[str, object]]:
    """Return the languages whose wording is loaded, to choose between."""
    named = dict(LANGUAGES)
    codes = [code for code in languages_of(instrument) if code in named]
    return [
        {"label": named[code], "url": f"?in={code}", "current": code == spoken} for code in codes
    ]


def say_score(request: HttpRequest, response: Response) -> None:
    """Say what came of the answers: the score and band, or why there is none."""
    if response.total is None:
        messages.warning(request, _("Kept without a score: %(why)s.") % {"why": response.refused})
        return
    band = band_words(response.band) if response.band else _("no band for this wording or group")
    messages.success(
        request, _("Score %(score)s, %(band)s.") % {"score": tidy(response.total), "band": band}
    )


@needs(Permission.CASE_VIEW)
@require_GET
def scores(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the scores over time: picture, verdict in words, and the table behind it."""
    by = actor(request)
    case = case_to_see(by, pk)
    actions.note_read(by=by, case=case)
    shown = []
    for chart in queries.charts(by, case):
        points = [(r.happened_at.date(), float(r.total or 0)) for r in chart.scored]
        shown.append({
            "title": chart.title, "verdict": verdict_words(chart.verdict),
            "picture": line_chart(
                points, title=chart.title, description=verdict_words(chart.verdict),
                highest=float(chart.highest or 0),
            ) if len(points) > 1 else None,
            "table": _table(chart.title, chart.responses),
        })  # fmt: skip
    context = {"case": case, "alias": alias_shown(case.alias, language()), "charts": shown}
    return render(request, "cases/scores.html", context)


@needs(Permission.CASE_VIEW)
@require_GET
def scores_print(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """Return the scores over time as a PDF, in English or Urdu. That it left the platform is recorded."""
    by = actor(request)
    case = case_to_see(by, pk)
    if language not in PRINTED_IN:
        raise Http404
    charts = queries.charts(by, case)
    actions.note_scores_printed(by=by, case=case)
    answer = HttpResponse(
        scores_pdf(case, charts, language=language), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{case.code}-{language}.pdf"'
    return answer


def _table(title: str, responses: Sequence[Response]) -> Table:
    rows = [
        Row([
            f"{timezone.localtime(r.happened_at):%Y-%m-%d}",
            tidy(r.total) if r.total is not None else r.refused,
            band_words(r.band) if r.band else _("no band"), r.band_source, r.language,
        ])
        for r in responses
    ]  # fmt: skip
    columns = [Column(_("Day")), Column(_("Score"), numeric=True), Column(_("Band")),
               Column(_("Source of the band")), Column(_("Language"))]  # fmt: skip
    return Table(title, columns, rows, caption_hidden=True)

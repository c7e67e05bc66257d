"""The after-action report of an exercise as a printed page. It says that nothing of it was real."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sukoon.surge.models import Exercise
from sukoon.surge.queries.exercises import Played
from sukoon.surge.rules.timers import Result, elapsed
from sukoon.ui.printing import pdf


def _day(value: date | None) -> str:
    return date_format(value, "j F Y", use_l10n=False) if value else ""


def after_action_pdf(
    exercise: Exercise, injects: Sequence[Played], result: Result, *, language: str, now: datetime
) -> bytes:
    """Return the after-action report as PDF."""
    with translation.override(language):
        return pdf("surge/print/after_action.typ", _data(exercise, injects, result, language, now))


def _data(
    x: Exercise, injects: Sequence[Played], result: Result, language: str, now: datetime
) -> dict[str, Any]:
    review = getattr(x, "review", None)
    made = _day(timezone.localtime(now).date())
    notice = _("EXERCISE: nothing here is real")
    return {
        "language": language, "title": x.title, "notice": notice, "foot": f"{notice} · {made}",
        "facts": [
            [_("Kind"), str(x.get_kind_display())], [_("Who runs it"), x.organisation.shown_name],
            [_("Area"), x.emergency.area.name], [_("On"), _day(x.planned_on)],
            [_("Who plays"), ", ".join(p.organisation.shown_name for p in x.players.all())],
            [_("Ran for"), _("%(n)d minutes") % {"n": elapsed(x.started_at, now, x.ended_at)}],
        ],
        "figures": [
            [str(result.given), _("injects given")],
            [str(result.answered), _("answered")],
            [str(result.in_time), _("answered in time")],
            [f"{result.met}/{result.judged}", _("met, of those judged")],
        ],
        "parts": [
            part for part in (
                [_("What was to be tested"), x.aims],
                [_("In short"), review.summary if review else ""],
                [_("What worked"), review.worked if review else ""],
                [_("What to improve"), review.improve if review else ""],
            ) if part[1]
        ],
        "inject_title": _("Injects"), "advice_title": _("What is to be done"),
        "inject_heads": [_("Minute"), _("What players were told"), _("How it was met"), _("Remark")],
        "injects": [
            [str(p.inject.minute), str(p.inject), str(p.inject.get_verdict_display()), p.inject.remark]
            for p in injects if p.inject.given_at
        ],
        "advice_heads": [_("What"), _("Who does it"), _("By when"), _("Done on")],
        "advice": [
            [str(a), a.owner.shown_name, _day(a.due_on) or "–", _day(a.done_on) or "–"]
            for a in x.advice.all()
        ],
    }  # fmt: skip

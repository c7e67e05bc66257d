"""Scores, bands, flags and verdicts in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from sukoon.instruments.definitions import UnknownInstrument, definition
from sukoon.instruments.rules import Number, Verdict

# Flags that tell of a life at risk; what else an instrument flags is shown beside its score.
LIFE = frozenset({"self_harm", "suicide_risk"})


def instrument_title(instrument: str) -> str:
    """Return what an instrument is called; one that no pack knows any more, by its id."""
    try:
        return str(definition(instrument).about["title"])
    except UnknownInstrument:
        return instrument


def flag_words(code: str) -> str:
    """Return a flag in words."""
    words = {
        "self_harm": _("Thoughts of death or self-harm"), "suicide_risk": _("Risk of suicide"),
        "injecting": _("Injects"),
    }  # fmt: skip
    return words.get(code, code.replace("_", " "))


def verdict_words(verdict: Verdict | None) -> str:
    """Return what the difference of the first and last score means, in words."""
    return {
        Verdict.REMISSION: _("Well again, by the instrument's own rule"),
        Verdict.RESPONSE: _("Much better: at least half of it gone"),
        Verdict.IMPROVED: _("Better, more than chance"),
        Verdict.UNCHANGED: _("No clear change"),
        Verdict.WORSENED: _("Worse, more than chance"),
        Verdict.UNKNOWN: _("No published rule says what the difference means"),
    }.get(verdict, "") if verdict else ""  # fmt: skip


def tidy(value: Decimal | None) -> Number | None:
    """Return a score without zeros behind the point; none stays none."""
    if value is None:
        return None
    told = float(str(value))
    return int(told) if told.is_integer() else told


def band_words(code: str) -> str:
    """Return a band in words. A band no word is known for is shown by its code."""
    words = {
        "minimal": _("Minimal"), "none": _("None"), "normal": _("Normal"), "mild": _("Mild"),
        "low": _("Low"), "moderate": _("Moderate"), "moderately_severe": _("Moderately severe"),
        "severe": _("Severe"), "extremely_severe": _("Extremely severe"), "high": _("High"),
        "very_high": _("Very high"), "positive": _("Above the cut-off"),
        "negative": _("Below the cut-off"), "possible": _("Possible"), "probable": _("Probable"),
        "borderline": _("Borderline"), "abnormal": _("Above the normal range"),
    }  # fmt: skip
    return words.get(code, code.replace("_", " "))

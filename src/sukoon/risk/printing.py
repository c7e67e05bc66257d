"""The safety plan on paper: in English or Urdu, with nothing on it that tells what it is about.

A paper is found by others: it bears no diagnosis, no level, no name, only neutral headings and the
person's own words.
"""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sukoon.core.text import numbers_in_order
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskEpisode, SafetyPlan
from sukoon.risk.queries import emergency_numbers
from sukoon.ui.printing import pdf


def plan_pdf(episode: RiskEpisode, plan: SafetyPlan, *, language: str) -> bytes:
    """Return a plan as a PDF."""
    said = {part.section: part.text for part in plan.parts.all()}
    with translation.override(language):
        made = date_format(timezone.localtime(plan.at), "j F Y", use_l10n=False)
        numbers = [
            {"label": n.label(language), "number": n.number, "note": n.note(language)}
            for n in emergency_numbers(episode.area_path)
        ]
        return pdf("risk/print/plan.typ", {
            "language": language,
            "own_language": plan.language,
            "title": _("My plan"),
            "foot": _("Made on %(day)s. Keep it where only you find it.") % {"day": made},
            "parts": [
                {"title": section.label(language), "text": numbers_in_order(said.get(code, ""))}
                for code, section in book().sections.items()
                if code in said or not section.optional
            ],
            "numbers_title": _("Numbers to call"),
            "numbers": numbers,
        })  # fmt: skip

"""The skills of experts, from the pack."""

import csv
import io
from functools import cache

from django.utils.translation import get_language

from sukoon.core.content import content_path


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = (content_path() / "surge" / "skills.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple((r["code"], r["label_en"], r["label_ur"]) for r in rows)


def skills() -> list[tuple[str, str]]:
    """Return the skills, in the reader's language."""
    urdu = get_language() == "ur"
    return [(code, (ur if urdu else "") or en) for code, en, ur in _rows()]


def skill_name(code: str) -> str:
    return dict(skills()).get(code, code)

"""Pictures of coordination, drawn on the server: said beside seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.translation import gettext as _

from sukoon.coordination.models import Commitment
from sukoon.ui.pictures import Picture, Svg, frame, unique_id

FULL, HIGH, ROW = 380, 24, 70


def shown(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def said_and_seen(
    commitment: Commitment, seen: int | None, *, said_on: str, seen_on: str, rtl: bool
) -> Picture:
    """Draw what was said and what our records show, each on its own rail up to the target."""
    target, said = commitment.target_value, commitment.reported_value
    rows = [
        (
            _("Self-reported, %(day)s") % {"day": said_on} if said_on else _("Self-reported"),
            said,
            "c3",
        )
    ]
    rows.append((_("Computed from records, %(day)s") % {"day": seen_on}, seen, "bar"))
    whole = max([target or 0, said or 0, seen or 0]) or 1
    body = "".join(
        _rail(n, label, value, whole, css, rtl=rtl) for n, (label, value, css) in enumerate(rows)
    )
    title = _("Said and seen")
    description = " ".join(f"{label}: {shown(value)}." for label, value, _css in rows)
    if target is not None:
        at = FULL * target / whole
        at = FULL - at if rtl else at
        body += f'<path class="cut-line" d="M{at:.1f} 16V{ROW * 2 - 6}"/>'
    uid = unique_id("", title, description)
    drawn = frame(body, css_class="plot", size=(460, ROW * 2), title=title,
                  description=description, uid=uid, hatched=False)  # fmt: skip
    return Picture(Svg(drawn.svg), title, description)


def _rail(n: int, label: str, value: int | None, whole: int, css: str, *, rtl: bool) -> str:
    top = n * ROW
    length = FULL * (value or 0) / whole
    start = FULL - length if rtl else 0
    said = shown(value)
    return (
        f'<text class="off" x="{460 if rtl else 0}" y="{top + 16}">{escape(label)}</text>'
        f'<rect class="rail" x="0" y="{top + 24}" width="{FULL}" height="{HIGH}"/>'
        f'<rect class="{css}" x="{start:.1f}" y="{top + 24}" width="{length:.1f}" height="{HIGH}"/>'
        f'<text class="off" x="{FULL + 8}" y="{top + 42}">{escape(said)}</text>'
    )


@dataclass(frozen=True, slots=True)
class Span:
    """One objective in time, with the days of its milestones."""

    label: str
    start: date
    end: date
    done: bool
    marks: Sequence[date] = ()


WIDE, STEP = 640, 44


def gantt(spans: Sequence[Span], *, first: date, last: date, today: date, rtl: bool) -> Picture:
    """Draw objectives in time: bars from start to due, ticks for milestones, a line for today."""
    begin = min([first, *(s.start for s in spans)])
    end = max([last, *(s.end for s in spans)])
    days = max((end - begin).days, 1)

    def at(day: date) -> float:
        place = WIDE * min(max((day - begin).days / days, 0), 1)
        return WIDE - place if rtl else place

    height = len(spans) * STEP
    body = "".join(_span(n, span, at, rtl=rtl) for n, span in enumerate(spans))
    if begin <= today <= end:
        body += f'<path class="cut-line" d="M{at(today):.1f} 0V{height}"/>'
    title = _("Objectives in time")
    description = " ".join(f"{s.label}: {s.start} – {s.end}." for s in spans)
    uid = unique_id("", title, description)
    drawn = frame(body, css_class="plot gantt", size=(WIDE, height), title=title,
                  description=description, uid=uid, hatched=False)  # fmt: skip
    return Picture(Svg(drawn.svg), title, description)


def _span(n: int, span: Span, at: Callable[[date], float], *, rtl: bool) -> str:
    top = n * STEP
    x1, x2 = sorted((at(span.start), at(span.end)))
    marks = "".join(
        f'<path class="cut-line" d="M{at(m):.1f} {top + 20}V{top + 38}"/>' for m in span.marks
    )
    return (
        f'<text class="off" x="{WIDE if rtl else 0}" y="{top + 16}">{escape(span.label)}</text>'
        f'<rect class="{"bar" if span.done else "c3"}" x="{x1:.1f}" y="{top + 22}"'
        f' width="{max(x2 - x1, 3):.1f}" height="14"/>{marks}'
    )

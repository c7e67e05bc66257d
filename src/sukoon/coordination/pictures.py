"""Pictures of coordination, drawn on the server: said beside seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.translation import gettext as _

from sukoon.coordination.models import Commitment
from sukoon.ui.pictures import Picture, Svg, frame, unique_id

FULL, HIGH, ROW, WHOLE, FOOT = 330, 24, 70, 460, 24


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
    body = "".join(_rail(n, row, whole, target, rtl=rtl) for n, row in enumerate(rows))
    title = _("Said and seen")
    description = " ".join(f"{label}: {shown(value)}." for label, value, _css in rows)
    if target is not None:
        at = FULL * target / whole
        at = WHOLE - at if rtl else at
        told = _("Target %(n)s") % {"n": shown(target)}
        body += (
            f'<path class="cut-line" d="M{at:.1f} 16V{ROW * 2 - 6}"/>'
            f'<text class="off" x="{at:.1f}" y="{ROW * 2 + 12}" text-anchor="end">{escape(told)}</text>'
        )
    uid = unique_id("", title, description)
    high = ROW * 2 + (FOOT if target is not None else 0)
    drawn = frame(body, css_class="plot", size=(WHOLE, high), title=title,
                  description=description, uid=uid, hatched=False)  # fmt: skip
    return Picture(Svg(drawn.svg), title, description)


def _rail(
    n: int, row: tuple[str, int | None, str], whole: int, target: int | None, *, rtl: bool
) -> str:
    """Draw one rail. From right to left it stands at the right, with its figure to the left."""
    label, value, css = row
    top, length = n * ROW, FULL * (value or 0) / whole
    rail = WHOLE - FULL if rtl else 0
    start = WHOLE - length if rtl else 0
    said = shown(value)
    if value is not None and target is not None:
        said = _("%(n)s of %(all)s") % {"n": said, "all": shown(target)}
    return (
        f'<text class="off" x="{WHOLE if rtl else 0}" y="{top + 16}">{escape(label)}</text>'
        f'<rect class="rail" x="{rail}" y="{top + 24}" width="{FULL}" height="{HIGH}"/>'
        f'<rect class="{css}" x="{start:.1f}" y="{top + 24}" width="{length:.1f}" height="{HIGH}"/>'
        f'<text class="off" x="{rail - 8 if rtl else FULL + 8}" y="{top + 42}">{escape(said)}</text>'
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
    body = "".join(_year(y, at, height) for y in range(begin.year + 1, end.year + 1))
    if begin <= today <= end:
        body += f'<path class="cut-line" d="M{at(today):.1f} 0V{height}"/>'
    body += "".join(_span(n, span, at, rtl=rtl) for n, span in enumerate(spans))
    title = _("Objectives in time")
    description = " ".join(f"{s.label}: {s.start} – {s.end}." for s in spans)
    uid = unique_id("", title, description)
    drawn = frame(body, css_class="plot gantt", size=(WIDE, height + FOOT), title=title,
                  description=description, uid=uid, hatched=False)  # fmt: skip
    return Picture(Svg(drawn.svg), title, description)


def _year(year: int, at: Callable[[date], float], height: int) -> str:
    x = at(date(year, 1, 1))
    return (
        f'<path class="year" d="M{x:.1f} 0V{height}"/>'
        f'<text class="off thin" x="{x:.1f}" y="{height + 18}" text-anchor="middle">{year}</text>'
    )


def _span(n: int, span: Span, at: Callable[[date], float], *, rtl: bool) -> str:
    top = n * STEP
    x1, x2 = sorted((at(span.start), at(span.end)))
    marks = "".join(
        f'<path class="cut-line" d="M{at(m):.1f} {top + 20}V{top + 38}"/>' for m in span.marks
    )
    return (
        f'<text class="on-c0" x="{WIDE if rtl else 0}" y="{top + 16}">{escape(span.label)}</text>'
        f'<rect class="{"bar" if span.done else "c3"}" x="{x1:.1f}" y="{top + 22}"'
        f' width="{max(x2 - x1, 3):.1f}" height="14"/>{marks}'
    )

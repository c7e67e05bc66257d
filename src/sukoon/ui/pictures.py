"""Pictures of data as SVG text: the frame every picture stands in, bars, pyramid, trend. Pure.

A picture holds classes only, never a colour or a style (those are in tokens.css and pieces.css),
and brings its own words: a title and a description for who does not see it. The classes are c1
(zero) to c5 (most) and c0 (no report, hatched: not knowing is never shown as zero).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape

NO_REPORT = "c0"
CLASSES = ("c1", "c2", "c3", "c4", "c5")
# The highest value of each class but the last: 0, 1, 2 to 3, 4 to 6, 7 or more.
BREAKS = (0, 1, 3, 6)


class Svg(str):
    """SVG whose words are escaped; templates put it on the page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture with the words that stand for it."""

    svg: Svg
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class ClassBreak:
    """One class of a picture: from `low` to `high` (none: no end), and how many values are in it.

    For "no report" both are none.
    """

    css_class: str
    low: int | None
    high: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a pyramid, drawn from the top down."""

    label: str
    said: str
    css_class: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` is none where nobody reported; `said` is the value in words."""

    label: str
    value: int | None
    said: str
    href: str = ""


def class_of(value: int | None, breaks: Sequence[int] = BREAKS) -> str:
    """Return the class of a count: c1 for zero up to c5, c0 when nobody reported."""
    if value is None:
        return NO_REPORT
    return CLASSES[sum(value > top for top in breaks)]


def class_breaks(
    values: Iterable[int | None], breaks: Sequence[int] = BREAKS
) -> tuple[ClassBreak, ...]:
    """Return the five classes and "no report", each with how many values fall into it."""
    counts = dict.fromkeys((*CLASSES, NO_REPORT), 0)
    for value in values:
        counts[class_of(value, breaks)] += 1
    lows = (0, *(top + 1 for top in breaks))
    highs = (*breaks, None)
    return (
        *(
            ClassBreak(css_class, low, high, counts[css_class])
            for css_class, low, high in zip(CLASSES, lows, highs, strict=True)
        ),
        ClassBreak(NO_REPORT, None, None, counts[NO_REPORT]),
    )


def pyramid(layers: Sequence[Layer], *, title: str, description: str, name: str = "") -> Picture:
    """Draw layers as a pyramid, the first on top.

    The shape stands for the model of layers, not for the counts: those are in the words.
    """
    each, gap, slope = 54, 4, 35
    height = len(layers) * (each + gap) - gap
    middle = 60 + slope * len(layers)
    body: list[str] = []
    half = 60.0
    hatched = any(layer.css_class == NO_REPORT for layer in layers)
    uid = unique_id(name, title, *(f"{x.label}{x.said}{x.css_class}" for x in layers))
    for i, layer in enumerate(layers):
        top = i * (each + gap)
        wider = half + slope
        body.append(
            linked(
                layer.href,
                f'<path class="area {css(layer.css_class)}"{hatch_fill(layer.css_class, uid)}'
                f' d="M{_n(middle - half)} {top}H{_n(middle + half)}L{_n(middle + wider)} {top + each}'
                f'H{_n(middle - wider)}z"/>'
                f'<text class="on-{css(layer.css_class)}" x="{_n(middle)}" y="{top + 24}"'
                f' text-anchor="middle">{escape(layer.label)}</text>'
                f'<text class="thin on-{css(layer.css_class)}" x="{_n(middle)}" y="{top + 43}"'
                f' text-anchor="middle">{escape(layer.said)}</text>',
            )
        )
        half = wider
    return frame(
        "".join(body),
        css_class="plot",
        size=(2 * middle, height),
        title=title,
        description=description,
        uid=uid,
        hatched=hatched,
    )


def bars(
    items: Sequence[Bar],
    *,
    title: str,
    description: str,
    width: int = 560,
    rtl: bool = False,
    name: str = "",
) -> Picture:
    """Draw counts as horizontal bars from nought; what was not reported is hatched, not empty."""
    each, room = 46, 96
    longest = max([bar.value or 0 for bar in items], default=0) or 1
    uid = unique_id(name, title, *(f"{x.label}{x.said}" for x in items))
    hatched = any(bar.value is None for bar in items)
    body: list[str] = []
    for i, bar in enumerate(items):
        top = i * each
        full = width - room
        length = full if bar.value is None else full * bar.value / longest
        css_class = NO_REPORT if bar.value is None else "bar"
        length = max(length, 1.5)
        start = width - length if rtl else 0.0
        end = width - length - 8 if rtl else length + 8
        body.append(
            linked(
                bar.href,
                f'<text class="label" x="{width if rtl else 0}" y="{top + 15}">'
                f"{escape(bar.label)}</text>"
                f'<rect class="area {css_class}"{hatch_fill(css_class, uid)} x="{_n(start)}"'
                f' y="{top + 22}" width="{_n(length)}" height="16" rx="2"/>'
                f'<text class="label thin" x="{_n(end)}" y="{top + 35}">{escape(bar.said)}</text>',
            )
        )
    return frame(
        "".join(body),
        css_class="plot bars",
        size=(width, max(len(items) * each - 6, 1)),
        title=title,
        description=description,
        uid=uid,
        hatched=hatched,
    )


def spark(
    values: Sequence[float | None],
    *,
    title: str,
    cut: float | None = None,
    width: int = 88,
    height: int = 20,
) -> Picture:
    """Draw a trend of one line's height. Its words stand beside it, so it is hidden from readers.

    A missing value breaks the line: it is not drawn as nought. `cut` is a dotted cut-off.
    """
    known = [v for v in values if v is not None]
    scale = [*known, cut] if cut is not None else known
    low, high = (min(scale), max(scale)) if scale else (0.0, 1.0)
    step = (width - 8) / max(len(values) - 1, 1)

    def place(i: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return 4 + i * step, height - 3 - share * (height - 6)

    pieces: list[list[tuple[float, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(place(i, value))
    body = []
    if cut is not None:
        body.append(f'<path class="cut" d="M0 {_n(place(0, cut)[1])}H{width}"/>')
    body += [
        f'<polyline points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in piece)}"/>'
        for piece in pieces
        if len(piece) > 1
    ]
    drawn = [spot for piece in pieces for spot in piece]
    if drawn:
        body.append(f'<circle cx="{_n(drawn[-1][0])}" cy="{_n(drawn[-1][1])}" r="3"/>')
    svg = f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">{"".join(body)}</svg>'
    return Picture(Svg(svg), title, "")


def line_chart(
    points: Sequence[tuple[date, float]], *, title: str, description: str, highest: float = 0
) -> Picture:
    """Draw values over days as a line with its numbers. Its table stands beside it.

    The scale begins at nought and ends at `highest`, or at the highest value where none is known:
    a change looks as large as it is.
    """
    width, height, left, top, bottom = 560.0, 190.0, 34.0, 12.0, 160.0
    top_value = max([highest, *(v for _d, v in points)]) or 1
    first, last = points[0][0], points[-1][0]
    days = max((last - first).days, 1)

    def place(day: date, value: float) -> tuple[float, float]:
        x = left + 8 + (day - first).days / days * (width - left - 60)
        return x, bottom - value / top_value * (bottom - top)

    spots = [place(d, v) for d, v in points]
    body = [
        f'<path class="rail" d="M{_n(left)} {_n(bottom)}H{_n(width - 8)}"/>',
        f'<text class="off" x="4" y="{_n(bottom)}">0</text>',
        f'<text class="off" x="4" y="{_n(top + 8)}">{_n(top_value)}</text>',
        f'<polyline class="trend-line" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in spots)}"/>',
    ]
    for (day, value), (x, y) in zip(points, spots, strict=True):
        body.append(f'<circle class="bar" cx="{_n(x)}" cy="{_n(y)}" r="4"/>')
        body.append(f'<text class="off" x="{_n(x)}" y="{_n(y - 8)}">{_n(value)}</text>')
        if day in {first, last}:
            body.append(f'<text class="off thin" x="{_n(x)}" y="{_n(height - 8)}">{day}</text>')
    return frame(
        "".join(body), css_class="plot", size=(width, height), title=title,
        description=description, uid=unique_id("line", title, description), hatched=False,
    )  # fmt: skip


def legend_key(css_class: str) -> Svg:
    """Draw the swatch of one class, as beside a legend's words."""
    if css(css_class) != NO_REPORT:
        inside = f'<rect class="{css(css_class)}" x=".5" y=".5" width="17" height="17"/>'
    else:
        inside = (
            '<rect class="hatch-ground" x=".5" y=".5" width="17" height="17"/>'
            '<path class="hatch-line" d="M1 7L7 1M1 13L13 1M2 18L18 2M8 18L18 8M14 18L18 14"/>'
        )
    return Svg(f'<svg class="key" viewBox="0 0 18 18" aria-hidden="true">{inside}</svg>')


def frame(
    body: str,
    *,
    css_class: str,
    size: tuple[float, float],
    title: str,
    description: str,
    uid: str,
    hatched: bool,
) -> Picture:
    """Put a body into an SVG with its title, description and, when needed, its own hatch."""
    width, height = size
    defs = (
        f'<defs><pattern id="hatch-{uid}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>'
        '<path class="hatch-line" d="M0 0V6"/></pattern></defs>'
        if hatched
        else ""
    )
    # A picture with links is a group of links; one without is a single image.
    role = "group" if "<a " in body else "img"
    svg = (
        f'<svg class="{css_class}" viewBox="0 0 {_n(width)} {_n(height)}" role="{role}"'
        f' aria-labelledby="t-{uid}" aria-describedby="d-{uid}"><title id="t-{uid}">'
        f'{escape(title)}</title><desc id="d-{uid}">{escape(description)}</desc>{defs}{body}</svg>'
    )
    return Picture(Svg(svg), title, description)


def hatch_fill(css_class: str, uid: str) -> str:
    """Return the fill of "no report"; the other classes take theirs from the style sheet."""
    return f' fill="url(#hatch-{uid})"' if css_class == NO_REPORT else ""


def linked(href: str, body: str, label: str = "") -> str:
    """Put a link around a part of a picture. Only addresses of this site are taken."""
    if not href:
        return f"<g>{body}</g>"
    if not href.startswith(("/", "?", "#")) or href.startswith("//"):
        raise ValueError(f"a picture links only within this site: {href!r}")
    named = f' aria-label="{escape(label)}"' if label else ""
    return f'<a href="{escape(href)}"{named}>{body}</a>'


def css(css_class: str) -> str:
    """Return a class name, or raise when it is none: names are never escaped into one."""
    if not css_class.replace("-", "").isalnum():
        raise ValueError(f"not a class name: {css_class!r}")
    return css_class


def unique_id(name: str, *parts: str) -> str:
    """Return an id that is the same for the same picture and differs between pictures of a page.

    Two equal pictures on one page need a `name` each.
    """
    return name or sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

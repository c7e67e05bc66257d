"""Maps as SVG: a choropleth where borders are known, and a schematic map where they are not. Pure.

A map is never mirrored right to left, and never says anything that its table does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Literal

from sukoon.ui.pictures import NO_REPORT, Picture, css, frame, hatch_fill, linked, unique_id
from sukoon.ui.tiles import SIDES, Cell, centre, corners, layout

Point = tuple[float, float]
Ring = tuple[Point, ...]
Rings = tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class MapShape:
    """One area with its borders: rings of (longitude, latitude)."""

    code: str
    label: str
    css_class: str
    title_text: str
    href: str
    rings: Rings


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A name written on the map at a point."""

    text: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One area of which only a point is known. `group` is its province; `mark` stands in its tile."""

    code: str
    label: str
    css_class: str
    title_text: str
    href: str
    lon: float
    lat: float
    population: int
    group: str
    group_label: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular, true at the middle latitude: right enough for one country."""

    west: float
    north: float
    squeeze: float
    scale: float
    size: tuple[float, float]

    def at(self, lon: float, lat: float) -> Point:
        return (
            (lon - self.west) * self.squeeze * self.scale + _EDGE,
            (self.north - lat) * self.scale + _EDGE,
        )


_EDGE = 4.0


def projection(points: Iterable[Point], width: float) -> Projection:
    """Return the projection that fits these points into the width."""
    known = list(points)
    west, east = min(p[0] for p in known), max(p[0] for p in known)
    south, north = min(p[1] for p in known), max(p[1] for p in known)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * _EDGE) / (((east - west) * squeeze) or 1.0)
    return Projection(west, north, squeeze, scale, (width, (north - south) * scale + 2 * _EDGE))


def choropleth(
    shapes: Sequence[MapShape],
    *,
    title: str,
    description: str,
    width: int = 760,
    outlines: Sequence[Rings] = (),
    labels: Sequence[MapLabel] = (),
    most_labels: int = 6,
    name: str = "",
) -> Picture:
    """Draw areas in their classes, each a link with its words.

    `outlines` are drawn over the areas as a thicker line (see `borders`). Without `labels` the
    largest `most_labels` areas are named.
    """
    seen = projection((p for s in shapes for ring in s.rings for p in ring), width)
    uid = unique_id(name, title, str(width), *(f"{s.code}{s.css_class}" for s in shapes))
    areas = []
    centres: list[tuple[float, Point, str]] = []
    for shape in shapes:
        outline = _outline(shape.rings, seen)
        centres.append((outline.size, outline.centre, shape.label))
        areas.append(
            linked(
                shape.href,
                f'<path class="area {css(shape.css_class)}"{hatch_fill(shape.css_class, uid)}'
                f' d="{outline.path}"><title>{escape(shape.title_text)}</title></path>',
                shape.title_text,
            )
        )
    over = [
        f'<path class="adm1" d="{_outline(rings, seen, open_ends=True).path}"/>'
        for rings in outlines
    ]
    if labels:
        places = [(seen.at(x.lon, x.lat), x.text) for x in labels]
    else:
        largest = sorted(centres, key=lambda c: (-c[0], c[2]))[:most_labels]
        places = [(at, text) for _, at, text in largest]
    return frame(
        f'<g>{"".join(areas)}</g><g aria-hidden="true">{"".join(over)}{_names(places)}</g>',
        css_class="map",
        size=seen.size,
        title=title,
        description=description,
        uid=uid,
        hatched=any(s.css_class == NO_REPORT for s in shapes),
    )


def borders(groups: Sequence[Sequence[Rings]]) -> tuple[Rings, ...]:
    """Return for each group of areas the lines that bound it: the edges only one area has.

    It needs borders that meet exactly (the same points on both sides), as administrative
    boundary files have them.
    """
    return tuple(_bound(tuple(group)) for group in groups)


def schematic(
    points: Sequence[MapPoint],
    *,
    title: str,
    description: str,
    width: int = 760,
    name: str = "",
) -> Picture:
    """Draw one tile for each area, near its neighbours and together with its province.

    The map to show when no borders are loaded: equal tiles, so that a crowded small district is
    seen as well as an empty large one. The same points always give the same map.
    """
    ordered = sorted(points, key=lambda p: p.code)
    cells = layout(tuple((p.lon, p.lat, p.group) for p in ordered))
    uid = unique_id(name, title, str(width), *(f"{p.code}{p.css_class}{p.mark}" for p in ordered))
    names = _group_names(ordered, cells)
    middles = [centre(cell) for cell in cells]
    left = min([x for x, _ in middles] + [n.left for n in names]) - 1.1
    right = max([x for x, _ in middles] + [n.right for n in names]) + 1.1
    top = min(y for _, y in middles) - 1.2
    unit = width / (right - left)
    height = (max(y for _, y in middles) - top + 1.2) * unit

    def at(spot: Point) -> Point:
        return (spot[0] - left) * unit, (spot[1] - top) * unit

    tiles = []
    for point, cell in zip(ordered, cells, strict=True):
        x, y = at(centre(cell))
        mark = (
            f'<text class="mark on-{css(point.css_class)}" x="{x:.0f}" y="{y + 5:.0f}"'
            f' aria-hidden="true">{escape(point.mark)}</text>'
            if point.mark
            else ""
        )
        tiles.append(
            linked(
                point.href,
                f"<title>{escape(point.title_text)}</title>"
                f'<path class="area {css(point.css_class)}"{hatch_fill(point.css_class, uid)}'
                f' d="{_closed([at(c) for c in corners(cell)])}"/>{mark}',
                point.title_text,
            )
        )
    group_of = {cell: p.group for p, cell in zip(ordered, cells, strict=True)}
    line = "".join(_group_lines(group_of, at))
    named = "".join(
        f'<text class="place {n.side}" x="{x:.0f}" y="{y + 6:.0f}">{escape(n.text)}</text>'
        for n in names
        for x, y in [at(n.spot)]
    )
    return frame(
        f'<g>{"".join(tiles)}</g><g aria-hidden="true"><path class="adm1 beneath" d="{line}"/>'
        f'<path class="adm1" d="{line}"/>{named}</g>',
        css_class="map tiles",
        size=(width, height),
        title=title,
        description=description,
        uid=uid,
        hatched=any(p.css_class == NO_REPORT for p in ordered),
    )


@dataclass(frozen=True, slots=True)
class _Outline:
    path: str
    size: float
    centre: Point


@lru_cache(maxsize=2048)
def _outline(rings: Rings, seen: Projection, *, open_ends: bool = False) -> _Outline:
    """Project and simplify rings into a path; remembered, as borders do not change with filters."""
    path: list[str] = []
    largest, spot = 0.0, (0.0, 0.0)
    for ring in rings:
        simple = simplify([seen.at(lon, lat) for lon, lat in ring])
        if len(simple) < (2 if open_ends else 4):
            continue
        path.append(_line(simple) if open_ends else _closed(simple[:-1]))
        size, middle = _area(simple)
        if size > largest:
            largest, spot = size, middle
    return _Outline("".join(path), largest, spot)


def simplify(line: Sequence[Point], tolerance: float = 0.5) -> list[Point]:
    """Leave out points that move the line by less than the tolerance (Douglas and Peucker)."""
    if not line:
        return []
    keep = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        # A closed ring has no length from end to end: split it at its farthest point.
        far = max(range(len(line)), key=lambda i: math.dist(line[0], line[i]))
        keep.add(far)
        open_parts = [(0, far), (far, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        worst, where = _farthest(line, first, last)
        if worst > tolerance:
            keep.add(where)
            open_parts += [(first, where), (where, last)]
    return [line[i] for i in sorted(keep)]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    worst, where = -1.0, first
    for i in range(first + 1, last):
        x, y = line[i]
        off = abs(dx * (ay - y) - (ax - x) * dy) / length if length else math.hypot(x - ax, y - ay)
        if off > worst:
            worst, where = off, i
    return worst, where


def _area(ring: Sequence[Point]) -> tuple[float, Point]:
    """Return the size of a ring and its centre of gravity."""
    double, sx, sy = 0.0, 0.0, 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        double += cross
        sx += (ax + bx) * cross
        sy += (ay + by) * cross
    if not double:
        return 0.0, ring[0]
    return abs(double) / 2, (sx / (3 * double), sy / (3 * double))


@lru_cache(maxsize=64)
def _bound(areas: tuple[Rings, ...]) -> Rings:
    edges: Counter[tuple[Point, Point]] = Counter()
    for rings in areas:
        for ring in rings:
            for a, b in pairwise(ring):
                edges[(a, b) if a <= b else (b, a)] += 1
    return _chains(edge for edge, times in edges.items() if times == 1)


def _chains(edges: Iterable[tuple[Point, Point]]) -> Rings:
    """Join edges that meet into lines."""
    ends: dict[Point, list[Point]] = {}
    for a, b in edges:
        ends.setdefault(a, []).append(b)
        ends.setdefault(b, []).append(a)
    lines: list[Ring] = []
    for start in sorted(ends):
        while ends[start]:
            line = [start]
            while ends[line[-1]]:
                here = line[-1]
                there = ends[here].pop()
                ends[there].remove(here)
                line.append(there)
            lines.append(tuple(line))
    return tuple(lines)


def _group_lines(group_of: dict[Cell, str], at: Callable[[Point], Point]) -> list[str]:
    """Return the paths along which two provinces meet, and along which the country ends."""
    edges = []
    for cell, group in group_of.items():
        round_about = corners(cell)
        for i, (dq, dr) in enumerate(SIDES):
            other = group_of.get((cell[0] + dq, cell[1] + dr))
            # An edge between two provinces is met twice; it is drawn from one side.
            if other is None or (other != group and other > group):
                a, b = round_about[i], round_about[(i + 1) % 6]
                edges.append((_near(a), _near(b)))
    return [_line([at(p) for p in line]) for line in _chains(edges)]


@dataclass(frozen=True, slots=True)
class _Name:
    """A province's name: beside a row that ends with its tile, or on it where none does."""

    text: str
    side: Literal["before", "after", "within"]
    spot: Point
    left: float
    right: float


_LINE = 20.0
# About the width of a letter of a name, in sides of a tile.
_LETTER = 0.47
# How much name a tile carries, in sides of a tile.
_WITHIN = 1.7


def _group_names(points: Sequence[MapPoint], cells: Sequence[Cell]) -> list[_Name]:
    """Return where each province's name stands, so that it hides no tile."""
    members: dict[str, list[Cell]] = {}
    text_of = {point.group: point.group_label for point in points}
    rows: dict[int, list[tuple[float, str]]] = {}
    for point, cell in zip(points, cells, strict=True):
        members.setdefault(point.group, []).append(cell)
        rows.setdefault(cell[1], []).append((centre(cell)[0], point.group))
    ends = {r: (min(row), max(row)) for r, row in rows.items()}
    bounds = (min(e[0][0] for e in ends.values()), max(e[1][0] for e in ends.values()))
    names: list[_Name] = []
    taken: set[tuple[int, str]] = set()
    for group in sorted(members):
        spots = [centre(cell) for cell in members[group]]
        middle = (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))
        room = _LETTER * len(text_of[group])
        choices: list[tuple[float, int, _Name]] = []
        for r, (first, last) in ends.items():
            y = 1.5 * r
            far = abs(y - middle[1])
            if first[1] == group and (r, "before") not in taken:
                x = first[0] - 1.3
                over = max(0.0, bounds[0] - (x - room))
                name = _Name(text_of[group], "before", (x, y), x - room, x)
                choices.append((far + 3 * over, r, name))
            if last[1] == group and (r, "after") not in taken:
                x = last[0] + 1.3
                over = max(0.0, x + room - bounds[1])
                name = _Name(text_of[group], "after", (x, y), x, x + room)
                choices.append((far + 3 * over, r, name))
        if choices:
            _, r, best = min(choices, key=lambda c: (c[0], c[1], c[2].side))
            taken.add((r, best.side))
        elif room < _WITHIN * len(spots):
            best = _Name(text_of[group], "within", middle, middle[0], middle[0])
        else:
            # A name wider than its province would hide its neighbours: its tiles say it.
            continue
        names.append(best)
    return names


def _names(places: Sequence[tuple[Point, str]]) -> str:
    """Write names at their places; one that would stand on another moves down a line."""
    written: list[tuple[float, float, float]] = []
    body = []
    for (x, y), text in places:
        half, line = 5.0 * len(text), y
        while any(abs(line - ly) < _LINE and abs(x - lx) < half + lh for lx, ly, lh in written):
            line += _LINE
        written.append((x, line, half))
        body.append(f'<text class="place" x="{x:.0f}" y="{line:.0f}">{escape(text)}</text>')
    return "".join(body)


def _near(spot: Point) -> Point:
    return round(spot[0], 4), round(spot[1], 4)


def _closed(line: Sequence[Point]) -> str:
    return f"{_line(line)}z"


def _line(line: Sequence[Point]) -> str:
    """Write a line as a path, in steps of a tenth from point to point."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in line]
    (x, y), *rest = tenths
    path = [f"M{x / 10:g} {y / 10:g}l"]
    for nx, ny in rest:
        if (nx, ny) != (x, y):
            path.append(f"{(nx - x) / 10:g} {(ny - y) / 10:g} ")
            x, y = nx, ny
    return "".join(path).rstrip()

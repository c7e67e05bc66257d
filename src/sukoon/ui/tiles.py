"""Where each tile of a schematic map lies: one hexagon an area, near its neighbours. Pure.

Three steps. First the points are drawn towards equal distances: each wants every neighbour one
tile away, in the direction in which it really lies, so that crowded parts open and empty parts
close while the country keeps its shape. Then each point takes the nearest free cell of a grid of
hexagons. Then neighbours change places, or move into a gap, as long as that brings provinces
together. No chance is involved: the same points always lie the same way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Cell = tuple[int, int]
Spot = tuple[float, float]

# The six neighbours of a cell, in the order of the sides between its corners.
SIDES: tuple[Cell, ...] = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
_WIDE = math.sqrt(3)
_NEIGHBOURS = 7
_ROUNDS = 80

# What a bad place costs: distance from the wished spot, another province or nothing beside it.
_FAR, _OTHER, _GAP = 0.35, 1.0, 0.75


def centre(cell: Cell) -> Spot:
    """Return the middle of a cell; a hexagon's side has the length 1 and its point looks up."""
    q, r = cell
    return _WIDE * (q + r / 2), 1.5 * r


def corners(cell: Cell) -> list[Spot]:
    """Return the six corners, so that side i (to SIDES[i]) runs from corner i to corner i + 1."""
    x, y = centre(cell)
    return [
        (x + math.cos(math.radians(60 * i - 30)), y + math.sin(math.radians(60 * i - 30)))
        for i in range(6)
    ]


@lru_cache(maxsize=32)
def layout(points: tuple[tuple[float, float, str], ...]) -> tuple[Cell, ...]:
    """Return a cell for each (longitude, latitude, province), no two the same."""
    if not points:
        return ()
    wished = _opened(_flat(points))
    cells = _settled(wished)
    _together(cells, wished, [group for _, _, group in points])
    return tuple(cells)


def _flat(points: Sequence[tuple[float, float, str]]) -> list[Spot]:
    middle = math.radians(sum(lat for _, lat, _ in points) / len(points))
    return [(lon * math.cos(middle), -lat) for lon, lat, _ in points]


def _opened(spots: list[Spot]) -> list[Spot]:
    """Draw the points towards one tile's distance from their neighbours, direction kept."""
    wishes = _wishes(spots)
    placed = _grown(spots)
    for _ in range(_ROUNDS):
        for i, wish in enumerate(wishes):
            if wish:
                x = sum(placed[j][0] + dx for j, dx, _ in wish) / len(wish)
                y = sum(placed[j][1] + dy for j, _, dy in wish) / len(wish)
                placed[i] = (x, y)
    return placed


def _wishes(spots: Sequence[Spot]) -> list[list[tuple[int, float, float]]]:
    """Return for each point its neighbours and where it wants to be, seen from each of them."""
    pairs: set[tuple[int, int]] = set()
    for i, spot in enumerate(spots):
        near = sorted(range(len(spots)), key=lambda j, s=spot: math.dist(s, spots[j]))  # type: ignore[misc]
        pairs |= {(min(i, j), max(i, j)) for j in near[1 : _NEIGHBOURS + 1]}
    wishes: list[list[tuple[int, float, float]]] = [[] for _ in spots]
    for i, j in sorted(pairs):
        dx, dy = spots[i][0] - spots[j][0], spots[i][1] - spots[j][1]
        length = math.hypot(dx, dy)
        # Two points at one spot have no direction: put them side by side.
        ux, uy = (dx / length, dy / length) if length else (1.0, 0.0)
        wishes[i].append((j, ux * _WIDE, uy * _WIDE))
        wishes[j].append((i, -ux * _WIDE, -uy * _WIDE))
    return wishes


def _grown(spots: Sequence[Spot]) -> list[Spot]:
    """Scale the points so that each has about the room of one tile."""
    wide = max(x for x, _ in spots) - min(x for x, _ in spots)
    high = max(y for _, y in spots) - min(y for _, y in spots)
    scale = math.sqrt(len(spots) * 1.5 * _WIDE / ((wide * high) or 1.0))
    return [(x * scale, y * scale) for x, y in spots]


def _settled(wished: Sequence[Spot]) -> list[Cell]:
    """Give each point the nearest free cell, those in the middle of the country first."""
    middle = (
        sum(x for x, _ in wished) / len(wished),
        sum(y for _, y in wished) / len(wished),
    )
    taken: set[Cell] = set()
    cells: list[Cell] = [(0, 0)] * len(wished)
    for i in sorted(range(len(wished)), key=lambda i: (math.dist(wished[i], middle), i)):
        cells[i] = _nearest_free(wished[i], taken)
        taken.add(cells[i])
    return cells


def _nearest_free(spot: Spot, taken: set[Cell]) -> Cell:
    r = round(spot[1] / 1.5)
    q = round(spot[0] / _WIDE - r / 2)
    for reach in range(1, 99):
        free = [
            (q + dq, r + dr)
            for dq in range(-reach, reach + 1)
            for dr in range(-reach, reach + 1)
            if (q + dq, r + dr) not in taken
        ]
        best = min(free, key=lambda c: (math.dist(spot, centre(c)), c), default=None)
        if best is not None and math.dist(spot, centre(best)) <= reach:
            return best
    raise ValueError("no free cell")


@dataclass(slots=True)
class _Board:
    """Who lies where, and what it costs."""

    cells: list[Cell]
    wished: Sequence[Spot]
    groups: Sequence[str]
    holder: dict[Cell, int]

    def cost(self, i: int) -> float:
        cell, (wx, wy) = self.cells[i], self.wished[i]
        x, y = centre(cell)
        total = _FAR * ((x - wx) ** 2 + (y - wy) ** 2)
        for dq, dr in SIDES:
            other = self.holder.get((cell[0] + dq, cell[1] + dr))
            if other is None:
                total += _GAP
            elif self.groups[other] != self.groups[i]:
                total += _OTHER
        return total

    def move(self, i: int, there: Cell) -> None:
        """Move a tile to a cell; whoever lies there takes its place."""
        here, other = self.cells[i], self.holder.pop(there, None)
        del self.holder[here]
        self.holder[there] = i
        self.cells[i] = there
        if other is not None:
            self.holder[here] = other
            self.cells[other] = here

    def improve(self, i: int, side: Cell) -> bool:
        """Move a tile to its neighbouring cell if that is better for those who move."""
        here = self.cells[i]
        there = (here[0] + side[0], here[1] + side[1])
        other = self.holder.get(there)
        movers = [i] if other is None else [i, other]
        before = sum(self.cost(k) for k in movers)
        self.move(i, there)
        if sum(self.cost(k) for k in movers) < before - 1e-9:
            return True
        self.move(i, here)
        return False


def _together(cells: list[Cell], wished: Sequence[Spot], groups: Sequence[str]) -> None:
    """Let neighbours change places, or move into a gap, while that makes the map better."""
    board = _Board(cells, wished, groups, {cell: i for i, cell in enumerate(cells)})
    for _ in range(8):
        moved = [board.improve(i, side) for i in range(len(cells)) for side in SIDES]
        if not any(moved):
            return

"""A pathway as a picture: questions and plans in layers from the top down, ways with their answers.

Drawn on the server as SVG; the words of every node stand on the page beside it, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from sukoon.pathways.definitions import Shelf
from sukoon.pathways.rules.conditions import Condition
from sukoon.pathways.rules.graph import Branch, Node, Pathway
from sukoon.pathways.summaries import answer_words
from sukoon.ui.pictures import Picture, Svg, css, frame, linked, unique_id

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 190, 74, 26, 64, 20
LINE, LINES, MOST_SAID = 25, 3, 28
RIGHT_TO_LEFT = frozenset({"ur", "ps", "sd"})
STYLE = (
    "<style>text{font:12px sans-serif}.node{fill:#fff;stroke:#555}.question{fill:#eef5f5}"
    ".plan{fill:#f2f7ee}.emergency{fill:#fde8e8;stroke:#b0121b}.call{stroke-dasharray:5 4}"
    ".way{fill:none;stroke:#777}.answer{fill:#444;font-size:11px}</style>"
)


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float


def picture(
    found: Shelf, pathway_id: str, language: str, *, alone: bool = False, page: str = ""
) -> Picture:
    """Draw one pathway. `alone`: with colours of its own, for a file outside our pages.

    `page`: the address where each node stands in words, under its name.
    """
    pathway = found.library.pathways[pathway_id]
    rows = layers(pathway)
    spots = spots_of(rows, mirrored=language in RIGHT_TO_LEFT)
    width = EDGE * 2 + max(len(row) for row in rows) * (WIDE + GAP_X) - GAP_X
    height = EDGE * 2 + len(rows) * (HIGH + GAP_Y) - GAP_Y
    told = found.definitions[pathway_id]
    title = told.title.get(language) or told.title["en"]
    body = [STYLE] if alone else []
    body += [
        _way(found, spots, node, branch, language)
        for node in pathway.nodes.values() for branch in node.go
    ]  # fmt: skip
    body += [
        _box(found, pathway_id, node, spots[node.id], language, page)
        for node in pathway.nodes.values()
    ]
    drawn = frame(
        "".join(body), css_class="graph", size=(width, height), title=title,
        description=described(found, pathway_id, language), uid=unique_id(f"graph-{pathway_id}"),
        hatched=False,
    )  # fmt: skip
    if not alone:
        return drawn
    text = drawn.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Picture(Svg(text), drawn.title, drawn.description)


def described(found: Shelf, pathway_id: str, language: str) -> str:
    """Say in one sentence how large a pathway is; the page tells the rest in words."""
    nodes = found.library.pathways[pathway_id].nodes.values()
    count = {kind: sum(n.kind == kind for n in nodes) for kind in ("question", "plan")}
    return f"{count['question']} questions, {count['plan']} plans"


def layers(pathway: Pathway) -> list[list[str]]:
    """Return the nodes in rows: each as far down as its longest way from the beginning."""
    depth: dict[str, int] = {}

    def sink(node_id: str, level: int, trail: frozenset[str]) -> None:
        if node_id in trail or node_id not in pathway.nodes or depth.get(node_id, -1) >= level:
            return
        depth[node_id] = level
        for branch in pathway.nodes[node_id].go:
            sink(branch.to, level + 1, trail | {node_id})

    sink(pathway.entry, 0, frozenset())
    for node_id in pathway.nodes:
        depth.setdefault(node_id, 0)
    rows: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node_id, level in depth.items():
        rows[level].append(node_id)
    for above, row in pairwise(rows):
        row.sort(key=lambda n: _middle(pathway, above, n))
    return rows


def _middle(pathway: Pathway, above: Sequence[str], node_id: str) -> float:
    """Return where a node's parents of the row above stand, on average."""
    places = [
        place
        for place, parent in enumerate(above)
        if any(b.to == node_id for b in pathway.nodes[parent].go)
    ]
    return sum(places) / len(places) if places else len(above)


def spots_of(rows: Sequence[Sequence[str]], *, mirrored: bool) -> Mapping[str, Spot]:
    """Every row begins where its language does: on a small screen a picture opens at its first question."""
    widest = max(len(row) for row in rows)
    found = {}
    for level, row in enumerate(rows):
        for place, node_id in enumerate(row):
            column = widest - 1 - place if mirrored else place
            x = EDGE + column * (WIDE + GAP_X)
            found[node_id] = Spot(x, EDGE + level * (HIGH + GAP_Y))
    return found


def _way(found: Shelf, spots: Mapping[str, Spot], node: Node, branch: Branch, language: str) -> str:
    if branch.to not in spots:
        return ""
    start, end = spots[node.id], spots[branch.to]
    x1, y1 = start.x + WIDE / 2, start.y + HIGH
    x2, y2 = end.x + WIDE / 2, end.y
    bend = max((y2 - y1) / 2, 20)
    path = f'<path class="way" d="M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"/>'
    said = short_condition(found, branch.when, language)
    if not said:
        return path
    x, y = x1 + (x2 - x1) * 0.72, y2 - 14
    return (
        path
        + f'<text class="answer" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(said)}</text>'
    )


def short_condition(found: Shelf, when: Condition | None, language: str) -> str:
    """Say a way's condition in few words; the page has it in full."""
    said = _condition(found, when.data, language) if when else ""
    return said if len(said) <= MOST_SAID else f"{said[: MOST_SAID - 1]}…"


def _condition(found: Shelf, data: Mapping[str, Any], language: str) -> str:
    op, joints = data["op"], {"all": " + ", "any": " / "}
    if op in joints:
        return joints[op].join(_condition(found, part, language) for part in data["of"])
    if op == "not":
        return f"≠ {_condition(found, data['of'], language)}"
    value = data["value"]
    if isinstance(value, list):
        return answer_words(found, data["name"], value, language)
    sign = {"min": "≥", "max": "≤", "below": "<", "above": ">", "count_min": "≥"}.get(op, "")
    return f"{sign} {value:g}" if sign else "?"


def _box(found: Shelf, pathway_id: str, node: Node, spot: Spot, language: str, page: str) -> str:
    words = node_words(found, pathway_id, node, language)
    kind = "emergency" if node.plan and node.plan.emergency else node.kind
    lines = lines_of(words)
    top = spot.y + HIGH / 2 - (len(lines) - 1) * 8 + 4
    text = "".join(
        f'<text x="{spot.x + WIDE / 2:.0f}" y="{top + n * 17:.0f}" text-anchor="middle">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    box = (
        f'<rect class="node {css(kind)}" x="{spot.x:.0f}" y="{spot.y:.0f}" width="{WIDE}"'
        f' height="{HIGH}" rx="{HIGH / 2 if kind == "decide" else 6}"/>'
    )
    return linked(f"{page}#{node.id}", box + text, label=words)


def node_words(found: Shelf, pathway_id: str, node: Node, language: str) -> str:
    """Return what a node says, in one line."""
    if node.ask:
        texts = found.questions[node.ask].text
    elif node.call:
        texts = found.definitions[node.call].title
    elif node.plan:
        texts = found.plans[f"{pathway_id}.{node.id}"].text
    else:
        return "↓"
    return texts.get(language) or texts.get("en", "")


def lines_of(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > LINE and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: LINE - 1] + "…"]
    return lines

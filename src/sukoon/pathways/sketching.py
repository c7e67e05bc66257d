"""A pathway that is not sound, as a picture: what is wrong stands red where it is, and below in words.

Drawn from the file as it is written, since a pack with faults cannot be built: a way to a node that
does not exist leads to a box with a question mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from sukoon.core.pack_rules import PackError
from sukoon.pathways.drawing import (
    EDGE,
    GAP_X,
    GAP_Y,
    HIGH,
    STYLE,
    WIDE,
    layers,
    lines_of,
    spots_of,
)
from sukoon.pathways.reading import NODES_OF, Source, branches
from sukoon.pathways.rules.conditions import ConditionWrong
from sukoon.pathways.rules.graph import Branch, Node, Pathway

ROW = 18
RED = "<style>.fault{fill:#fde8e8;stroke:#b0121b;stroke-width:3}.said{fill:#b0121b}</style>"


def sketch(source: Source, errors: Sequence[PackError]) -> str:
    """Return an SVG of one file with its errors; a file without any node gives only the words."""
    titles = {str(n["id"]): _title(n) for _t, _p, n in _nodes(source)}
    pathway = Pathway(
        str(source.content.get("id", "")), "", str(source.content.get("entry", "")),
        {node.id: node for node in _graph(source, titles)},
    )  # fmt: skip
    rows = layers(pathway) if pathway.nodes else [[]]
    spots = spots_of(rows, mirrored=False)
    at = {node_at(source, error.line) for error in errors}
    top = EDGE * 2 + len(rows) * (HIGH + GAP_Y)
    width = EDGE * 2 + max(4, *(len(row) for row in rows)) * (WIDE + GAP_X)
    body = [STYLE, RED]
    for node in pathway.nodes.values():
        for branch in node.go:
            start, end = spots[node.id], spots[branch.to]
            body.append(
                f'<path class="way" d="M{start.x + WIDE / 2:.0f} {start.y + HIGH:.0f}'
                f'L{end.x + WIDE / 2:.0f} {end.y:.0f}"/>'
            )
    for key, spot in spots.items():
        wrong = " fault" if key in at or key not in titles else ""
        body.append(
            f'<rect class="node{wrong}" x="{spot.x:.0f}" y="{spot.y:.0f}" width="{WIDE}" height="{HIGH}" rx="6"/>'
        )
        for n, line in enumerate([key, *lines_of(titles.get(key, "?"))[:2]]):
            body.append(
                f'<text x="{spot.x + 10:.0f}" y="{spot.y + 22 + n * 17:.0f}">{escape(line)}</text>'
            )
    said = [f"{source.path.name}:{e.line} {e.field}: {e.message}" for e in errors]
    body += [
        f'<text class="said" x="{EDGE}" y="{top + n * ROW}">{escape(text)}</text>'
        for n, text in enumerate(said)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + len(said) * ROW}" role="img">'
        f"<title>{escape(source.path.name)}</title>{''.join(body)}</svg>"
    )


def node_at(source: Source, line: int) -> str:
    """Return the node whose table holds a line; nothing where it is outside of all."""
    found = [(source.line(table, place), str(one["id"])) for table, place, one in _nodes(source)]
    before = [(start, key) for start, key in found if start <= line]
    return max(before)[1] if before else ""


def _nodes(source: Source) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in NODES_OF:
        for place, one in enumerate(source.tables(table)):
            if one.get("id"):
                yield table, place, one


def _graph(source: Source, titles: Mapping[str, str]) -> Iterator[Node]:
    """Yield every node with the ways that can be read; and one for each that a way only names."""
    missing: dict[str, None] = {}
    for table, _place, one in _nodes(source):
        try:
            go = branches(one.get("go"), str(one["id"]) if table == "question" else "")
        except (ConditionWrong, TypeError, KeyError):
            go = ()
        missing |= dict.fromkeys(b.to for b in go if b.to not in titles)
        yield Node(str(one["id"]), tuple(Branch(b.to) for b in go), kind=table)
    for key in missing:
        yield Node(key)


def _title(raw: Mapping[str, Any]) -> str:
    return str(raw.get("en") or raw.get("title_en") or raw.get("pathway") or "")

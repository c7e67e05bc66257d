"""How much of a walk is left, at most. Pure."""

from sukoon.pathways.rules.engine import Outcome
from sukoon.pathways.rules.graph import Library


def left(library: Library, outcome: Outcome) -> int:
    """Return the most questions that can still be asked, this one among them."""
    if not outcome.asking:
        return 0
    known = {name.split(".")[0] for name, value in outcome.names.items() if value is not None}
    walked = {v.pathway for v in outcome.path} | {outcome.at}
    most = _longest(library, outcome.at, outcome.asking, known, walked, {})
    for pathway_id, node_id in outcome.waiting:
        most += _longest(library, pathway_id, node_id, known, walked, {}, past=True)
    return most


def _longest(
    library: Library, pathway_id: str, node_id: str, known: set[str], walked: set[str],
    seen: dict[str, int], *, past: bool = False,
) -> int:  # fmt: skip
    if node_id in seen:
        return seen[node_id]
    node = library.pathways[pathway_id].nodes[node_id]
    after = [_longest(library, pathway_id, b.to, known, walked, seen) for b in node.go]
    own = 0
    if not past and node.ask:
        own = int(node.ask not in known)
    elif not past and node.call and node.call not in walked:
        called = library.pathways[node.call]
        own = _longest(library, node.call, called.entry, known, walked | {node.call}, {})
    seen[node_id] = own + max(after, default=0)
    return seen[node_id]

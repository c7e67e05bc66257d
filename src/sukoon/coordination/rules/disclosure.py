"""Small counts do not leave: what is too small is hidden, and what would give it away. Pure."""

from collections.abc import Mapping

LEAST = 5


def hidden(counts: Mapping[str, int], *, least: int = LEAST) -> frozenset[str] | None:
    """Return which counts must be hidden when their sum is shown beside them.

    A count below `least` is hidden, nought is not. Then more are hidden, the smallest first, until
    nobody can learn a hidden one by taking the others from the sum: at least two are hidden, and
    each of them could be `least` or more. None when even that is not enough: hide the sum too.
    """
    small = {name for name, n in counts.items() if 0 < n < least}
    if not small:
        return frozenset()
    others = sorted((n, name) for name, n in counts.items() if n >= least)
    while not _safe(counts, small, least):
        if not others:
            return None
        small.add(others.pop(0)[1])
    return frozenset(small)


def _safe(counts: Mapping[str, int], small: set[str], least: int) -> bool:
    total = sum(counts[name] for name in small)
    # Whoever knows that each hidden count is at least 1 learns that none is above this.
    return len(small) > 1 and total - (len(small) - 1) >= least


def shown(counts: Mapping[str, int], *, least: int = LEAST) -> tuple[dict[str, int | None], int | None]:  # fmt: skip
    """Return the counts and their sum as they may be published; None stands for hidden."""
    away = hidden(counts, least=least)
    if away is None:
        return {name: n if n == 0 else None for name, n in counts.items()}, None
    told = {name: None if name in away else n for name, n in counts.items()}
    return told, sum(counts.values())

"""Benchmarks: each figure stands beside another way of doing the same, in the same run."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    `ratio` says how many times better ours is than theirs; where there is no other to stand
    beside, `theirs` is the aim itself. `met` says whether the aim was reached in this run.
    """

    name: str
    ours: float
    theirs: float | None
    ratio: float | None
    unit: str
    aim: str
    met: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def at_least(name: str, ours: float, theirs: float, times: float, unit: str) -> Figure:
    """Return a figure where more is better, and `times` theirs is the aim."""
    ratio = ours / theirs if theirs else float("inf")
    return Figure(name, round(ours, 3), round(theirs, 3), round(ratio, 2), unit,
                  f"at least {times:g} times theirs", ratio >= times)  # fmt: skip


def faster(name: str, ours: float, theirs: float, times: float, unit: str = "s") -> Figure:
    """Return a figure where less is better, and a `times`-th of theirs is the aim."""
    ratio = theirs / ours if ours else float("inf")
    return Figure(name, round(ours, 4), round(theirs, 4), round(ratio, 2), unit,
                  f"at least {times:g} times faster", ratio >= times)  # fmt: skip


def below(name: str, ours: float, limit: float, unit: str) -> Figure:
    """Return a figure that has to stay below a limit."""
    return Figure(name, round(ours, 2), limit, round(limit / ours, 2) if ours else None, unit,
                  f"below {limit:g} {unit}", ours < limit)  # fmt: skip

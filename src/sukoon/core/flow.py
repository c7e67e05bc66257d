"""State machines as a table: from each state, the states that may follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sukoon.core.problems import StepNotPossible

S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Flow(Generic[S]):
    steps: Mapping[S, frozenset[S]]

    def check(self, now: S, wanted: S) -> None:
        """Stop here unless `wanted` may follow `now`."""
        if wanted not in self.steps[now]:
            raise StepNotPossible(now=str(now), wanted=str(wanted))

    def is_final(self, state: S) -> bool:
        return not self.steps[state]

"""Conditions as data: a small tree that answers true, false or unknown. Nothing is ever evaluated.

A name without a value makes its test unknown, never false; so does the answer "unsure" unless a
test names it. `all`, `any` and `not` follow Kleene: an unknown part decides nothing by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | Sequence[str] | None
Names = Mapping[str, Value]
Truth = bool | None
Test = Callable[[Names], Truth]

UNSURE = "unsure"
GROUPS = ("all", "any", "not")
NUMBERS: Mapping[str, Callable[[float, float], bool]] = {
    "min": lambda value, edge: value >= edge,
    "max": lambda value, edge: value <= edge,
    "below": lambda value, edge: value < edge,
    "above": lambda value, edge: value > edge,
}
MATCHERS = frozenset({"is", "not", "has", "count_min", "known", *NUMBERS})


class ConditionWrong(Exception):
    """A condition cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in its plain form (`data`, for other engines), ready to be asked (`test`)."""

    data: Mapping[str, Any]
    test: Test
    names: frozenset[str]


def read(raw: object) -> Condition:
    """Read a condition as it stands in a pack. Raises ConditionWrong."""
    if not isinstance(raw, Mapping) or not raw:
        raise ConditionWrong("a condition is a table of names and what they must be")
    parts = [_part(str(name), told) for name, told in raw.items()]
    return parts[0] if len(parts) == 1 else _group("all", parts)


def _part(name: str, told: object) -> Condition:
    if name in {"all", "any"}:
        if not isinstance(told, Sequence) or isinstance(told, str) or not told:
            raise ConditionWrong(f"“{name}” takes a list of conditions")
        return _group(name, [read(one) for one in told])
    if name == "not":
        return _negated(read(told))
    if isinstance(told, str):
        return _leaf(name, "is", [told])
    if isinstance(told, Mapping) and told:
        found = [_matcher(name, str(op), value) for op, value in told.items()]
        return found[0] if len(found) == 1 else _group("all", found)
    if isinstance(told, Sequence) and told and all(isinstance(v, str) for v in told):
        return _leaf(name, "is", list(told))
    raise ConditionWrong(f"“{name}” takes a word, a list of words, or a table")


def _matcher(name: str, op: str, value: object) -> Condition:
    if op not in MATCHERS:
        raise ConditionWrong(f"“{op}” is no test; known are {', '.join(sorted(MATCHERS))}")
    if op == "known":
        if not isinstance(value, bool):
            raise ConditionWrong("“known” takes true or false")
        return _leaf(name, "known", value)
    if op in NUMBERS or op == "count_min":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConditionWrong(f"“{op}” takes a number")
        return _leaf(name, op, value)
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, Sequence) or not words or not all(isinstance(w, str) for w in words):
        raise ConditionWrong(f"“{op}” takes a word or a list of words")
    if op == "not":
        return _negated(_leaf(name, "is", list(words)))
    return _leaf(name, op, list(words))


def _leaf(name: str, op: str, value: Any) -> Condition:
    data = {"op": op, "name": name, "value": value}
    return Condition(data, _TESTS[op](name, value), frozenset({name}))


def _negated(inner: Condition) -> Condition:
    test = inner.test

    def opposite(names: Names) -> Truth:
        found = test(names)
        return None if found is None else not found

    return Condition({"op": "not", "of": inner.data}, opposite, inner.names)


def _group(op: str, parts: Sequence[Condition]) -> Condition:
    tests = tuple(part.test for part in parts)
    decides = op == "any"  # one true decides "any", one false decides "all"

    def together(names: Names) -> Truth:
        result: Truth = not decides
        for test in tests:
            found = test(names)
            if found is decides:
                return decides
            if found is None:
                result = None
        return result

    data = {"op": op, "of": [part.data for part in parts]}
    return Condition(data, together, frozenset[str]().union(*(part.names for part in parts)))


def _is(name: str, words: Sequence[str]) -> Test:
    wanted = frozenset(words)
    unsure_counts = UNSURE in wanted

    def test(names: Names) -> Truth:
        value = names.get(name)
        if value is None or (value == UNSURE and not unsure_counts):
            return None
        return value in wanted if isinstance(value, str) else False

    return test


def _has(name: str, words: Sequence[str]) -> Test:
    wanted = frozenset(words)

    def test(names: Names) -> Truth:
        value = names.get(name)
        if value is None:
            return None
        return not wanted.isdisjoint((value,) if isinstance(value, str) else _words(value))

    return test


def _number(op: str) -> Callable[[str, float], Test]:
    compare = NUMBERS[op]

    def of(name: str, edge: float) -> Test:
        def test(names: Names) -> Truth:
            value = names.get(name)
            return compare(value, edge) if isinstance(value, int | float) else None

        return test

    return of


def _count_min(name: str, least: float) -> Test:
    def test(names: Names) -> Truth:
        value = names.get(name)
        if value is None:
            return None
        return len([w for w in _words(value) if w != "none"]) >= least

    return test


def _known(name: str, wanted: bool) -> Test:  # noqa: FBT001 - the value of the pack
    def test(names: Names) -> Truth:
        value = names.get(name)
        return (value is not None and value != UNSURE) == wanted

    return test


def _words(value: Value) -> Iterator[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (word for word in value if isinstance(word, str))


_TESTS: Mapping[str, Callable[[str, Any], Test]] = {
    "is": _is,
    "has": _has,
    "count_min": _count_min,
    "known": _known,
    **{op: _number(op) for op in NUMBERS},
}


def leaves(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every test of a condition's plain form."""
    of = data.get("of")
    if of is None:
        yield data
    else:
        for part in [of] if isinstance(of, Mapping) else of:
            yield from leaves(part)

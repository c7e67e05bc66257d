"""Reading an answer: what a question takes, and what is refused. Nothing is guessed."""

from collections.abc import Mapping, Sequence

from sukoon.pathways.rules.conditions import UNSURE, Value
from sukoon.pathways.rules.graph import Kind, Question

NONE = "none"
INSTRUMENT_PARTS = ("total", "band", "flags")


class Wrong(Exception):
    """An answer cannot be used; the sentence says why."""


def read_answer(question: Question, value: object, as_fact: str = "") -> dict[str, Value]:
    """Return the names an answer gives values to. Raises Wrong."""
    if question.kind is Kind.INSTRUMENT:
        return _result(question, value, as_fact)
    if question.kind is Kind.NUMBER:
        return {question.id: _number(question, value)}
    if question.kind is Kind.MULTI:
        return {question.id: _several(question, value)}
    if not isinstance(value, str) or value not in question.options:
        raise Wrong(f"one of {', '.join(question.options)} is expected")
    return {question.id: value}


def _number(question: Question, value: object) -> int | float | str:
    if value == UNSURE and UNSURE in question.options:
        return UNSURE
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN
        raise Wrong("a number is expected")
    if not question.low <= value <= question.high:
        raise Wrong(f"a number from {question.low:g} to {question.high:g} is expected")
    return value


def _several(question: Question, value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Wrong("a list is expected")
    told = [v for v in value if isinstance(v, str)]
    if len(told) != len(value) or len(set(told)) != len(told):
        raise Wrong("each choice is a word and stands once")
    if not told or not set(told) <= set(question.options):
        raise Wrong(f"some of {', '.join(question.options)} are expected, or “{NONE}”")
    if NONE in told and len(told) > 1:
        raise Wrong(f"“{NONE}” stands alone")
    return tuple(o for o in question.options if o in told)


def _result(question: Question, value: object, as_fact: str) -> dict[str, Value]:
    """Read the result of an instrument: its total (none: no score, with its flags all the same)."""
    if as_fact:
        return {as_fact: _part(as_fact.partition(".")[2], value)}
    if not isinstance(value, Mapping) or not set(value) <= set(INSTRUMENT_PARTS):
        raise Wrong("a result with total, band and flags is expected")
    found = {f"{question.id}.{part}": _part(part, value.get(part)) for part in value}
    total = found.get(f"{question.id}.total")
    return {**found, f"{question.id}.total": UNSURE if total is None else total}


def _part(part: str, value: object) -> Value:
    if value is None:
        return None
    if part == "total" and isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if part == "band" and isinstance(value, str):
        return value
    if part == "flags" and isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(v) for v in value)
    raise Wrong("a result with total, band and flags is expected")

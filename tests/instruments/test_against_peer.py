"""Our totals are those of CamCOPS' own code (`peer.py`), a hundred ways of answering each instrument."""

import json

import pytest

from sukoon.instruments.definitions import definition
from sukoon.instruments.rules import Scorer
from tests.instruments.peer import FILE

TOLD = json.loads(FILE.read_text(encoding="utf-8"))
# There, answers are kept as points; here as the form numbers them, before any reversal.
AS_POINTS = frozenset({"epds", "hads"})
SUBSCALES = {"a": "anxiety", "d": "depression"}


def as_answered(instrument, points):
    """Return the answers of a form that are worth these points."""
    items = instrument.items[: len(points)]
    inverse = [{worth: option for option, worth in item.worth.items()} for item in items]
    return [str(inverse[n][value]) for n, value in enumerate(points)]


@pytest.mark.parametrize("name", sorted(TOLD["scores"]))
def test_totals_agree_with_an_implementation_that_is_not_ours(name):
    instrument = definition(name).instrument
    scorer, rows = Scorer(instrument), TOLD["scores"][name]
    assert len(rows) >= 50
    for row in rows:
        answers = [str(a) for a in row["answers"]]
        if name in AS_POINTS:
            answers = as_answered(instrument, row["answers"])
        score = scorer.score(answers + [""] * (len(instrument.items) - len(answers)))
        if "subscales" in row:
            assert {k: score.subscales[SUBSCALES[k]] for k in row["subscales"]} == row["subscales"]
        else:
            assert score.total == row["total"], row


def test_it_is_known_where_the_numbers_come_from():
    assert TOLD["source"] == "camcops_server-2.4.24-py3-none-any.whl"
    assert len(TOLD["sha256"]) == 64

"""A short slice of the campaign of phones, on the tests' own database; and what its judge tells."""

from collections import Counter

import pytest

from tests.campaigns import sync


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_a_slice_of_phones_on_a_bad_road(live_server):
    told = sync.run(seed=11, runs=2, url=live_server.url, phones=1)
    assert (told["lost"], told["doubled"], told["out_of_order"]) == (0, 0, 0), told
    assert told["failures"] == 0, told
    assert len(told["met"]) > 2  # all kinds of fault need more than two runs


def _wrote(n, action="cases.entry", case="c", **more):
    return {"id": str(n), "action": action, "case": case, "text": str(n), **more}


def test_a_lost_a_doubled_and_a_disordered_entry_would_be_told():
    wrote = [_wrote(n) for n in range(4)]
    receipts = dict.fromkeys("0123", "applied")
    kept = [("1", "c", "1"), ("0", "c", "0"), ("9", "c", "0"), ("2", "c", "2")]
    found = sync.Stored(receipts, kept, Counter(), {})
    told = sync.judged(wrote, receipts, found)
    assert told == {"lost": ["3"], "doubled": ["0"], "out_of_order": ["0", "1"]}


def test_what_the_phone_was_not_told_and_a_goal_that_went_back_would_be_told():
    wrote = [
        _wrote(0, "cases.open"),
        _wrote(1, "cases.plan", goal="g"),
        _wrote(2, "cases.plan", goal="g"),
    ]
    receipts = {"0": "applied", "1": "applied", "2": "applied"}
    kept = [("1", "c", ""), ("2", "c", "")]
    found = sync.Stored(receipts, kept, Counter({("case", "c"): 2, ("task", "c"): 0}), {"g": "1"})
    told = sync.judged(wrote, {**receipts, "0": "rejected"}, found)
    assert told["lost"] == ["0", "g", "task of c"]
    assert told["doubled"] == ["case of c"]

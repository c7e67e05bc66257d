"""A short seeded slice of each campaign, and the names the script knows."""

from collections import Counter

import pytest

from tests.campaigns import access_mutants, faults, imports, risk, sync
from tests.campaigns.run import main, names

pytestmark = pytest.mark.own_database


@pytest.mark.fault
def test_a_slice_of_the_import_campaign():
    assert imports.run(seed=7, runs=2)["failures"] == []


@pytest.mark.fault
def test_a_slice_of_the_access_mutants():
    told = access_mutants.run(seed=7, runs=3)
    assert (told["run"], told["failures"]) == (3, 0), told["survived"]


@pytest.mark.fault
def test_a_slice_of_the_faults():
    told = faults.run(seed=3, runs=8, long_gone=1.0)
    assert told["failures"] == []
    assert told["acknowledged"] > 0


@pytest.mark.fault
def test_a_slice_of_the_risk_chain():
    told = risk.run(seed=11, runs=1, events=25, postgres=False)
    assert told["failures"] == []
    assert told["answered"] > 0


@pytest.mark.fault
def test_an_orphan_and_a_lost_answer_would_be_told():
    told = {"orphans": 0, "lost": 0, "unlike": 0, "untold": 0}
    failures = []
    found = {"world": {}, "orphans": ["e1"], "lost": [{"step": "s1"}], "unlike": [], "untold": []}
    risk._checked(risk.Place(None, "x"), found, told, failures)
    assert (told["orphans"], told["lost"], len(failures)) == (1, 1, 2)


@pytest.mark.fault
def test_a_lost_operation_and_a_doubled_one_would_be_told():
    told = faults._wrong({"lost": ["a"], "doubled": [], "broken": [{"kind": "changed"}]})
    assert told == [{"lost": ["a"]}, {"broken": [{"kind": "changed"}]}]


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_a_slice_of_phones_on_a_bad_road(live_server):
    told = sync.run(seed=11, runs=2, url=live_server.url, phones=1)
    assert (told["lost"], told["doubled"], told["out_of_order"]) == (0, 0, 0), told
    assert told["failures"] == 0, told
    assert len(told["met"]) > 4  # each kind of fault needs more than two runs


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


def test_a_mutant_that_no_test_holds_is_told(monkeypatch):
    monkeypatch.setattr(access_mutants, "TESTS", ["tests/access/__init__.py"])
    monkeypatch.setattr(access_mutants, "PASSES", {0, 5})
    assert access_mutants.run(seed=7, runs=1)["failures"] == 1


def test_an_unknown_campaign_is_wrong_use(capsys):
    assert main(["nonsense"]) == 2
    assert "imports" in capsys.readouterr().err


def test_the_campaigns_are_found():
    assert {"access-mutants", "faults", "imports", "risk", "sync"} <= set(names())

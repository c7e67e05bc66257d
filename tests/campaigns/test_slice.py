"""A short seeded slice of each campaign, and the names the script knows."""

import pytest

from tests.campaigns import access_mutants, faults, imports, risk
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


def test_a_mutant_that_no_test_holds_is_told(monkeypatch):
    monkeypatch.setattr(access_mutants, "TESTS", ["tests/access/__init__.py"])
    monkeypatch.setattr(access_mutants, "PASSES", {0, 5})
    assert access_mutants.run(seed=7, runs=1)["failures"] == 1


def test_an_unknown_campaign_is_wrong_use(capsys):
    assert main(["nonsense"]) == 2
    assert "imports" in capsys.readouterr().err


def test_the_campaigns_are_found():
    assert {"access-mutants", "faults", "imports", "risk", "sync"} <= set(names())

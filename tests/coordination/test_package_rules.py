"""What a status and the register say together, what things cost, what may be published."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.coordination.rules import disclosure
from sukoon.coordination.rules import package as rules
from sukoon.coordination.rules.plans import Money, by_head, is_ready, missing
from sukoon.coordination.words import PackageFinding, PackageStatus, Priority, Readiness


@pytest.mark.parametrize(
    ("told", "one"),
    [
        ([], "not_told"),
        (["not_told", "not_told"], "not_told"),
        (["fully", "fully"], "fully"),
        (["fully", "not_done"], "partly"),
        (["planned", "not_done"], "planned"),
        (["partly"], "partly"),
        (["not_done", "not_told"], "not_done"),
    ],
)
def test_the_statuses_of_several_actions_are_one(told, one):
    assert rules.together(told) == one


@pytest.mark.parametrize(
    ("core", "actors", "found"),
    [
        ("not_told", 0, "gap"), ("not_done", 0, "gap"), ("planned", 0, "gap"),
        ("partly", 0, "look"), ("fully", 0, "look"), ("not_told", 2, "tell"),
        ("not_done", 1, "tell"), ("planned", 1, "begun"), ("partly", 1, "begun"),
        ("fully", 1, "covered"),
    ],
)  # fmt: skip
def test_what_is_said_and_who_is_seen_make_one_finding(core, actors, found):
    assert rules.finding(core, actors) == found


def test_a_gap_that_nobody_plans_comes_first():
    assert rules.suggested(PackageFinding.GAP, PackageStatus.NOT_DONE) == Priority.HIGH
    assert rules.suggested(PackageFinding.GAP, PackageStatus.PLANNED) == Priority.MEDIUM
    assert rules.suggested(PackageFinding.COVERED, PackageStatus.FULLY) == Priority.LOW


def test_cost_is_quantity_by_rate_by_periods_by_coverage():
    item = rules.Item("3.12", "staff", Decimal(4), Decimal(50000), Decimal(6), Decimal(50))
    assert rules.amount(item) == Decimal("600000.00")
    supplies = rules.Item("3.12", "supplies", Decimal(100), Decimal("2.5"))
    found = rules.costs([item, supplies], {"3.12": Decimal(1200), "1.1": Decimal(1)})
    assert [c.activity for c in found] == ["3.12", "1.1"]
    assert found[0].total == Decimal("600250.00")
    assert found[0].unit_cost == Decimal("500.21")
    assert (found[1].total, found[1].unit_cost) == (0, 0)


money = st.decimals(0, 10**6, places=2)


@given(st.lists(st.tuples(st.sampled_from("ab"), money, money), max_size=8))
def test_the_parts_of_an_activity_add_up_to_its_total(rows):
    items = [rules.Item(a, "staff" if n % 2 else "space", q, r) for n, (a, q, r) in enumerate(rows)]
    for cost in rules.costs(items, {}):
        assert cost.total == sum(cost.by_ingredient.values())
        assert cost.unit_cost is None, "without a quantity there is no unit cost"


def test_money_is_added_by_head_and_nothing_missing_is_never_negative():
    rows = [Money("digital", Decimal(10), Decimal(4), Decimal(1))] * 2
    found = by_head(rows)["digital"]
    assert (found.planned, missing(found)) == (20, 12)
    assert missing(Money("x", Decimal(1), Decimal(5), Decimal(0))) == 0


def test_not_known_is_not_yes():
    assert is_ready(["a"], {"a": Readiness.YES, "b": Readiness.NO})
    assert not is_ready(["a"], {"a": Readiness.NOT_KNOWN})
    assert not is_ready(["a"], {})


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), max_size=6))
def test_no_hidden_count_can_be_found_by_subtraction(counts):
    told, total = disclosure.shown(counts)
    hidden = [name for name, n in told.items() if n is None]
    assert all(n == 0 or n >= disclosure.LEAST for n in told.values() if n is not None)
    if total is None or not hidden:
        return
    assert len(hidden) >= 2
    rest = total - sum(n for n in told.values() if n is not None)
    # Each hidden one is at least 1; so each may be as large as what the others leave.
    assert rest - (len(hidden) - 1) >= disclosure.LEAST


@given(st.dictionaries(st.sampled_from("abcdef"), st.just(0) | st.integers(5, 99), max_size=6))
def test_what_is_large_enough_is_shown_as_it_is(counts):
    assert disclosure.shown(counts) == (counts, sum(counts.values()))

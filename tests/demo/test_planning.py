"""The demonstration's plans: every view has something to show, made up and said to be so."""

from datetime import date

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.coordination.actions import package as package_actions
from sukoon.coordination.actions.package import ActivityRow
from sukoon.coordination.models import BudgetLine, Commitment, Costing, MspReview, Plan
from sukoon.coordination.queries import plans as queries
from sukoon.coordination.queries import pledges
from sukoon.coordination.queries.package import costs_of
from sukoon.coordination.queries.progress import seen
from sukoon.coordination.words import BudgetHead
from sukoon.demo import cohort, planning
from sukoon.supervision.actions.trainees import Enrolled, enrol, record_cohort
from sukoon.supervision.words import TraineeState
from tests.factories import AreaFactory, OrganisationFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def built(db):
    by = console_actor()
    for pcode, level, path in (("PK", 0, "PK/"), ("PK4", 1, "PK/PK4/"), ("PK5", 1, "PK/PK5/"),
                               ("PK514", 2, "PK/PK5/PK514/")):  # fmt: skip
        AreaFactory(pcode=pcode, level=level, path=path)
    OrganisationFactory(name="MHSPCU")
    trains = OrganisationFactory(name="KP training cohort (synthetic)")
    trains.aliases.update(key="kp training cohort synthetic")
    package_actions.load_package(
        by=by, version="1", actions=[],
        activities=[ActivityRow(f"1.{n}", "Section", f"Activity {n}", codes="8") for n in range(4)],
    )  # fmt: skip
    made = record_cohort(
        by=by, code=cohort.KP, name_en="KP", tier=3, area_path="PK/PK5/", synthetic=True,
        began_on=date(2023, 9, 4),
    )  # fmt: skip
    enrol(
        by=by, cohort=made,
        workers=[Enrolled(code=f"K{n}", state=TraineeState.TRAINED) for n in range(105)],
    )  # fmt: skip
    planning.build(today=TODAY)


def test_plans_carry_days_milestones_and_money_by_donor(built):
    assert Plan.objects.count() == 2
    for plan in queries.plans(console_actor()):
        objectives = list(plan.objectives.all())
        assert all(o.starts_on and o.due_on and o.owner for o in objectives)
        assert {"done", "under_way", "not_started"} <= {o.state for o in objectives}
        assert any(m.done_on for o in objectives for m in o.milestones.all())
        assert any(not m.done_on for o in objectives for m in o.milestones.all())
        lines = list(plan.budget.all())
        assert {line.head for line in lines} == set(BudgetHead.values)
        assert len({line.donor_id for line in lines}) == 2
        assert all(line.planned >= line.secured >= line.spent for line in lines)
        assert "made up" in plan.title_en
    assert MspReview.objects.get().statuses.count() == 8
    (least, whole) = Costing.objects.get().scenarios.order_by("name")
    assert len(costs_of(least)) == 3
    assert sum(c.total for c in costs_of(least)) < sum(c.total for c in costs_of(whole))


def test_the_training_pledge_is_computed_from_the_cohort_beside_what_is_said(built):
    (row,) = pledges.with_parts(Commitment.objects.filter(code="T1"))
    assert row.is_synthetic
    assert (row.target_value, row.reported_value, seen([row])[row.pk]) == (120, 112, 105)


def test_building_again_changes_nothing(built):
    before = (Plan.objects.count(), BudgetLine.objects.count(), Commitment.objects.count())
    planning.build(today=TODAY)
    assert (Plan.objects.count(), BudgetLine.objects.count(), Commitment.objects.count()) == before

"""The demonstration's risks to life: one in each state, by those whose work it is; nobody is real."""

import pytest

from sukoon.accounts.queries import demo_account
from sukoon.accounts.roles import actor_for
from sukoon.cases import queries as cases
from sukoon.cases.models import Case
from sukoon.cases.rows import day_ends
from sukoon.core import clock
from sukoon.demo import building, care, referrals, risks
from sukoon.people import queries as people
from sukoon.people.models import Person
from sukoon.risk import queries
from sukoon.risk.models import DutyRota, RiskEpisode, RiskStep
from tests.factories import AreaFactory

CARING = ("community_worker", "physician", "specialist", "care_lead", "care_worker")


@pytest.fixture
def built(db):
    AreaFactory(pcode="PK", level=0, path="PK/")
    AreaFactory(pcode="PK5", level=1, path="PK/PK5/")
    AreaFactory(pcode="PK508", path="PK/PK5/PK508/")
    building._make_cast()
    care.build()
    referrals.build()
    risks.build()


def by(code):
    return actor_for(demo_account(code), now=clock.now())


def test_there_is_a_risk_in_each_state_with_its_history(built):
    found = {e.status: e for e in RiskEpisode.objects.exclude(case_code="").order_by("raised_at")}
    assert set(found) == {"waiting", "acknowledged", "closed"}
    closed = list(RiskStep.objects.filter(episode=found["closed"]).values_list("kind", flat=True))
    assert {"raised", "acknowledged", "planned", "contact", "lowered", "closed"} <= set(closed)
    assert closed.index("lowered") < closed.index("closed")
    assert not RiskEpisode.objects.filter(is_synthetic=False).exists()
    assert not DutyRota.objects.filter(is_synthetic=False).exists()
    for model in (Person, Case):
        assert not model.objects.filter(is_synthetic=False).exists()
    assert queries.faults() == {"orphans": []}


def test_somebody_is_on_duty_in_the_team_and_for_the_district(built):
    assert queries.rotas_without_anybody(now=clock.now()) == []
    assert queries.on_rota(by("care_worker"), now=clock.now())
    assert queries.on_rota(by("specialist"), now=clock.now())
    assert [r.area_path for r in queries.rotas(by("coordinator"))] == ["PK/PK5/PK508/"]


def test_every_role_finds_something_that_waits(built):
    now = clock.now()
    for role in CARING:
        groups = {g.group for g in cases.overview(by(role), now=now, day_ends=day_ends(now))}
        assert groups, role
    groups = {
        g.group for g in cases.overview(by("community_worker"), now=now, day_ends=day_ends(now))
    }
    assert {"risk", "overdue", "new"} <= groups
    assert queries.unanswered(by("care_worker"), now=now).exists()
    assert queries.to_sign(by("care_lead")).exists()
    assert queries.watch_list(by("coordinator"), now=now)
    assert people.waiting(by("data_protection_officer")).exists()


def test_building_again_adds_nothing(built):
    before = RiskEpisode.objects.count(), Case.objects.count(), DutyRota.objects.count()
    risks.build()
    assert (RiskEpisode.objects.count(), Case.objects.count(), DutyRota.objects.count()) == before

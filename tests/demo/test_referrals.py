"""The demonstration's referrals: every end is there, nobody is real, building again adds nothing."""

import json

import pytest

from sukoon.config.cli import main
from sukoon.demo import care, referrals
from sukoon.people.models import Person
from sukoon.referrals.models import Referral
from sukoon.referrals.words import State
from tests.factories import AreaFactory


@pytest.fixture
def built(db):
    AreaFactory(pcode="PK5", level=1, path="PK/PK5/")
    AreaFactory(pcode="PK508", path="PK/PK5/PK508/")
    care.build()
    referrals.build()


def test_the_report_tells_of_ends_and_alarms(built, capsys):
    assert main(["report", "referrals", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    stands = {state: n for state, n in told["by_state"].items() if n}
    assert stands == {
        "draft": 1,
        "sent": 2,
        "accepted": 2,
        "closed": 3,
        "redirected": 1,
        "withdrawn": 1,
    }
    assert told["by_result"] == {"seen": 2, "declined": 1, "redirected": 1, "cancelled": 1}
    assert told["alarms_open"] >= 1
    assert told["median_days_to_closure"] > 1


def test_all_of_it_is_marked_synthetic(built):
    assert set(Referral.objects.values_list("is_synthetic", flat=True)) == {True}
    assert not Person.objects.filter(is_synthetic=False).exists()


def test_building_again_adds_nothing(built):
    before = Referral.objects.count()
    referrals.build()
    assert Referral.objects.count() == before
    assert Referral.objects.get(state=State.DRAFT).redirected_from is not None

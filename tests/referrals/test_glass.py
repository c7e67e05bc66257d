"""Glass is broken by the code on a paper: nobody at a desk knows an identifier."""

import pytest
from django.urls import reverse

from sukoon.accounts.models import BrokenGlass
from sukoon.risk import queries as risks
from tests.referrals.making import sent

WHY = "They stand before me and cannot speak; their own worker cannot be reached."


def ask(door, told, reason=WHY):
    address = reverse("accounts:glass_break")
    return door.post(address, {"record": told, "reason": reason, "minutes": 10})


@pytest.mark.parametrize("shape", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_the_code_of_a_case_opens_that_case_for_its_minutes(team, case, as_, shape):
    door, page = as_("stranger"), reverse("cases:case", args=[case.pk])
    assert door.get(page).status_code == 404
    answer = ask(door, shape(case.code))
    assert answer.status_code == 302, answer.content
    assert answer.headers["Location"] == page
    assert door.get(page).status_code == 200
    [glass] = BrokenGlass.objects.all()
    assert glass.record_id == case.person_id


def test_the_code_of_a_referral_does_too(team, case, as_):
    referral = sent(team, case)
    answer = ask(as_("stranger"), referral.code)
    assert answer.headers["Location"] == reverse("cases:case", args=[case.pk])
    assert BrokenGlass.objects.get().record_id == case.person_id


def test_and_the_code_of_a_risk(team, case, as_):
    from sukoon.cases import actions

    actions.record_response(by=team.actor("worker"), case=case, instrument="phq9", language="en",
                            happened_at=case.opened_at, answers={f"q{n}": 1 for n in range(1, 10)})  # fmt: skip
    episode = risks.open_for_case(case.pk)
    answer = ask(as_("stranger"), episode.code)
    assert answer.headers["Location"] == reverse("risk:episode", args=[episode.pk])


@pytest.mark.parametrize("told", ["BBBB-2222", "RBBBB-2222", "R-BBBB222", "x" * 40, "٪'--", "\x00"])
def test_a_code_of_nothing_breaks_nothing_and_says_so(case, as_, told):
    answer = ask(as_("stranger"), told)
    assert answer.status_code == 422
    assert not BrokenGlass.objects.exists()


def test_a_reason_is_still_needed(case, as_):
    assert ask(as_("stranger"), case.code, reason="x").status_code == 422
    assert not BrokenGlass.objects.exists()


def test_who_may_not_break_glass_learns_of_no_code(case, as_):
    assert ask(as_("lhw"), case.code).status_code == 404

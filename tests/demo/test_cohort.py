"""The demonstration's people: published figures come out of the records; nobody is real."""

import json

import pytest
from django.urls import reverse

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.queries import demo_account
from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.cases.models import Case
from sukoon.config.cli import main
from sukoon.demo import care, cohort
from sukoon.people.models import Person
from sukoon.supervision import queries
from sukoon.supervision.models import Request, Trainee, Usefulness
from sukoon.supervision.rules import FLOW
from sukoon.supervision.words import RequestStatus
from tests.factories import AreaFactory


@pytest.fixture
def areas(db):
    AreaFactory(pcode="PK5", level=1, path="PK/PK5/")
    for pcode in cohort.KP_DISTRICTS:
        AreaFactory(pcode=pcode, path=f"PK/PK5/{pcode}/")
    AreaFactory(pcode="PK401", path="PK/PK4/PK401/")


def test_the_published_figures_come_out_of_the_records(areas, capsys, client):
    cohort.build()
    care.build()
    assert main(["report", "supervision", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "trained": 105, "active": 53, "cases": 413, "depression_share": 0.569007,
        "diagnoses_changed_share": 0.242131, "plans_changed_share": 0.382567,
        "median_days_to_answer": 3.0,
    }  # fmt: skip
    by = console_actor()
    told = queries.cohort_figures(by, cohort="kp-2023")
    assert (told.depression, told.plans_changed, told.answered) == (235, 158, 413)
    assert told.active_by_cadre == {"phc_physician": (38, 74), "psychologist_clinical": (15, 31)}
    # 61.1, 72.2 and 44.4 per cent of 36
    assert [round(n / 0.36, 1) for n in told.useful.values()] == [61.1, 72.2, 44.4]
    pilot = queries.cohorts(by).get(code="ict-2021")
    found = queries.funnel(by, pilot)
    assert (found.nominated, found.registered, found.completed) == (2100, 758, 303)
    assert (found.active, found.cases, found.requests) == (17, 30, 20)
    _nobody_is_real()
    _nothing_is_left_over()
    _the_page_says_the_same(client)
    _one_more_case_is_counted()


def _nobody_is_real():
    """Marked synthetic everywhere."""
    assert not User.objects.filter(is_synthetic=False).exists()
    for model in (Person, Case, Request):
        assert not model.objects.filter(is_synthetic=False).exists(), model
    assert not Trainee.objects.exclude(cohort=None).filter(is_synthetic=False).exists()


def _nothing_is_left_over():
    past = User.objects.filter(email__endswith="@cohort.demo.invalid")
    assert past.count() == 3 + 53 + 1 + 17
    assert not RoleAssignment.objects.filter(user__in=past).exists()
    theirs = Request.objects.filter(asked_by_id__in=past.values("pk"))
    assert set(theirs.values_list("status", flat=True)) == {RequestStatus.CLOSED}
    assert FLOW.is_final(RequestStatus.CLOSED)
    assert Usefulness.objects.filter(request__in=theirs).count() == 36
    assert AuditEntry.objects.filter(event="supervision.answered").count() >= 433
    assert {m.code for m in care.MEMBERS} == {
        demo_account(m.code).email.split("@")[0] for m in care.MEMBERS
    }  # fmt: skip


def _the_page_says_the_same(client):
    """To the digit that was published: 38.25, where rounding would say 38.26."""
    by = console_actor()
    user = accounts.create_account(
        by=by, email="me@demo.invalid", full_name="M&E", password=None, synthetic=True
    )
    pakistan = AreaFactory(pcode="PK", level=0, path="PK/")
    accounts.give_role(by=by, user=user, role="me_officer", area=pakistan)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    text = " ".join(client.get(reverse("supervision:figures") + "?cohort=kp-2023").text.split())
    for said in ("105", "53", "413", "235", "56.90 %", "158", "38.25 %", "51.35 %"):
        assert said in text, said
    assert "38.26" not in text


def _one_more_case_is_counted():
    """The figures are no constants: another answer moves them."""
    first = Request.objects.filter(case_code__isnull=False, plan_changed=False, diagnosis="DEP")[0]
    Request.objects.filter(pk=first.pk).update(plan_changed=True, diagnosis="EPI")
    told = queries.figures(console_actor())
    assert told.plans_changed_share == round(159 / 413, 6)
    assert told.depression_share == round(234 / 413, 6)


def test_building_twice_makes_nothing_new(areas, monkeypatch):
    monkeypatch.setattr(cohort, "_kp", lambda: None)
    monkeypatch.setattr(cohort, "_ict", lambda: None)
    cohort.build()
    care.build()
    before = User.objects.count(), Request.objects.count()
    care.build()
    assert (User.objects.count(), Request.objects.count()) == before
    waiting = Request.objects.filter(supervisor_id=demo_account("specialist").pk, turn="answer")
    assert waiting.count() == 1
    assert "epi/epi_kind" in str(waiting.get().shared.snapshot)
    assert 4 <= (waiting.get().due_at - waiting.get().created_at).total_seconds() / 3600 <= 6


@pytest.mark.parametrize("part", [0, 1, 17, 158, 235, 413])
def test_a_margin_is_spread_to_the_unit(part):
    flags = list(cohort.spread(part, 413))
    assert (len(flags), sum(flags)) == (413, part)

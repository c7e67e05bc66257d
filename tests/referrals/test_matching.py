"""Which services are suggested for a need, near a place, and in what words."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.referrals import queries
from sukoon.referrals.models import Referral
from sukoon.referrals.problems import DraftIncomplete
from sukoon.referrals.queries import Ask
from sukoon.services import actions as services
from sukoon.services.models import Service
from sukoon.services.words import CountBasis
from tests.factories import ActivityFactory, AreaFactory, OrganisationFactory
from tests.risk.making import NOW

TODAY = NOW.date()


@pytest.fixture
def register(team):
    """Six counselling lines around Swat, and one of something else."""
    swat = team.swat
    swat.lat, swat.lon = 35.2, 72.4
    swat.save()
    province = swat.parent
    near = AreaFactory(pcode="PK524", level=2, name_en="Shangla", path="PK/PK5/PK524/",
                       parent=province, lat=34.9, lon=72.7)  # fmt: skip
    far = AreaFactory(pcode="PK501", level=2, name_en="Dera Ismail Khan", path="PK/PK5/PK501/",
                      parent=province, lat=32.4, lon=70.9)  # fmt: skip
    counsel, other = ActivityFactory(code="8.1"), ActivityFactory(code="11.3")

    def line(name, area, activity=counsel, *, sensitive=False, **told):
        draft = services.ServiceDraft(
            organisation=OrganisationFactory(name=name), activity=activity, areas=(area,),
            status=told.pop("status", "under_way"), description=name, **told,
        )  # fmt: skip
        kept = services.record(by=console_actor(), draft=draft, reported_on=TODAY)
        if sensitive:
            Service.objects.filter(pk=kept.pk).update(is_sensitive=True)
        return kept

    return {
        "women": line("Women here", swat, provider_gender="women", languages=("ps",), fee="free",
                      opening_hours="Mon-Fri 9-13"),
        "men": line("Men here", swat, provider_gender="men", languages=("ur",)),
        "near": line("Women near", near, provider_gender="women", languages=("ps",)),
        "far": line("Women far", far, provider_gender="women", languages=("ps",)),
        "hidden": line("Hidden", swat, sensitive=True),
        "done": line("Completed", swat, status="completed"),
        "other": line("Trains people", swat, other),
    }  # fmt: skip


def names(found):
    return [s.service.organisation.name for s in found.suggestions]


def matched(by=None, **told):
    ask = Ask(**{"need": "counselling", "area": "PK532", **told})
    return queries.match(by or public_actor(), ask, now=NOW)


def test_near_ones_of_the_need_that_are_under_way_and_may_be_seen(register):
    assert set(names(matched())) == {"Women here", "Men here", "Women near", "Women far"}
    assert names(matched())[2:] == ["Women near", "Women far"]


def test_who_may_see_sensitive_lines_is_suggested_them(register):
    assert "Hidden" in names(matched(console_actor()))


def test_the_wished_gender_and_language_come_first_and_are_said(register):
    found = matched(provider_gender="women", languages=frozenset({"ps"}), free=True)
    assert names(found)[0] == "Women here"
    assert names(found)[-1] == "Men here"
    best, last = found.suggestions[0], found.suggestions[-1]
    assert {"a woman provides it", "speaks Pashto", "free", "in this district"} <= set(best.fits)
    assert {"no woman provides it", "speaks only Urdu"} <= set(last.against)
    assert "about 43 km, district to district" in " ".join(
        [*found.suggestions[1].fits, *found.suggestions[1].against]
    )


def test_open_at_the_time_somebody_would_come(register):
    monday = datetime(2026, 11, 23, 5, 0, tzinfo=NOW.tzinfo)  # 10:00 in Karachi
    assert "open then" in matched(at=monday).suggestions[0].fits
    late = matched(at=monday + timedelta(hours=8))
    said = next(s for s in late.suggestions if s.service.organisation.name == "Women here")
    assert said.against == ["closed then (Mon-Fri 9-13)"]


def test_places_and_waiting_come_from_the_latest_return(register, team):
    def told(name, **figures):
        services.submit(
            by=console_actor(), service=register[name], period_start=date(2026, 10, 1),
            period_end=date(2026, 10, 31), basis=CountBasis.PEOPLE, total=1, today=TODAY, **figures,
        )  # fmt: skip

    told("women", places_free=3, waiting_days=2)
    told("women", places_free=0)
    told("men", places_free=4, waiting_days=20)
    found = matched()
    assert "Women here" not in names(found)
    assert [s.service.organisation.name for s in found.full] == ["Women here"]
    assert "takes nobody new at present" in found.full[0].against
    men = next(s for s in found.suggestions if s.service.organisation.name == "Men here")
    assert "4 places free" in men.fits
    assert "a wait of 20 days" in men.against


def test_how_it_answered_before_counts_and_protection_is_left_out(register, team, case):
    from tests.referrals.making import sent

    def asked(n, *, answered, protection=False):
        for _ in range(n):
            referral = sent(team, case)
            Referral.objects.filter(pk=referral.pk).update(
                service=register["men"].pk, is_protection=protection, reported_at=NOW,
                answered_at=NOW if answered else None, answer_due_at=NOW,
            )  # fmt: skip

    asked(3, answered=True)
    asked(2, answered=True, protection=True)
    found = matched()
    assert names(found)[0] == "Men here"
    assert "answered 3 of the last 3 referrals in time" in found.suggestions[0].fits


def test_reasons_are_said_in_urdu(register):
    with translation.override("ur"):
        found = matched(provider_gender="women")
    said = [*found.suggestions[0].fits, *found.suggestions[0].unknown]
    assert all(not text.isascii() for text in said), said


def test_a_need_or_place_nobody_knows(register):
    with pytest.raises(DraftIncomplete) as wrong:
        matched(need="magic", area="XX")
    assert wrong.value.details["where"] == "need, area"


def test_it_costs_a_fixed_number_of_queries(register, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        matched(provider_gender="women")


def test_the_command_ranks_with_reasons(register, capsys):
    from sukoon.config.cli import main

    code = main(["referrals", "match", "--need", "counselling", "--area", "PK532",
                 "--provider-gender", "f", "--at", "2026-11-23T10:00", "--json"])  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [s["rank"] for s in told["services"]] == [1, 2, 3, 4, 5]
    assert told["services"][0]["organisation"] == "Women here"
    assert "a woman provides it" in told["services"][0]["fits"]
    assert {"code": "gender", "sign": "fits", "said": "a woman provides it", "weight": 20} in (
        told["services"][0]["reasons"]
    )
    assert told["services"][0]["reasons"][0]["code"] == "gives"
    assert (told["provider_gender"], told["at"]) == ("f", "2026-11-23T10:00:00+05:00")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--need", "magic", "--area", "PK532"], "no need has the code magic"),
        (["--need", "counselling", "--area", "XX"], "no area has the p-code XX"),
        (["--need", "counselling", "--area", "PK532", "--urgency", "x"], "no urgency"),
    ],
)
def test_a_code_the_command_does_not_know_is_wrong_use(register, capsys, wrong, said):
    from sukoon.config.cli import main

    assert main(["referrals", "match", "--json", *wrong]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_the_command_takes_a_p_code_as_it_is_written(register, capsys):
    from sukoon.config.cli import main

    assert main(["referrals", "match", "--need", "counselling", "--area", "pk532", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["area"] == "PK532"
    with pytest.raises(SystemExit) as over:
        main(["referrals", "match", "--need", "counselling", "--area", "PK532", "--at", "later"])
    assert over.value.code == 2
    assert "is no time such as" in capsys.readouterr().err


def test_what_answers_the_need_best_comes_before_what_only_helps(register):
    from sukoon.services import actions as services

    draft = services.ServiceDraft(
        organisation=OrganisationFactory(name="Links only"), activity=ActivityFactory(code="7.2"),
        areas=tuple(a.area for a in register["men"].in_areas.all()), status="under_way",
        description="x", provider_gender="women", languages=("ps",), fee="free",
        opening_hours="Mon-Fri 9-13",
    )  # fmt: skip
    services.record(by=console_actor(), draft=draft, reported_on=TODAY)
    found = names(matched(provider_gender="women", free=True, languages=frozenset({"ps"})))
    assert found[:2] == ["Women here", "Links only"]


def test_the_report_counts_by_state(team, case, capsys):
    from sukoon.config.cli import main
    from tests.referrals.making import sent

    sent(team, case)
    assert main(["report", "referrals", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["by_state"]["sent"] == 1
    assert (told["alarms"], told["median_days_to_closure"]) == (0, None)

"""Pages of referrals: happy, refused, invalid; what must not stand there; a fixed cost."""

import pytest
from django.urls import reverse

from sukoon.audit.models import AuditEntry
from sukoon.core.access import SYSTEM
from sukoon.people import actions as people
from sukoon.referrals import actions
from sukoon.referrals.models import OutsideLink, Referral
from sukoon.referrals.words import State
from tests.factories import ActivityFactory, ServiceFactory
from tests.referrals.making import ASK, OUTSIDE, consented, prepared, sent
from tests.risk.making import NOW


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def text_of(response):
    return response.content.decode()


WHEN = {"happened_on": "2026-11-24", "happened_time": "14:00"}


class TestLists:
    def test_each_side_finds_it_and_no_need_or_name_stands_there(self, team, case, as_):
        referral = sent(team, case, need="counselling")
        mine, theirs = as_("worker").get(url("sent")), as_("stranger").get(url("inbox"))
        for page in (mine, theirs):
            assert referral.code in text_of(page)
            for word in ("Amna", "ounselling", ASK):
                assert word not in text_of(page)
        assert case.code not in text_of(theirs)

    def test_who_has_nothing_to_do_with_it_finds_nothing(self, team, case, as_):
        referral = sent(team, case)
        assert referral.code not in text_of(as_("lhw").get(url("sent")))
        assert as_("coordinator").get(url("inbox")).status_code == 404

    def test_the_cost_does_not_grow(self, team, case, as_, django_assert_num_queries):
        client = as_("worker")
        sent(team, case)
        client.get(url("sent"))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            client.get(url("sent"))
        for _ in range(5):
            sent(team, case)
        with django_assert_num_queries(len(few)):
            client.get(url("sent"))

    def test_a_coordinator_sees_codes_that_stand_still(self, team, case, as_):
        referral = sent(team, case)
        actions.raise_alarms(by=SYSTEM, now=NOW + _days(2))
        page = text_of(as_("coordinator").get(url("alarms")))
        assert referral.code in page
        for word in ("Amna", "ounselling", case.code, "Other", "Misaal"):
            assert word not in page


def _days(n):
    from datetime import timedelta

    return timedelta(days=n)


class TestOne:
    def test_the_receiver_sees_the_sealed_fields_and_it_is_kept(self, team, case, as_):
        referral = sent(team, case)
        page = text_of(as_("stranger").get(url("referral", referral.pk)))
        assert "Amna Farzi" in page
        assert ASK in page
        assert case.code not in page
        referral.refresh_from_db()
        assert referral.opened_at

    def test_a_colleague_outside_a_protection_referral_sees_only_that_word(self, team, case, as_):
        referral = sent(team, case, need="gbv_services")
        page = text_of(as_("duty").get(url("referral", referral.pk)))
        assert "Protection" in page
        for word in ("gender-based", "Amna", ASK):
            assert word not in page
        assert "gender-based" in text_of(as_("worker").get(url("referral", referral.pk)))

    def test_out_of_reach_it_is_not_there(self, team, case, as_):
        referral = sent(team, case, OUTSIDE)
        for name in ("stranger", "lhw"):
            assert as_(name).get(url("referral", referral.pk)).status_code == 404

    def test_after_withdrawal_the_receiver_sees_nothing_any_more(self, team, case, as_):
        referral = sent(team, case)
        people.withdraw_consent(by=team.actor("worker"), consent=referral.consent, withdrawn_at=NOW)
        actions.stop_for_consent(by=SYSTEM, person_id=case.person_id)
        page = text_of(as_("stranger").get(url("referral", referral.pk)))
        assert "Amna" not in page
        assert "was never opened" in page

    def test_a_step_is_made_and_a_wrong_one_is_said(self, team, case, as_):
        referral, client = sent(team, case), as_("stranger")
        wrong = client.post(url("step", referral.pk, "declined"), WHEN)
        assert wrong.status_code == 422
        right = client.post(url("step", referral.pk, "declined"), WHEN | {"reason": "full"})
        assert right.status_code == 302
        referral.refresh_from_db()
        assert referral.state == State.DECLINED
        assert client.get(url("step", referral.pk, "accepted")).status_code == 404
        assert client.get(url("step", referral.pk, "nonsense")).status_code == 404

    def test_passing_on_leads_the_sender_to_the_new_one(self, team, case, as_):
        referral = sent(team, case)
        told = WHEN | {"to": "outside", "outside_name": "Dr Gul"}
        assert as_("stranger").post(url("pass_on", referral.pk), told).status_code == 302
        after = Referral.objects.get(redirected_from=referral)
        page = text_of(as_("worker").get(url("referral", referral.pk)))
        assert url("referral", after.pk) in page
        assert url("referral", after.pk) not in text_of(
            as_("stranger").get(url("referral", referral.pk))
        )


class TestNew:
    """One page: need, services with reasons, what is shared, consent, sending."""

    @pytest.fixture
    def service(self, team):
        return ServiceFactory(
            organisation=team.other, area=team.swat, activity=ActivityFactory(code="8.1"),
            provider_gender="women",
        )  # fmt: skip

    WISH = {"need": "counselling", "urgency": "urgent", "area": "PK532"}
    ASKED = WISH | {
        "ask": ASK, "fields_shared": ["name", "age"], "contact": "call", "transport": "none",
        "escort": "none",
    }  # fmt: skip
    AGREED = {"agreed": "on", "given_by": "self", "manner": "spoken"}

    def test_services_are_suggested_with_reasons_and_no_need_in_an_address(
        self, team, case, as_, service
    ):
        client = as_("worker")
        begun = text_of(client.get(url("new", case.pk)))
        assert "Say what is needed" in begun
        told = self.WISH | {"do": "show", "provider_gender": "women"}
        page = client.post(url("new", case.pk), told)
        assert page.status_code == 200
        assert "a woman provides it" in text_of(page)
        assert "they propose, you decide" in text_of(page)
        assert f'value="{service.pk}"' in text_of(page)
        assert "?need" not in text_of(page)
        none = text_of(client.post(url("new", case.pk), told | {"need": "legal"}))
        assert "No service of the register answers this" in none
        assert not Referral.objects.exists()

    def test_drawn_again_nothing_that_was_typed_is_lost_and_nothing_is_judged(
        self, team, case, as_, service
    ):
        told = {"do": "show", "ask": ASK, "fields_shared": ["name"], "to": "outside",
                "outside_name": "Dr Gul"}  # fmt: skip
        page = as_("worker").post(url("new", case.pk), self.WISH | told)
        assert page.status_code == 200
        assert [r["field"].code for r in page.context["rows"] if r["ticked"]] == ["name"]
        assert ASK in text_of(page)
        assert "Dr Gul" in text_of(page)

    def test_a_rule_fills_in_its_need_and_how_soon_and_is_kept(self, team, case, as_, service):
        client = as_("worker")
        page = client.post(url("new", case.pk), {"use_rule": "t2_no_gain", "area": "PK532"})
        assert page.context["form"]["need"].value() == "medical_mental_health"
        assert 'name="rule" value="t2_no_gain"' in text_of(page)

    def test_it_is_read_out_and_sent_from_one_page(self, team, case, as_, service):
        client, told = as_("worker"), self.ASKED | {"do": "send", "to": str(service.pk)}
        page = text_of(client.get(url("new", case.pk)))
        assert "Amna Farzi" in page
        unread = client.post(url("new", case.pk), told)
        assert unread.status_code == 422
        assert "Read the list to the person" in text_of(unread)
        assert not Referral.objects.exists()
        sent_now = client.post(url("new", case.pk), told | self.AGREED)
        referral = Referral.objects.get()
        assert sent_now.headers["Location"] == url("referral", referral.pk)
        assert (referral.state, referral.service_id) == (State.SENT, service.pk)
        assert referral.consent.fields == {"name", "age"}
        assert client.get(url("send", referral.pk)).status_code == 404

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"to": ""}, "Choose to whom"),
            ({"to": "team"}, "Choose the team"),
            ({"to": "outside", "outside_name": "Dr Gul", "ask": ""}, "Say what you ask of them"),
            ({"to": "outside"}, "Say who they are"),
            (
                {"to": "outside", "outside_name": "Dr Gul", "fields_shared": []},
                "Tick what they may see",
            ),
            ({"to": "outside", "outside_name": "Dr Gul", "need": "continued_care"}, "plan"),
            ({"to": "outside", "outside_name": "Dr Gul", "need": ""}, "Choose what is needed"),
            ({"to": "5f0f5d8e-0000-7000-8000-000000000000"}, "valid choice"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_made(self, team, case, as_, told, said):
        body = self.ASKED | self.AGREED | {"do": "send"} | told
        page = as_("worker").post(url("new", case.pk), body)
        assert page.status_code == 422
        assert said in text_of(page)
        assert not Referral.objects.exists()

    def test_a_child_is_not_sent_on_its_own_word(self, team, case, as_):
        case.person.born = "2016"
        case.person.save()
        told = {"do": "send", "to": "outside", "outside_name": "Dr Gul"}
        page = as_("worker").post(url("new", case.pk), self.ASKED | self.AGREED | told)
        assert page.status_code == 422
        assert "uardian" in text_of(page)
        assert not Referral.objects.exists()

    def test_a_draft_is_kept_and_sent_later(self, team, case, as_):
        client = as_("worker")
        told = self.ASKED | {"do": "keep", "to": "team", "team": str(team.other.pk)}
        assert client.post(url("new", case.pk), told).status_code == 302
        referral = Referral.objects.get()
        assert (referral.state, referral.to_org_id) == (State.DRAFT, team.other.pk)
        page = text_of(client.get(url("send", referral.pk)))
        assert "Amna Farzi" in page
        assert "Stays here" in page
        assert client.post(url("send", referral.pk), {}).status_code == 422
        assert client.post(url("send", referral.pk), self.AGREED).status_code == 302
        referral.refresh_from_db()
        assert referral.state == State.SENT

    def test_a_button_pressed_twice_sends_one(self, team, case, as_):
        client = as_("worker")
        key = client.get(url("new", case.pk)).context["key"]
        told = {"do": "send", "to": "outside", "outside_name": "Dr Gul", "key": str(key)}
        body = self.ASKED | self.AGREED | told
        first, second = (client.post(url("new", case.pk), body) for _time in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert Referral.objects.count() == 1
        kept = client.get(url("new", case.pk)).context["key"]
        client.post(url("new", case.pk), body | {"key": str(kept), "do": "keep"})
        changed = {"key": str(kept), "fields_shared": ["age"], "ask": "Something else"}
        client.post(url("new", case.pk), body | changed)
        later = Referral.objects.get(pk=kept)
        assert (later.state, later.fields, later.ask) == (State.SENT, "age", "Something else")
        wrong = client.post(url("new", case.pk), body | {"key": "x", "to": ""})
        assert wrong.status_code == 422

    def test_each_look_at_the_page_is_kept_and_it_is_not_cached(self, team, case, as_):
        before = AuditEntry.objects.filter(event="case.read").count()
        page = as_("worker").get(url("new", case.pk))
        assert page.headers["Cache-Control"] == "no-store"
        assert AuditEntry.objects.filter(event="case.read").count() == before + 1

    def test_where_a_consent_stands_it_is_not_asked_again(self, team, case, as_):
        referral = prepared(team, case)
        consented(team, referral)
        client = as_("worker")
        assert "They agreed to this on" in text_of(client.get(url("send", referral.pk)))
        assert client.post(url("send", referral.pk)).status_code == 302

    def test_out_of_reach_nothing_is_there(self, team, case, as_):
        for name in ("stranger", "lhw"):
            client = as_(name)
            assert client.get(url("new", case.pk)).status_code == 404
            assert client.post(url("new", case.pk), {"do": "show"}).status_code == 404


class TestOutside:
    @pytest.fixture
    def made(self, team, case):
        referral = sent(team, case, OUTSIDE)
        return actions.make_link(by=team.actor("worker"), referral=referral)

    def at(self, made):
        return url("outside", made.secret)

    def test_nothing_personal_before_the_code_and_nothing_is_kept(self, team, case, made, client):
        response = client.get(self.at(made))
        page = text_of(response)
        for word in ("Amna", ASK, case.code, made.link.referral.code, "ounselling", "Misaal"):
            assert word not in page
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "strict-origin"

    def test_the_code_opens_it_once_and_an_answer_is_taken(self, made, client):
        page = client.post(self.at(made), {"code": made.code})
        assert "Amna Farzi" in text_of(page)
        assert page.headers["Cache-Control"] == "no-store"
        again = client.post(self.at(made), {"code": made.code})
        assert "Amna" not in text_of(again)
        told = {"answer_pass": again.context["answer_pass"], "wanted": "declined"}
        assert client.post(self.at(made), told).status_code == 422
        assert client.post(self.at(made), told | {"reason": "full"}).status_code == 200
        assert Referral.objects.get().state == State.DECLINED

    def test_a_wrong_code_says_how_many_tries_are_left(self, made, client):
        wrong = f"{(int(made.code) + 1) % 10**8:08d}"
        said = client.post(self.at(made), {"code": wrong})
        assert said.status_code == 422
        assert "Tries left: 4" in text_of(said)
        for _ in range(4):
            over = client.post(self.at(made), {"code": wrong})
        assert over.status_code == 410
        assert OutsideLink.objects.get().ended_at
        assert client.post(self.at(made), {"code": made.code}).status_code == 410

    def test_an_unknown_link_is_over(self, client, db):
        assert client.get(url("outside", "sukoon_nothing")).status_code == 410

    def test_too_many_tries_from_one_place_wait(self, made, client):
        for _ in range(20):
            client.post(self.at(made), {"code": ""})
        assert client.post(self.at(made), {"code": made.code}).status_code == 429

    def test_a_made_up_pass_opens_nothing(self, made, client):
        told = {"answer_pass": "made:up", "wanted": "accepted"}
        assert client.post(self.at(made), told).status_code == 410

    def test_link_and_code_are_shown_to_the_sender_once(self, team, case, as_):
        referral, client = sent(team, case, OUTSIDE), as_("worker")
        page = client.post(url("link_make", referral.pk))
        assert "/referrals/link/" in text_of(page)
        assert page.headers["Cache-Control"] == "no-store"
        assert "Amna" not in text_of(page)
        assert "/referrals/link/sukoon_" not in text_of(client.get(url("referral", referral.pk)))
        assert as_("duty").get(url("link_make", referral.pk)).status_code == 405
        assert as_("lhw").post(url("link_make", referral.pk)).status_code == 404
        assert client.post(url("link_end", referral.pk)).status_code == 302
        assert OutsideLink.objects.get().ended_at


class TestSlip:
    def test_three_copies_and_the_persons_says_not_why(self, team, case, as_, monkeypatch):
        from sukoon.referrals import printing

        referral, seen = sent(team, case, OUTSIDE), {}
        kept = printing.pdf
        monkeypatch.setattr(printing, "pdf", lambda t, data: seen.update(data) or kept(t, data))
        client = as_("worker")
        made = client.post(url("slip", referral.pk))
        assert made.content.startswith(b"%PDF")
        mine, person, receiver = seen["copies"]
        assert "Amna Farzi" in str(receiver["lines"])
        for copy in (mine, person):
            for word in ("Amna", ASK, "ounselling"):
                assert word not in str(copy["lines"])

    def test_a_telephone_number_keeps_its_order_right_to_left(self, team, case):
        from sukoon.core.text import numbers_in_order
        from sukoon.referrals.printing import _person

        told = {line["value"] for line in _person(sent(team, case, OUTSIDE))["lines"]}
        assert numbers_in_order("0300 1234567") in told
        assert numbers_in_order("0300 1234567") != "0300 1234567"

    def test_of_a_protection_referral_the_persons_copy_names_no_place(self, team, case):
        from sukoon.referrals.printing import _person

        referral = sent(team, case, OUTSIDE, need="gbv_services")
        assert "Gul" not in str(_person(referral)["lines"])
        assert "1234567" not in str(_person(referral)["lines"])

    def test_with_the_link_just_made_its_qr_stands_on_the_receivers_copy(self, team, case, as_):
        referral = sent(team, case, OUTSIDE)
        made = actions.make_link(by=team.actor("worker"), referral=referral)
        client = as_("worker")
        assert client.post(url("slip", referral.pk), {"secret": made.secret}).status_code == 200
        assert as_("stranger").post(url("slip", referral.pk)).status_code == 404


class TestPanels:
    def test_a_case_and_the_desk_show_where_they_stand(self, team, case, as_, clock):
        referral = sent(team, case)
        assert url("referral", referral.pk) in text_of(
            as_("worker").get(reverse("cases:case", args=[case.pk]))
        )
        clock.move_to(NOW + _days(2))
        assert url("referral", referral.pk) in text_of(as_("stranger").get(reverse("desk:home")))
        actions.raise_alarms(by=SYSTEM, now=NOW + _days(2))
        desk = text_of(as_("coordinator").get(reverse("desk:home")))
        assert "1 referral stands still in your area" in desk
        assert referral.code not in desk


def test_the_whole_way_by_pages(team, case, as_):
    referral = sent(team, case)
    there = as_("stranger")
    for state, told in (
        ("accepted", {}), ("booked", {"at_day": "2026-11-26", "at_time": "10:00"}), ("seen", {}),
        ("reported_back", {"outcome": "done"}),
    ):  # fmt: skip
        assert there.post(url("step", referral.pk, state), WHEN | told).status_code == 302, state
    assert as_("worker").post(url("step", referral.pk, "closed"), WHEN).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.result) == ("closed", "seen")

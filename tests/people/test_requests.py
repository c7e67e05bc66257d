"""What a person may ask about their data: a copy, a correction, erasure; legal holds; the clock."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.core import clock, subjects
from sukoon.core.access import SYSTEM, Actor, Grant, NotAllowed, Reach
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.people import actions, queries
from sukoon.people.actions import requests
from sukoon.people.clocks import clocks
from sukoon.people.models import Erasure, Household, LegalHold, Person, SubjectRequest
from sukoon.people.problems import (
    AnswerNeeded,
    HoldLifted,
    InTheFuture,
    NotHere,
    RequestClosed,
    TooEarlyToErase,
    UnderHold,
)
from sukoon.people.rules import Birth, Details
from sukoon.people.words import LinkKind, RequestKind, RequestStatus
from tests.factories import OrganisationFactory, RoleAssignmentFactory
from tests.people.conftest import TEAM
from tests.raw import without_chance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONG = clocks().keep_for + DAY


@pytest.fixture
def officer():
    return Actor(
        new_id(), "data_protection_officer",
        frozenset({Grant(Permission.SUBJECT_ANSWER, Reach.EVERYWHERE)}),
    )  # fmt: skip


def person(by, *names, **told):
    details = Details(birth=Birth("1990-05-12"), alias="Blue bird", address="House 4")
    return actions.record_person(by=by, names=names, org_id=TEAM, details=details, **told)


def asked(by, somebody, kind=RequestKind.ERASURE, said="please"):
    return actions.record_request(
        by=by, person=somebody, kind=kind, said=said, asked_on=clock.today()
    )


@pytest.fixture
def later(monkeypatch):
    """Let the time of keeping pass, so that nothing must be kept any longer."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + LONG)


class TestPastKeeping:
    """One rule: a record is kept its time after the last entry, then somebody decides."""

    def noted(self, after=LONG):
        return actions.note_past_keeping(by=SYSTEM, now=clock.now() + after)

    def test_a_record_past_its_time_is_put_before_somebody_once(self, by):
        somebody = person(by, "Zarghuna")
        assert self.noted(after=LONG - 2 * DAY) == 0
        assert self.noted() == 1
        request = SubjectRequest.objects.get()
        assert (request.person, request.kind) == (somebody, RequestKind.ERASURE)
        assert self.noted() == 0
        event = AuditEntry.objects.get(event="record.past_keeping")
        assert (event.subject_id, "Zarghuna" in event.told) == (somebody.pk, False)
        assert Person.objects.get(pk=somebody.pk).names.exists()

    def test_what_somebody_decided_to_keep_is_not_asked_again(self, by, officer):
        person(by, "Zarghuna")
        self.noted()
        actions.decline_request(by=officer, request=SubjectRequest.objects.get(), said="a court")
        assert self.noted() == 0

    def test_a_hold_keeps_it(self, by, officer):
        actions.place_hold(by=officer, person=person(by, "Zarghuna"), reason="a court asks")
        assert self.noted() == 0

    def test_two_records_of_one_person_are_one_question_when_both_are_past(self, by, lead):
        one, other = person(by, "Zarghuna"), person(by, "Zarghuna")
        actions.merge_people(by=lead, merged=one, kept=other)
        Person.objects.filter(pk=other.pk).update(updated_at=clock.now() + LONG)
        assert self.noted() == 0
        Person.objects.filter(pk=other.pk).update(updated_at=clock.now())
        assert self.noted() == 1

    def test_more_than_a_day_can_hold_wait_for_the_next(self, by, monkeypatch):
        monkeypatch.setattr(requests, "MOST_A_DAY", 2)
        monkeypatch.setattr(requests, "AT_ONCE", 2)
        for _ in range(3):
            person(by, "Zarghuna")
        assert [self.noted(), self.noted(), self.noted()] == [2, 1, 0]

    def test_only_the_platform_itself_does_this(self, officer):
        with pytest.raises(NotAllowed):
            actions.note_past_keeping(by=officer, now=clock.now())


class TestAsking:
    def test_a_request_has_a_clock_and_its_first_step(self, by):
        request = asked(by, person(by, "Zarghuna"), RequestKind.COPY)
        assert request.due_on == clock.today() + timedelta(days=30)
        assert [s.status for s in request.steps.all()] == [RequestStatus.OPEN]

    def test_whoever_keeps_the_record_or_answers_may_note_it_and_nobody_else(
        self, by, stranger, officer
    ):
        somebody = person(by, "Zarghuna")
        assert asked(officer, somebody)
        with pytest.raises(NotAllowed):
            asked(stranger, somebody)
        with pytest.raises(InTheFuture):
            actions.record_request(by=by, person=somebody, kind=RequestKind.COPY,
                                   asked_on=clock.today() + DAY)  # fmt: skip

    def test_it_waits_for_whoever_answers_the_most_urgent_first(self, by, stranger, officer):
        first = asked(by, person(by, "Zarghuna"))
        SubjectRequest.objects.filter(pk=first.pk).update(due_on=clock.today() + 50 * DAY)
        urgent = asked(by, person(by, "Gul"))
        assert list(queries.waiting(officer)) == [urgent, first]
        assert not queries.waiting(by).exists()
        assert set(queries.requests(by)) == {first, urgent}
        assert not queries.requests(stranger).exists()

    def test_the_person_may_stop_asking(self, by, stranger):
        request = asked(by, person(by, "Zarghuna"))
        with pytest.raises(NotAllowed):
            actions.withdraw_request(by=stranger, request=request)
        actions.withdraw_request(by=by, request=request)
        with pytest.raises(RequestClosed):
            actions.withdraw_request(by=by, request=request)


class TestAnswering:
    def test_an_answer_needs_words_and_closes_once(self, by, officer):
        request = asked(by, person(by, "Zarghuna"), RequestKind.CORRECTION)
        for careless in (actions.answer_request, actions.decline_request):
            with pytest.raises(NotAllowed):
                careless(by=by, request=request, said="done")
            with pytest.raises(AnswerNeeded):
                careless(by=officer, request=request, said=" ")
        actions.answer_request(by=officer, request=request, said="The year was corrected.")
        assert request.steps.last().said == "The year was corrected."
        for late in (actions.answer_request, actions.decline_request, actions.erase_person):
            with pytest.raises(RequestClosed):
                late(by=officer, request=request, said="again")

    def test_a_request_is_declined_with_the_reason(self, by, officer):
        request = asked(by, person(by, "Zarghuna"))
        actions.decline_request(by=officer, request=request, said="The law asks to keep it.")
        request.refresh_from_db()
        assert request.status == RequestStatus.DECLINED

    def test_the_copy_holds_everything_of_each_record_and_is_said(self, by, lead, officer):
        one, other = person(by, "زرغونہ", phones=["03001234567"]), person(by, "Zarghuna Afridi")
        actions.link_people(by=by, person=one, kind=LinkKind.CARER, other_name="Palwasha")
        actions.merge_people(by=lead, merged=one, kept=other)
        request = asked(by, other, RequestKind.COPY)
        with pytest.raises(NotAllowed):
            actions.copy_held(by=by, request=request)
        told = str([p.rows for p in actions.copy_held(by=officer, request=request)])
        for word in ("زرغونہ", "Zarghuna Afridi", "+923001234567", "Palwasha", "1990-05-12"):
            assert word in told
        assert AuditEntry.objects.filter(event="request.copied", subject_id=other.pk).exists()
        with pytest.raises(RequestClosed):
            actions.copy_held(by=officer, request=asked(by, other, RequestKind.ERASURE))

    def test_events_hold_no_words(self, by, officer):
        somebody = person(by, "Zarghuna")
        request = asked(by, somebody, RequestKind.CORRECTION, said="I am called Palwasha")
        actions.answer_request(by=officer, request=request, said="Corrected to Palwasha")
        told = str(list(AuditEntry.objects.filter(subject_id=somebody.pk).values()))
        assert "request.answered" in told
        assert "Palwasha" not in told


class TestErasing:
    def test_what_must_be_kept_is_not_erased_and_the_reason_is_said(self, by, officer):
        request = asked(by, person(by, "Zarghuna"))
        with pytest.raises(TooEarlyToErase, match=str(clocks().keep_for.days)):
            actions.erase_person(by=officer, request=request, said="done")
        assert not Erasure.objects.exists()

    def test_who_may_not_answer_erases_nobody(self, by, later):
        request = asked(by, person(by, "Zarghuna"))
        with pytest.raises(NotAllowed):
            actions.erase_person(by=by, request=request, said="done")

    @pytest.mark.parametrize("kind", [RequestKind.ERASURE, RequestKind.ANONYMISATION])
    def test_nothing_that_says_who_it_was_is_left_on_any_record(
        self, by, lead, officer, later, kind
    ):
        one = person(by, "زرغونہ", phones=["03001234567"], languages=["ps"],
                     identifiers=[{"kind": "cnic", "text": "1730112345671"}])  # fmt: skip
        other = person(by, "Zarghuna Afridi")
        actions.link_people(by=by, person=one, kind=LinkKind.CARER, other_name="Palwasha")
        actions.record_household(by=by, name="Afridi", address="House 4", members=[one],
                                 org_id=TEAM)  # fmt: skip
        actions.merge_people(by=lead, merged=one, kept=other)
        request = asked(by, other, kind, said="I am Zarghuna Afridi")
        actions.erase_person(by=officer, request=request, said="Done as asked.")
        for somebody in (one, other):
            left = without_chance(str([p.rows for p in subjects.copy(somebody.pk)]))
            for word in ("زرغونہ", "Zarghuna", "300123", "17301", "Palwasha", "05-12", "House",
                         "Blue bird"):  # fmt: skip
                assert word not in left
            assert queries.search(by, "Zarghuna Afridi") == []
            assert queries.by_identifier(by, "1730112345671") == []
            assert AuditEntry.objects.filter(event="person.erased", subject_id=somebody.pk).exists()
        home = Household.objects.get()
        assert (home.name, home.address) == ("", "")
        request.refresh_from_db()
        assert request.status == RequestStatus.ANSWERED

    def test_a_household_where_others_live_keeps_what_it_is_called(self, by, officer, later):
        one, other = person(by, "Zarghuna"), person(by, "Gul")
        actions.record_household(by=by, name="Afridi", members=[one, other], org_id=TEAM)
        actions.erase_person(by=officer, request=asked(by, one), said="done")
        assert Household.objects.get().name == "Afridi"

    def test_anonymisation_need_not_wait_and_leaves_the_year(self, by, officer):
        somebody = person(by, "Zarghuna")
        actions.erase_person(
            by=officer, request=asked(by, somebody, RequestKind.ANONYMISATION), said="done"
        )
        assert Person.objects.get(pk=somebody.pk).born == "1990"

    def test_a_hold_on_any_record_forbids_it_until_it_is_lifted(self, by, lead, officer, later):
        one, other = person(by, "Zarghuna"), person(by, "Zarghuna")
        actions.merge_people(by=lead, merged=one, kept=other)
        with pytest.raises(NotAllowed):
            actions.place_hold(by=by, person=one, reason="a court asks")
        with pytest.raises(AnswerNeeded):
            actions.place_hold(by=officer, person=one, reason=" ")
        hold = actions.place_hold(by=officer, person=one, reason="a court asks")
        assert LegalHold.objects.get().reason == "a court asks"
        request = asked(by, other, RequestKind.ANONYMISATION)
        with pytest.raises(UnderHold):
            actions.erase_person(by=officer, request=request, said="done")
        with pytest.raises(NotAllowed):
            actions.lift_hold(by=by, hold=hold)
        actions.lift_hold(by=officer, hold=hold)
        with pytest.raises(HoldLifted):
            actions.lift_hold(by=officer, hold=hold)
        assert actions.erase_person(by=officer, request=request, said="done") == []

    def test_an_erased_person_is_not_changed_merged_or_erased_again(self, by, lead, officer, later):
        somebody, other = person(by, "Zarghuna"), person(by, "Gul")
        actions.erase_person(by=officer, request=asked(by, somebody), said="done")
        with pytest.raises(NotHere):
            actions.change_person(
                by=by, person=somebody, changes={"names": ["Zarghuna"]}, base_version=1
            )
        with pytest.raises(NotHere):
            actions.merge_people(by=lead, merged=somebody, kept=other)
        with pytest.raises(NotHere):
            asked(by, somebody)


@pytest.fixture
def pages(client, db):
    """A worker's and an officer's browser, and a person of the worker's team."""
    team = OrganisationFactory(name="Misaal")
    users = {}
    for role, org in (("care_worker", team.pk), ("data_protection_officer", None)):
        user = RoleAssignmentFactory(role=role, org_id=org).user
        user.is_synthetic = True
        user.save()
        users[role] = user

    def as_(role):
        client.force_login(
            users[role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    by = actor_for(users["care_worker"], now=clock.now())
    somebody = actions.record_person(by=by, names=["زرغونہ خان"], org_id=team.pk)
    return as_, somebody


def url(name, *args):
    return reverse(f"people:{name}", args=args)


class TestPages:
    def test_a_worker_notes_it_and_the_officer_hands_out_the_copy(self, pages):
        as_, somebody = pages
        worker = as_("care_worker")
        told = {"kind": "copy", "said": "all of it", "asked_on": clock.today().isoformat()}
        text = worker.post(url("request_new", somebody.pk), told, follow=True).content.decode()
        assert "The data-protection officer answers it" in text
        request = SubjectRequest.objects.get()
        for closed in ("copy_json", "copy_pdf"):
            assert worker.get(url(closed, request.pk)).status_code in {403, 404}
        officer = as_("data_protection_officer")
        listed = officer.get(url("requests")).content.decode()
        assert "1 request waits" in listed
        assert "زرغونہ" not in listed
        page = officer.get(url("request", request.pk)).content.decode()
        assert "What is held" in page
        assert "زرغونہ" not in page
        whole = json.loads(officer.get(url("copy_json", request.pk)).content)
        assert "زرغونہ خان" in json.dumps(whole, ensure_ascii=False)
        made = officer.get(url("copy_pdf", request.pk))
        assert made.content.startswith(b"%PDF-")
        assert "زرغونہ" not in made["Content-Disposition"]
        officer.post(url("request_answer", request.pk), {"what": "answer", "said": "Handed over."})
        request.refresh_from_db()
        assert request.status == RequestStatus.ANSWERED
        text = as_("care_worker").get(url("request", request.pk)).content.decode()
        assert "Handed over." in text

    def test_an_answer_without_words_is_refused_on_the_page(self, pages):
        as_, somebody = pages
        as_("care_worker").post(url("request_new", somebody.pk),
                                {"kind": "erasure", "asked_on": clock.today().isoformat()})  # fmt: skip
        request = SubjectRequest.objects.get()
        officer = as_("data_protection_officer")
        answer = officer.post(url("request_answer", request.pk), {"what": "erase", "said": ""})
        assert answer.status_code == 422
        answer = officer.post(url("request_answer", request.pk), {"what": "erase", "said": "done"})
        assert f"must be kept for {clocks().keep_for.days} days" in answer.content.decode()
        assert re.search(r"<textarea[^>]*>\s*done</textarea>", answer.content.decode())
        officer.post(url("hold", request.pk), {"reason": "a court asks"})
        assert "a court asks" in officer.get(url("request", request.pk)).content.decode()
        officer.post(url("hold_lift", LegalHold.objects.get().pk))
        officer.post(url("request_answer", request.pk), {"what": "decline", "said": "kept"})
        request.refresh_from_db()
        assert request.status == RequestStatus.DECLINED

    def test_an_erased_record_says_so_and_offers_nothing(self, pages):
        as_, somebody = pages
        told = {"kind": "anonymisation", "asked_on": clock.today().isoformat()}
        worker = as_("care_worker")
        worker.post(url("request_new", somebody.pk), told)
        request = SubjectRequest.objects.get()
        as_("data_protection_officer").post(
            url("request_answer", request.pk), {"what": "erase", "said": "done"}
        )
        worker = as_("care_worker")
        text = worker.get(url("person", somebody.pk)).content.decode()
        assert "Erased record" in text
        assert "زرغونہ" not in text
        assert url("change", somebody.pk) not in text
        assert worker.get(url("change", somebody.pk)).status_code == 404

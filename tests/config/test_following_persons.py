"""Two records are found to be one person, taken apart again, or erased: what follows, and what does not."""

from datetime import timedelta

import pytest
from django.test import Client

from sukoon.accounts.models import CareRelation
from sukoon.cases import actions as cases
from sukoon.cases.models import Case, Entry, Reminder, Task
from sukoon.cases.words import TaskKind
from sukoon.core import clock as the_clock
from sukoon.core import outbox
from sukoon.core.access import SYSTEM, Actor, Grant, NotAllowed, Reach
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.people import actions as people
from sukoon.people import queries as persons
from sukoon.people.models import Person
from sukoon.people.words import Answer, GivenBy, Manner, Purpose, RequestKind
from sukoon.referrals import actions as referrals
from sukoon.referrals.recipients import consent_key
from sukoon.risk import actions as risk
from sukoon.risk.models import RiskEpisode
from sukoon.supervision import actions as supervision
from sukoon.supervision.rules import Opinion
from tests.cases.making import contact, make_case
from tests.referrals.making import sent
from tests.risk.conftest import clock, team  # noqa: F401 - fixtures
from tests.risk.making import NOW

pytestmark = pytest.mark.django_db


def follow():
    while outbox.run_once(now=the_clock.now() + timedelta(minutes=1)):
        pass


def merged(team, lost, kept):  # noqa: F811
    made = people.merge_people(by=team.actor("lead"), merged=lost, kept=kept)
    follow()
    return made


def consents(team, person, purpose, *, answer=Answer.YES, at=NOW, recipient=""):  # noqa: F811
    return people.record_consent(
        by=team.actor("worker"), person=person, purpose=purpose, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=at, answer=answer, recipient=recipient,
    )  # fmt: skip


def at_risk(team, case):  # noqa: F811
    cases.record_entry(by=team.actor("worker"), case=case, kind="risk", happened_at=NOW,
                       values={"level": "high"}, risk_answered=False)  # fmt: skip
    return RiskEpisode.objects.get(case_id=case.pk)


def reminder(team, case):  # noqa: F811
    by = team.actor("worker")
    task = cases.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=NOW + timedelta(days=3))
    return cases.ask_reminder(by=by, task=task, due_at=NOW + timedelta(days=2))


@pytest.fixture
def two(team):  # noqa: F811
    """A person recorded twice, with a case each."""
    return make_case(team), make_case(team, who="duty")


def counted():
    return [(m, m.objects.count()) for m in (Case, Entry, RiskEpisode, Person)]


class TestMerged:
    def test_leads_are_asked_to_agree_and_asked_no_more_when_it_is_undone(self, team, two):  # noqa: F811
        first, second = two
        cases.record_entry(by=team.actor("worker"), case=first, kind="contact",
                           values=contact(), happened_at=NOW)  # fmt: skip
        before = counted(), list(Case.objects.order_by("id").values("id", "person", "owner_id"))
        merge = merged(team, first.person, second.person)
        asked = {t.case_id: t for t in Task.objects.filter(kind=TaskKind.SAME_PERSON)}
        assert {k: (t.what, t.owner_id) for k, t in asked.items()} == {
            first.pk: (second.code, first.owner_id), second.pk: (first.code, second.owner_id),
        }  # fmt: skip
        cases_after = list(Case.objects.order_by("id").values("id", "person", "owner_id"))
        assert (counted(), cases_after) == before  # nothing is moved, rewritten or lost
        follow()
        cases.follow_person(by=SYSTEM, person_id=second.person_id)  # again: the same
        assert Task.objects.filter(kind=TaskKind.SAME_PERSON, status="open").count() == 2
        people.unmerge_people(by=team.actor("lead"), merge=merge)
        follow()
        assert not Task.objects.filter(kind=TaskKind.SAME_PERSON, status="open").exists()
        assert (counted(), cases_after) == before

    def test_with_one_open_case_nobody_is_asked(self, team, two):  # noqa: F811
        first, second = two
        cases.close_case(by=team.actor("duty"), case=second, reason="moved", happened_at=NOW,
                         values={"outcome": "improved"})  # fmt: skip
        merged(team, first.person, second.person)
        assert not Task.objects.filter(kind=TaskKind.SAME_PERSON).exists()

    def test_whoever_answers_for_a_risk_sees_both_records_until_it_is_undone(self, team, two):  # noqa: F811
        first, second = two
        team.on_duty("stranger")
        episode = at_risk(team, first)
        other = at_risk(team, second)
        by = team.actor("stranger")
        risk.acknowledge(by=by, episode=episode)
        risk.take_over(by=team.actor("duty"), episode=other, why="mine")
        assert set(_records(team, episode)) == {first.person_id}
        merge = merged(team, first.person, second.person)
        assert set(_records(team, episode)) == {first.person_id, second.person_id}
        # Each chain goes on by itself: neither was closed, lowered or joined.
        assert set(RiskEpisode.objects.values_list("case_id", "level", "status")) == {
            (first.pk, "high", "acknowledged"), (second.pk, "high", "acknowledged"),
        }  # fmt: skip
        people.unmerge_people(by=team.actor("lead"), merge=merge)
        follow()
        assert set(_records(team, episode)) == {first.person_id}

    def test_a_no_in_one_record_stops_messages_and_referrals_of_the_other(self, team, two):  # noqa: F811
        first, second = two
        consents(team, first.person, Purpose.CONTACT)
        waiting = reminder(team, first)
        referral = sent(team, first)
        consents(team, second.person, Purpose.CONTACT, answer=Answer.NO)
        consents(team, second.person, Purpose.REFERRAL, answer=Answer.NO,
                 recipient=consent_key(referral))  # fmt: skip
        follow()
        waiting.refresh_from_db()
        referral.refresh_from_db()
        assert (waiting.status, referral.state) == ("waiting", "sent")
        merged(team, first.person, second.person)
        waiting.refresh_from_db()
        assert (waiting.status, waiting.fault) == ("stopped", "no_consent")
        referral.refresh_from_db()
        assert (referral.state, referral.stopped_at is not None) == ("withdrawn", True)

    def test_a_consent_taken_back_in_one_record_stops_the_message_of_the_other(self, team, two):  # noqa: F811
        first, second = two
        yes = consents(team, first.person, Purpose.CONTACT)
        merged(team, first.person, second.person)
        waiting = reminder(team, second)
        people.withdraw_consent(by=team.actor("worker"), consent=yes, withdrawn_at=NOW)
        follow()
        waiting.refresh_from_db()
        assert waiting.status == "stopped"

    def test_what_rested_on_the_other_record_stops_when_they_are_apart_again(self, team, two):  # noqa: F811
        first, second = two
        consents(team, second.person, Purpose.CONTACT)
        merge = merged(team, first.person, second.person)
        waiting = reminder(team, first)
        people.unmerge_people(by=team.actor("lead"), merge=merge)
        follow()
        waiting.refresh_from_db()
        assert waiting.status == "stopped"

    def test_a_question_to_a_supervisor_goes_on(self, team, two):  # noqa: F811
        first, second = two
        asked = _question(team, first)
        merge = merged(team, first.person, second.person)
        people.unmerge_people(by=team.actor("lead"), merge=merge)
        follow()
        asked.refresh_from_db()
        assert asked.is_open

    def test_the_other_case_says_that_a_life_is_at_risk(self, team, two):  # noqa: F811
        first, second = two
        episode = at_risk(team, first)
        merged(team, first.person, second.person)
        user = team.users["duty"]
        user.is_synthetic = True
        user.save()
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/cases/{second.pk}/").content.decode()
        assert "open risk in another record" in page
        assert episode.case_code in page


class TestErased:
    def test_a_whole_erasure_ends_cases_questions_and_referrals(self, team, two, monkeypatch):  # noqa: F811
        first, _second = two
        asked, referral = _question(team, first), sent(team, first)
        consents(team, first.person, Purpose.CONTACT)
        reminder(team, first)
        _erase(team, first.person, RequestKind.ERASURE, monkeypatch)
        first.refresh_from_db()
        assert (first.status, first.risk_level) == ("closed", "")
        asked.refresh_from_db()
        assert not asked.is_open
        referral.refresh_from_db()
        assert referral.stopped_at is not None
        assert (referral.shared, referral.contact_note) == ("", "")
        assert referral.state == "withdrawn"
        assert not Reminder.objects.filter(status="waiting").exists()
        assert not Task.objects.filter(case=first, status="open").exists()

    def test_an_open_risk_outlives_it_with_its_owner_and_clock(self, team, two, monkeypatch):  # noqa: F811
        first, _second = two
        episode = at_risk(team, first)
        _erase(team, first.person, RequestKind.ERASURE, monkeypatch)
        episode.refresh_from_db()
        first.refresh_from_db()
        assert episode.is_open
        assert episode.due_at
        assert first.is_open

    def test_an_anonymised_person_stays_in_care_and_the_lead_is_told(self, team, two, monkeypatch):  # noqa: F811
        first, _second = two
        consents(team, first.person, Purpose.CONTACT)
        reminder(team, first)
        _erase(team, first.person, RequestKind.ANONYMISATION, monkeypatch, wait=timedelta(0))
        first.refresh_from_db()
        assert first.is_open
        assert Task.objects.filter(case=first, kind=TaskKind.ERASED, status="open").count() == 1
        assert Reminder.objects.get().status == "stopped"


def test_only_the_platform_follows(team, two):  # noqa: F811
    by = team.actor("lead")
    for act in (cases.follow_person, cases.follow_erasure, risk.follow_person,
                referrals.stop_for_erasure):  # fmt: skip
        with pytest.raises(NotAllowed):
            act(by=by, person_id=two[0].person_id)


def _records(team, episode):  # noqa: F811
    return CareRelation.objects.filter(
        about_id=episode.pk, user=team.users["stranger"], ended_at=None
    ).values_list("record_id", flat=True)


def _question(team, case):  # noqa: F811
    return supervision.ask(
        by=team.actor("worker"), case=case, question="Is this right?", urgency="routine",
        opinion=Opinion("DEP", "", (), frozenset({"explain"}), "none"), happened_at=NOW,
    )  # fmt: skip


def _erase(team, person, kind, monkeypatch, *, wait=timedelta(days=4000)):  # noqa: F811
    officer = Actor(
        new_id(), "officer", frozenset({Grant(Permission.SUBJECT_ANSWER, Reach.EVERYWHERE)})
    )
    request = people.record_request(
        by=officer, person=person, kind=kind, said="please", asked_on=the_clock.today()
    )
    later = NOW + wait
    monkeypatch.setattr(the_clock, "now", lambda: later)
    people.erase_person(by=officer, request=request, said="done")
    follow()
    assert persons.is_erased(person.pk)

"""What the platform does by itself: a reminder needs consent and a safe number when it goes."""

from datetime import timedelta

import pytest

from sukoon.cases import actions, queries, watch
from sukoon.cases.models import Entry, Reminder, Task
from sukoon.cases.problems import KindNotRecorded
from sukoon.cases.words import TaskKind
from sukoon.core import outbox
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.people import actions as people
from sukoon.people.models import PersonPhone
from sukoon.people.problems import NoConsent
from sukoon.people.words import GivenBy, Manner, Purpose, Told
from sukoon.risk import actions as risk
from sukoon.risk.models import RiskEpisode
from tests.cases.making import make_case, make_person
from tests.risk.making import NOW

DUE = NOW + timedelta(days=2)


def consent(team, person, purpose=Purpose.CONTACT, **told):
    return people.record_consent(
        by=team.actor("worker"), person=person, purpose=purpose, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=NOW, **told,
    )  # fmt: skip


@pytest.fixture
def sent(monkeypatch, settings):
    settings.SMS_URL = "kannel+http://127.0.0.1:13013/x"
    told = []
    monkeypatch.setattr(watch, "by_sms", told.append)
    return told


@pytest.fixture
def person(team):
    found = make_person(team, phones=["0300 1234567"])
    PersonPhone.objects.update(safe_to_call=Told.YES, safe_to_leave_word=Told.YES)
    return found


@pytest.fixture
def reminder(team, person):
    team.contact = consent(team, person)
    case = make_case(team, person=person)
    by = team.actor("worker")
    task = actions.add_task(by=by, case=case, kind=TaskKind.SESSION, due_at=DUE)
    return actions.ask_reminder(by=by, task=task, due_at=DUE - timedelta(days=1))


def run(clock, at=DUE - timedelta(days=1)):
    clock.move_to(at)
    return watch.remind_persons(at)


def test_a_reminder_says_a_day_and_an_hour_and_nothing_else(clock, reminder, sent):
    assert run(clock, NOW) == 0
    assert run(clock) == 1
    assert run(clock) == 0
    assert [n.phone for n in sent] == ["+923001234567"]
    assert sent[0].text == "یاد دہانی: 26-11-2026، 14:00۔"
    assert Reminder.objects.get().status == "sent"


def test_without_consent_none_is_asked_for(team, person):
    case = make_case(team, person=person)
    by = team.actor("worker")
    task = actions.add_task(by=by, case=case, kind=TaskKind.SESSION, due_at=DUE)
    with pytest.raises(NoConsent):
        actions.ask_reminder(by=by, task=task, due_at=NOW + timedelta(hours=1))


def test_consent_withdrawn_stops_a_message(team, clock, reminder, sent):
    people.withdraw_consent(by=team.actor("worker"), consent=team.contact, withdrawn_at=NOW)
    while outbox.run_once(now=NOW):
        pass
    kept = Reminder.objects.get()
    assert (kept.status, kept.fault) == ("stopped", "no_consent")
    assert run(clock) == 0
    assert sent == []


def test_it_stops_at_the_last_moment_too(team, clock, reminder, sent):
    people.withdraw_consent(by=team.actor("worker"), consent=team.contact, withdrawn_at=NOW)
    run(clock)  # the reaction has not run
    assert sent == []
    assert Reminder.objects.get().fault == "no_consent"


def test_not_to_a_number_that_is_not_safe(clock, reminder, sent):
    PersonPhone.objects.update(safe_to_leave_word=Told.NOT_TOLD)
    run(clock)
    assert (sent, Reminder.objects.get().fault) == ([], "no_safe_number")


def test_not_when_there_is_nothing_to_be_reminded_of(team, clock, reminder, sent):
    actions.finish_task(by=team.actor("worker"), task=reminder.task)
    run(clock)
    assert (sent, Reminder.objects.get().fault) == ([], "task_ended")


def test_care_withdrawn_asks_the_lead_and_ends_nothing_by_itself(team, clock):
    person = make_person(team, consents=False)
    care = consent(team, person, Purpose.CARE)
    case = make_case(team, person=person)
    people.withdraw_consent(by=team.actor("worker"), consent=care, withdrawn_at=NOW)
    while outbox.run_once(now=NOW):
        pass
    case.refresh_from_db()
    assert case.is_open
    assert case.next_due_kind == TaskKind.CONSENT


def test_a_consent_that_ends_soon_is_asked_for_once(team, clock):
    person = make_person(team, consents=False)
    consent(team, person, Purpose.CARE, expires_at=NOW + timedelta(days=10))
    case = make_case(team, person=person)
    assert watch.ask_for_consents(NOW) == 1
    assert watch.ask_for_consents(NOW) == 0
    assert Task.objects.get(case=case).kind == TaskKind.CONSENT


def test_a_worker_is_told_once_and_by_code_only(team, clock, case, settings, mailoutbox):
    settings.MAIL_IS_SET_UP = True
    actions.add_task(by=team.actor("worker"), case=case, kind=TaskKind.CONTACT,
                     due_at=NOW + timedelta(hours=1), what="private words")  # fmt: skip
    later = NOW + timedelta(hours=2)
    clock.move_to(later)
    assert watch.remind_workers(later) == 1
    assert watch.remind_workers(later) == 0
    assert case.code in mailoutbox[0].body
    assert "private" not in mailoutbox[0].body


def test_only_the_platform_ends_a_reminder(team, reminder):
    with pytest.raises(NotAllowed):
        actions.end_reminder(by=team.actor("worker"), reminder=reminder)
    with pytest.raises(NotAllowed):
        actions.follow_consent(by=team.actor("worker"), person_id=reminder.case.person_id)


class TestWhatWasDoneAboutARisk:
    def test_stands_in_the_record_once_without_its_words(self, team, clock):
        case = make_case(team)
        actions.record_entry(by=team.actor("worker"), case=case, kind="risk", happened_at=NOW,
                             values={"level": "high"}, risk_answered=False)  # fmt: skip
        episode, by = RiskEpisode.objects.get(case_id=case.pk), team.actor("duty")
        risk.acknowledge(by=by, episode=episode, note="secret note")
        at = NOW + timedelta(minutes=1)
        clock.move_to(at)
        risk.record_contact(by=by, episode=episode, channel="phone", whom="person", reached=True,
                            happened_at=at, note="secret words")  # fmt: skip
        risk.keep_plan(by=by, episode=episode, language="ur", parts={"own_coping": "secret walk"})
        follow = [outbox.run_once(now=at + timedelta(minutes=1)) for _ in range(40)]
        assert follow[-1] is False
        assert actions.note_risk(by=SYSTEM, episode_id=episode.pk) == 0
        shown = queries.timeline(team.actor("worker"), case, language="en")
        told = [(e.kind, [line.value for line in e.lines], e.form) for e in shown]
        assert told[:3] == [
            ("safety_plan", ["Safety plan"], False), ("risk", ["Contact: reached"], False),
            ("risk", ["Acknowledged"], False),
        ]  # fmt: skip
        assert "secret" not in str(told)
        case.refresh_from_db()
        assert case.last_contact_at == at
        ur = queries.timeline(team.actor("worker"), case, language="ur")[1]
        assert ur.lines[0].value.startswith("رابطہ")

    def test_is_amended_by_nobody_and_is_not_what_is_shared_of_the_risk(self, team, clock):
        case = make_case(team)
        by = team.actor("worker")
        actions.record_entry(by=by, case=case, kind="risk", happened_at=NOW,
                             values={"level": "high"}, risk_answered=False)  # fmt: skip
        episode = RiskEpisode.objects.get(case_id=case.pk)
        risk.acknowledge(by=team.actor("duty"), episode=episode)
        assert actions.note_risk(by=SYSTEM, episode_id=episode.pk) == 1
        made = Entry.objects.filter(kind="risk").order_by("-id").first()
        with pytest.raises(KindNotRecorded):
            actions.amend_entry(by=by, entry=made, values={"level": "low"}, why="x")
        assert "said" not in queries.shared_fields(case, ["risk"], now=NOW)["risk"]
        with pytest.raises(NotAllowed):
            actions.note_risk(by=by, episode_id=episode.pk)

"""No name, score, note or level of risk in an address, a list, a line of the log, or a notice.

One whole story is told with words that occur nowhere else; then every list, link, log line and notice is searched.
"""

import logging
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases import watch as case_watch
from sukoon.cases.words import TaskKind
from sukoon.core import outbox
from sukoon.core.access import SYSTEM
from sukoon.people import actions as people
from sukoon.people.words import GivenBy, Manner, Purpose, RequestKind
from sukoon.referrals import actions as referrals
from sukoon.risk import actions as risk
from sukoon.risk import channels
from sukoon.risk import watch as risk_watch
from sukoon.risk.models import RiskEpisode
from sukoon.supervision import actions as supervision
from sukoon.supervision.rules import Opinion
from tests.cases.making import contact, make_case, make_person
from tests.referrals.making import sent
from tests.risk.conftest import team  # noqa: F401 - a fixture
from tests.risk.making import NOW

NAME, PHONE = "Zibanisa Qutubzada", "03451112223"
WORDS = ("QXNOTE", "QXCONTACT", "QXPLAN", "QXWHY", "QXQUESTION", "QXREQUEST")
IDENTITY = (*NAME.split(), PHONE[1:])
LISTS = (
    "desk:home", "cases:worklist", "risk:mine", "risk:team", "risk:watch", "supervision:queue",
    "supervision:alarms", "referrals:inbox", "referrals:sent", "people:requests", "people:pairs",
)  # fmt: skip
WHO = ("worker", "duty", "lead", "specialist", "coordinator")
CLINICAL = ("PHQ-9", "Moderately severe", "Severe", "Risk to life: ", "Thoughts of death")


@pytest.fixture
def told(team, settings, caplog, monkeypatch):  # noqa: F811
    """Tell the whole story; return the case and what went out by SMS."""
    settings.MAIL_IS_SET_UP, settings.SMS_URL = True, "kannel+http://127.0.0.1:1/x"
    caplog.set_level(logging.DEBUG)
    texts = []
    monkeypatch.setattr(channels, "kannel", lambda url, notice: texts.append(notice.text))
    monkeypatch.setattr(channels, "SMS_GATEWAYS", {"kannel": channels.kannel})
    by = team.actor("worker")
    person = make_person(team, names=[NAME], phones=[
        {"text": PHONE, "safe_to_call": "yes", "safe_to_leave_word": "yes"}
    ])  # fmt: skip
    people.record_consent(by=by, person=person, purpose=Purpose.CONTACT, given_by=GivenBy.SELF,
                          manner=Manner.SPOKEN, language="ur", given_at=NOW)  # fmt: skip
    case = make_case(team, person=person)
    cases.record_entry(by=by, case=case, kind="contact", values=contact(told="QXNOTE of today"),
                       happened_at=NOW, risk_answered=False)  # fmt: skip
    cases.record_response(by=by, case=case, instrument="phq9", language="en", happened_at=NOW,
                          answers={f"q{n}": "2" for n in range(1, 10)})  # fmt: skip
    cases.add_task_with_reminder(
        by=by, case=case, kind=TaskKind.CONTACT, what="QXWHY", due_at=NOW + timedelta(hours=3),
        remind_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    supervision.ask(
        by=by, case=case, question="QXQUESTION?", urgency="routine", happened_at=NOW,
        opinion=Opinion("DEP", "", (), frozenset({"explain"}), "none"),
    )  # fmt: skip
    sent(team, case, ask="QXWHY is asked")
    people.record_request(by=by, person=person, kind=RequestKind.COPY, said="QXREQUEST",
                          asked_on=NOW.date())  # fmt: skip
    for tell in (None, _risk):  # what a risk that nobody has answered yet sends, too
        if tell:
            tell(team, case)
        while outbox.run_once(now=NOW + timedelta(minutes=1)):
            pass
    later = NOW + timedelta(hours=4)
    with time_machine.travel(later, tick=False):
        risk_watch.watch(later)
        case_watch.watch(later)
        while referrals.raise_alarms(by=SYSTEM, now=later):
            pass
    return case, texts


def _risk(team, case):  # noqa: F811
    episode, by = RiskEpisode.objects.get(case_id=case.pk), team.actor("duty")
    risk.acknowledge(by=by, episode=episode, note="QXNOTE")
    risk.keep_plan(by=by, episode=episode, language="en", parts={"own_coping": "QXPLAN"})
    risk.record_contact(by=by, episode=episode, channel="phone", whom="person", reached=True,
                        happened_at=NOW, note="QXCONTACT")  # fmt: skip
    risk.ask_to_lower(by=by, episode=episode, level="low", why="QXWHY")


def client_of(team, who):  # noqa: F811
    user = team.users[who]
    user.is_synthetic = True
    user.save()
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def found_in(text, *words):
    return [w for w in words if w.casefold() in text.casefold()]


def test_lists_notices_log_and_audit_hold_codes_only(told, team, caplog):  # noqa: F811
    case, texts = told
    for who in WHO:
        client, shown = client_of(team, who), 0
        for name in LISTS:
            answer = client.get(reverse(name))
            if answer.status_code == 200:
                shown += 1
                page = answer.content.decode()
                assert found_in(page, *IDENTITY, *WORDS, *CLINICAL) == [], (who, name)
        assert shown, who
    notices = [f"{m.subject} {m.body} {m.to} {m.extra_headers}" for m in mail.outbox] + texts
    assert len(mail.outbox) >= 2
    assert texts
    assert found_in(" ".join(notices), *IDENTITY, *WORDS, *CLINICAL, "PHQ", "suicide") == []
    logged = " ".join(f"{r.getMessage()} {r.exc_text or ''} {vars(r)}" for r in caplog.records)
    assert found_in(logged, *IDENTITY, *WORDS) == []
    audited = " ".join(str(vars(e)) for e in AuditEntry.objects.all())
    assert found_in(audited, *IDENTITY, *WORDS, "moderately") == []
    assert case.code in " ".join(notices)


def test_no_address_holds_more_than_ids_and_codes(told, team):  # noqa: F811
    """Every link, form and redirect of every page about the case, and those they lead to."""
    case, _texts = told
    client = client_of(team, "lead")
    episode = RiskEpisode.objects.get(case_id=case.pk)
    todo = {
        reverse("cases:case", args=[case.pk]), reverse("people:person", args=[case.person_id]),
        reverse("risk:episode", args=[episode.pk]), *map(reverse, LISTS[:4]),
    }  # fmt: skip
    seen: set[str] = set()
    while todo - seen and len(seen) < 60:
        here = min(todo - seen)
        seen.add(here)
        answer = client.get(here)
        if answer.status_code != 200 or "html" not in answer.headers.get("content-type", ""):
            continue
        found = set(re.findall(r'(?:href|action|src)="([^"#]*)', answer.content.decode()))
        for address in found:
            told_there = unquote(address)
            assert found_in(told_there, *IDENTITY[:2], *WORDS, "moderate", "severe") == [], here
            assert not re.search(r"[?&](name|q|score|total|band|note|why|level)=", told_there), here
        follow = (f"/cases/{case.pk}", f"/risk/{episode.pk}", f"/people/{case.person_id}")
        todo |= {a for a in found if a.startswith(follow)}
    assert len(seen) > 20

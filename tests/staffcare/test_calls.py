"""A worker asks to be called: one contact learns of it, and nobody who decides about the worker."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.core.access import SYSTEM
from sukoon.core.problems import NotAllowed
from sukoon.staffcare import actions, queries, watch
from sukoon.staffcare.models import CareCall
from sukoon.staffcare.problems import CallEnded, NumberMissing
from sukoon.staffcare.words import CallState
from tests.factories import RoleAssignmentFactory

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NUMBER = "0300 7654321"


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def team(cast):
    return uuid4()


def somebody(role, name, *, org=None, area=None):
    return RoleAssignmentFactory(
        role=role, org_id=org, area=area, user__full_name=name, user__is_synthetic=True,
        user__email=f"{name.replace(' ', '.').lower()}@example.org",
    ).user  # fmt: skip


def acting(user):
    return actor_for(user, now=NOW)


@pytest.fixture
def worker(cast, team):
    return somebody("community_worker", "Rukhsana Farzi", org=team, area=cast.swat)


@pytest.fixture
def contact(cast):
    """Named for the area, in no team."""
    return somebody("staff_care", "Contact Farzi", area=cast.swat)


def ask(user, **told):
    return actions.ask_for_call(by=acting(user), number=NUMBER, happened_at=NOW, **told)


def test_the_contact_of_the_area_is_asked_and_alone_sees_it(worker, contact, team, cast):
    call = ask(worker)
    assert call.contact_id == contact.pk
    assert [c.number for c in queries.to_make(acting(contact))] == [NUMBER]
    assert list(queries.own(acting(worker))) == [call]
    for role in ("care_lead", "care_worker", "specialist", "administrator", "community_worker",
                 "data_protection_officer", "coordinator", "staff_care"):  # fmt: skip
        other = somebody(role, f"Other {role}", org=team, area=cast.swat)
        assert not queries.visible(acting(other)).exists(), role
        assert not queries.own(acting(other)).exists(), role
        with pytest.raises(NotAllowed):
            actions.will_call(by=acting(other), call=call)
        with pytest.raises(NotAllowed):
            actions.take_back(by=acting(other), call=call)


@pytest.mark.parametrize("above", ["care_lead", "specialist", "administrator", "care_worker"])
def test_nobody_who_decides_about_a_worker_is_their_contact(worker, team, cast, above):
    ruling = somebody(above, "Above Farzi", org=team, area=cast.swat)
    RoleAssignmentFactory(user=ruling, role="staff_care", org_id=team)
    assert ask(worker).contact_id is None
    outside = somebody("staff_care", "Far Farzi")
    assert actions.remind(by=SYSTEM, call_id=CareCall.objects.get().pk)
    assert CareCall.objects.get().contact_id == outside.pk


def test_the_nearest_contact_with_the_fewest_calls_is_asked(worker, contact, team, cast):
    near = somebody("staff_care", "Near Farzi", org=team)
    assert ask(worker).contact_id == near.pk
    others = [somebody("staff_care", f"More {n} Farzi", org=team) for n in range(1)]
    second = somebody("community_worker", "Second Farzi", org=team)
    assert ask(second).contact_id == others[0].pk
    assert contact.pk not in set(CareCall.objects.values_list("contact_id", flat=True))


def test_a_role_that_ended_names_nobody(worker, cast):
    RoleAssignmentFactory(role="staff_care", area=cast.swat, expires_at=NOW - timedelta(days=1))
    assert ask(worker).contact_id is None


def test_it_is_answered_and_made(worker, contact):
    call = ask(worker)
    seen = actions.will_call(by=acting(contact), call=call)
    assert (seen.state, seen.seen_at) == (CallState.SEEN, NOW)
    done = actions.called(by=acting(contact), call=call)
    assert (done.state, done.ended_at, done.remind_at) == (CallState.CALLED, NOW, None)
    for again in (actions.will_call, actions.called):
        with pytest.raises(CallEnded):
            again(by=acting(contact), call=call)
    with pytest.raises(CallEnded):
        actions.take_back(by=acting(worker), call=call)


def test_asking_again_changes_the_number_and_makes_no_second_one(worker, contact):
    first = ask(worker)
    again = actions.ask_for_call(
        by=acting(worker), number="0301 1", happened_at=NOW, call_id=uuid4()
    )
    assert again.pk == first.pk
    assert [c.number for c in CareCall.objects.all()] == ["0301 1"]


def test_a_number_is_needed(worker):
    with pytest.raises(NumberMissing):
        actions.ask_for_call(by=acting(worker), number=" none ", happened_at=NOW)


def test_whoever_helps_nobody_does_not_ask(cast):
    with pytest.raises(NotAllowed):
        ask(somebody("viewer", "Viewer Farzi", area=cast.swat))


def test_the_number_is_sealed_and_the_audit_names_nobody(worker, contact):
    call = ask(worker)
    actions.will_call(by=acting(contact), call=call)
    kept = CareCall.objects.filter(pk=call.pk).values("number")[0]["number"]
    assert NUMBER.encode() not in bytes(kept)
    asked = AuditEntry.objects.get(event="care_call.asked")
    assert asked.actor_id == SYSTEM.id
    told = {str(v) for e in AuditEntry.objects.filter(event__startswith="care_call.")
            for v in vars(e).values()}  # fmt: skip
    assert not [v for v in told if str(worker.pk) in v or NUMBER in v]


def test_an_unanswered_call_reminds_and_goes_to_another(worker, contact, cast, at_nine):
    other = somebody("staff_care", "Other Farzi", area=cast.country)
    call = ask(worker)
    assert watch.watch(NOW + timedelta(hours=1)) == 0
    for hours, expected in ((12, contact), (24, contact), (36, other)):
        at_nine.move_to(NOW + timedelta(hours=hours))
        assert watch.watch(NOW + timedelta(hours=hours)) == 1
        assert CareCall.objects.get().contact_id == expected.pk, hours
    assert not queries.visible(acting(contact)).exists()
    names = list(AuditEntry.objects.filter(subject_id=call.pk).values_list("event", flat=True))
    assert names.count("care_call.reminded") == 2
    assert names.count("care_call.passed_on") == 1


def test_one_who_will_call_and_does_not_is_reminded_too(worker, contact, at_nine):
    call = ask(worker)
    actions.will_call(by=acting(contact), call=call)
    at_nine.move_to(NOW + timedelta(hours=13))
    assert watch.watch(NOW + timedelta(hours=13)) == 1
    actions.called(by=acting(contact), call=call)
    at_nine.move_to(NOW + timedelta(days=5))
    assert watch.watch(NOW + timedelta(days=5)) == 0


def test_what_ended_long_ago_is_forgotten(worker, contact, at_nine):
    actions.called(by=acting(contact), call=ask(worker))
    at_nine.move_to(NOW + timedelta(days=31))
    watch.watch(NOW + timedelta(days=31))
    assert not CareCall.objects.exists()


def test_the_contact_is_told_by_mail_without_a_name(worker, contact, settings):
    settings.MAIL_IS_SET_UP = True
    call = ask(worker)
    watch.tell(call.pk)
    (sent,) = mail.outbox
    assert sent.to == [contact.email]
    assert "Rukhsana" not in sent.body + sent.subject
    assert "0300" not in sent.body
    watch.tell(uuid4())
    assert len(mail.outbox) == 1


def test_the_page_of_the_contact(worker, contact, client, django_assert_max_num_queries):
    call = ask(worker)
    client.force_login(contact, "allauth.account.auth_backends.AuthenticationBackend")
    with django_assert_max_num_queries(14):
        page = client.get("/staff-care/")
    assert page.status_code == 200
    assert "Rukhsana Farzi" in page.content.decode()
    assert client.post(f"/staff-care/{call.pk}/", {"do": "will_call"}).status_code == 302
    assert CareCall.objects.get().state == CallState.SEEN
    assert client.post(f"/staff-care/{call.pk}/", {"do": "called"}).status_code == 302
    assert "Rukhsana" not in client.get("/staff-care/").content.decode()
    assert client.post(f"/staff-care/{uuid4()}/").status_code == 404
    assert client.get("/").status_code in {200, 302}


def test_a_lead_has_no_page(worker, contact, team, client, cast):
    call = ask(worker)
    lead = somebody("care_lead", "Lead Farzi", org=team, area=cast.swat)
    client.force_login(lead, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/staff-care/").status_code in {403, 404}
    assert client.post(f"/staff-care/{call.pk}/").status_code in {403, 404}

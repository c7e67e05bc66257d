"""A person may know who saw their record: the report for the data-protection officer."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.audit.rules import Touch, touch
from sukoon.core import subjects
from sukoon.core.access import NotAllowed
from sukoon.people import actions as people
from sukoon.people.models import Person
from tests.conftest import NOW
from tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
URL = reverse("desk:access_report")


@pytest.fixture
def worker(cast):
    return RoleAssignmentFactory(role="care_worker", org_id=cast.misaal.pk).user


@pytest.fixture
def by(worker):
    return actor_for(worker, now=NOW)


@pytest.fixture
def person(by, cast) -> Person:
    return people.record_person(by=by, names=["Gul Bano"], org_id=cast.misaal.pk)


@pytest.fixture
def read(by, person):
    for _ in range(2):
        people.note_read(by=by, person=person)


def test_it_tells_when_and_in_which_role_and_nothing_of_the_record(client_of, person, read, worker):
    page = client_of("dpo").get(URL, {"record": person.pk}).content.decode()
    assert "Looked at 2 times." in page
    assert "Changed 1 time." in page
    assert "person.read" in page
    assert "Care worker" in page
    assert worker.full_name in page
    assert "Gul Bano" not in page


def test_any_record_about_the_person_leads_to_the_same_report(client_of, person, read):
    name = person.names.get()
    page = client_of("dpo").get(URL, {"record": name.pk}).content.decode()
    assert "Looked at 2 times." in page


def test_another_persons_events_are_not_told(client_of, by, cast, person, read):
    other = people.record_person(by=by, names=["Else"], org_id=cast.misaal.pk)
    page = client_of("dpo").get(URL, {"record": other.pk}).content.decode()
    assert "Looked at 0 times." in page


def test_opening_it_is_an_event(client_of, person, read, cast):
    client_of("dpo").get(URL, {"record": person.pk})
    event = AuditEntry.objects.get(event="access_report.opened")
    assert (event.subject_id, event.actor_id) == (person.pk, cast.dpo.pk)


@pytest.mark.parametrize("record", ["nonsense", "393a9589-f476-4e82-a6fd-291c4e8047f3"])
def test_what_is_no_record_of_a_person_is_said(client_of, record):
    answer = client_of("dpo").get(URL, {"record": record})
    assert answer.status_code == 422
    assert not AuditEntry.objects.filter(event="access_report.opened").exists()


@pytest.mark.parametrize("who", ["adam", "coco", "parveen", "nobody"])
def test_nobody_else_sees_it(client_of, person, who):
    client = client_of(who)
    assert client.get(URL, {"record": person.pk}).status_code == 404
    printed = reverse("desk:access_report_pdf", args=[person.pk])
    assert client.get(printed).status_code == 404


@pytest.mark.parametrize("language", ["en", "ur"])
def test_on_paper_it_names_roles_and_no_colleague(
    client_of, person, read, worker, language, monkeypatch
):
    from sukoon.desk import access_report

    told = {}
    real = access_report.pdf
    monkeypatch.setattr(
        access_report, "pdf", lambda name, data: told.update(data) or real(name, data)
    )
    answer = client_of("dpo").get(
        reverse("desk:access_report_pdf", args=[person.pk]), {"language": language}
    )
    assert answer.content.startswith(b"%PDF")
    assert told["language"] == language
    assert len(told["rows"]) == 3
    assert worker.full_name not in str(told)


def test_on_paper_an_unknown_person_is_not_there(client_of):
    assert (
        client_of("dpo").get(reverse("desk:access_report_pdf", args=[uuid4()])).status_code == 404
    )


def test_noting_a_report_needs_the_right(by):
    from sukoon.audit import actions

    with pytest.raises(NotAllowed):
        actions.note_report(by=by, person_id=uuid4(), events=0)


def test_a_record_of_nobody_leads_to_nobody():
    assert subjects.person_of(uuid4()) is None


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("case.read", Touch.LOOKED), ("services.exported", Touch.TAKEN_OUT),
        ("person.recorded", Touch.CHANGED), ("access_report.opened", Touch.LOOKED),
        ("referral.sent", Touch.TAKEN_OUT),
    ],
)  # fmt: skip
def test_what_an_event_did_is_said_plainly(event, kind):
    assert touch(event) is kind


def test_the_report_costs_a_fixed_number_of_questions(
    client_of, by, person, read, django_assert_max_num_queries
):
    client = client_of("dpo")
    client.get(URL, {"record": person.pk})
    for _ in range(20):
        people.note_read(by=by, person=person)
    with django_assert_max_num_queries(30 + 2 * len(subjects.registered())):
        client.get(URL, {"record": person.pk})

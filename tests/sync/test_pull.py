"""What phones are given: what their worker may see now, each thing once, and what goes is taken."""

from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.core.ids import new_id
from sukoon.services.models import Service
from sukoon.supervision.models import Standing
from sukoon.sync import holdings as held
from sukoon.sync.models import Held
from sukoon.sync.rules import page
from sukoon.workforce.models import Worker
from tests.factories import ServiceFactory
from tests.sync.conftest import NOW, Phone


@pytest.fixture
def things(monkeypatch):
    """What the worker may see, as a dict that tests change."""
    seen: dict = {}
    monkeypatch.setattr(held, "_given", lambda by, *, now: _told(seen))
    return seen


def _told(things):
    return [("case", pk, {"text": text}) for pk, text in things.items()]


def texts(phone):
    return {thing["text"] for thing in phone.held.values()}


def test_a_phone_is_given_everything_then_only_what_changed(phone, things):
    a, b = new_id(), new_id()
    things |= {a: "one", b: "two"}
    assert len(phone.pull().json()["items"]) == 2
    before = phone.cursor
    assert phone.pull().json()["items"] == []
    assert phone.cursor == before
    things[b] = "two, changed"
    (changed,) = phone.pull().json()["items"]
    assert changed["text"] == "two, changed"


def test_what_the_worker_may_not_see_any_more_is_taken_away(phone, things):
    a, b = new_id(), new_id()
    things |= {a: "one", b: "two"}
    phone.pull()
    del things[a]
    assert phone.pull().json()["gone"] == [{"kind": "case", "id": str(a)}]
    assert texts(phone) == {"two"}
    assert phone.pull().json()["gone"] == []
    assert Held.objects.count() == 1


def test_an_answer_that_never_arrived_is_given_again(phone, things):
    a = new_id()
    things[a] = "one"
    phone.pull(lost=True)
    assert len(phone.pull().json()["items"]) == 1
    del things[a]
    phone.pull(lost=True)
    assert len(phone.pull().json()["gone"]) == 1
    things[a] = "one"
    phone.pull(lost=True)
    things[a] = "one, later"
    phone.pull()
    assert texts(phone) == {"one, later"}


def test_a_large_caseload_comes_in_pages_and_has_an_end(phone, things):
    things |= {new_id(): f"{n} {'x' * 900}" for n in range(300)}
    first = phone.pull().json()
    assert first["more"]
    assert len(first["items"]) < 160
    assert len(phone.pull_all()) == 300


def test_two_phones_of_one_worker_are_told_apart(phone, client, worker, things):
    things[new_id()] = "one"
    phone.pull()
    second = Phone(client, worker).enrol()
    assert len(second.pull().json()["items"]) == 1


def test_a_pull_costs_a_fixed_number_of_queries(phone, things, django_assert_max_num_queries):
    things |= {new_id(): str(n) for n in range(150)}
    phone.pull()  # the first one says of each case that it was given out
    things |= {pk: f"{text}, changed" for pk, text in things.items()}
    with django_assert_max_num_queries(26):
        phone.pull()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["1", "2", None]),
                          st.booleans()), max_size=14))  # fmt: skip
def test_after_any_changes_and_lost_answers_a_phone_holds_what_it_may(steps):
    """The law of pulling, on the action itself."""
    from uuid import UUID

    from django.db import transaction

    from sukoon.accounts.models import Device, User
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.permissions import Permission
    from sukoon.sync.actions import pull

    ids = {name: UUID(int=n + 5) for n, name in enumerate("abcde")}
    with transaction.atomic():
        user = User.objects.create(email=f"{new_id()}@example.org", password="!")
        device = Device.objects.create(user=user, name="x", token_hash=str(new_id()), protocol=1)
        by = Actor(user.pk, "device", frozenset({Grant(Permission.FIELD_USE, Reach.OWN)}))
        may, has, cursor = {}, {}, 0

        def once(*, lost):
            nonlocal cursor
            items = [held.item("case", ids[n], {"text": t}) for n, t in may.items()]
            told = pull(by=by, device=device, cursor=cursor, items=items)
            if not lost:
                for _kind, pk in told.gone:
                    has.pop(pk, None)
                has.update({i.id: i.digest for i in told.items})
                cursor = told.cursor

        for name, text, lost in steps:
            if text is None:
                may.pop(name, None)
            else:
                may[name] = text
            once(lost=lost)
        once(lost=False)
        assert has == {
            ids[n]: held.item("case", ids[n], {"text": t}).digest for n, t in may.items()
        }
        transaction.set_rollback(True)


test_after_any_changes_and_lost_answers_a_phone_holds_what_it_may = pytest.mark.django_db(
    test_after_any_changes_and_lost_answers_a_phone_holds_what_it_may
)


# The directory


def test_the_directory_holds_open_services_near_the_worker_and_hides_the_hidden(phone, cast):
    near = cast.service
    Service.objects.filter(pk=near.pk).update(opening_hours="Mon 9-14", focal_name="Secret Name",
                                              focal_phone="+92300", public_phone="+92946123")  # fmt: skip
    hidden = ServiceFactory(area=cast.swat, is_sensitive=True)
    over = ServiceFactory(area=cast.swat, status="completed")
    province = ServiceFactory(area=cast.kohat)
    far = ServiceFactory()
    phone.pull_all()
    shown = [pk for kind, pk in phone.held if kind == "service"]
    assert shown == [str(near.pk), str(province.pk)]
    told = phone.held["service", str(near.pk)]
    assert (told["hours"], told["phone"]) == ("Mon 9-14", "+92946123")
    assert {"en", "ur"} == told["name"].keys()
    text = str(phone.held)
    assert "Secret Name" not in text
    assert not {str(s.pk) for s in (hidden, over, far)} & set(shown)


def test_the_packs_are_the_ones_the_engine_is_held_to(phone):
    (ref,) = [p for p in phone.pull().json()["packs"] if p["id"] == "instruments"]
    told = phone.get("packs/instruments").json()
    assert {i["id"] for i in told["instruments"]} >= {"phq9", "who5", "srq20"}
    assert ref["version"]
    assert phone.get("packs/nothing").status_code == 404


# Rules


def test_one_answer_holds_no_more_than_it_may_but_always_something():
    assert page([]) == 0
    assert page([10_000_000]) == 1
    assert page([60_000, 60_000, 60_000]) == 2
    assert page([1] * 500) == 400


def test_the_phone_knows_whom_its_worker_calls_and_nobody_elses_supervisor(phone, cast, lead):
    """Before anything else in danger, and without a signal: the number of the own supervisor."""
    today = timezone.localdate(NOW)
    Worker.objects.create(
        account=lead, name="Nasreen", phone="+923001234567", organisation=cast.misaal,
        area=cast.swat, cadre="psychologist", tier=2,
    )  # fmt: skip
    standing = {"org_id": None, "starts_on": today, "every_days": 14, "contract": "{}"}
    Standing.objects.create(trainee_id=uuid4(), supervisor_id=cast.coco.pk, **standing)
    assert "supervisor" not in kinds_of_numbers(phone)
    own = Standing.objects.create(trainee_id=phone.user.pk, supervisor_id=lead.pk, **standing)
    assert kinds_of_numbers(phone)["supervisor"]["number"] == "+923001234567"
    own.ended_at = NOW
    own.save()
    assert "supervisor" not in kinds_of_numbers(phone)


def kinds_of_numbers(phone):
    return {t["kind_of"]: t for (kind, _pk), t in phone.pull_all().items() if kind == "number"}

"""A client that was written from the page alone does everything the page says, over a real line."""

import ast
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import WhyRevoked
from sukoon.accounts.roles import actor_for
from sukoon.cases.models import Case, Entry
from sukoon.sync.models import KeptOperation
from tests.factories import AreaFactory, RoleAssignmentFactory
from tests.sync.stranger import Stranger

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user():
    return RoleAssignmentFactory(role="community_worker", org_id=uuid4(), area=AreaFactory()).user


@pytest.fixture
def stranger(live_server, user):
    made = Stranger(live_server.url)
    assert made.connect("AAAA-BBBB-CCCC") != 200
    assert made.connect(code(user)) == 200
    return made


def code(user):
    return accounts.make_device_code(by=actor_for(user, now=timezone.now()), user=user)


def someone_new(stranger):
    person, case = str(uuid4()), str(uuid4())
    stranger.write("people.record", person=person, sex="female", age=30)
    stranger.write("people.consent", person=person, purpose="care", language="ur")
    stranger.write("cases.open", case=case, person=person, tier=1)
    stranger.write("cases.entry", case=case, kind="contact",
                   values={"channel": "home", "outcome": "reached", "did": ["listened"]})  # fmt: skip
    return person, case


def became(stranger):
    return [r["became"] for r in stranger.receipts.values()]


def test_the_client_knows_nothing_of_the_product():
    tree = ast.parse((Path(__file__).parent / "stranger.py").read_text(encoding="utf-8"))
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not [m for m in imported if m and m.split(".")[0] in {"sukoon", "django", "tests"}]


def test_it_connects_pushes_pulls_decides_and_is_ended(stranger, user):
    _person, case = someone_new(stranger)
    assert stranger.push(lose_answer=True) == 200
    assert len(stranger.outbox) == 4
    assert stranger.push() == 200
    assert became(stranger) == ["applied"] * 4
    assert (Case.objects.count(), Entry.objects.filter(kind="contact").count()) == (1, 1)

    assert stranger.pull() == 200
    assert stranger.held["case", case]["mine"] is True
    assert {"instruments", "aliases", "fields", "risk"} <= stranger.packs.keys()

    goal = str(uuid4())
    stranger.write("cases.plan", case=case, plan_version=0,
                   changes=[{"goal": goal, "wanted": {"text": "Sleep through the night"}}])  # fmt: skip
    stranger.write("cases.plan", case=case, plan_version=1, changes=[
        {"goal": goal, "wanted": {"text": "Sleep six hours"}, "base": {"text": "Sleep"}}])  # fmt: skip
    stranger.write("of.tomorrow", anything=1)
    assert stranger.push() == 200
    assert became(stranger)[-3:] == ["applied", "conflict", "rejected"]
    assert KeptOperation.objects.get().action == "of.tomorrow"
    assert stranger.pull() == 200
    (conflict,) = stranger.held["case", case]["conflicts"]
    stranger.write("cases.resolve", conflict=conflict["id"], take=True)
    assert stranger.push() == 200
    assert stranger.pull() == 200
    held = stranger.held["case", case]
    assert [g["text"] for g in held["goals"]] == ["Sleep six hours"]
    assert "conflicts" not in held

    stranger.write("cases.entry", case=case, kind="note", values={"text": "Not sent yet"})
    device = user.devices.get()
    accounts.revoke_device(
        by=actor_for(user, now=timezone.now()), device=device, why=WhyRevoked.LOST
    )
    assert stranger.pull() == 410
    assert (stranger.wiped, stranger.held, stranger.outbox) == (True, {}, [])
    assert KeptOperation.objects.filter(action="cases.entry").count() == 1
    device.refresh_from_db()
    assert device.wiped_at is not None


def test_its_envelopes_bring_what_it_could_not_send(stranger):
    someone_new(stranger)
    stranger.forget_pin()
    told = stranger.rescue()
    assert [r["outcome"] for r in told] == ["applied"] * 4
    assert [r["outcome"] for r in stranger.rescue()] == ["duplicate"] * 4
    assert Case.objects.count() == 1

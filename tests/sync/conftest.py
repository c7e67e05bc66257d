"""A team in Swat, its phones, and a kind of work that counts itself."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import Device, User
from sukoon.accounts.roles import actor_for, public_actor
from sukoon.core import operations
from sukoon.core.ids import new_id
from sukoon.core.models import LoadedPack
from sukoon.core.operations import Kind
from sukoon.core.problems import InputInvalid, NotAllowed
from tests.factories import RoleAssignmentFactory

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
FIELD = "/api/1/field"


@pytest.fixture
def at_nine():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@dataclass
class Phone:
    """A client of the protocol, as docs/field-sync.md tells it; nothing more."""

    client: object
    user: User
    device: str = ""
    token: str = ""
    cursor: int = 0
    held: dict = field(default_factory=dict)

    def headers(self):
        return {"Authorization": f"Device {self.token}"}

    def enrol(self, **told):
        code = accounts.make_device_code(by=actor_for(self.user, now=NOW), user=self.user)
        answer = self.post("enrol", {"code": code, "name": "Phone", "protocol": 1, **told})
        self.device, self.token = answer.json()["device"], answer.json()["token"]
        return self

    def post(self, path, body, **headers):
        told = {**(self.headers() if self.token else {}), **headers}
        return self.client.post(
            f"{FIELD}/{path}", json.dumps(body), content_type="application/json", headers=told
        )

    def push(self, *sent, sent_at=NOW, **told):
        body = {"protocol": 1, "sent_at": sent_at.isoformat(), "operations": list(sent), **told}
        return self.post("push", body)

    def results(self, *sent, **told):
        return self.push(*sent, **told).json()["results"]

    def get(self, path):
        return self.client.get(f"{FIELD}/{path}", headers=self.headers())

    def pull(self, *, lost=False):
        """Pull once; a lost answer never arrives, so the phone keeps its cursor and its things."""
        answer = self.get(f"pull?cursor={self.cursor}")
        if answer.status_code != 200 or lost:
            return answer
        told = answer.json()
        for thing in told["gone"]:
            self.held.pop((thing["kind"], thing["id"]), None)
        for thing in told["items"]:
            self.held[thing["kind"], thing["id"]] = thing
        self.cursor = told["cursor"]
        return answer

    def pull_all(self):
        while self.pull().json()["more"]:
            pass
        return self.held

    @property
    def row(self) -> Device:
        return Device.objects.get(pk=self.device)


def operation(n=1, *, action="test.write", happened_at=NOW, pk=None, **payload):
    return {"id": str(pk or new_id()), "action": action, "payload": {"n": n, **payload},
            "happened_at": happened_at.isoformat()}  # fmt: skip


def _read(payload):
    if "n" not in payload:
        raise InputInvalid(where="n")
    return payload


def _write(by, told):
    if told["n"] == "forbidden":
        raise NotAllowed
    if told["n"] == "broken":
        raise ZeroDivisionError("private words")
    LoadedPack.objects.create(
        pack_id=str(told["n"]), kind=str(by.id)[:40], version=told.get("happened_at", "")[:40],
        checksum="x", status="draft", loaded_at=NOW,
    )  # fmt: skip
    return json.dumps({"written": told["n"]})


@pytest.fixture
def kinds():
    """One kind of work: a row for each operation, so that lost and doubled are counted."""
    before = dict(operations._kinds)
    operations.register({**before, "test.write": Kind(_read, _write)})
    yield
    operations.register(before)


def written():
    return sorted(LoadedPack.objects.filter(checksum="x").values_list("pack_id", flat=True))


@pytest.fixture
def team(cast):
    return uuid4()


@pytest.fixture
def worker(cast, team) -> User:
    return RoleAssignmentFactory(
        role="community_worker", org_id=team, area=cast.swat, user__full_name="Rukhsana Farzi",
        user__language="ur",
    ).user  # fmt: skip


@pytest.fixture
def lead(cast, team) -> User:
    return RoleAssignmentFactory(role="care_lead", org_id=team, area=cast.swat).user


@pytest.fixture
def phone(client, worker, kinds, at_nine) -> Phone:
    return Phone(client, worker).enrol()


NOBODY = public_actor()


def named(action, happened_at=NOW, pk=None, **payload):
    """One operation of a real kind."""
    return {"id": str(pk or new_id()), "action": action, "payload": payload,
            "happened_at": happened_at.isoformat()}  # fmt: skip


def new_contact(person, case, **changes):
    """What a phone sends after "someone new": five operations."""
    return [
        named("people.record", person=person, sex="female", age=30, names=["Zarghuna"]),
        named("people.consent", person=person, purpose="care", language="ur"),
        named("cases.open", case=case, person=person, tier=1, alias="first_quiet second_river",
              **changes),
        named("cases.entry", case=case, kind="contact",
              values={"channel": "home", "outcome": "reached", "did": ["listened"]}),
        named("cases.task", case=case, task=str(new_id()), kind="contact", due_on="2026-12-02"),
    ]  # fmt: skip

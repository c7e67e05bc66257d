"""Phones behind a road that drops, doubles, holds back, cuts off and reorders: nothing is lost,
nothing happens twice, and what is about one case happens in the order it was written.

A run is one phone that writes fifty entries about five cases and sends them through the road
until everything has its receipt. The phone keeps to docs/field-sync.md; the server is the product.
"""

import gzip
import json
import os
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

OPERATIONS = 50
CASES = 5
FIELD = "/api/1/field"
FAULTS = ("fine", "no request", "no answer", "twice", "held back", "cut request", "cut answer")
WEIGHTS = (40, 12, 12, 12, 12, 6, 6)
MOST_TRIES = 4000


class NoAnswer(Exception):
    """Nothing that can be read came back."""


@dataclass
class Road:
    """Between a phone and the server. What is held back arrives later, behind what came after it."""

    client: object
    chance: random.Random
    held: list = field(default_factory=list)
    met: Counter = field(default_factory=Counter)

    def send(self, path, body, headers):
        fault = self.chance.choices(FAULTS, WEIGHTS)[0]
        self.met[fault] += 1
        if self.held and self.chance.random() < 0.5:
            self._arrive(*self.held.pop(self.chance.randrange(len(self.held))))
        if fault == "no request":
            raise NoAnswer
        if fault == "held back":
            self.held.append((path, body, headers))
            raise NoAnswer
        if fault == "cut request":
            self._arrive(path, body[: self.chance.randrange(len(body))], headers)
            raise NoAnswer
        answer = self._arrive(path, body, headers)
        if fault == "twice":
            answer = self._arrive(path, body, headers)
        if fault == "no answer":
            raise NoAnswer
        content = answer.content
        if fault == "cut answer":
            content = content[: self.chance.randrange(len(content))]
        try:
            told = json.loads(content)
        except ValueError:
            raise NoAnswer from None
        if answer.status_code != 200:
            raise NoAnswer
        return told

    def _arrive(self, path, body, headers):
        return self.client.generic(
            "POST", path, body, content_type="application/json", headers=headers
        )

    def everything_held_arrives(self):
        while self.held:
            self._arrive(*self.held.pop(self.chance.randrange(len(self.held))))


@dataclass
class Phone:
    """A client of the protocol: an outbox, batches, receipts; it lets go only what has a receipt."""

    token: str
    road: Road
    chance: random.Random
    outbox: list = field(default_factory=list)
    receipts: dict = field(default_factory=dict)

    def send_all(self):
        for _ in range(MOST_TRIES):
            if not self.outbox:
                return
            batch = self.outbox[: self.chance.randint(1, 20)]
            try:
                results = self._push(batch)
            except NoAnswer:
                continue
            for result in results:
                became = result["first"]
                assert self.receipts.setdefault(result["id"], became) == became
            left = {r["id"] for r in results}
            self.outbox = [one for one in self.outbox if one["id"] not in left]

    def _push(self, batch):
        body = json.dumps({
            "protocol": 1, "sent_at": datetime.now(UTC).isoformat(), "operations": batch,
        }).encode()  # fmt: skip
        headers = {"Authorization": f"Device {self.token}"}
        if self.chance.random() < 0.5:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        return self.road.send(f"{FIELD}/push", body, headers)["results"]


def run(*, seed: int, runs: int) -> dict[str, object]:
    """Return what went wrong: lost, doubled and out of order, in all runs together."""
    _ready()
    import logging

    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # refusals are what we ask for
    chance, begun = random.Random(seed), time.monotonic()
    token, cases = _world(chance)
    lost = doubled = disordered = unanswered = 0
    met: Counter = Counter()
    for n in range(runs):
        found = _one(random.Random(chance.random()), token, cases, f"{seed}/{n}")
        lost += found["lost"]
        doubled += found["doubled"]
        disordered += found["out of order"]
        unanswered += found["without a receipt"]
        met += found["met"]
    return {
        "name": "sync", "seed": seed, "runs": runs, "operations": runs * OPERATIONS,
        "lost": lost, "doubled": doubled, "out of order": disordered,
        "without a receipt": unanswered, "met on the road": dict(met),
        "failures": lost + doubled + disordered + unanswered,
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _one(chance: random.Random, token: str, cases: list[str], name: str) -> dict:
    from django.test import Client

    road = Road(Client(raise_request_exception=False), chance)
    phone = Phone(token, road, chance)
    written = [_entry(chance.choice(cases), f"{name}/{n}") for n in range(OPERATIONS)]
    phone.outbox = list(written)
    phone.send_all()
    road.everything_held_arrives()
    return {**judged(written, phone.receipts, stored([one["id"] for one in written], name)),
            "met": road.met}  # fmt: skip


def _entry(case: str, text: str) -> dict:
    from sukoon.core.ids import new_id

    return {
        "id": str(new_id()), "action": "cases.entry", "happened_at": datetime.now(UTC).isoformat(),
        "payload": {"case": case, "kind": "note", "values": {"text": text}},
    }  # fmt: skip


def stored(ids: list[str], name: str) -> list[tuple[str, str, str]]:
    """Return what the server has of a run: id, case and text, in the order it was recorded."""
    from sukoon.cases.models import Entry

    rows = Entry.objects.filter(pk__in=ids).order_by("recorded_at", "id")
    return [(str(e.pk), str(e.case_id), json.loads(e.body)["text"]) for e in rows]


def judged(written: list[dict], receipts: dict, kept: list[tuple[str, str, str]]) -> dict:
    """Compare what was written with what is stored."""
    wanted = [one["payload"]["values"]["text"] for one in written]
    times = Counter(text for _pk, _case, text in kept)
    disordered = 0
    for case in {one["payload"]["case"] for one in written}:
        said = [o["payload"]["values"]["text"] for o in written if o["payload"]["case"] == case]
        there = [text for _pk, at, text in kept if at == case]
        disordered += sum(a != b for a, b in zip(said, there, strict=False))
    return {
        "lost": sum(times[text] == 0 for text in wanted),
        "doubled": sum(n - 1 for n in times.values() if n > 1),
        "out of order": disordered,
        "without a receipt": sum(receipts.get(one["id"]) != "applied" for one in written),
    }


def _ready() -> None:
    """Prepare a database of our own, unless a test's is in use already."""
    from django.conf import settings

    if settings.configured:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    folder = tempfile.mkdtemp(prefix="sukoon-sync-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/campaign.sqlite3")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")


def _world(chance: random.Random) -> tuple[str, list[str]]:
    """Make a worker with a phone and some cases; return the phone's secret and the cases' ids."""
    from uuid import uuid4

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import actor_for, public_actor
    from sukoon.cases import actions as cases
    from sukoon.core import clock
    from sukoon.people import actions as people
    from tests.factories import AreaFactory, RoleAssignmentFactory

    user = RoleAssignmentFactory(
        role="community_worker", org_id=uuid4(), area=AreaFactory(),
        user__email=f"campaign-{uuid4()}@example.org",
    ).user  # fmt: skip
    by = actor_for(user, now=clock.now())
    code = accounts.make_device_code(by=by, user=user)
    _device, token = accounts.enrol_device(
        by=public_actor(), code=code, name="campaign", app="", protocol=1
    )
    made = []
    for _ in range(CASES):
        person = people.record_person(by=by)
        case = cases.open_case(by=by, person=person, tier=1, opened_at=clock.now(),
                               without_consent="a campaign")  # fmt: skip
        made.append(str(case.pk))
    return token, made

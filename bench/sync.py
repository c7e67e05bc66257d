"""What a phone's sync costs: the server's operations a second, bytes a contact, a day's work on 2G.

Ours is a push of the protocol: a phone's secret, each operation's right, rule, sealed entry, audit,
receipt and stored result. Theirs is an ODK-style endpoint of our own: one submission a request,
known by its instance id, kept with a first version, in one transaction on the same database,
through the same framework; no rights, no seal, no audit. On both databases, with 1 and 8 phones;
once entries that follow each other, once new contacts, whose operations are of five kinds.
"""

import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import Figure, at_least, below, first_syncs

SECONDS = 1.2
TURNS = 3
IN_A_BATCH = 100  # as a phone sends on a good line
BUSY = 1.0
TIMES = 2.5  # with all its rules, so many times as many as bare submissions, one a request
TIMES_NEW = (
    0.3  # six operations, each with its right, event and receipt, are what one form would be
)
NEW = "new contacts"
CONTACTS_A_DAY = 15
OTHERS_P95, ALL_SYNCED = 500, 600
OPENS_WITHIN, SHELL = 1.0, 150_000
KBIT, ROUND_TRIP = 50_000, 0.8  # a 2G line: 50 kbit/s, 800 ms
WORDS = (
    "نیند کم گھر پریشانی بہن ساتھ سن تسلی معلومات بھوک کام بچے شوہر سسرال قرض بارش "
    "سیلاب بیماری والدہ رونا غصہ خوف دعا محلہ ملازمت اسکول فیس دوا ہسپتال سفر تنہائی امید"
)
HEADERS = 700  # bytes of a request's and its answer's heads together, with TLS's own


def figures() -> list[Figure]:
    """Return operations/s on both databases, bytes a contact, and seconds of a day on 2G."""
    from tools.postgres import private_postgres

    found = _measured("SQLite", f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3")
    with private_postgres() as url:
        if url:
            found += _measured("PostgreSQL", url)
    with private_postgres() as url:
        found += _first_syncs(url or f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3")
    return found + _opening()


def _opening() -> list[Figure]:
    from tools import field_app

    field_app.build()
    told = _said("bench.phone_opens", "")[-1]
    return [
        below("the app opens offline at a quarter of the processor, median of 7", told["opens"],
              OPENS_WITHIN, "s"),
        below("the app's shell, compressed", told["shell"], SHELL, "bytes"),
    ]  # fmt: skip


def _first_syncs(url: str) -> list[Figure]:
    told = _said("bench.first_syncs", url)[-1]
    if told["fewest"] < first_syncs.CASES:
        raise AssertionError(told)
    phones = f"{first_syncs.DEVICES} phones fetch {first_syncs.CASES} cases each at once"
    return [
        below(f"others' pages while {phones}, p95 ({told['pages']} pages; {told['quiet']} ms before)",
              told["during"], OTHERS_P95, "ms"),
        below(f"{phones}: the last one is ready", told["all_synced"], ALL_SYNCED, "s"),
        below("bytes of a first caseload, compressed", told["bytes"], 150_000, "bytes"),
    ]  # fmt: skip


def _said(module: str, url: str) -> list[dict]:
    """Run one of our modules on a database, and return the lines it says."""
    env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "test"}
    env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    done = subprocess.run(
        [sys.executable, "-m", module], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def _measured(label: str, url: str) -> list[Figure]:
    found = []
    for told in _said("bench.sync", url):
        if told["what"] == "rate":
            name = f"synced operations a second, {label}, phones: {told['phones']}, {told['sent']}"
            times = TIMES if told["sent"] != NEW else TIMES_NEW
            found.append(at_least(name, told["ours"], told["theirs"], times, "operations/s"))
        elif label == "SQLite":
            found.append(below(told["what"], told["ours"], told["limit"], told["unit"]))
    return found


def _measure() -> None:
    import django

    django.setup()
    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    worlds = [_world() for _ in range(8)]
    urls = _with_single_submissions()
    for phones, push, sent in ((1, _push, "entries"), (8, _push, "entries"), (1, _push_new, NEW)):
        turns = [
            (
                _rate(phones, lambda n, push=push: push(worlds[n])),
                _rate(phones, lambda n: _submit(urls)),
            )
            for _ in range(TURNS)
        ]  # by turns: what else the machine does hits both
        ours, theirs = (statistics.median(one) for one in zip(*turns, strict=True))
        _say(what="rate", phones=phones, sent=sent, ours=ours, theirs=theirs)
    _day(worlds[0])


def _rate(phones: int, one: "object") -> float:
    from django.db import connection

    counts, begun = [0] * phones, time.perf_counter()

    def phone(n: int) -> None:
        while time.perf_counter() - begun < SECONDS:
            counts[n] += one(n)  # type: ignore[operator]
        connection.close()

    threads = [threading.Thread(target=phone, args=(n,)) for n in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def _world() -> tuple[str, list[str]]:
    """Make a worker with cases and connect their phone."""
    from tests.campaigns.sync import made_worker

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import public_actor

    code, cases = made_worker()
    _device, token = accounts.enrol_device(
        by=public_actor(), code=code, name="bench", app="", protocol=1
    )
    return token, cases


def _push(world: tuple[str, list[str]]) -> int:
    token, cases = world
    sent = [_entry(cases[n % len(cases)], f"Talked about sleep, {n}") for n in range(IN_A_BATCH)]
    told = _delivered(token, sent)
    wrong = [r for r in told["results"] if r["outcome"] != "applied"]
    if wrong:
        raise AssertionError(wrong[0])
    return IN_A_BATCH


def _push_new(world: tuple[str, list[str]]) -> int:
    """Send new contacts: six operations each, of five kinds, which follow each other."""
    from sukoon.core.ids import new_id

    sent = [o for _ in range(CONTACTS_A_DAY) for o in _contact(str(new_id()), str(new_id()))]
    told = _delivered(world[0], sent)
    wrong = [r for r in told["results"] if r["outcome"] != "applied"]
    if wrong:
        raise AssertionError(wrong[0])
    return len(sent)


def _delivered(token: str, operations: list[dict]) -> dict:
    """Send until it is answered: where the server is busy the same again, as a phone does."""
    while (told := _sent(token, operations)) is None:
        time.sleep(BUSY)
    return told


def _entry(case: str, text: str) -> dict:
    from sukoon.core.ids import new_id

    return {
        "id": str(new_id()), "action": "cases.entry", "happened_at": datetime.now(UTC).isoformat(),
        "payload": {"case": case, "kind": "note", "values": {"text": text}},
    }  # fmt: skip


def _sent(token: str, operations: list[dict]) -> dict | None:
    from django.test import Client

    body = gzip.compress(_body(operations))
    answer = Client().generic(
        "POST", "/api/1/field/push", body, content_type="application/json",
        headers={"Authorization": f"Device {token}", "Content-Encoding": "gzip"},
    )  # fmt: skip
    if answer.status_code == 503:
        return None
    if answer.status_code != 200:
        raise AssertionError(answer.content)
    return json.loads(answer.content)


def _body(operations: list[dict]) -> bytes:
    told = {"protocol": 1, "sent_at": datetime.now(UTC).isoformat(), "operations": operations}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _with_single_submissions() -> str:
    """Add the ODK-style endpoint to this process's addresses; return where it is."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches, path

    from sukoon.config import urls
    from sukoon.core.http import needs
    from sukoon.core.permissions import Permission

    def submission(request: HttpRequest) -> HttpResponse:
        from django.db import transaction

        from sukoon.core.ids import new_id
        from sukoon.core.models import LoadedPack

        told = json.loads(request.body)
        with transaction.atomic():
            if not LoadedPack.objects.filter(pack_id=told["instanceID"]).exists():
                for pack_id in (told["instanceID"], str(new_id())):  # the submission, its version
                    LoadedPack.objects.create(
                        pack_id=pack_id, kind="submission", version=told["text"][:40],
                        checksum="x", status="new", loaded_at=datetime.now(UTC),
                    )  # fmt: skip
        return HttpResponse(status=201)

    from django.views.decorators.csrf import csrf_exempt

    view = csrf_exempt(needs(Permission.MAP_VIEW)(submission))
    urls.urlpatterns.insert(0, path("bench/submission", view))
    clear_url_caches()
    return "/bench/submission"


def _submit(address: str) -> int:
    from django.test import Client

    from sukoon.core.ids import new_id

    body = json.dumps({"instanceID": str(new_id()), "text": "Talked about sleep"})
    answer = Client().post(address, body, content_type="application/json")
    if answer.status_code != 201:
        raise AssertionError(answer.content)
    return 1


def _day(world: tuple[str, list[str]]) -> None:
    """Send fifteen new contacts as a phone writes them, and work out what a 2G line makes of it."""
    from sukoon.core.ids import new_id

    token, _cases = world
    operations = [
        one for _ in range(CONTACTS_A_DAY) for one in _contact(str(new_id()), str(new_id()))
    ]
    sent = received = seconds = rounds = 0.0
    for at in range(0, len(operations), 100):
        batch = operations[at : at + 100]
        begun = time.perf_counter()
        answer = _delivered(token, batch)
        seconds += time.perf_counter() - begun
        sent += len(gzip.compress(_body(batch)))
        received += len(gzip.compress(json.dumps(answer).encode()))
        rounds += 1
    from django.test import Client

    begun = time.perf_counter()
    pulled = Client().get("/api/1/field/pull?cursor=0", headers={
        "Authorization": f"Device {token}", "Accept-Encoding": "gzip",
    })  # fmt: skip
    seconds += time.perf_counter() - begun
    received += len(pulled.content)
    rounds += 1
    line = (sent + received + rounds * HEADERS) * 8 / KBIT + (
        rounds + 2
    ) * ROUND_TRIP  # + connecting
    name = f"bytes sent a contact, compressed, of {CONTACTS_A_DAY}"
    _say(what=name, ours=sent / CONTACTS_A_DAY, limit=2000, unit="bytes")
    _say(what=f"a day of {CONTACTS_A_DAY} contacts on 2G (bytes and server's time measured, line worked out)",
         ours=line + seconds, limit=30, unit="s")  # fmt: skip


def _contact(person: str, case: str) -> list[dict]:
    from sukoon.core.ids import new_id

    now = datetime.now(UTC).isoformat()
    told = [
        ("people.record", {"person": person, "sex": "female"}),
        ("people.consent", {"person": person, "purpose": "care", "language": "ur"}),
        ("cases.open", {"case": case, "person": person, "tier": 1}),
        ("cases.entry", {"case": case, "kind": "contact", "values": {
            "channel": "in_person", "outcome": "reached", "did": ["listened"],
            "told": " ".join(random.choices(WORDS.split(), k=14)),
        }}),
        ("cases.entry", {"case": case, "kind": "assessment", "values": {
            "motive": " ".join(random.choices(WORDS.split(), k=5)), "stressors": ["marital", "economic"],
        }}),
        ("cases.task", {"case": case, "task": str(new_id()), "kind": "contact",
                        "due_on": datetime.now(UTC).date().isoformat()}),
    ]  # fmt: skip
    return [{"id": str(new_id()), "action": a, "happened_at": now, "payload": p} for a, p in told]


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _measure()

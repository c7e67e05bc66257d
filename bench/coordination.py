"""Coordination at size: 10,000 commitments and 5,000 services; every page under 300 ms, p95."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Figure, below

COMMITMENTS, SERVICES, RUNS = 10_000, 5_000, 12
ROOT = Path(__file__).parents[1]


def figures() -> list[Figure]:
    """Return how long each page of coordination takes at size."""
    folder = Path(tempfile.mkdtemp(prefix="sukoon-bench-"))
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}", "SUKOON_MODE": "test",
        "SUKOON_VAR": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.coordination"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    size = f"{COMMITMENTS} commitments, {SERVICES} services"
    return [below(f"{name}, {size}, p95", ms, 300, "ms") for name, ms in told.items()]


def _measure() -> None:
    import django

    django.setup()
    from datetime import date

    from django.core.management import call_command
    from django.test import Client

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.meeting_files import bring
    from sukoon.core.content import content_path
    from sukoon.exchange.loading import load_everything
    from sukoon.places import queries as places

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    by, today = console_actor(), date(2026, 11, 24)
    load_everything(by=by, progress=lambda _line: None)
    country = places.area("PK")
    assert country is not None
    first = _fill(country, today)
    path = content_path() / "meetings" / "pakistan-2025" / "meeting.toml"
    meeting = bring(path, by=by, area=country, today=today)
    user = accounts.create_account(
        by=by, email="bench@example.org", full_name="Bench", password=None, synthetic=True
    )
    accounts.give_role(by=by, user=user, role="coordinator", org_id=None, area=country)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = {
        "what waits": "/coordination/", "pledges": "/coordination/pledges/",
        "pledges found by a word": "/coordination/pledges/?q=promise",
        "late pledges": "/coordination/pledges/?standing=late",
        "one commitment": f"/coordination/pledges/{first}/",
        "groups": "/coordination/groups/", "one meeting": f"/coordination/meetings/{meeting.pk}/",
        "action points": "/coordination/actions/", "package": "/coordination/package/",
        "plans": "/coordination/plans/", "national picture": "/coordination/picture/PK/",
        "open picture": "/coordination/open/PK/",
    }  # fmt: skip
    told = {}
    for name, address in pages.items():
        times = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            if client.get(address).status_code != 200:
                raise AssertionError(address)
            times.append((time.perf_counter() - begun) * 1000)
        told[name] = sorted(times)[int(len(times) * 0.95) - 1]
    sys.stdout.write(json.dumps(told) + "\n")


def _fill(country, today):  # type: ignore[no-untyped-def]
    """Make commitments that services count towards, and services in every district."""
    from datetime import timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.actions.pledges import record_pledge
    from sukoon.coordination.models import (
        Commitment,
        CommitmentCode,
        CommitmentEntity,
        CommitmentKind,
    )
    from sukoon.places.models import Area
    from sukoon.services.models import Activity, Service, ServiceArea
    from sukoon.workforce.models import Organisation

    chance = random.Random(20261124)
    pledge = record_pledge(by=console_actor(), code="bench", title_en="Bench", area=country)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Synthetic organisation {n}") for n in range(300)
    )
    districts = list(Area.objects.filter(level=2))
    activities = list(Activity.objects.filter(is_group=False))
    lines, where = [], []
    for n in range(SERVICES):
        area = chance.choice(districts)
        service = Service(
            organisation=chance.choice(organisations), activity=chance.choice(activities),
            area_path=area.path, status="under_way", reported_on=today, line_key=f"bench-{n}",
        )  # fmt: skip
        lines.append(service)
        where.append(ServiceArea(service=service, area=area))
    Service.objects.bulk_create(lines, batch_size=500)
    ServiceArea.objects.bulk_create(where, batch_size=500)
    rows = [
        Commitment(
            pledge=pledge, code=f"B{n:05d}", text=f"Synthetic promise {n}", area_path="PK/",
            target_value=chance.randrange(1, 500), target_unit=f"unit {n % 40}",
            deadline_on=today + timedelta(days=chance.randrange(-400, 900)), measure="places",
            stage=chance.choice(["not_told", "planning", "in_progress", "fulfilled"]),
            known_since=today - timedelta(days=chance.randrange(400)),
        )
        for n in range(COMMITMENTS)
    ]  # fmt: skip
    Commitment.objects.bulk_create(rows, batch_size=500)
    signed = [
        CommitmentEntity(commitment=c, organisation=o, sort=n)
        for c in rows for n, o in enumerate(chance.sample(organisations, 2))
    ]  # fmt: skip
    CommitmentEntity.objects.bulk_create(signed, batch_size=500)
    CommitmentKind.objects.bulk_create(
        [CommitmentKind(commitment=c, kind="technical") for c in rows], batch_size=500
    )
    CommitmentCode.objects.bulk_create(
        [CommitmentCode(commitment=c, code=str(chance.randrange(1, 12))) for c in rows],
        batch_size=500,
    )
    return rows[0].pk


if __name__ == "__main__":
    _measure()

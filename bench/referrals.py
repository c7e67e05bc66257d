"""Matching at size: which of 100,000 services answer a need near a place, each with its reasons.

Asked as a page asks it: from real districts, for every need, with and without a wished woman, a
language, a time, an age; with returns of a third of the lines and 20,000 earlier referrals as their
evidence. Before and after the database took statistics: both plans have to be quick.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bench import Figure, below

SERVICES = 100_000
REFERRALS = 20_000
ASKED = 300
BATCH = 5000
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def figures() -> list[Figure]:
    """Return how long matching takes on SQLite, and on PostgreSQL where it is installed."""
    from tools.postgres import private_postgres

    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        found += _on("SQLite", f"sqlite:///{folder}/x.sqlite3", folder)
    with private_postgres() as url, tempfile.TemporaryDirectory() as folder:
        if url:
            found += _on("PostgreSQL", url, folder)
    return found


def _on(name: str, url: str, folder: str) -> list[Figure]:
    env = {**os.environ, "SUKOON_MODE": "test", "SUKOON_VAR": folder, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "bench.referrals"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    settled = "the same after the database took its statistics, p95"
    return [
        below(f"{name}: a match over {SERVICES} services, p95", told["p95"], 50, "ms"),
        below(f"{name}: {settled}", told["settled_p95"], 50, "ms"),
        below(f"{name}: the slowest of all", told["slowest"], 500, "ms"),
        below(f"{name}: an inbox among {REFERRALS} referrals, p95", told["inbox"], 100, "ms"),
        below(f"{name}: one round of the alarms over them", told["alarms"], 5, "s"),
    ]


def _measure() -> None:
    import django

    django.setup()
    from sukoon.accounts.roles import console_actor
    from sukoon.core.schema import bring_up_to_date
    from sukoon.exchange.loading import load_everything

    bring_up_to_date()
    load_everything(by=console_actor(), progress=lambda _line: None)
    draw = random.Random(20261124)
    lines = _services(draw)
    teams = _referrals(draw, lines)
    told = _matches(draw)
    _settle()
    told |= {f"settled_{k}": v for k, v in _matches(draw).items()}
    told |= _inbox(teams) | _alarms()
    sys.stdout.write(json.dumps(told) + "\n")


def _services(draw: random.Random) -> list[object]:
    """Real districts, activities and target groups; invented organisations."""
    from sukoon.places.models import Area
    from sukoon.services.models import (
        Activity,
        Service,
        ServiceArea,
        ServiceLanguage,
        ServiceTarget,
        TargetGroup,
    )
    from sukoon.workforce.models import Organisation

    areas = list(Area.objects.filter(level=2, valid_to=None))
    activities, groups = list(Activity.objects.all()), list(TargetGroup.objects.all())
    orgs = Organisation.objects.bulk_create(
        Organisation(name=f"Bench organisation {n}", type="national_ngo") for n in range(300)
    )
    made: list[object] = []
    for first in range(0, SERVICES, BATCH):
        lines = [_line(draw, first + n, orgs, activities) for n in range(BATCH)]
        Service.objects.bulk_create(lines)
        ServiceArea.objects.bulk_create(
            ServiceArea(service=s, area=draw.choice(areas)) for s in lines
        )
        ServiceLanguage.objects.bulk_create(
            ServiceLanguage(service=s, language=draw.choice(["ur", "ps", "sd", "pa"]))
            for s in lines
        )
        ServiceTarget.objects.bulk_create(
            ServiceTarget(service=s, target_group=draw.choice(groups)) for s in lines
        )
        _returns(draw, lines[::3])
        made += lines
    return made


def _returns(draw: random.Random, lines) -> None:
    """What a third of them reported last month: places and waiting."""
    from sukoon.core.ids import new_id
    from sukoon.services.models import Return, ReturnVersion

    end = NOW.date().replace(day=1) - DAY
    reports = [
        Return(
            service=s, period_start=end.replace(day=1), period_end=end, status="submitted", version=1
        )
        for s in lines
    ]  # fmt: skip
    Return.objects.bulk_create(reports)
    ReturnVersion.objects.bulk_create(
        ReturnVersion(
            report=r, number=1, basis="people", total=5, by_id=new_id(), sent_at=NOW - 20 * DAY,
            places_free=draw.choice([0, 2, 9]), waiting_days=draw.choice([1, 30]),
        )
        for r in reports
    )  # fmt: skip


def _line(draw: random.Random, n: int, orgs, activities):
    from sukoon.services.models import Service

    return Service(
        organisation=draw.choice(orgs), activity=draw.choice(activities), line_key=f"bench-{n}",
        area_path="PK/",
        status=draw.choice(["under_way", "under_way", "planned"]), reported_on=NOW.date(),
        provider_gender=draw.choice(["", "women", "men", "both"]),
        fee=draw.choice(["", "free", "some"]), opening_hours="Mon-Fri 9-14",
    )  # fmt: skip


def _referrals(draw: random.Random, lines) -> list[object]:
    """20,000 referrals of a year to these services: most closed, some open, some past their clock."""
    from sukoon.cases.models import Case
    from sukoon.core.ids import new_id
    from sukoon.people.models import Consent, Person
    from sukoon.referrals.models import Referral

    owner = new_id()
    person = Person.objects.create(owner_id=owner)
    consent = Consent.objects.create(
        person=person, purpose="referral", answer="yes", given_by="self", manner="spoken",
        language="ur", given_at=NOW - 400 * DAY, recorded_by_id=owner,
    )  # fmt: skip
    case = Case.objects.create(
        code="BENCH-1", alias="", person=person, tier=2, owner_id=owner, opened_at=NOW - 400 * DAY,
        assigned_at=NOW - 400 * DAY,
    )  # fmt: skip
    teams = [new_id() for _n in range(100)]
    for first in range(0, REFERRALS, BATCH):
        rows = []
        for n in range(first, first + BATCH):
            sent = NOW - timedelta(hours=draw.randrange(24, 8700))
            is_open = n % 10 == 0
            late = sent + 14 * DAY
            rows.append(Referral(
                code=f"R{n:07}", case=case, need="counselling", urgency="normal", kind="service",
                service=draw.choice(lines), to_org_id=draw.choice(teams), to_name="x",
                from_account_id=owner, sender_id=owner, from_org_id=draw.choice(teams),
                transport="none", escort="none", contact="call", consent=consent, sent_at=sent,
                moved_at=sent, answer_due_at=late, area_path="PK/PK5/",
                state="sent" if is_open else "closed", owner_id=owner if is_open else None,
                due_at=late if is_open else None, next_alarm_at=late if is_open else None,
                answered_at=None if is_open else sent + DAY * draw.randrange(1, 30),
                ended_at=None if is_open else sent + 30 * DAY, result="" if is_open else "seen",
                reported_at=None if is_open else sent + 29 * DAY,
            ))  # fmt: skip
        Referral.objects.bulk_create(rows)
    return teams


def _settle() -> None:
    """Let the database look at what it holds, as its own nightly round does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _matches(draw: random.Random) -> dict[str, float]:
    from sukoon.accounts.roles import console_actor
    from sukoon.places.models import Area
    from sukoon.referrals.definitions import book
    from sukoon.referrals.queries import Ask, match

    by, needs = console_actor(), sorted(book().needs)
    places = [a.pcode for a in Area.objects.filter(level=2, valid_to=None)]
    match(by, Ask("counselling", places[0]), now=NOW)  # packs are read once
    times = []
    for n in range(ASKED):
        ask = Ask(
            need=needs[n % len(needs)], area=draw.choice(places),
            urgency=draw.choice(["emergency", "urgent", "normal"]), at=NOW if n % 2 else None,
            provider_gender=draw.choice(["", "women"]), free=n % 3 == 0,
            languages=frozenset({"ps"}) if n % 4 == 0 else frozenset(),
            age=draw.choice(["", "child", "adult"]),
        )  # fmt: skip
        begun = time.perf_counter()
        found = match(by, ask, now=NOW)
        times.append((time.perf_counter() - begun) * 1000)
        if not found.suggestions or not found.suggestions[0].fits:
            raise AssertionError(f"nothing found for {ask}")
    return {"p95": quantiles(times, n=20)[18], "slowest": max(times)}


def _inbox(teams) -> dict[str, float]:
    from sukoon.core.access import Actor, Grant, Reach
    from sukoon.core.ids import new_id
    from sukoon.core.permissions import Permission
    from sukoon.referrals.queries import inbox

    times = []
    for team in teams:
        grants = frozenset(
            Grant(p, Reach.TEAM, org_id=team)
            for p in (Permission.REFERRAL_VIEW, Permission.REFERRAL_ANSWER)
        )
        by = Actor(new_id(), "bench", grants)
        begun = time.perf_counter()
        list(inbox(by)[:25])
        times.append((time.perf_counter() - begun) * 1000)
    return {"inbox": quantiles(times, n=20)[18]}


def _alarms() -> dict[str, float]:
    from sukoon.core.access import SYSTEM
    from sukoon.referrals import actions
    from sukoon.referrals.models import ReferralAlarm

    begun = time.perf_counter()
    while actions.raise_alarms(by=SYSTEM, now=NOW):
        pass
    seconds = time.perf_counter() - begun
    if not ReferralAlarm.objects.exists():
        raise AssertionError("nothing was late")
    return {"alarms": seconds}


if __name__ == "__main__":
    _measure()

"""Matching a need among 100,000 services, with returns and earlier referrals."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from bench import Figure, below

SERVICES, ASKED, EACH_OF = 100_000, 300, 3
BATCH = 4000
ROOT = Path(__file__).parents[1]
HOURS = ["Mon-Fri 9-14", "Mon-Sat 8 am to 4 pm", "24/7", "by appointment", ""]
NEEDS = ["counselling", "psychological_treatment", "specialist_care", "medical_mental_health"]


def figures() -> list[Figure]:
    """Return the p95 of matching a need near a district."""
    folder = tempfile.mkdtemp()
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3", "SUKOON_MODE": "test",
        "SUKOON_VAR": folder,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.referrals"], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return [below(f"matching a need among {SERVICES} services, p95", told["p95"], 50, "ms")]


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from sukoon.accounts.roles import console_actor, public_actor
    from sukoon.exchange.loading import load_everything
    from sukoon.places.models import Area
    from sukoon.places.words import Level
    from sukoon.referrals import queries

    call_command("migrate", verbosity=0)
    load_everything(by=console_actor(), progress=lambda _line: None)
    chance = random.Random(1)
    districts = list(Area.objects.filter(level=Level.DISTRICT))
    _write(chance, districts)
    now = datetime(2026, 11, 25, 6, 0).astimezone()
    times = []
    for n in range(ASKED):
        ask = queries.Ask(
            need=NEEDS[n % len(NEEDS)], area=chance.choice(districts).pcode, free=n % 2 == 0,
            at=now, provider_gender="women" if n % 3 else "", languages=frozenset({"ps"}),
            age="adult",
        )  # fmt: skip
        begun = time.perf_counter()
        found = queries.match(public_actor(), ask, now=now)
        times.append(time.perf_counter() - begun)
        if not found.suggestions:
            raise AssertionError("nothing was found")
    p95 = sorted(times)[int(len(times) * 0.95)] * 1000
    sys.stdout.write(json.dumps({"p95": p95}) + "\n")


def _write(chance: random.Random, districts: list) -> None:  # type: ignore[type-arg]
    """Write lines of every activity in every district, with languages, groups and returns."""
    from sukoon.core.ids import new_id
    from sukoon.services.models import (
        Activity,
        Return,
        ReturnVersion,
        Service,
        ServiceArea,
        ServiceLanguage,
        ServiceTarget,
        TargetGroup,
    )
    from sukoon.workforce.models import Organisation

    orgs = [Organisation(id=new_id(), name=f"Bench {n}") for n in range(400)]
    Organisation.objects.bulk_create(orgs)
    activities = list(Activity.objects.filter(is_group=False))
    groups = list(TargetGroup.objects.all())
    end = date(2026, 10, 31)
    for first in range(0, SERVICES, BATCH):
        made: dict[type, list] = {  # type: ignore[type-arg]
            m: [] for m in (Service, ServiceArea, ServiceLanguage, ServiceTarget, Return,
                            ReturnVersion)
        }  # fmt: skip
        for n in range(first, first + BATCH):
            area = chance.choice(districts)
            service = Service(
                id=new_id(), organisation=chance.choice(orgs), activity=chance.choice(activities),
                area_path=area.path, status="under_way", reported_on=end, line_key=f"bench-{n}",
                modality=chance.choice(["facility", "mobile", "remote", "home"]),
                provider_gender=chance.choice(["women", "men", "both", ""]),
                fee=chance.choice(["free", "some", ""]), opening_hours=chance.choice(HOURS),
            )  # fmt: skip
            made[Service].append(service)
            made[ServiceArea].append(ServiceArea(service=service, area=area))
            for code in chance.sample(["ur", "ps", "sd", "pa"], 2):
                made[ServiceLanguage].append(ServiceLanguage(service=service, language=code))
            made[ServiceTarget].append(
                ServiceTarget(service=service, target_group=chance.choice(groups))
            )
            if n % EACH_OF == 0:
                report = Return(
                    id=new_id(), service=service, period_start=end.replace(day=1),
                    period_end=end, status="submitted", version=1,
                )  # fmt: skip
                made[Return].append(report)
                made[ReturnVersion].append(ReturnVersion(
                    report=report, number=1, basis="people", total=5, by_id=new_id(),
                    sent_at=datetime.now().astimezone() - timedelta(days=20),
                    places_free=chance.choice([0, 2, 9]), waiting_days=chance.choice([1, 30]),
                ))  # fmt: skip
        for model, rows in made.items():
            model.objects.bulk_create(rows)  # type: ignore[attr-defined]


if __name__ == "__main__":
    _measure()

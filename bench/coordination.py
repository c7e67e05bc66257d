"""Coordination at size: 10,000 commitments and 5,000 services; every page under 300 ms, p95.

Judged is the time that passes between a request and its page, on SQLite and on PostgreSQL, in a
process of its own that holds nothing but the product. The time of the processor stands beside it:
on a machine that others use, the first grows and the second does not.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Figure, below

COMMITMENTS, SERVICES = 10_000, 5_000
ORGANISATIONS, EXPERTS, ASSESSMENTS, LESSONS, PLANS = 300, 500, 400, 300, 60
WARM, RUNS, SECONDS = 2, 20, 4.0  # a page is asked so often, or for so long
FEWEST = 5
AIM = 300
TRAINED, TRAININGS = 20_000, 40
MEASURES = ("places", "services", "trained", "programmes", "contacts", "workers", "emergencies",
            "exercises", "meetings")  # fmt: skip
ROOT = Path(__file__).parents[1]


def figures() -> list[Figure]:
    """Return how long each page of coordination takes at size, on both databases."""
    from tools.postgres import private_postgres

    found = _of(
        "SQLite", f"sqlite:///{Path(tempfile.mkdtemp(prefix='sukoon-bench-')) / 'x.sqlite3'}"
    )
    with private_postgres() as url:
        if url:
            found += _of("PostgreSQL", url)
    return found


def _of(label: str, url: str) -> list[Figure]:
    size = f"{COMMITMENTS} commitments, {SERVICES} services, {label}"
    with tempfile.TemporaryDirectory(prefix="sukoon-bench-") as folder:
        env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "test", "SUKOON_VAR": folder}
        pages = _run("fill", env)
        told = json.loads(_run("measure", {**env, "BENCH_PAGES": pages}))
    judged = [below(f"{name}, {size}, p95", wall, AIM, "ms") for name, (wall, _cpu) in told.items()]
    beside = [
        Figure(f"{name}, {size}, p95 of processor time", round(cpu, 2), None, None, "ms",
               "none: stands beside the time that passes", met=True)
        for name, (_wall, cpu) in told.items()
    ]  # fmt: skip
    return [*judged, *beside]


def _run(what: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench.coordination", what], env=env, text=True, check=True,
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


def _measure() -> None:
    """Ask for every page again and again; print its p95 by the clock and by the processor."""
    import django

    django.setup()
    from django.test import Client

    from sukoon.accounts.models import User

    client = Client()
    user = User.objects.get(email="bench@example.org")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    told = {}
    for name, address in json.loads(os.environ["BENCH_PAGES"]).items():
        for _ in range(WARM):
            if client.get(address).status_code != 200:
                raise AssertionError(address)
        walls, processors, end = [], [], time.monotonic() + SECONDS
        while len(walls) < RUNS and (len(walls) < FEWEST or time.monotonic() < end):
            wall, processor = time.perf_counter(), time.process_time()
            client.get(address)
            walls.append((time.perf_counter() - wall) * 1000)
            processors.append((time.process_time() - processor) * 1000)
        told[name] = (_p95(walls), _p95(processors))
    sys.stdout.write(json.dumps(told) + "\n")


def _p95(times: list[float]) -> float:
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


def _fill_all() -> None:
    """Make everything, and an account that may see it; print the pages to ask for."""
    import django

    django.setup()
    from datetime import date

    from django.db import connection

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.meeting_files import bring
    from sukoon.core.content import content_path
    from sukoon.core.schema import bring_up_to_date
    from sukoon.exchange.loading import load_everything
    from sukoon.places import queries as places

    bring_up_to_date()
    by, today = console_actor(), date(2026, 11, 24)
    load_everything(by=by, progress=lambda _line: None)
    country = places.area("PK")
    assert country is not None
    first = _fill(country, today)
    _knowledge(country, today)
    _training(country, today)
    path = content_path() / "meetings" / "pakistan-2025" / "meeting.toml"
    meeting = bring(path, by=by, area=country, today=today)
    user = accounts.create_account(
        by=by, email="bench@example.org", full_name="Bench", password=None, synthetic=True
    )
    accounts.give_role(by=by, user=user, role="coordinator", org_id=None, area=country)
    pages = _pages(meeting, first, _surge(country, today))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as both databases do by themselves soon after a large import
    sys.stdout.write(json.dumps({name: str(address) for name, address in pages.items()}) + "\n")


def _pages(meeting, commitment, surge):  # type: ignore[no-untyped-def]
    """Return every page of the area that is read, by what it shows."""
    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.models import Commitment, LogEntry
    from sukoon.coordination.queries import knowledge, package, plans
    from sukoon.workforce.models import Organisation

    by = console_actor()
    one = Commitment.objects.get(pk=commitment)
    busy = Organisation.objects.filter(commitments__isnull=False).first()
    assert busy
    c, s = "/coordination", "/surge"
    trained, runs = (
        Commitment.objects.filter(measure=m, deadline_on__gte="2026-11-24").order_by("code")[0].pk
        for m in ("trained", "programmes")
    )
    return {
        "what waits": f"{c}/", "pledges": f"{c}/pledges/",
        "pledges found by a word": f"{c}/pledges/?q=promise",
        "late pledges": f"{c}/pledges/?standing=late",
        "one commitment": f"{c}/pledges/{commitment}/",
        "one of people trained": f"{c}/pledges/{trained}/",
        "one of programmes": f"{c}/pledges/{runs}/",
        "form of a commitment": f"{c}/pledges/{commitment}/change/",
        "form of an update": f"{c}/pledges/{commitment}/update/",
        "one pledge": f"{c}/bundles/{one.pledge_id}/", "matches": f"{c}/matches/",
        "published": f"{c}/published/", "one published pledge": f"{c}/published/{one.pledge_id}/",
        "import of pledges": f"{c}/pledges/import/",
        "groups": f"{c}/groups/", "one group": f"{c}/groups/{meeting.group_id}/",
        "one meeting": f"{c}/meetings/{meeting.pk}/", "action points": f"{c}/actions/",
        "package": f"{c}/package/", "package of a district": f"{c}/package/?area=PK532",
        "review of the package": f"{c}/package/PK532/review/",
        "costings": f"{c}/costings/", "one costing": f"{c}/costings/{package.costings(by)[0].pk}/",
        "plans": f"{c}/plans/", "one plan": f"{c}/plans/{plans.plans(by)[0].pk}/",
        "readiness": f"{c}/readiness/", "jurisdictions": f"{c}/jurisdictions/",
        "stakeholders": f"{c}/stakeholders/", "stakeholders by a word": f"{c}/stakeholders/?q=1",
        "one stakeholder": f"{c}/stakeholders/{busy.pk}/",
        "interventions": f"{c}/interventions/",
        "one intervention": f"{c}/interventions/{knowledge.interventions(by)[0].pk}/",
        "gaps and lessons": f"{c}/log/", "by an indicator": f"{c}/log/?indicator=W1",
        "form of a lesson": f"{c}/log/{LogEntry.objects.all()[0].pk}/change/",
        "national picture": f"{c}/picture/PK/", "picture of a district": f"{c}/picture/PK532/",
        "open picture": f"{c}/open/PK/",
        "surge": f"{s}/", "one emergency": f"{s}/emergencies/{surge['emergency']}/",
        "assessments": f"{s}/assessments/", "assessments of a district": f"{s}/assessments/?area=PK532",
        "one assessment": f"{s}/assessments/{surge['assessment']}/",
        "form of an assessment": f"{s}/assessments/new/",
        "roster": f"{s}/roster/", "roster by a skill": f"{s}/roster/?skill=child&language=ur",
        "one expert": f"{s}/roster/{surge['expert']}/",
        "one request with matching": f"{s}/requests/{surge['request']}/",
        "exercises": f"{s}/exercises/", "one exercise": f"{s}/exercises/{surge['exercise']}/",
    }  # fmt: skip


def _training(country, today):  # type: ignore[no-untyped-def]
    """Make trainings with people of every organisation, and interventions in use everywhere."""
    from datetime import timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.actions.knowledge import record_use
    from sukoon.coordination.models import Commitment
    from sukoon.coordination.queries.knowledge import interventions
    from sukoon.places.models import Area
    from sukoon.supervision.actions.trainees import Enrolled, enrol, record_cohort
    from sukoon.supervision.words import TraineeState

    by, chance = console_actor(), random.Random(3)
    districts = list(Area.objects.filter(level=2))
    organisations = [
        e.organisation
        for c in Commitment.objects.prefetch_related("entities__organisation")[:60]
        for e in c.entities.all()
    ]
    for n in range(TRAININGS):
        began = today - timedelta(days=chance.randrange(900))
        cohort = record_cohort(
            by=by, code=f"bench-{n}", name_en=f"Training {n}", tier=2, area_path=country.path,
            began_on=began,
        )  # fmt: skip
        rows = [
            Enrolled(
                code=f"B{n}-{k}", state=TraineeState.TRAINED, trained_on=began,
                org_id=chance.choice(organisations).pk, area_path=chance.choice(districts).path,
            )
            for k in range(TRAINED // TRAININGS)
        ]  # fmt: skip
        enrol(by=by, cohort=cohort, workers=rows)
    catalogue = list(interventions(by))
    for organisation in organisations:
        record_use(
            by=by, intervention=chance.choice(catalogue), organisation=organisation,
            area=chance.choice(districts), told_on=today,
        )  # fmt: skip


def _knowledge(country, today):  # type: ignore[no-untyped-def]
    """Make gaps and lessons, plans and a costing of all activities."""
    from decimal import Decimal

    from sukoon.accounts.roles import console_actor
    from sukoon.coordination import knowledge_packs
    from sukoon.coordination.actions import knowledge, package, plans
    from sukoon.coordination.drafts import LogDraft
    from sukoon.coordination.queries.package import activities
    from sukoon.coordination.queries.plans import template
    from sukoon.places.models import Area
    from sukoon.workforce.models import Organisation

    by, chance = console_actor(), random.Random(1)
    knowledge_packs.begin(by, today=today)
    districts = list(Area.objects.filter(level=2))
    organisations = list(Organisation.objects.all()[:40])
    for n in range(LESSONS):
        draft = LogDraft(
            chance.choice(["lesson", "policy_gap"]), chance.choice(districts), f"Synthetic {n}",
            today, indicators=chance.sample(["W1", "L1", "S3", "R1", "E2", "A6"], 2),
        )  # fmt: skip
        knowledge.record_log_entry(by=by, draft=draft, today=today)
    for n in range(PLANS):
        plans.record_plan(
            by=by, title_en=f"Synthetic plan {n}", area=districts[n],
            organisation=chance.choice(organisations), starts_on=today,
            ends_on=today.replace(year=today.year + 4), objectives=template(),
        )  # fmt: skip
    costing = package.record_costing(
        by=by, title="Synthetic", area=country, currency="PKR", scenarios=["Least", "Whole"]
    )
    for scenario in costing.scenarios.all():
        for activity in activities():
            for kind in ("staff", "training", "supplies"):
                package.add_cost_line(
                    by=by, scenario=scenario, activity=activity, ingredient=kind,
                    quantity=Decimal(chance.randrange(1, 90)), rate=Decimal(chance.randrange(1, 900)),
                )  # fmt: skip


def _surge(country, today):  # type: ignore[no-untyped-def]
    """Make emergencies, a roster, assessments and an exercise; return what pages are about."""
    from datetime import timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.places.models import Area
    from sukoon.surge.actions import assessments, deployments, emergencies, exercises, roster
    from sukoon.surge.drafts import (
        AssessmentDraft,
        EmergencyDraft,
        ExerciseDraft,
        ExpertDraft,
        InjectDraft,
        RequestDraft,
    )
    from sukoon.surge.queries.skills import skills
    from sukoon.workforce.models import Organisation

    by, chance = console_actor(), random.Random(2)
    districts = list(Area.objects.filter(level=2))
    organisations = list(Organisation.objects.all()[:60])
    codes = [code for code, _label in skills()]
    for n in range(EXPERTS):
        draft = ExpertDraft(
            f"B-{n:04d}", f"Synthetic {n}", chance.choice(organisations), "psychologist",
            chance.sample(codes, 4), chance.sample(["ur", "ps", "en", "sd"], 2),
            base=chance.choice(districts),
        )  # fmt: skip
        expert = roster.record_expert(by=by, draft=draft, synthetic=True)
        roster.tell_availability(
            by=by, expert=expert, starts_on=today, ends_on=today + timedelta(days=90)
        )
    for n in range(20):
        draft = EmergencyDraft(f"b-{n}", "flood", f"Synthetic flood {n}", districts[n], today)
        emergency = emergencies.open_emergency(by=by, draft=draft, today=today)
    asked = RequestDraft(
        "Synthetic", organisations[0], districts[19], today, today + timedelta(days=30),
        skills=["child"], languages=["ur"],
    )  # fmt: skip
    for _n in range(30):
        request = deployments.ask_for_experts(by=by, emergency=emergency, draft=asked)
    for n in range(ASSESSMENTS):
        told = AssessmentDraft(
            f"Synthetic look {n}", chance.choice(organisations), "tool", "health", "desk",
            today - timedelta(days=chance.randrange(200)), chance.sample(districts, 2),
            emergency=emergency if n % 20 == 0 else None,
        )  # fmt: skip
        assessment = assessments.record_assessment(by=by, draft=told)
    play = ExerciseDraft("Drill", "tabletop", organisations[0], country, today, "flood")
    exercise = exercises.plan_exercise(by=by, draft=play, today=today)
    for n in range(40):
        exercises.write_inject(by=by, exercise=exercise, draft=InjectDraft(n, f"Inject {n}"))
    return {
        "emergency": emergency.pk, "assessment": assessment.pk, "expert": expert.pk,
        "request": request.pk, "exercise": exercise.pk,
    }  # fmt: skip


def _fill(country, today):  # type: ignore[no-untyped-def]
    """Make commitments that services count towards, and services in every district."""
    from datetime import timedelta

    from sukoon.accounts.roles import console_actor
    from sukoon.coordination.actions.pledges import publish, record_pledge
    from sukoon.coordination.models import (
        Commitment,
        CommitmentCode,
        CommitmentEntity,
        CommitmentKind,
    )
    from sukoon.core import clock
    from sukoon.places.models import Area
    from sukoon.services.models import Activity, Service, ServiceArea
    from sukoon.workforce.models import Organisation

    chance = random.Random(20261124)
    pledge = record_pledge(by=console_actor(), code="bench", title_en="Bench", area=country)
    publish(by=console_actor(), pledge=pledge, now=clock.now())
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Synthetic organisation {n}") for n in range(ORGANISATIONS)
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
            deadline_on=today + timedelta(days=chance.randrange(-400, 900)),
            measure=MEASURES[n % len(MEASURES)],
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
    {"fill": _fill_all, "measure": _measure}[sys.argv[1]]()

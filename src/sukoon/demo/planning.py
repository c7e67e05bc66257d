"""The demonstration's plans, package, costing and training pledge: every date and sum is made up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sukoon.accounts.roles import console_actor
from sukoon.coordination.actions import package as package_actions
from sukoon.coordination.actions import plans as actions
from sukoon.coordination.actions import pledges as pledge_actions
from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.models import Plan
from sukoon.coordination.queries import package as package_queries
from sukoon.coordination.queries import plans as queries
from sukoon.coordination.queries import pledges as pledge_queries
from sukoon.coordination.words import (
    BudgetHead,
    Ingredient,
    Measure,
    ObjectiveState,
    PackageStatus,
    PlanStatus,
    Readiness,
    Stage,
)
from sukoon.core import clock
from sukoon.demo import cohort
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.workforce import actions as workforce_actions
from sukoon.workforce import queries as workforce
from sukoon.workforce.models import Organisation
from sukoon.workforce.words import OrganisationType

PLANS = (
    ("PK4", "Implementation plan: Islamabad (made up)", "عمل درآمد کا منصوبہ: اسلام آباد (فرضی)", 0),
    ("PK5", "Implementation plan: Khyber Pakhtunkhwa (made up)",
     "عمل درآمد کا منصوبہ: خیبر پختونخوا (فرضی)", -120),
)  # fmt: skip
# Begins and ends so many days from today, and how it stands: one for each objective of the template.
TIMES = (
    (-540, -360, "done"), (-500, -300, "done"), (-480, -270, "done"), (-420, -150, "done"),
    (-300, -40, "under_way"), (-240, 30, "under_way"), (-180, 120, "under_way"),
    (30, 210, "not_started"), (180, 900, "not_started"), (180, 1080, "not_started"),
    (720, 1200, "not_started"), (900, 1400, "not_started"),
)  # fmt: skip
# By the number of the objective: what is to be reached, and when.
MILESTONES = {
    1: (("Baseline report accepted", "ابتدائی رپورٹ منظور", -360),),
    3: (("Roles of stakeholders signed", "فریقین کے کردار طے", -280),),
    5: (("Campaign plan agreed", "مہم کا منصوبہ منظور", -60),),
    6: (("Pashto packs reviewed", "پشتو مواد کا جائزہ", -20), ("Urdu packs signed", "اردو مواد پر دستخط", 25)),
    7: (("First 50 workers trained", "پہلے 50 کارکن تربیت یافتہ", -90), ("All districts trained", "تمام اضلاع تربیت یافتہ", 110)),
    8: (("Day of going live decided", "آغاز کا دن طے", 200),),
    9: (("First quarter of services", "خدمات کی پہلی سہ ماہی", 270),),
}  # fmt: skip
# Head, then planned, secured and spent of the first and of the second donor, in thousands of rupees.
MONEY = (
    (BudgetHead.COORDINATION, (12_000, 12_000, 7_400), (4_000, 1_500, 0)),
    (BudgetHead.DIGITAL, (18_000, 11_000, 9_800), (6_000, 0, 0)),
    (BudgetHead.HUMAN_RESOURCES, (64_000, 40_000, 21_500), (22_000, 8_000, 1_200)),
    (BudgetHead.SERVICES, (85_000, 35_000, 12_000), (30_000, 10_000, 2_500)),
    (BudgetHead.CAMPAIGN, (9_000, 2_000, 0), (3_000, 0, 0)),
)
TOLD = ("fully", "partly", "planned", "not_done", "partly", "planned", "not_told")


def build(*, today: date) -> None:
    """Make what is not there yet, by actions."""
    by = console_actor()
    unit = workforce.search_organisations(by, "MHSPCU").first()
    if unit is not None and not queries.plans(by).exists():
        donors = [_donor("Donor A (synthetic)"), _donor("Donor B (synthetic)")]
        for pcode, en, ur, later in PLANS:
            area = places.area(pcode)
            if area:
                _plan(area, unit, donors, (en, ur), today + timedelta(days=later))
        _readiness(today)
        _package(today)
    _training_pledge(today)


def _donor(name: str) -> Organisation:
    by = console_actor()
    return workforce.search_organisations(
        by, name
    ).first() or workforce_actions.record_organisation(
        by=by, name=name, type=OrganisationType.DONOR
    )


def _plan(
    area: Area, unit: Organisation, donors: list[Organisation], titles: tuple[str, str], day: date
) -> Plan:
    by = console_actor()
    drafts = [
        replace(
            draft, owner=unit, starts_on=day + timedelta(days=start),
            due_on=day + timedelta(days=due), state=ObjectiveState(state),
        )
        for draft, (start, due, state) in zip(queries.template(), TIMES, strict=True)
    ]  # fmt: skip
    plan = actions.record_plan(
        by=by, title_en=titles[0], title_ur=titles[1], area=area, organisation=unit,
        starts_on=day - timedelta(days=560), ends_on=day + timedelta(days=1460),
        status=PlanStatus.ACTIVE, objectives=drafts,
    )  # fmt: skip
    for objective in plan.objectives.all():
        for en, ur, days in MILESTONES.get(objective.number, ()):
            due = day + timedelta(days=days)
            reached = due if due < day - timedelta(days=30) else None
            actions.record_milestone(
                by=by, objective=objective, title_en=en, title_ur=ur, due_on=due, done_on=reached
            )
    for year in (day.year, day.year + 1):
        for head, *of_donors in MONEY:
            for donor, sums in zip(donors, of_donors, strict=True):
                planned, secured, spent = (Decimal(n * 1000) for n in sums)
                later = year > day.year
                actions.record_budget(
                    by=by, plan=plan, head=head, year=year, currency="PKR", donor=donor,
                    planned=planned, secured=secured / 4 if later else secured,
                    spent=Decimal(0) if later else spent,
                )  # fmt: skip
    return plan


def _readiness(today: date) -> None:
    """Islamabad is all but ready: two needed items are open."""
    area, items = places.area("PK4"), queries.readiness_items()
    if area is None:
        return
    answers = {i.code: str(Readiness.YES) for i in items}
    answers |= {"backup": str(Readiness.NO), "languages": str(Readiness.NOT_KNOWN)}
    actions.check_readiness(
        by=console_actor(), area=area, on=today - timedelta(days=12), today=today, answers=answers,
        needed=[i.code for i in items if i.needed],
    )  # fmt: skip


def _package(today: date) -> None:
    """Say how the package stands in Kohat, and cost three of its activities in two scenarios."""
    by, area = console_actor(), places.area("PK514")
    if area is None:
        return
    activities = list(package_queries.activities())
    statuses = {
        action: str(PackageStatus(TOLD[n % len(TOLD)]))
        for n, activity in enumerate(activities)
        for action in activity.actions.all()
    }
    package_actions.review_package(
        by=by, area=area, as_of=today - timedelta(days=20), today=today, statuses=statuses,
        note="Made up for the demonstration",
    )  # fmt: skip
    costing = package_actions.record_costing(
        by=by, title="Three activities in Kohat (made up)", area=area, currency="PKR",
        scenarios=["Least", "Whole"],
    )  # fmt: skip
    for scenario in costing.scenarios.all():
        whole = scenario.name == "Whole"
        for activity in activities[:3]:
            for kind, unit, quantity, rate in (
                (Ingredient.STAFF, "months", 24, 90_000), (Ingredient.TRAINING, "days", 10, 65_000),
                (Ingredient.SUPPLIES, "kits", 200, 1_200), (Ingredient.TRANSPORT, "trips", 48, 6_500),
            ):  # fmt: skip
                package_actions.add_cost_line(
                    by=by, scenario=scenario, activity=activity, ingredient=kind, unit=unit,
                    quantity=Decimal(quantity * (2 if whole else 1)), rate=Decimal(rate),
                    coverage=Decimal(100 if whole else 60),
                )  # fmt: skip
            package_actions.set_cost_target(
                by=by, scenario=scenario, activity=activity, unit="people",
                quantity=Decimal(4000 if whole else 1500),
            )  # fmt: skip


def _training_pledge(today: date) -> None:
    """A made-up pledge whose progress is computed from the records of the synthetic cohorts."""
    by, country = console_actor(), places.areas(Level.COUNTRY).first()
    trains = workforce.search_organisations(by, "KP training cohort (synthetic)").first()
    known = pledge_queries.pledges(by).filter(code="training-made-up").exists()
    if country is None or trains is None or known:
        return
    pledge = pledge_actions.record_pledge(
        by=by, code="training-made-up", title_en="Training pledge (made up)",
        title_ur="تربیت کا عہد (فرضی)", area=country, source="Made up for the demonstration",
    )  # fmt: skip
    first = CommitmentDraft(
        pledge, "T1", "Train 120 physicians and psychologists in Khyber Pakhtunkhwa", [trains],
        kinds=["technical"], codes=["11.3"], programmes=[cohort.KP],
        text_ur="خیبر پختونخوا میں 120 معالجوں اور ماہرینِ نفسیات کی تربیت", target_value=120,
        target_unit="people trained", start_on=date(2023, 1, 1), deadline_on=date(2025, 12, 31),
        geography="Khyber Pakhtunkhwa", measure=Measure.TRAINED,
    )  # fmt: skip
    kept = pledge_actions.record_commitment(by=by, draft=first, synthetic=True)
    pledge_actions.add_update(
        by=by, commitment=kept, organisation=trains, stage=Stage.IN_PROGRESS, value=112,
        happened_on=date(2024, 1, 15), today=clock.today(),
        narrative="All courses are over (made up). Seven certificates are still to be entered.",
    )  # fmt: skip
    second = replace(
        first, code="T2", text="Train 500 community workers in Islamabad", programmes=[cohort.ICT],
        text_ur="اسلام آباد میں 500 کمیونٹی کارکنوں کی تربیت", target_value=500,
        start_on=date(2021, 1, 1), geography="Islamabad", deadline_on=today + timedelta(days=400),
    )  # fmt: skip
    pledge_actions.record_commitment(by=by, draft=second, synthetic=True)

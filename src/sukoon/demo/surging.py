"""The demonstration's surge: a made-up flood with experts sent, assessments, and an exercise."""

from datetime import date, datetime, timedelta

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.places import queries as places
from sukoon.surge.actions import assessments, deployments, emergencies, exercises, roster
from sukoon.surge.drafts import (
    AssessmentDraft,
    EmergencyDraft,
    ExerciseDraft,
    ExpertDraft,
    InjectDraft,
    ReportDraft,
    RequestDraft,
)
from sukoon.surge.models import Emergency, Expert
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.words import AssessmentState, DeploymentState
from sukoon.workforce import queries as workforce
from sukoon.workforce.models import Organisation

LAST = 45  # nobody answers the last inject
EXPERTS = (
    ("SYN-01", "IOM", "psychologist", ("coordination", "assessment", "planning"), ("ur", "en", "ps"), "PK5"),
    ("SYN-02", "International Medical Corps", "psychologist_clinical", ("supervision", "mhgap_training"), ("ur", "ps"), "PK514"),
    ("SYN-03", "UNICEF", "social_worker", ("child", "case_management", "community"), ("ur", "pa"), "PK630"),
    ("SYN-04", "Islamic Relief Pakistan", "counsellor", ("pfa_training", "community", "gbv"), ("ur", "sd"), "PK7"),
    ("SYN-05", "World Health Organization", "psychiatrist", ("psychiatry", "mhgap_training", "supervision"), ("ur", "en"), "PK4"),
    ("SYN-06", "Handicap International", "other", ("disability", "assessment", "monitoring"), ("ur", "ps", "en"), "PK5"),
)  # fmt: skip


def build(*, today: date) -> None:
    """Make what surge shows, by its own actions; what is there already stays."""
    by, swat = console_actor(), places.area("PK532")
    if swat is None or queries.any_emergencies(by).exists():
        return
    experts = _roster(today)
    draft = EmergencyDraft(
        "syn-flood", "flood", "Flood in Swat (synthetic)", swat, today - timedelta(days=20),
        "سوات میں سیلاب (فرضی)", "Made up for the demonstration: villages along the river were cut off.",
        "Demonstration",
    )  # fmt: skip
    flood = emergencies.open_emergency(by=by, draft=draft, today=today)
    now = clock.now()
    emergencies.set_disaster_mode(
        by=by, emergency=flood, on=True, reason="Demonstration: roads are cut", now=now
    )
    _assessments(flood, today)
    _deployments(flood, experts, today, now)
    _exercise(today, now)


def _org(name: str) -> Organisation | None:
    return workforce.search_organisations(console_actor(), name).first()


def _roster(today: date) -> dict[str, Expert]:
    by, found = console_actor(), {}
    for n, (code, org, cadre, skills, languages, base) in enumerate(EXPERTS):
        organisation = _org(org)
        if organisation is None:
            continue
        draft = ExpertDraft(
            code, f"Synthetic Expert {n + 1}", organisation, cadre, skills=skills,
            languages=languages, base=places.area(base), years=4 + n, remote=n % 2 == 0,
        )  # fmt: skip
        found[code] = roster.record_expert(by=by, draft=draft, synthetic=True)
        roster.tell_availability(
            by=by, expert=found[code], starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=20 + 15 * n),
        )  # fmt: skip
    return found


def _assessments(flood: Emergency, today: date) -> None:
    by, kp = console_actor(), places.area("PK5")
    imc, unicef = _org("International Medical Corps"), _org("UNICEF")
    if kp is None or imc is None or unicef is None:
        return
    rapid = AssessmentDraft(
        "Rapid assessment of needs and resources (synthetic)", imc, "Toolkit for needs and resources",
        "health", "mixed", today - timedelta(days=15), [flood.area], "ضروریات اور وسائل کا فوری جائزہ (فرضی)",
        "2012", 14, "group discussions", "Two in each of seven villages", today - timedelta(days=10),
        "Villages without a road were not reached", flood, [unicef],
    )  # fmt: skip
    kept = assessments.record_assessment(by=by, draft=rapid)
    for domain, en, ur in (
        (
            "services",
            "No psychologist within a day's travel (made up)",
            "ایک دن کے سفر میں کوئی ماہرِ نفسیات نہیں (فرضی)",
        ),
        (
            "resources",
            "Women meet in two houses and would host groups (made up)",
            "خواتین دو گھروں میں ملتی ہیں اور گروپ کی میزبانی کریں گی (فرضی)",
        ),
    ):
        assessments.add_finding(by=by, assessment=kept, domain=domain, text_en=en, text_ur=ur)
    assessments.add_finding(
        by=by, assessment=kept, domain="access", text_en="Roads are cut (made up)",
        text_ur="راستے بند ہیں (فرضی)", figure="3 of 7", basis="villages without a road",
    )  # fmt: skip
    for state in (AssessmentState.UNDER_WAY, AssessmentState.DONE):
        kept = assessments.move_assessment(by=by, assessment=kept, to=state, today=today)
    school = AssessmentDraft(
        "Schools after the flood (synthetic)", unicef, "Check of schools", "education", "facilities",
        today - timedelta(days=12), [kp], "سیلاب کے بعد اسکول (فرضی)", emergency=flood,
    )  # fmt: skip
    assessments.record_assessment(by=by, draft=school, state=AssessmentState.UNDER_WAY)


def _deployments(flood: Emergency, experts: dict[str, Expert], today: date, now: datetime) -> None:
    by, asks = console_actor(), _org("MHSPCU")
    asks = asks or next(iter(experts.values())).organisation
    first = RequestDraft(
        "Coordinator of the response", asks, flood.area, today - timedelta(days=18),
        today + timedelta(days=10), skills=["coordination"], languages=["ps"],
    )  # fmt: skip
    second = RequestDraft(
        "Supervisors for counsellors", asks, flood.area, today, today + timedelta(days=30), people=2,
        skills=["supervision"], wished=["mhgap_training"], languages=["ps", "ur"],
    )  # fmt: skip
    request = deployments.ask_for_experts(by=by, emergency=flood, draft=first)
    deployments.ask_for_experts(by=by, emergency=flood, draft=second)
    if "SYN-01" not in experts:
        return
    sent = deployments.offer(
        by=by, request=request, expert=experts["SYN-01"], now=now,
        ends_on=today - timedelta(days=2), hosted_by=_org("IOM"),
    )  # fmt: skip
    for state in (DeploymentState.ACCEPTED, DeploymentState.DEPLOYED, DeploymentState.RETURNED):
        sent = deployments.move_deployment(by=by, deployment=sent, to=state, now=now, today=today)
    report = ReportDraft(
        "Set up the group of the district, mapped who does what (made up)", today,
        "The department opened its hall", "Roads", "Bring printed referral lists", "District officer",
    )  # fmt: skip
    deployments.report_deployment(by=by, deployment=sent, draft=report, today=today)


def _exercise(today: date, now: datetime) -> None:
    by, area, runs = console_actor(), places.area("PK2"), _org("MHSPCU")
    plays = [o for o in (_org("UNICEF"), _org("IOM")) if o]
    if area is None or runs is None:
        return
    draft = ExerciseDraft(
        "Earthquake drill (exercise)", "tabletop", runs, area, today - timedelta(days=3),
        "earthquake", "زلزلے کی مشق", "Who calls whom in the first two hours", plays,
    )  # fmt: skip
    drill = exercises.plan_exercise(by=by, draft=draft, today=today)
    for minute, en, ur in (
        (0, "The ground shook; two towns do not answer.", "زمین ہلی؛ دو قصبوں سے جواب نہیں۔"),
        (20, "A school is used as a shelter; children are without parents.", "ایک اسکول پناہ گاہ بنا؛ بچے والدین کے بغیر ہیں۔"),
        (LAST, "A news channel asks for names.", "ایک نیوز چینل نام مانگتا ہے۔"),
    ):  # fmt: skip
        exercises.write_inject(
            by=by, exercise=drill, draft=InjectDraft(minute, en, ur, "Call the working group", 15)
        )
    begun = now - timedelta(days=3)
    drill = exercises.start_exercise(by=by, exercise=drill, now=begun)
    for n, inject in enumerate(drill.injects.all()):
        at = begun + timedelta(minutes=inject.minute)
        given = exercises.give_inject(by=by, inject=inject, now=at)
        if plays and inject.minute < LAST:
            exercises.reply(
                by=by, inject=given, organisation=plays[n % len(plays)],
                text="We call the group and open the list of contacts.",
                now=at + timedelta(minutes=8 + 10 * n),
            )  # fmt: skip
        exercises.judge_inject(by=by, inject=given, verdict=("met", "partly", "missed")[n])
    drill = exercises.end_exercise(by=by, exercise=drill, now=begun + timedelta(minutes=70))
    exercises.write_after_action(
        by=by, exercise=drill, summary="The group met within the hour; nobody spoke to the press.",
        on=today, today=today, worked="The list of contacts", improve="Who speaks to the press",
    )  # fmt: skip
    exercises.recommend(
        by=by, exercise=drill, text_en="Name who speaks to the press", owner=runs,
        text_ur="طے کریں کہ میڈیا سے کون بات کرے گا", due_on=today + timedelta(days=30),
    )  # fmt: skip

"""A synthetic team that cares for people: five accounts, a handful of invented persons, the Chitral story.

Who tries the demonstration finds the whole loop under way: a question that waits for the specialist, an
answer to read, a session to log. All is made by actions and marked synthetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.pathways import actions as pathways
from sukoon.people import actions as people
from sukoon.people.models import Person
from sukoon.people.rules import Birth, Details
from sukoon.people.words import GivenBy, Manner, Purpose, Sex
from sukoon.places import queries as places
from sukoon.supervision import actions
from sukoon.supervision.actions import Draft
from sukoon.supervision.reading import Words
from sukoon.supervision.rules import Medicine, Opinion
from sukoon.supervision.words import SessionKind, Verdict
from sukoon.workforce import actions as workforce
from sukoon.workforce.words import Cadre, OrganisationType

TEAM = "Demonstration care team (synthetic)"
DISTRICT, PROVINCE = "PK508", "PK5"


@dataclass(frozen=True, slots=True)
class Member:
    """One account of the team: the button's code, the role, the name, and as what they work."""

    code: str
    role: str
    name: str
    cadre: Cadre
    tier: int


MEMBERS = (
    Member("community_worker", "community_worker", "Community worker (demonstration)",
           Cadre.CMHW, 1),
    Member("care_worker", "care_worker", "Psychologist (demonstration)",
           Cadre.PSYCHOLOGIST_CLINICAL, 2),
    Member("physician", "care_worker", "Physician (demonstration)", Cadre.PHC_PHYSICIAN, 3),
    Member("specialist", "specialist", "Specialist (demonstration)", Cadre.PSYCHIATRIST, 4),
    Member("care_lead", "care_lead", "Care lead (demonstration)", Cadre.PSYCHOLOGIST_CLINICAL, 2),
)  # fmt: skip
PHQ9_OF_NINE = {f"q{n}": (1, 1, 2, 2, 1, 1, 1, 0, 0)[n - 1] for n in range(1, 10)}
FITS = Opinion(
    "EPI", "", (Medicine("Anti-seizure medicine", "as the guide says"),),
    frozenset({"explain", "weekly_contact", "family"}), "none",
)  # fmt: skip
WALKED: Mapping[str, object] = {
    "epi_now": "no", "visit": "first", "epi_kind": "convulsive", "epi_cause": "no",
    "epi_number": "yes", "pregnant": "no", "can_conceive": "no", "illnesses": ["none"],
    "medicines_now": ["none"],
}  # fmt: skip
LOW = Opinion("DEP", "", (), frozenset({"explain", "activity"}), "none")


@dataclass(frozen=True, slots=True)
class Team:
    """The team as actors, by the codes of its buttons."""

    org_id: UUID
    area_path: str
    by: Mapping[str, Actor]


def build() -> None:
    """Make the team and its cases, if it is not there yet."""
    if account_queries.demo_account("care_lead"):
        return
    with transaction.atomic():
        team = _team()
        now = clock.now()
        _chitral(team, now)
        _answered(team, now)
        _community(team, now)
        _calm(team, now)
        _session(team, now)


def _team() -> Team:
    by, now = console_actor(), clock.now()
    district, province = places.area(DISTRICT), places.area(PROVINCE)
    if district is None or province is None:
        raise LookupError("load the areas first")
    org = workforce.record_organisation(by=by, name=TEAM, type=OrganisationType.OTHER)
    found: dict[str, User] = {}
    for member in MEMBERS:
        user = accounts.create_account(
            by=by, email=f"{member.code}@demo.invalid", full_name=member.name, password=None,
            synthetic=True,
        )  # fmt: skip
        area = province if member.role == "specialist" else None
        accounts.give_role(by=by, user=user, role=member.role, org_id=org.pk, area=area)
        workforce.record_worker(
            by=by, name=member.name, organisation=org, cadre=member.cadre, account=user,
            area=district, tier=member.tier, languages=["ur", "en"],
        )  # fmt: skip
        found[member.code] = user
    team = Team(org.pk, district.path, {code: actor_for(u, now=now) for code, u in found.items()})
    lead = team.by["care_lead"]
    for trainee, supervisor in (("physician", "specialist"), ("community_worker", "care_worker")):
        actions.begin_standing(
            by=lead, trainee_id=found[trainee].pk, supervisor_id=found[supervisor].pk,
            org_id=org.pk, area_path="", starts_on=clock.today() - timedelta(days=20),
            contract={"form": ["app", "phone"], "confidential": True},
        )  # fmt: skip
    return team


def invented_case(
    team: Team, who: str, name: str, age: int, sex: Sex, since: datetime, *, shares: bool = False,
    tier: int = 0,
) -> Case:  # fmt: skip
    """Somebody invented, who agreed to care, and their case. `shares`: consents to say the area too."""
    by = team.by[who]
    person = people.record_person(
        by=by, names=[f"{name} (synthetic)"], org_id=team.org_id, area_path=team.area_path,
        synthetic=True, details=Details(birth=Birth(age=age, told_on=since.date()), sex=sex),
    )  # fmt: skip
    _consent(by, person, Purpose.CARE, since)
    if shares:
        _consent(by, person, Purpose.SUPERVISION, since, "area", "notes")
    tier = tier or next(m.tier for m in MEMBERS if m.code == who)
    return cases.open_case(
        by=by, person=person, tier=min(tier, 3), opened_at=since, org_id=team.org_id
    )


def _consent(by: Actor, person: Person, purpose: Purpose, at: datetime, *fields: str) -> None:
    people.record_consent(
        by=by, person=person, purpose=purpose, given_by=GivenBy.SELF, manner=Manner.SPOKEN,
        language="ur", given_at=at, fields=fields,
    )  # fmt: skip


def _entry(
    by: Actor, case: Case, kind: EntryKind, at: datetime, values: Mapping[str, object]
) -> None:
    cases.record_entry(
        by=by, case=case, kind=kind, happened_at=at, values=values, risk_answered=False
    )


def _walk(by: Actor, case: Case, at: datetime) -> None:
    """The guide as the physician walked it: one answer led to fits, and the specialist will see which."""
    walk = pathways.begin(by=by, case=case, pathway="epi", facts={"age": 30, "sex": "female"})
    for question, value in WALKED.items():
        pathways.answer(by=by, walk=walk, question=question, value=value, version=walk.version)
        walk.refresh_from_db()
    pathways.finish(by=by, walk=walk, version=walk.version, decisions=[], happened_at=at)


def _chitral(team: Team, now: datetime) -> None:
    """16 months of wrong turns; the physician asks, and five hours of the three days are left."""
    by, met = team.by["physician"], now - timedelta(days=2, hours=20)
    case = invented_case(team, "physician", "Zarmina", 30, Sex.FEMALE, met, shares=True)
    _entry(by, case, EntryKind.ASSESSMENT, met, {
        "source": "family", "duration": "1y_5y", "symptoms": ["psychosomatic", "neurocognitive"],
        "motive": "Falls and shaking, 2 to 3 times a week for 16 months. No injury, no tongue bite. "
                  "Often after a quarrel at home.",
        "impairment": "3", "stressors": ["marital", "economic"], "journeys": 7, "cost_pkr": 450000,
        "help_sought": ["faith_healer", "gp", "physician", "neurologist"], "months_lost": 16,
        "earlier_medicines": "Two anti-seizure medicines, no change.", "physical_cause": "not_yet",
    })  # fmt: skip
    _entry(by, case, EntryKind.DIAGNOSIS, met, {
        "irhis": "EPI", "module": "EPI", "confidence": "unsure",
        "reasons": "Falls with shaking of arms and legs.",
    })  # fmt: skip
    _walk(by, case, met)
    cases.record_response(
        by=by, case=case, instrument="phq9", answers=PHQ9_OF_NINE, language="ur", happened_at=met
    )
    cases.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=now + timedelta(days=3))
    actions.ask(
        by=by, case=case, opinion=FITS, fields=["area"], happened_at=now - timedelta(days=2, hours=19),
        question="Are these fits? Should I start a medicine?",
    )  # fmt: skip


def _answered(team: Team, now: datetime) -> None:
    """A low mood: answered yesterday, not read yet."""
    by, met = team.by["physician"], now - timedelta(days=4)
    case = invented_case(team, "physician", "Karim", 46, Sex.MALE, met)
    _entry(by, case, EntryKind.ASSESSMENT, met, {"motive": "No joy since the harvest failed, sleeps little.", "duration": "2w_3m",
                "stressors": ["economic"], "impairment": "2", "physical_cause": "excluded"})  # fmt: skip
    request = actions.ask(
        by=by, case=case, opinion=Opinion("DEP", "", (Medicine("Antidepressant", "one at night"),),
                                          frozenset({"explain"}), "none"),
        question="Is a tablet right now the first thing?", happened_at=met + timedelta(hours=2),
    )  # fmt: skip
    actions.answer(
        by=team.by["specialist"], request=request, happened_at=now - timedelta(days=1),
        draft=Draft(
            verdict=Verdict.AGREE, template="support_first",
            opinion=Opinion("DEP", "", (), frozenset({"explain", "activity", "weekly_contact"}), "none"),
            words=Words(
                why="It is recent, follows a loss, and he still manages much of the day.",
                teaching="Four weeks of regular contact come before a tablet.",
            ),
        ),
    )  # fmt: skip


def _community(team: Team, now: datetime) -> None:
    """A community worker's first case: a question that waits for the psychologist."""
    by, met = team.by["community_worker"], now - timedelta(hours=30)
    case = invented_case(team, "community_worker", "Gul", 22, Sex.FEMALE, met)
    _entry(by, case, EntryKind.CONTACT, met, {"channel": "home", "outcome": "reached"})  # fmt: skip
    actions.ask(
        by=by, case=case, opinion=Opinion("", "", (), frozenset({"explain", "social"}), "none"),
        question="She has hardly left the room since the birth. What can I do beside visiting?",
        urgency="urgent", happened_at=now - timedelta(hours=20),
    )  # fmt: skip


def _calm(team: Team, now: datetime) -> None:
    """Two cases of the psychologist, one asked about and closed again."""
    by, met = team.by["care_worker"], now - timedelta(days=25)
    case = invented_case(team, "care_worker", "Sabir", 35, Sex.MALE, met)
    request = actions.ask(
        by=by, case=case, opinion=LOW, question="When do I look at the plan again?",
        urgency="routine", happened_at=met + timedelta(hours=1),
    )  # fmt: skip
    answered = met + timedelta(days=2)
    actions.answer(
        by=team.by["specialist"], request=request, happened_at=answered,
        draft=Draft(verdict=Verdict.AGREE, opinion=LOW, words=Words()),
    )  # fmt: skip
    actions.acknowledge(by=by, request=request, happened_at=answered + timedelta(hours=3))
    actions.put_to_use(by=by, request=request, happened_at=answered + timedelta(days=1))
    actions.rate(by=by, request=request, assessment=True, management=True, referral=False)
    actions.close(by=by, request=request)
    other = invented_case(team, "care_worker", "Nazia", 28, Sex.FEMALE, now - timedelta(days=10))
    cases.add_task(by=by, case=other, kind=TaskKind.SESSION, due_at=now + timedelta(days=1))


def _session(team: Team, now: datetime) -> None:
    """A group session that is planned, so that somebody can log it."""
    actions.plan_session(
        by=team.by["care_lead"], supervisor_id=team.by["care_lead"].id, org_id=team.org_id,
        kind=SessionKind.GROUP, planned_at=now - timedelta(hours=3), minutes=90, synthetic=True,
        invited=[team.by[c].id for c in ("community_worker", "care_worker", "physician")],
    )  # fmt: skip

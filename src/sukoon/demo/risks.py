"""Synthetic risks to life of the synthetic care team, in each state; rotas; what waits for the other roles.

All is made by actions, by the accounts whose work it is, and marked synthetic. Steps bear the time at which they
were made: a history is not invented backwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.roles import actor_for, team_of
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.demo.care import DISTRICT, MEMBERS, PROVINCE, Team, invented_case
from sukoon.people import actions as people
from sukoon.people.words import RequestKind, Sex
from sukoon.places import queries as places
from sukoon.risk import actions
from sukoon.risk import queries as risks
from sukoon.risk import watch as risk_watch
from sukoon.risk.models import DutyRota, RiskEpisode
from sukoon.risk.words import ContactChannel, ContactWith
from sukoon.workforce import queries as workforce

WEEKS = 8
DAY = timedelta(days=1)
WITH_LIFE_AT_RISK = {**{f"q{n}": 2 for n in range(1, 9)}, "q9": 2}
PLAN = {
    "warning_signs": "I stay in bed and do not answer anybody. (synthetic)",
    "own_coping": "Walk to the canal; recite what my grandmother taught me.",
    "company": "My sister's house, her children.",
    "people_to_ask": "My sister; the teacher next door.",
    "safer_surroundings": "My brother keeps the medicines.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One invented person about whom a risk is told."""

    who: str
    name: str
    age: int
    sex: Sex
    level: str
    words: str


WAITING = Told("community_worker", "Palwasha", 19, Sex.FEMALE, "moderate",
               "Says that nobody would miss her.")  # fmt: skip
HELD = Told("physician", "Imran", 34, Sex.MALE, "high",
            "Has thought of a way; tablets are in the house.")  # fmt: skip
PASSED = Told("care_worker", "Shabnam", 41, Sex.FEMALE, "moderate",
              "Was afraid to be alone after the funeral.")  # fmt: skip
ALONE = "hospital_desk"  # a team without a rota and without a lead: the coordinator hears of it


def build() -> None:
    """Make the rotas, the risks and what waits, if they are not there yet."""
    by = _actor("care_lead")
    if by is None or risks.rotas(by).exists():
        return
    with transaction.atomic():
        team = _team()
        _rotas(team)
        now = clock.now()
        _waiting(team, now)
        _held(team, now)
        _passed(team, now)
        _nobody_there(now)
        _for_the_officer(team, now)
        _worklists(team, now)
    risk_watch.watch(clock.now())


def _actor(code: str) -> Actor | None:
    user = account_queries.demo_account(code)
    return actor_for(user, now=clock.now()) if user else None


def _team() -> Team:
    found = {m.code: _actor(m.code) for m in MEMBERS}
    district = places.area(DISTRICT)
    lead = found["care_lead"]
    org_id = team_of(lead.id) if lead else None
    if district is None or org_id is None:
        raise LookupError("make the care team first")
    return Team(org_id, district.path, {code: by for code, by in found.items() if by})


def _rotas(team: Team) -> None:
    """Day and night in the team; the specialist for the whole district, kept by the coordinator."""
    own = actions.record_rota(
        by=team.by["care_lead"], name="Duty of the care team (synthetic)", org_id=team.org_id,
        synthetic=True,
    )  # fmt: skip
    _fill(team.by["care_lead"], own, {"care_worker": 1, "care_lead": 2}, team)
    coordinator = _actor("coordinator")
    if coordinator is None:
        return
    area = actions.record_rota(
        by=coordinator, name="Duty of the district (synthetic)", area_path=team.area_path,
        synthetic=True,
    )  # fmt: skip
    _fill(coordinator, area, {"specialist": 1}, team)


def _fill(by: Actor, rota: DutyRota, order: dict[str, int], team: Team) -> None:
    first = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    for code, place in order.items():
        worker = workforce.worker_of(team.by[code].id)
        if worker is None:
            continue
        for day in range(7):
            begins = first + day * DAY
            actions.add_shift(
                by=by, rota=rota, worker=worker, starts_at=begins, ends_at=begins + DAY,
                order=place, weeks=WEEKS,
            )  # fmt: skip


def _told(team: Team, told: Told, now: datetime) -> tuple[Case, RiskEpisode]:
    """Somebody invented, their case, and what told of a risk: the record is what opens the episode."""
    by, met = team.by[told.who], now - timedelta(days=6)
    case = invented_case(team, told.who, told.name, told.age, told.sex, met)
    cases.record_response(
        by=by, case=case, instrument="phq9", answers=WITH_LIFE_AT_RISK, language="ur",
        happened_at=now - timedelta(minutes=20),
    ) if told is WAITING else cases.record_entry(
        by=by, case=case, kind=EntryKind.RISK, happened_at=now - timedelta(hours=20),
        values={"level": told.level, "told": told.words}, risk_answered=False,
    )  # fmt: skip
    episode = risks.open_for_case(case.pk)
    if episode is None:
        raise LookupError("no risk was opened")
    return case, episode


def _waiting(team: Team, now: datetime) -> None:
    """A community worker heard it today: the psychologist on duty has not answered yet."""
    _told(team, WAITING, now)


def _held(team: Team, now: datetime) -> None:
    """In the psychologist's hands: plan, contact; lowering waits for the lead's signature."""
    _case, episode = _told(team, HELD, now)
    by = team.by["care_worker"]
    actions.acknowledge(by=by, episode=episode, note="I call him now. (synthetic)")
    for item, said in (("asked_directly", ""), ("means_safe", "His brother took the tablets away."),
                       ("stays_with", "His brother, day and night.")):  # fmt: skip
        actions.check_item(by=by, episode=episode, item=item, said=said)
    _contact(by, episode, now - timedelta(hours=2))
    actions.keep_plan(by=by, episode=episode, language="ur", parts=PLAN, copy_given=True)
    actions.ask_to_lower(
        by=by, episode=episode, level="moderate",
        why="Not alone any more, the means are gone, a plan he made himself. (synthetic)",
    )  # fmt: skip


def _passed(team: Team, now: datetime) -> None:
    """Answered, planned, contacted, lowered by the lead, closed with the lead's signature."""
    _case, episode = _told(team, PASSED, now)
    by, lead = team.by["care_worker"], team.by["care_lead"]
    actions.acknowledge(by=by, episode=episode)
    actions.keep_plan(by=by, episode=episode, language="ur", parts=PLAN, copy_given=True)
    _contact(by, episode, now - timedelta(hours=1))
    lowered = actions.ask_to_lower(by=by, episode=episode, level="low", why="She has company now.")
    actions.sign(by=lead, sign_off=lowered, answer="Agreed. (synthetic)")
    closing = actions.ask_to_close(
        by=by, episode=episode, reason="safe", why="Two calm days; care goes on. (synthetic)"
    )
    actions.sign(by=lead, sign_off=closing, answer="Agreed. (synthetic)")


def _contact(by: Actor, episode: RiskEpisode, at: datetime) -> None:
    actions.record_contact(
        by=by, episode=episode, channel=ContactChannel.PHONE, whom=ContactWith.PERSON, reached=True,
        happened_at=max(at, episode.happened_at), note="Spoke for twenty minutes. (synthetic)",
    )  # fmt: skip


def _nobody_there(now: datetime) -> None:
    """A team with no rota and no lead: nobody is waited for, the coordinator is told a code."""
    by = _actor(ALONE)
    org_id = team_of(by.id) if by else None
    if by is None or org_id is None:
        return
    province = places.area(PROVINCE)  # where in it is not known: no district's rota covers it
    team = Team(org_id, province.path if province else "", {ALONE: by})
    case = invented_case(team, ALONE, "Gulalai", 27, Sex.FEMALE, now - timedelta(days=1), tier=2)
    cases.record_entry(
        by=by, case=case, kind=EntryKind.RISK, happened_at=now - timedelta(hours=3),
        values={"level": "high", "told": "Came to the desk and wept."}, risk_answered=False,
    )  # fmt: skip


def _for_the_officer(team: Team, now: datetime) -> None:
    """A person asks for a copy; glass was broken and waits for a verdict."""
    by = team.by["care_worker"]
    case = invented_case(team, "care_worker", "Rukhsana", 52, Sex.FEMALE, now - timedelta(days=40))
    people.record_request(
        by=by, person=case.person, kind=RequestKind.COPY, said="A copy, please. (synthetic)",
        asked_on=clock.today(),
    )  # fmt: skip
    user = account_queries.demo_account(ALONE)
    if user is not None:
        accounts.break_glass(
            by=actor_for(user, now=now), user=user, record_id=case.person_id, minutes=15,
            reason="She stood at our desk in distress and nobody of her team answered. (synthetic)",
        )  # fmt: skip


def _worklists(team: Team, now: datetime) -> None:
    """Something due today, something overdue, something new, for each of those who care for people."""
    for who, name, age in (("community_worker", "Nasreen", 37), ("physician", "Akbar", 58),
                           ("specialist", "Farida", 29), ("care_lead", "Yousaf", 45)):  # fmt: skip
        case = invented_case(team, who, name, age, Sex.NOT_TOLD, now - timedelta(days=12))
        by = team.by[who]
        cases.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=_today_at(17, now))
        other = invented_case(team, who, f"{name} B", age, Sex.NOT_TOLD, now - timedelta(days=30))
        kind = TaskKind.PLAN_REVIEW if who in {"physician", "care_lead"} else TaskKind.SESSION
        cases.add_task(by=by, case=other, kind=kind, due_at=now - timedelta(days=2))
    new = invented_case(team, "care_lead", "Bakht", 31, Sex.MALE, now - timedelta(days=3))
    cases.assign(
        by=team.by["care_lead"], case=new, owner_id=team.by["community_worker"].id,
        org_id=team.org_id, why="Lives in her village. (synthetic)",
    )  # fmt: skip


def _today_at(hour: int, now: datetime) -> datetime:
    at = timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > now else now + timedelta(hours=2)

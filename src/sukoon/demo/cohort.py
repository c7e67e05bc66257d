"""The synthetic cohorts: what was published of KP (2023) and Islamabad (2021), as records.

The margins are those of the sources (docs/sources.md; reference figures in `PUBLISHED`); every person, worker and
case is invented and marked synthetic. All is made by actions: the figures are counted from what
they wrote. Where a source gives no value (the share of changed diagnoses is "nearly a quarter",
the time to an answer is known of one case only) ours stands, and the page says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind
from sukoon.core import clock, ledger
from sukoon.core.access import Actor
from sukoon.people import actions as people
from sukoon.people.rules import Birth, Details
from sukoon.people.words import GivenBy, Manner, Purpose, Sex
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.supervision import actions, queries
from sukoon.supervision.actions import Draft, Enrolled
from sukoon.supervision.reading import Words
from sukoon.supervision.rules import Medicine, Opinion
from sukoon.supervision.words import TraineeState, Verdict
from sukoon.workforce import actions as workforce
from sukoon.workforce.models import Organisation
from sukoon.workforce.words import Cadre, OrganisationType

KP, ICT = "kp-2023", "ict-2021"
KP_SOURCE = (
    "Margins: Humayun, Najmussaqib, Muneeb 2024 (105 trained, 53 active, 413 cases, 56.9 % depression, "
    "plans changed 38.25 %); records invented"
)
ICT_SOURCE = (
    "Margins: ICT pilot 2021 (2,100 nominated, 758 registered, 40 % completed, 17 sent 30 cases); "
    "records invented"
)
KP_DISTRICTS = ("PK508", "PK511", "PK514", "PK520", "PK522", "PK523", "PK526", "PK528", "PK531")
KP_BEGAN, KP_FIRST = date(2023, 9, 4), datetime(2023, 9, 11, 5, 0, tzinfo=UTC)
ICT_BEGAN, ICT_FIRST = date(2021, 10, 11), datetime(2021, 10, 18, 5, 0, tzinfo=UTC)
DAYS = (2, 3, 3, 3, 4)  # from question to answer: the median is the 3 days of the Chitral case
STRESSORS = ("health", "caregiver", "marital", "bereavement", "economic")
OTHER = ("ACU", "GRI", "OTH", "EPI", "PTSD", "SUB", "PSY")
MOTIVE = "Synthetic record of the demonstration: no such person exists."
TABLET = (Medicine("Medicine A", "one at night"),)
SUPPORT = frozenset({"explain", "weekly_contact"})


@dataclass(frozen=True, slots=True)
class Margin:
    """How many of a cohort: exactly as published."""

    pcp: int
    cp: int
    active_pcp: int
    active_cp: int
    cases: int
    depression: int
    diagnoses_changed: int
    plans_changed: int
    raters: int
    useful: tuple[int, int, int]


# 235 of 413 are 56.9 %, 158 are 38.26 % (published cut off: 38.25); 22, 26 and 16 of 36 raters are the
# published 61.1, 72.2 and 44.4 %. 100 changed diagnoses (24.2 %) are ours for "nearly a quarter".
PUBLISHED = Margin(
    pcp=74, cp=31, active_pcp=38, active_cp=15, cases=413, depression=235, diagnoses_changed=100,
    plans_changed=158, raters=36, useful=(22, 26, 16),
)  # fmt: skip
NOMINATED, REGISTERED, COMPLETED, SUBMITTERS, ICT_CASES, ICT_ASKED = 2100, 758, 303, 17, 30, 20


@dataclass(frozen=True, slots=True)
class Made:
    """A worker of a cohort who sends cases."""

    by: Actor
    area: Area


def spread(part: int, whole: int) -> Iterator[bool]:
    """Yield `whole` truths, exactly `part` of them true, evenly between."""
    for n in range(whole):
        yield (n + 1) * part // whole > n * part // whole


def build() -> None:
    """Make the cohorts that are not there yet, each whole or not at all."""
    known = set(queries.cohorts(console_actor()).values_list("code", flat=True))
    for code, make in ((KP, _kp), (ICT, _ict)):
        if code not in known:
            with transaction.atomic(), ledger.together():
                make()


def _organisation(name: str) -> Organisation:
    return workforce.record_organisation(by=console_actor(), name=name, type=OrganisationType.OTHER)


def _account(
    given: list[RoleAssignment], email: str, name: str, role: str, *, org_id: UUID | None = None,
    area: Area | None = None,
) -> User:  # fmt: skip
    """An account with a role, which is noted in `given`: it ends with the cohort."""
    by = console_actor()
    user = accounts.create_account(
        by=by, email=email, full_name=name, password=None, synthetic=True
    )
    given.append(accounts.give_role(by=by, user=user, role=role, org_id=org_id, area=area))
    return user


def _end(given: list[RoleAssignment]) -> None:
    """Nobody works in a cohort that is past."""
    for assignment in given:
        accounts.take_role(by=console_actor(), assignment=assignment)


def _areas(pcodes: tuple[str, ...]) -> list[Area]:
    found = [area for p in pcodes if (area := places.area(p)) is not None]
    if len(found) != len(pcodes):
        raise LookupError("load the areas first")
    return found


def _kp() -> None:
    """105 trained in nine districts of Khyber Pakhtunkhwa; 53 sent 413 cases in three months."""
    told, now = PUBLISHED, clock.now()
    org = _organisation("KP training cohort (synthetic)")
    areas, province = _areas(KP_DISTRICTS), _areas(("PK5",))[0]
    cohort = actions.record_cohort(
        by=console_actor(), code=KP, name_en="Khyber Pakhtunkhwa 2023 (synthetic)",
        name_ur="خیبر پختونخوا 2023 (فرضی)", tier=3, area_path=province.path, began_on=KP_BEGAN,
        ended_on=date(2023, 12, 31), source=KP_SOURCE, synthetic=True,
    )  # fmt: skip
    given: list[RoleAssignment] = []
    trainers = [
        actor_for(_account(given, f"kp-trainer-{n}@cohort.demo.invalid", f"Trainer {n} (synthetic)",
                           "specialist", area=province), now=now)
        for n in range(1, 4)
    ]  # fmt: skip
    workers, rows = [], []
    for n in range(told.pcp + told.cp):
        is_pcp = n < told.pcp
        active = n < told.active_pcp if is_pcp else n - told.pcp < told.active_cp
        area, user = areas[n % len(areas)], None
        if active:
            user = _account(given, f"kp-{n:03}@cohort.demo.invalid",
                            f"KP worker {n + 1} (synthetic)", "care_worker", org_id=org.pk)  # fmt: skip
            workers.append(Made(actor_for(user, now=now), area))
        rows.append(Enrolled(
            code=f"KP-{n + 1:03}", state=TraineeState.TRAINED, account_id=user.pk if user else None,
            org_id=org.pk, area_path=area.path, tier=3 if is_pcp else 2, trained_on=KP_BEGAN,
            cadre=Cadre.PHC_PHYSICIAN if is_pcp else Cadre.PSYCHOLOGIST_CLINICAL,
        ))  # fmt: skip
    actions.enrol(by=console_actor(), cohort=cohort, workers=rows)
    _kp_cases(workers, {t.id: t for t in trainers}, org.pk)
    _end(given)


def _kp_cases(workers: list[Made], trainers: dict[UUID, Actor], org_id: UUID) -> None:
    told = PUBLISHED
    flags = zip(
        spread(told.depression, told.cases), spread(told.diagnoses_changed, told.cases),
        spread(told.plans_changed, told.cases), strict=True,
    )  # fmt: skip
    useful = [list(spread(n, told.raters)) for n in told.useful]
    for n, (depressed, changed, replanned) in enumerate(flags):
        worker = workers[n % len(workers)]
        asked_at = KP_FIRST + timedelta(days=n * 85 // told.cases, minutes=n % 240)
        final = "DEP" if depressed else OTHER[n % len(OTHER)]
        first = final if not changed else ("OTH" if depressed else "DEP")
        case = _case(worker, org_id, asked_at, n, tier=3)
        _supervised(
            case, worker.by, trainers, asked_at, first=first, final=final, replanned=replanned,
            days=DAYS[n % len(DAYS)], part=n % 4,
            rating=tuple(u[n] for u in useful) if n < told.raters else (),
        )  # fmt: skip


def _case(worker: Made, org_id: UUID, at: datetime, n: int, *, tier: int) -> Case:
    """Somebody without a name, who agreed to care, and their case with an assessment."""
    age, sex = 18 + n * 7 % 50, Sex.MALE if n % 5 < 2 else Sex.FEMALE  # noqa: PLR2004 - 2 of 5
    person = people.record_person(
        by=worker.by, names=[], org_id=org_id, area_path=worker.area.path, synthetic=True,
        details=Details(birth=Birth(age=age, told_on=at.date()), sex=sex),
    )  # fmt: skip
    people.record_consent(
        by=worker.by, person=person, purpose=Purpose.CARE, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=at,
    )  # fmt: skip
    case = cases.open_case(by=worker.by, person=person, tier=tier, opened_at=at, org_id=org_id)
    cases.record_entry(
        by=worker.by, case=case, kind=EntryKind.ASSESSMENT, happened_at=at, risk_answered=False,
        values={"motive": MOTIVE, "stressors": [STRESSORS[n % 5]], "physical_cause": "excluded"},
    )  # fmt: skip
    return case


def _supervised(
    case: Case, by: Actor, supervisors: dict[UUID, Actor], asked_at: datetime, *, first: str,
    final: str, replanned: bool, days: int, part: int, rating: tuple[bool, ...] = (),
) -> None:  # fmt: skip
    """One question from asking to closing, as long ago as it is told to be."""
    theirs = Opinion(first, "", TABLET, SUPPORT, "none")
    request = actions.ask(
        by=by, case=case, question="Is this right? (synthetic)", opinion=theirs, happened_at=asked_at,
    )  # fmt: skip
    answered_at = asked_at + timedelta(days=days)
    own = (
        _replanned(theirs, final, part)
        if replanned
        else Opinion(final, "", TABLET, SUPPORT, "none")
    )
    actions.answer(
        by=_supervisor(request.supervisor_id, supervisors), request=request, happened_at=answered_at,
        draft=Draft(
            verdict=Verdict.AGREE if first == final else Verdict.CHANGE, opinion=own,
            words=Words(why="Synthetic.", teaching="Synthetic."),
        ),
    )  # fmt: skip
    actions.acknowledge(by=by, request=request, happened_at=answered_at + timedelta(hours=5))
    actions.put_to_use(by=by, request=request, happened_at=answered_at + timedelta(days=2))
    if rating:
        assessment, management, referral = rating
        actions.rate(by=by, request=request, assessment=assessment, management=management,
                     referral=referral, happened_at=answered_at + timedelta(days=3))  # fmt: skip
    actions.close(by=by, request=request, happened_at=answered_at + timedelta(days=3))


def _supervisor(account_id: UUID | None, known: dict[UUID, Actor]) -> Actor:
    """Return who a question went to: a trainer of the cohort, or a specialist who is there already."""
    if account_id is not None and account_id not in known:
        found = account_queries.owner(account_id, now=clock.now())
        if found is not None:
            known[account_id] = found[0]
    if account_id is None or account_id not in known:
        raise LookupError("nobody may answer the cohort's questions")
    return known[account_id]


def _replanned(theirs: Opinion, final: str, part: int) -> Opinion:
    """Change one part of a plan: the dose, the medicine, the support or the referral, in turn."""
    match part:
        case 0:
            return Opinion(final, "", (Medicine("Medicine A", "half at night"),), SUPPORT, "none")
        case 1:
            return Opinion(final, "", (), SUPPORT, "none")
        case 2:
            return Opinion(final, "", theirs.medicines, SUPPORT | {"problem_solving"}, "none")
        case _:
            return Opinion(final, "", theirs.medicines, SUPPORT, "tier4")


def _ict() -> None:
    """Islamabad 2021: 2,100 nominated, 758 registered, 303 completed, 17 sent 30 cases, 20 asked."""
    now, org = clock.now(), _organisation("Islamabad pilot cohort (synthetic)")
    area = _areas(("PK401",))[0]
    cohort = actions.record_cohort(
        by=console_actor(), code=ICT, name_en="Islamabad pilot 2021 (synthetic)",
        name_ur="اسلام آباد پائلٹ 2021 (فرضی)", tier=1, area_path=area.path, began_on=ICT_BEGAN,
        ended_on=date(2021, 12, 31), source=ICT_SOURCE, synthetic=True,
    )  # fmt: skip
    given: list[RoleAssignment] = []
    supervisor = actor_for(
        _account(given, "ict-supervisor@cohort.demo.invalid", "Pilot supervisor (synthetic)",
                 "specialist", area=area), now=now,
    )  # fmt: skip
    workers, rows = [], []
    for n in range(NOMINATED):
        user = None
        if n < SUBMITTERS:
            user = _account(given, f"ict-{n:03}@cohort.demo.invalid",
                            f"Pilot worker {n + 1} (synthetic)", "community_worker",
                            org_id=org.pk)  # fmt: skip
            workers.append(Made(actor_for(user, now=now), area))
        state = (
            TraineeState.TRAINED if n < COMPLETED
            else TraineeState.REGISTERED if n < REGISTERED else TraineeState.NOMINATED
        )  # fmt: skip
        rows.append(Enrolled(
            code=f"ICT-{n + 1:04}", state=state, account_id=user.pk if user else None, tier=1,
            org_id=org.pk, area_path=area.path, cadre=Cadre.CMHW,
        ))  # fmt: skip
    actions.enrol(by=console_actor(), cohort=cohort, workers=rows)
    for n in range(ICT_CASES):
        worker, at = workers[n % SUBMITTERS], ICT_FIRST + timedelta(hours=n * 11)
        case = _case(worker, org.pk, at, n, tier=1)
        if n < ICT_ASKED:
            _supervised(case, worker.by, {supervisor.id: supervisor}, at, first="", final="",
                        replanned=n % 3 == 0, days=2, part=2)  # fmt: skip
    _end(given)

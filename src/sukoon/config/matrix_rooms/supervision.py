"""What the access matrix asks of supervision."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind
from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.people import actions as people
from sukoon.supervision import actions
from sukoon.supervision.actions import Draft, Log, Point
from sukoon.supervision.models import Absence, NoteCheck, NoteSample, Request, Standing, Trainee
from sukoon.supervision.reading import Words
from sukoon.supervision.rules import Opinion
from sukoon.supervision.words import Presence, SessionKind

THINGS: Mapping[str, str] = {
    **{f"supervision:{name}": "supervision" for name in (
        "request", "answer", "take", "more", "assign", "read", "use", "dispute", "close", "rate",
        "meet",
    )},
    "supervision:ask": "case", "supervision:voice": "supervision voice",
    "supervision:session": "supervision session", "supervision:session_log": "supervision session",
    "supervision:session_cancel": "supervision session", "supervision:point_done": "supervision point",
    "supervision:worker": "trainee", "supervision:worker_rate": "trainee",
    "supervision:worker_quiet": "trainee", "supervision:worker_nudge": "trainee",
    "supervision:standing_end": "standing", "supervision:back": "absence",
    "supervision:check": "note check",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {
    "supervision:queue": "view=all",
    "supervision:figures": "cohort=none",
}
BODIES: Mapping[str, Mapping[str, object]] = {}
OGG = b"OggS" + b"\x00" * 40
NOTHING = Opinion()


def build(making: Making) -> None:
    """Make a question, an answer, a session and what hangs on them, in each state."""
    for state in (TEAM, OTHER):
        ids = _all(making, state, uuid4())
        making.world.mark("supervision", state, str(ids["supervision"][0]), _code(ids))
        making.world.ids |= {(thing, state): found for thing, found in ids.items()}
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            for thing, found in _all(making, state, user.pk).items():
                making.world.own[thing, role, state] = found


def _code(ids: Mapping[str, tuple[object, ...]]) -> str:
    return Request.objects.get(pk=str(ids["supervision"][0])).case_code


def _all(making: Making, state: str, owner: UUID) -> dict[str, tuple[object, ...]]:
    place = OTHER if state == OTHER else OWN
    org, by = making.orgs[place].pk, anybody(owner)
    case = _case(making, state, owner)
    request = actions.ask(by=by, case=case, question="matrix", opinion=NOTHING)
    voice = _voice(making, _case(making, state, owner), owner)
    if state == CLOSED:
        actions.close(by=by, request=request)
    trainee = Trainee.objects.get(account_id=owner)
    return {
        "supervision": (request.pk,), "supervision voice": voice, "trainee": (trainee.pk,),
        **_sessions(making, org, owner, state), "standing": (_standing(owner, org, state, making.today),),
        "absence": (_absence(making, owner),), "note check": (_note(making, case, org),),
    }  # fmt: skip


def _case(making: Making, state: str, owner: UUID) -> Case:
    by = anybody(owner)
    org, area = making.orgs[OTHER if state == OTHER else OWN], making.areas[state]
    person = people.record_person(
        by=by, names=[], org_id=org.pk, area_path=area.path, synthetic=True
    )
    return cases.open_case(
        by=by, person=person, tier=2, opened_at=making.now - timedelta(days=1), org_id=org.pk,
        without_consent="made for the access matrix",
    )  # fmt: skip


def _voice(making: Making, case: Case, owner: UUID) -> tuple[object, ...]:
    request = actions.ask(by=anybody(owner), case=case, question="matrix", opinion=NOTHING)
    supervisor = anybody(request.supervisor_id or uuid4())
    made = actions.answer(
        by=supervisor, request=request,
        draft=Draft(verdict="agree", opinion=NOTHING, words=Words()),
    )  # fmt: skip
    voice = actions.add_voice(by=supervisor, answer=made, data=OGG)
    return (request.pk, voice.pk)


def _sessions(making: Making, org: UUID, owner: UUID, state: str) -> dict[str, tuple[object, ...]]:
    """A session that is planned (or cancelled), and one that was held, with an action point."""
    by, guest = anybody(owner), making.askers["administrator"].pk
    guest = making.askers["viewer"].pk if guest == owner else guest
    planned, held = (
        actions.plan_session(
            by=by, supervisor_id=owner, org_id=org, kind=SessionKind.GROUP, planned_at=making.now,
            minutes=30, invited=[guest], synthetic=True,
        )
        for _n in range(2)
    )  # fmt: skip
    if state == CLOSED:
        actions.cancel_session(by=by, session=planned)
    log = Log(
        held_at=making.now, minutes=30, came={guest: Presence.PRESENT}, record={},
        points=[Point("matrix", owner, making.now.date() + timedelta(days=9))],
    )  # fmt: skip
    logged = actions.log_session(by=by, session=held, log=log)
    point = logged.points.all()[0]
    if state == CLOSED:
        actions.finish_point(by=by, point=point)
    return {"supervision session": (planned.pk,), "supervision point": (point.pk,)}


def _standing(owner: UUID, org: UUID, state: str, today: date) -> UUID:
    ended = state == CLOSED
    made = Standing.objects.create(
        trainee_id=owner if not ended else uuid4(), supervisor_id=uuid4(), org_id=org,
        starts_on=today, every_days=30,
    )  # fmt: skip
    if ended:
        actions.end_standing(by=anybody(uuid4()), standing=made)
    return made.pk


def _absence(making: Making, owner: UUID) -> UUID:
    day = making.today + timedelta(days=400)
    return Absence.objects.create(account_id=owner, from_on=day, until_on=day).pk


def _note(making: Making, case: Case, org: UUID) -> UUID:
    entry = cases.record_entry(
        by=anybody(case.owner_id), case=case, kind=EntryKind.NOTE, values={"text": "matrix"},
        happened_at=making.now,
    )  # fmt: skip
    sample = NoteSample.objects.create(
        org_id=org, by_id=uuid4(), from_on=making.today, until_on=making.today,
        seed=f"matrix {case.code}", share=10, of_count=1, size=1,
    )  # fmt: skip
    return NoteCheck.objects.create(
        sample=sample, entry=entry, case_code=case.code, worker_id=case.owner_id,
        checklist="contact_note", due_at=making.now + timedelta(days=14),
    ).pk  # fmt: skip

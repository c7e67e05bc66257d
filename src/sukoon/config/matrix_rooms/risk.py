"""What the access matrix asks of risk: episodes, what is to be signed, rotas and their shifts."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.core import clock
from sukoon.core.access import SYSTEM, Scope
from sukoon.risk import actions
from sukoon.risk.models import RiskEpisode
from sukoon.risk.words import ContactChannel, ContactWith, RiskLevel, Trigger
from sukoon.workforce import actions as workforce
from sukoon.workforce.models import Worker
from sukoon.workforce.words import Cadre

THINGS: Mapping[str, str] = {
    "risk:episode": "risk", "risk:acknowledge": "risk", "risk:take_over": "risk",
    "risk:hand_over": "risk", "risk:check": "risk", "risk:contact": "risk", "risk:plan": "risk",
    "risk:higher": "risk", "risk:lower": "risk", "risk:close": "risk",
    "risk:plan_print": "safety plan", "risk:sign": "sign-off", "risk:rota": "rota",
    "risk:rota_end": "rota", "risk:shift_remove": "shift",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {"risk:team": "closed=1"}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make a risk for each state: one's own, the team's, another team's, a closed one."""
    world = making.world
    for state in (TEAM, OTHER):
        episode = _episode(making, state, uuid4())
        world.mark("risk", state, episode.pk, episode.shown_code)
        # Waits too long, for watch lists; what is to be signed is about another one.
        actions.watch_one(by=SYSTEM, episode_id=episode.pk, now=clock.now() + timedelta(days=1))
        _of_episode(making, state, _episode(making, state, uuid4(), code="MATRIX-OTHER"))
        _rota(making, state)
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            episode = _episode(making, state, user.pk)
            world.mark("risk", state, episode.pk, episode.shown_code)
            world.own["risk", role, state] = (episode.pk,)
            _of_episode(making, state, episode, role=role)
    _rota(making, OWN)
    _rota(making, CLOSED)


def _episode(making: Making, state: str, carer: UUID, *, code: str = "") -> RiskEpisode:
    where = OTHER if state == OTHER else OWN
    scope = Scope(carer, making.orgs[where].pk, making.areas[where].path)
    return actions.raise_risk(
        by=making.by, trigger=Trigger.WORKER, level=RiskLevel.LOW, scope=scope, case_id=uuid4(),
        case_code=code or f"MATRIX-RISK-{state}".upper(), person_id=uuid4(), happened_at=clock.now(),
        note="made for the access matrix", synthetic=True,
    )  # fmt: skip


def _of_episode(making: Making, state: str, episode: RiskEpisode, *, role: str = "") -> None:
    """Make its plan and what waits to be signed; close what is to be closed."""
    asking, signing, world = anybody(uuid4()), anybody(uuid4()), making.world
    actions.acknowledge(by=asking, episode=episode)
    actions.keep_plan(
        by=asking, episode=episode, language="en", parts={"own_coping": "made for the matrix"}
    )
    actions.record_contact(
        by=asking, episode=episode, channel=ContactChannel.PHONE, whom=ContactWith.PERSON,
        reached=True, happened_at=clock.now(),
    )  # fmt: skip
    asked = actions.ask_to_close(by=asking, episode=episode, reason="safe", why="for the matrix")
    if state == CLOSED:
        actions.sign(by=signing, sign_off=asked)
    for thing, ids in (("safety plan", (episode.pk, "en")), ("sign-off", (asked.pk,))):
        if role:
            world.own[thing, role, state] = ids
        world.ids[thing, state] = ids


def _rota(making: Making, state: str) -> None:
    """Make a rota with a shift, a team's and, for a coordinator, an area's; a closed one has ended."""
    where = OTHER if state == OTHER else OWN
    ids = _rota_with_shift(making, "rota", state, org_id=making.orgs[where].pk)
    making.world.ids["rota", state], making.world.ids["shift", state] = ids
    of_area = _rota_with_shift(making, "area rota", state, area_path=making.areas[where].path)
    own = making.world.own
    own["rota", "coordinator", state], own["shift", "coordinator", state] = of_area


def _rota_with_shift(
    making: Making, thing: str, state: str, *, org_id: UUID | None = None, area_path: str = ""
) -> tuple[tuple[UUID], tuple[UUID, UUID]]:
    by, now = making.by, clock.now()
    rota = actions.record_rota(
        by=by, name=f"Matrix {state} {thing}", org_id=org_id, area_path=area_path
    )
    account = making.askers["specialist"]
    worker = Worker.objects.filter(account=account).first() or workforce.record_worker(
        by=by, name=f"Matrix {state} duty", organisation=making.orgs[OWN],
        cadre=Cadre.PSYCHOLOGIST, account=account,
    )  # fmt: skip
    begins = now + timedelta(days=30)
    shift = actions.add_shift(
        by=by, rota=rota, worker=worker, starts_at=begins, ends_at=begins + timedelta(hours=8)
    )[0]
    if state == CLOSED:
        actions.end_rota(by=by, rota=rota)
    making.world.mark(thing, state, rota.pk, rota.name)
    return (rota.pk,), (rota.pk, shift.pk)

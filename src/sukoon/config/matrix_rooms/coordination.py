"""What the access matrix asks of coordination."""

from collections.abc import Mapping

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making
from sukoon.coordination.actions import files, pledges
from sukoon.coordination.words import Stage
from sukoon.core.permissions import Permission

COMMITMENT = ("commitment", "commitment_change", "commitment_update")
BUNDLE = ("pledge", "pledge_change", "pledge_publish", "published_pledge")
THINGS: Mapping[str, str] = {
    **{f"coordination:{name}": "commitment" for name in COMMITMENT},
    **{f"coordination:{name}": "pledge" for name in BUNDLE},
    "coordination:decide": "commitment and service",
    "coordination:evidence": "commitment and update",
}
SEARCHED: Mapping[str, str] = {"coordination:pledges": "q=matrix"}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make what these addresses are about."""
    for state in (OWN, TEAM, OTHER, CLOSED):
        _pledge(making, state)


def _pledge(making: Making, state: str) -> None:
    """Make a pledge with a commitment of the organisation of this state; the closed one is public."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    pledge = pledges.record_pledge(
        by=by, code=f"matrix-{state}", title_en=f"Matrix {state} pledge", area=area
    )
    draft = pledges.CommitmentDraft(
        pledge, f"M-{state}", f"Matrix {state} commitment", [org], codes=["9"], measure="services"
    )
    made = pledges.record_commitment(by=by, draft=draft)
    evidence = files.keep_document(
        by=by, permission=Permission.PLEDGE_UPDATE, title="matrix", org_id=org.pk,
        area_path=area.path, link="https://example.org/matrix",
    )  # fmt: skip
    told = pledges.add_update(
        by=by, commitment=made, organisation=org, stage=Stage.PLANNING, happened_on=making.today,
        today=making.today, evidence=evidence,
    )  # fmt: skip
    if state == CLOSED:
        pledges.publish(by=by, pledge=pledge, now=making.now)
    world.mark("pledge", state, pledge.pk, pledge.title_en)
    world.mark("commitment", state, made.pk, made.text)
    world.ids["commitment and service", state] = (made.pk, *world.ids["service", state])
    world.ids["commitment and update", state] = (made.pk, told.pk)

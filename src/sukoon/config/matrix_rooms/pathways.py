"""What the access matrix asks of pathways."""

from collections.abc import Mapping
from uuid import UUID

from sukoon.cases.models import Case
from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.pathways import actions
from sukoon.pathways.models import Walk

THINGS: Mapping[str, str] = {
    "pathways:choose": "case", "pathways:walk": "walk", "pathways:back": "walk",
    "pathways:finish": "walk ended", "pathways:leave": "walk", "pathways:pathway": "pathway",
    "pathways:diagram": "pathway", "pathways:remark": "pathway", "pathways:sign": "pathway",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {"pathways:index": "q=marna+chahta"}
BODIES: Mapping[str, Mapping[str, object]] = {}
STATES = (OWN, TEAM, OTHER, CLOSED)


def build(making: Making) -> None:
    """Make a walk under way and one at its end for every case of the matrix."""
    for state in (TEAM, OTHER):
        case = Case.objects.get(pk=str(making.world.ids["case", state][0]))
        for thing, walk in _walks(case).items():
            making.world.ids[thing, state] = (walk.pk,)
    for role in making.askers:
        for state in (OWN, CLOSED):
            case = Case.objects.get(pk=str(making.world.own["case", role, state][0]))
            for thing, walk in _walks(case).items():
                making.world.own[thing, role, state] = (walk.pk,)
    for state in STATES:
        making.world.ids["pathway", state] = ("sui",)


def _walks(case: Case) -> dict[str, Walk]:
    """Make walks; on a closed case nobody begins one, but one may have been begun before."""
    by = anybody(UUID(str(case.owner_id)))
    if not case.is_open:
        told = {
            "case": case,
            "pathway": "dep",
            "started_by_id": by.id,
            "started_at": case.opened_at,
        }
        return {t: Walk.objects.create(**told) for t in ("walk", "walk ended")}
    walk = actions.begin(by=by, case=case, pathway="dep", facts={"age": 30})
    ended = actions.begin(by=by, case=case, pathway="gri", facts={"age": 30})
    actions.answer(by=by, walk=ended, question="gri_loss", value="none", version=1)
    return {"walk": walk, "walk ended": ended}

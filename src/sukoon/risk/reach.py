"""Who may act on an episode: the access rule, or having been asked to."""

from sukoon.core.access import Actor, can, holds
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed
from sukoon.risk.models import RiskEpisode
from sukoon.risk.words import Rung


def reaches(by: Actor, permission: Permission, episode: RiskEpisode) -> bool:
    """Say whether the actor may do this to an episode: `queries.visible` is the same as a filter.

    Being asked is a care relationship: who stands on an area's rota may belong to another team.
    """
    if can(by, permission, episode.scope):
        return True
    return holds(by, permission) and was_asked(by, episode)


def was_asked(by: Actor, episode: RiskEpisode) -> bool:
    if not (episode.is_open and holds(by, Permission.RISK_ACT)):
        return False
    return episode.steps.filter(target_id=by.id).exclude(rung=Rung.COORDINATOR).exists()


def require_reach(by: Actor, permission: Permission, episode: RiskEpisode) -> None:
    """Stop here unless the actor may do this to this episode."""
    if not reaches(by, permission, episode):
        raise NotAllowed

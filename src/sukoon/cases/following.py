"""Work that follows what other areas did."""

from uuid import UUID

from sukoon.cases import actions
from sukoon.core.access import SYSTEM


def follow_risk(episode_id: UUID) -> None:
    """Bring a case's copy of its risk up to date."""
    actions.follow_risk(by=SYSTEM, episode_id=episode_id)

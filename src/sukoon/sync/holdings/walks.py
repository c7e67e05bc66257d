"""Walks under way of a phone's cases, begun at a desk or on any phone: to go on with without a signal."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from sukoon.core.access import Actor
from sukoon.pathways import queries as pathways
from sukoon.pathways.kept import edition_of, inputs_of
from sukoon.pathways.levels import level_so_far
from sukoon.pathways.telling import inputs_as_dict


def listed(by: Actor, cases: Collection[UUID]) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield them, the latest first. Not as `walk`: apps before this one keep their own under that name."""
    for walk in pathways.under_way(by, cases):
        inputs = inputs_of(walk)
        told = {
            "case": walk.case_id, "pathway": walk.pathway, "inputs": inputs_as_dict(inputs),
            "begun_at": walk.started_at, "edition": edition_of(walk),
            "risk": level_so_far(walk.pathway, inputs),
        }  # fmt: skip
        yield "paused", walk.pk, {name: value for name, value in told.items() if value != ""}

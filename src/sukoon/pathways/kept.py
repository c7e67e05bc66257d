"""What a walk was told so far, out of its sealed document. Who may was asked where it was found."""

import json
from uuid import UUID

from sukoon.pathways.models import Walk
from sukoon.pathways.rules.engine import Inputs
from sukoon.pathways.telling import read_inputs


def inputs_of(walk: Walk) -> Inputs:
    """Return what a walk was told so far."""
    return read_inputs(json.loads(walk.body)) if walk.body else Inputs()


def to_ask_about(walk_id: UUID) -> Walk | None:
    """Return a finished walk that a supervisor is to be asked about."""
    asked = Walk.objects.select_related("case__person").exclude(asked_by_id=None)
    return asked.filter(pk=walk_id).first()

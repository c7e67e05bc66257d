"""What a walk was told so far, out of its sealed document. Who may was asked where it was found."""

import json
from uuid import UUID

from sukoon.pathways.models import Walk
from sukoon.pathways.rules.engine import Inputs
from sukoon.pathways.telling import inputs_as_dict, read_inputs


def inputs_of(walk: Walk) -> Inputs:
    """Return what a walk was told so far."""
    return read_inputs(json.loads(walk.body)) if walk.body else Inputs()


def edition_of(walk: Walk) -> str:
    """Return what the walk is now, as one word: a phone goes on from that, or beside it.

    A phone's own operation, where one wrote it last; else the number of its version.
    """
    told = json.loads(walk.body).get("edition") if walk.body else ""
    return str(told or walk.version)


def document(inputs: Inputs, edition: str = "") -> str:
    """Return inputs as they are kept; `edition`: the operation of a phone that wrote them."""
    told = inputs_as_dict(inputs)
    return json.dumps({**told, "edition": edition} if edition else told, ensure_ascii=False)


def to_ask_about(walk_id: UUID) -> Walk | None:
    """Return a finished walk that a supervisor is to be asked about."""
    asked = Walk.objects.select_related("case__person").exclude(asked_by_id=None)
    return asked.filter(pk=walk_id).first()

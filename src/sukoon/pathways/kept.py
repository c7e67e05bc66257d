"""What a walk was told so far, out of its sealed document. Who may was asked where it was found."""

import json

from sukoon.pathways.models import Walk
from sukoon.pathways.rules.engine import Inputs
from sukoon.pathways.telling import read_inputs


def inputs_of(walk: Walk) -> Inputs:
    """Return what a walk was told so far."""
    return read_inputs(json.loads(walk.body)) if walk.body else Inputs()

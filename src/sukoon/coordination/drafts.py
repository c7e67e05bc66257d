"""What is told of an objective before it is kept."""

from dataclasses import dataclass
from datetime import date

from sukoon.coordination.words import ObjectiveState
from sukoon.workforce.models import Organisation


@dataclass(frozen=True, slots=True)
class ObjectiveDraft:
    """An objective as a template or somebody tells it."""

    phase: str
    text_en: str
    text_ur: str = ""
    key_actions: str = ""
    expected_outcome: str = ""
    unit_role: str = ""
    owner: Organisation | None = None
    starts_on: date | None = None
    due_on: date | None = None
    state: str = ObjectiveState.NOT_STARTED

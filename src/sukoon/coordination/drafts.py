"""What is told of an objective, an intervention, a lesson before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sukoon.coordination.models import Intervention, Policy
from sukoon.coordination.words import Alignment, Evidence, ObjectiveState
from sukoon.places.models import Area
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
    key_actions_ur: str = ""
    expected_outcome_ur: str = ""
    unit_role_ur: str = ""


@dataclass(frozen=True, slots=True)
class InterventionDraft:
    """An intervention as a pack or somebody tells it. Its alignment counts only when it is new."""

    code: str
    name_en: str
    source: str
    name_ur: str = ""
    owner: str = ""
    format_en: str = ""
    format_ur: str = ""
    delivered_by: str = ""
    population: str = ""
    evidence: str = Evidence.NOT_TOLD
    evidence_note: str = ""
    codes: str = ""
    source_tag: str = "D"
    tiers: Sequence[int] = ()
    languages: Sequence[str] = ()
    alignment: str = Alignment.NOT_JUDGED
    alignment_note: str = ""


@dataclass(frozen=True, slots=True)
class LogDraft:
    """A gap or a lesson before it is kept."""

    kind: str
    area: Area
    title_en: str
    noted_on: date
    title_ur: str = ""
    said: str = ""
    proposed: str = ""
    source: str = ""
    organisation: Organisation | None = None
    owner: Organisation | None = None
    due_on: date | None = None
    policy: Policy | None = None
    intervention: Intervention | None = None
    indicators: Sequence[str] = ()

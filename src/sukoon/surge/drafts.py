"""What is told of things of surge before they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sukoon.places.models import Area
from sukoon.surge.models import Emergency
from sukoon.workforce.models import Organisation


@dataclass(frozen=True, slots=True)
class EmergencyDraft:
    code: str
    kind: str
    title_en: str
    area: Area
    started_on: date
    title_ur: str = ""
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    title_en: str
    organisation: Organisation
    tool: str
    sector: str
    method: str
    starts_on: date
    areas: Sequence[Area]
    title_ur: str = ""
    tool_version: str = ""
    sample: int | None = None
    sample_of: str = ""
    sampling: str = ""
    ends_on: date | None = None
    limits: str = ""
    emergency: Emergency | None = None
    partners: Sequence[Organisation] = ()


@dataclass(frozen=True, slots=True)
class ExpertDraft:
    code: str
    name: str
    organisation: Organisation
    cadre: str
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()
    contact: str = ""
    base: Area | None = None
    years: int | None = None
    remote: bool = False
    status: str = "active"
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    role: str
    organisation: Organisation
    area: Area
    starts_on: date
    ends_on: date
    people: int = 1
    skills: Sequence[str] = ()
    wished: Sequence[str] = ()
    languages: Sequence[str] = ()
    remote: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    done: str
    told_on: date
    worked: str = ""
    difficult: str = ""
    advice: str = ""
    handed_over: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    title_en: str
    kind: str
    organisation: Organisation
    area: Area
    planned_on: date
    emergency_kind: str
    title_ur: str = ""
    aims: str = ""
    players: Sequence[Organisation] = ()


@dataclass(frozen=True, slots=True)
class InjectDraft:
    minute: int
    text_en: str
    text_ur: str = ""
    expected: str = ""
    answer_within: int = 30

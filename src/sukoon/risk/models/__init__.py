"""Risk episodes and what was done about them, and who is on duty. Cases and persons by id only."""

from sukoon.risk.models.alarm import Alarm
from sukoon.risk.models.care import RiskContact, SafetyPlan, SafetyPlanPart, SignOff
from sukoon.risk.models.episode import OPEN, RiskEpisode, RiskStep
from sukoon.risk.models.rota import DutyRota, DutyShift

__all__ = [
    "OPEN",
    "Alarm",
    "DutyRota",
    "DutyShift",
    "RiskContact",
    "RiskEpisode",
    "RiskStep",
    "SafetyPlan",
    "SafetyPlanPart",
    "SignOff",
]

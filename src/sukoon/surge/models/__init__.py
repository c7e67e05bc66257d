"""What surge holds. Experts are staff; nothing here is about those who are helped."""

from sukoon.surge.models.assessments import Assessment, AssessmentArea, AssessmentPartner, Finding
from sukoon.surge.models.deployments import (
    Deployment,
    DeploymentReport,
    DeploymentStep,
    Request,
    RequestLanguage,
    RequestSkill,
)
from sukoon.surge.models.emergencies import Emergency, EmergencyStep, Paper
from sukoon.surge.models.exercises import (
    AfterAction,
    Exercise,
    Inject,
    Player,
    Recommendation,
    Reply,
)
from sukoon.surge.models.experts import Availability, Expert, ExpertLanguage, ExpertSkill

__all__ = [
    "AfterAction",
    "Assessment",
    "AssessmentArea",
    "AssessmentPartner",
    "Availability",
    "Deployment",
    "DeploymentReport",
    "DeploymentStep",
    "Emergency",
    "EmergencyStep",
    "Exercise",
    "Expert",
    "ExpertLanguage",
    "ExpertSkill",
    "Finding",
    "Inject",
    "Paper",
    "Player",
    "Recommendation",
    "Reply",
    "Request",
    "RequestLanguage",
    "RequestSkill",
]

"""The words of surge. Codes are stored and exchanged: change one only with a migration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Emergencies


class EmergencyKind(TextChoices):
    FLOOD = "flood", _("Flood")
    EARTHQUAKE = "earthquake", _("Earthquake")
    DISPLACEMENT = "displacement", _("Displacement")
    VIOLENCE = "violence", _("Violence or conflict")
    OUTBREAK = "outbreak", _("Outbreak")
    ACCIDENT = "accident", _("Accident with many casualties")
    OTHER = "other", _("Other")


class EmergencyEvent(TextChoices):
    OPENED = "opened", _("Opened")
    DISASTER_ON = "disaster_on", _("Disaster mode on")
    DISASTER_OFF = "disaster_off", _("Disaster mode off")
    CLOSED = "closed", _("Closed")


# Assessments


class Sector(TextChoices):
    HEALTH = "health", _("Health")
    PROTECTION = "protection", _("Protection")
    CHILD_PROTECTION = "child_protection", _("Child protection")
    GBV = "gbv", _("Gender-based violence")
    EDUCATION = "education", _("Education")
    NUTRITION = "nutrition", _("Nutrition")
    CAMP = "camp", _("Camps and shelter")
    SEVERAL = "several", _("Several sectors together")
    OTHER = "other", _("Other")


class Method(TextChoices):
    DESK = "desk", _("Desk review")
    SURVEY = "survey", _("Survey of households or persons")
    INTERVIEWS = "interviews", _("Key informants")
    GROUPS = "groups", _("Group discussions")
    OBSERVATION = "observation", _("Visits and observation")
    FACILITIES = "facilities", _("Check of facilities")
    MIXED = "mixed", _("Several methods")


class AssessmentState(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    SHARED = "shared", _("Report shared")
    DROPPED = "dropped", _("Dropped")


class Domain(TextChoices):
    """What a finding is about (the parts of the toolkits for needs and resources)."""

    NEEDS = "needs", _("Needs and distress")
    GROUPS = "groups", _("Groups at risk")
    RESOURCES = "resources", _("Resources and coping")
    SERVICES = "services", _("Services and gaps")
    WORKFORCE = "workforce", _("Workforce and training")
    ACCESS = "access", _("Access and barriers")
    SAFETY = "safety", _("Safety and protection")
    COORDINATION = "coordination", _("Coordination")
    OTHER = "other", _("Other")


# Experts and deployments


class ExpertStatus(TextChoices):
    ACTIVE = "active", _("On the roster")
    RESTING = "resting", _("Resting")
    LEFT = "left", _("Left the roster")


class RequestState(TextChoices):
    OPEN = "open", _("Open")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeploymentState(TextChoices):
    OFFERED = "offered", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DEPLOYED = "deployed", _("Deployed")
    RETURNED = "returned", _("Came back")
    CANCELLED = "cancelled", _("Cancelled")


class Free(TextChoices):
    """Whether an expert is free in the time that is asked for."""

    ALL = "all", _("Free for all of it")
    PART = "part", _("Free for part of it")
    NO = "no", _("Not free")
    NOT_TOLD = "not_told", _("Not told")
    BUSY = "busy", _("Deployed elsewhere then")


# Exercises


class ExerciseKind(TextChoices):
    TABLETOP = "tabletop", _("Around a table")
    FUNCTIONAL = "functional", _("Of one function")
    FULL = "full", _("Full scale")


class ExerciseState(TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    REVIEWED = "reviewed", _("Reviewed")


class Verdict(TextChoices):
    """How players met an inject."""

    NOT_JUDGED = "not_judged", _("Not judged yet")
    MET = "met", _("Met")
    PARTLY = "partly", _("Met in part")
    MISSED = "missed", _("Missed")

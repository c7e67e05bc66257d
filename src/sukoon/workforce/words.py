"""The words of organisations and workers. Codes are stored and exchanged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationType(TextChoices):
    GOVERNMENT = "government", _("Government")
    UN = "un", _("United Nations")
    NATIONAL_NGO = "national_ngo", _("National NGO")
    INTERNATIONAL_NGO = "international_ngo", _("International NGO")
    DONOR = "donor", _("Donor")
    ACADEMIC = "academic", _("University or institute")
    PROFESSIONAL = "professional", _("Professional body")
    PRIVATE = "private", _("Private provider")
    COMMUNITY = "community", _("Community group")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not stated")


class Cadre(TextChoices):
    PSYCHIATRIST = "psychiatrist", _("Psychiatrist")
    PSYCHOLOGIST_CLINICAL = "psychologist_clinical", _("Clinical psychologist")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    COUNSELLOR = "counsellor", _("Psychosocial counsellor")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    PHC_PHYSICIAN = "phc_physician", _("Primary care physician")
    PHC_NURSE = "phc_nurse", _("Nurse or paramedic")
    PSYCH_NURSE = "psych_nurse", _("Psychiatric nurse")
    LHW = "lhw", _("Lady Health Worker")
    CMHW = "cmhw", _("Community mental health worker")
    TEACHER = "teacher", _("Teacher")
    VOLUNTEER = "volunteer", _("Trained volunteer")
    OTHER = "other", _("Other")


# Who counts as a specialised mental health provider when 9.x is told from 10.x.
SPECIALISED = frozenset({Cadre.PSYCHIATRIST, Cadre.PSYCHOLOGIST_CLINICAL, Cadre.PSYCH_NURSE})


class Gender(TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Another")


class WorkerStatus(TextChoices):
    ACTIVE = "active", _("Active")
    ON_LEAVE = "on_leave", _("On leave")
    LEFT = "left", _("Left")

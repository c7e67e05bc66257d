"""The words that people are described with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameKind(TextChoices):
    FULL = "full", _("Full name")
    OTHER = "other", _("Also called")


class TokenKind(TextChoices):
    NAME = "name"
    PHONE = "phone"
    DOCUMENT = "document"


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Neither, or both")
    NOT_TOLD = "not_told", _("Not told")


class Gender(TextChoices):
    """How somebody sees themselves; sealed, because in some places it puts a life at risk."""

    WOMAN = "woman", _("Woman or girl")
    MAN = "man", _("Man or boy")
    KHWAJA_SIRA = "khwaja_sira", _("Khwaja sira")
    TRANSGENDER = "transgender", _("Transgender")
    OTHER = "other", _("Another")


class Displacement(TextChoices):
    RESIDENT = "resident", _("Resident")
    DISPLACED = "displaced", _("Displaced within the country")
    REFUGEE = "refugee", _("Refugee")
    ASYLUM_SEEKER = "asylum_seeker", _("Asylum seeker")
    RETURNEE = "returnee", _("Returned home")
    MIGRANT = "migrant", _("Migrant")
    STATELESS = "stateless", _("Stateless")
    NOT_TOLD = "not_told", _("Not told")


class Disability(TextChoices):
    """What is known; the Washington Group questions themselves are a response in a case."""

    YES = "yes", _("Lives with a disability")
    NO = "no", _("No disability")
    NOT_TOLD = "not_told", _("Not told")


class Told(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_TOLD = "not_told", _("Not told")


class PhoneOf(TextChoices):
    SELF = "self", _("Their own")
    FAMILY = "family", _("Somebody of the family")
    NEIGHBOUR = "neighbour", _("A neighbour or friend")
    OTHER = "other", _("Somebody else")


class LinkKind(TextChoices):
    """What another is to the person."""

    MOTHER = "mother", _("Mother of this infant")
    GUARDIAN = "guardian", _("Guardian")
    CARER = "carer", _("Carer")
    EMERGENCY = "emergency", _("To be told in an emergency")


class PairStatus(TextChoices):
    WAITING = "waiting", _("Waits for a decision")
    SAME = "same", _("One person")
    DIFFERENT = "different", _("Two persons")


class Likeness(TextChoices):
    """How sure the score of a duplicate is; a person decides."""

    SURE = "sure", _("Almost certainly one person")
    LIKELY = "likely", _("Probably one person")
    POSSIBLE = "possible", _("Perhaps one person")


class RequestKind(TextChoices):
    """What a person may ask for about what is held of them."""

    COPY = "copy", _("A copy of everything held")
    CORRECTION = "correction", _("A correction")
    ERASURE = "erasure", _("Erasure")
    ANONYMISATION = "anonymisation", _("Taking name and number away")


class RequestStatus(TextChoices):
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined, with the reason")
    WITHDRAWN = "withdrawn", _("Taken back")


class Purpose(TextChoices):
    """What a person consents to."""

    CARE = "care", _("Care")
    CONTACT = "contact", _("Being called or written to")
    REFERRAL = "referral", _("Referral")
    SUPERVISION = "supervision", _("Supervision of the case")
    RESEARCH = "research", _("Research")
    RECORDING = "recording", _("Recording of voice or picture")


class Answer(TextChoices):
    YES = "yes", _("Says yes")
    NO = "no", _("Says no")


class GivenBy(TextChoices):
    """Who consents. For somebody under 18: the guardian, and the child agrees.

    Alone, a guardian decides for a child too young to be asked or for whoever cannot decide; alone, a
    child agrees where the guardian is the risk. Both need their reason written down.
    """

    SELF = "self", _("The person")
    GUARDIAN_AND_CHILD = "guardian_and_child", _("The guardian, and the child agrees")
    GUARDIAN = "guardian", _("The guardian alone")
    CHILD = "child", _("The child alone: the guardian is the risk")


class Manner(TextChoices):
    """How consent was given."""

    SIGNED = "signed", _("Signed")
    THUMB = "thumb", _("Thumb print")
    SPOKEN = "spoken", _("Spoken, before the worker")
    RECORDED = "recorded", _("Recorded voice")


class EndReason(TextChoices):
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced by a later answer")


class SharedField(TextChoices):
    """What of a person or a case may be named in a consent to share."""

    NAME = "name", _("Name")
    PHONE = "phone", _("Phone, with when it is safe")
    AGE = "age", _("Age")
    SEX = "sex", _("Sex")
    AREA = "area", _("Where they live")
    LANGUAGES = "languages", _("Languages")
    GUARDIAN = "guardian", _("Guardian or carer")
    DISABILITY = "disability", _("Disability")
    REASON = "reason", _("Why they came")
    ASSESSMENT = "assessment", _("Assessment")
    SCORES = "scores", _("Scores")
    DIAGNOSIS = "diagnosis", _("Working diagnosis")
    PLAN = "plan", _("Plan")
    MEDICINE = "medicine", _("Medicines")
    RISK = "risk", _("Risk and safety plan")
    NOTES = "notes", _("Notes of sessions")


# Purposes in which something leaves for somebody: they name what.
SHARING = frozenset({Purpose.REFERRAL, Purpose.SUPERVISION, Purpose.RESEARCH})

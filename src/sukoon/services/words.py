"""The words of the 4Ws register. Codes are stored and exchanged: change one only with a migration."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from sukoon.core.words import DatePrecision as DatePrecision  # noqa: PLC0414 - a word of ours too


class ServiceStatus(TextChoices):
    """Item O of the 4Ws tool, with two additions: completed, and planned with funding not told."""

    UNDER_WAY = "under_way", _("Under way")
    FUNDED = "funded", _("Funded, not started")
    UNFUNDED = "unfunded", _("Not funded, not started")
    PLANNED = "planned", _("Planned, funding not stated")
    COMPLETED = "completed", _("Completed")


class Layer(IntegerChoices):
    """The IASC layers of support, from the wide base up."""

    BASIC = 1, _("Basic services and safety")
    COMMUNITY = 2, _("Community and family")
    FOCUSED = 3, _("Focused support")
    SPECIALISED = 4, _("Specialised care")


class Modality(TextChoices):
    FACILITY = "facility", _("Facility")
    MOBILE = "mobile", _("Mobile clinic or team")
    HOME = "home", _("Home visit")
    COMMUNITY = "community", _("Outreach in the community")
    SCHOOL = "school", _("School")
    CAMP = "camp", _("Camp or collective site")
    REMOTE = "remote", _("Telephone or remote")
    DIGITAL = "digital", _("App or self-guided")
    OTHER = "other", _("Other")


class CountBasis(TextChoices):
    """What was counted. Counts of different bases are never added."""

    PEOPLE = "people", _("Different people")
    CONTACTS = "contacts", _("Contacts; a person may count twice")
    UNSURE = "unsure", _("Not sure")


class Fee(TextChoices):
    FREE = "free", _("Free")
    SOME = "some", _("Some people pay")
    ALL = "all", _("Everyone pays")


class ProviderGender(TextChoices):
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    BOTH = "both", _("Women and men")


class ReturnStatus(TextChoices):
    DRAFT = "draft", _("Being prepared")
    SUBMITTED = "submitted", _("Sent in")
    RETURNED = "returned", _("Sent back with a comment")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("Locked")


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class OverlapClass(TextChoices):
    """Why two services look alike. A likeness is a question, not a fault."""

    TWO_ORGANISATIONS = "two_organisations", _("Same work, two organisations")
    TWO_DONORS = "two_donors", _("Same organisation, two donors: may be one service told twice")
    TWO_DESCRIPTIONS = "two_descriptions", _("Same code, different descriptions: may be right")
    SAME_LINE_TWICE = "same_line_twice", _("Same line twice")


class ImportStatus(TextChoices):
    READ = "read", _("File read")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Rows checked")
    WRITING = "writing", _("Being written")
    ACCEPTED = "accepted", _("Accepted")
    STOPPED = "stopped", _("Stopped; nothing kept")
    INTERRUPTED = "interrupted", _("Broken off; nothing was written")

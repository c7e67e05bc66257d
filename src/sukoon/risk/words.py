"""The words of risk to life. Codes are stored and exchanged, and never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RiskLevel(TextChoices):
    """The levels of the pack that comes with the product; a deployment's pack may name others."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")
    IMMINENT = "imminent", _("Imminent: act now")


class Trigger(TextChoices):
    """What made somebody think of a life at risk."""

    ANSWER = "answer", _("An answer of an instrument")
    WORKER = "worker", _("A worker's judgement")
    CALL = "call", _("A call to the helpline")
    WORDS = "words", _("Words in a note")
    PATHWAY = "pathway", _("A guided pathway")


class EpisodeStatus(TextChoices):
    WAITING = "waiting", _("Waits to be acknowledged")
    ACKNOWLEDGED = "acknowledged", _("In somebody's hands")
    CLOSED = "closed", _("Closed")


class NextStep(TextChoices):
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    CONTACT = "contact", _("Make contact")
    PLAN = "plan", _("Make a safety plan")
    REASSESS = "reassess", _("Look at the risk again")


class StepKind(TextChoices):
    """What was done in an episode: one row each, never changed."""

    RAISED = "raised", _("Raised")
    FED = "fed", _("Raised again")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ESCALATED = "escalated", _("Nobody answered; the next one was asked")
    CLOCK_SET = "clock_set", _("The server's clock had jumped; the deadline was set right")
    HANDED_OVER = "handed_over", _("Handed over")
    CONTACT = "contact", _("Contact")
    LEVEL_RAISED = "level_raised", _("Level raised")
    LOWER_ASKED = "lower_asked", _("Lowering of the level asked for")
    LOWERED = "lowered", _("Level lowered")
    CLOSE_ASKED = "close_asked", _("Closing asked for")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Not signed")
    CHECKED = "checked", _("Immediate action")
    UNCHECKED = "unchecked", _("Immediate action taken back")
    OWNER_LEFT = "owner_left", _("The owner has left; the next one was asked")
    PLANNED = "planned", _("Safety plan")
    PRINTED = "printed", _("Safety plan printed")


class Rung(TextChoices):
    """Who is asked, from the nearest: the ladder of an escalation."""

    DUTY = "duty", _("On duty")
    BACKUP = "backup", _("Stands in")
    LEAD = "lead", _("Team lead")
    COORDINATOR = "coordinator", _("Coordinator of the area")
    RAISER = "raiser", _("Who raised it")


class Channel(TextChoices):
    """How somebody is told."""

    SCREEN = "screen", _("On screen")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class AlarmStatus(TextChoices):
    """What became of one attempt to tell somebody."""

    WAITING = "waiting", _("Is being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed; is tried again")
    GIVEN_UP = "given_up", _("Failed; given up")
    NOT_POSSIBLE = "not_possible", _("Not possible")
    NEEDLESS = "needless", _("No longer needed")


class AlarmFault(TextChoices):
    """Why an attempt failed. Codes only: what a server said may hold an address."""

    NOT_SET_UP = "not_set_up", _("not set up on this server")
    NO_ADDRESS = "no_address", _("no address or number is known")
    REFUSED = "refused", _("the other server refused it")
    UNREACHABLE = "unreachable", _("the other server did not answer")
    BROKEN = "broken", _("something went wrong here")


class ContactChannel(TextChoices):
    IN_PERSON = "in_person", _("In person")
    HOME_VISIT = "home_visit", _("Home visit")
    PHONE = "phone", _("Telephone")
    MESSAGE = "message", _("Message")


class ContactWith(TextChoices):
    """Whom a contact was meant for; closing reasons ask for one of them."""

    PERSON = "person", _("The person")
    CARER = "carer", _("A carer or relative")
    SERVICE = "service", _("Another service")


class SignOffKind(TextChoices):
    LOWER = "lower", _("Lower the level")
    CLOSE = "close", _("Close")


class SignOffStatus(TextChoices):
    ASKED = "asked", _("Waits for a signature")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Not signed")
    FALLEN = "fallen", _("Fell: the risk was raised again")

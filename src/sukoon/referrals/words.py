"""The words of referrals. Codes are stored and exchanged; labels are for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    BOOKED = "booked", _("Booked")
    SEEN = "seen", _("Seen")
    NO_SHOW = "no_show", _("Did not come")
    REPORTED_BACK = "reported_back", _("Reported back")
    CLOSED = "closed", _("Closed")
    REDIRECTED = "redirected", _("Passed on to another")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Ended without an answer")


FINAL = (State.CLOSED, State.REDIRECTED, State.WITHDRAWN, State.EXPIRED)
OPEN = tuple(s for s in State if s not in FINAL)


class Side(TextChoices):
    """Who makes a step: whoever refers, whoever is referred to, or the platform."""

    SENDER = "sender", _("Whoever refers")
    RECEIVER = "receiver", _("Whoever is referred to")
    PLATFORM = "platform", _("The platform")


class Way(TextChoices):
    """How a step came to us."""

    ACCOUNT = "account", _("By somebody signed in")
    LINK = "link", _("By the link")
    TOLD = "told", _("Told to whoever refers")
    PLATFORM = "platform", _("By the platform")


class Kind(TextChoices):
    """To whom a referral goes."""

    SERVICE = "service", _("A service of the register")
    TEAM = "team", _("A team or organisation")
    WORKER = "worker", _("A worker")
    OUTSIDE = "outside", _("Somebody without an account")


class Result(TextChoices):
    """How a referral ended (pakistan_model.md 1.4): one of these, always."""

    SEEN = "seen", _("Accepted and seen")
    NOT_SEEN = "not_seen", _("Accepted, not seen")
    DECLINED = "declined", _("Declined")
    REDIRECTED = "redirected", _("Passed on to another")
    CANCELLED = "cancelled", _("Withdrawn")
    LOST = "lost", _("Lost: nobody answered, or contact was lost")


class Audience(TextChoices):
    """Whom an alarm is for."""

    SENDER = "sender", _("Whoever refers")
    RECEIVER = "receiver", _("Whoever is referred to")
    COORDINATOR = "coordinator", _("The coordinator")


class AgeGroup(TextChoices):
    CHILD = "child", _("Child, under 12")
    ADOLESCENT = "adolescent", _("Adolescent, 12 to 17")
    ADULT = "adult", _("Adult")
    OLDER = "older", _("60 or older")

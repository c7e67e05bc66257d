"""The words of supervision. Codes are stored and exchanged; labels are for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestStatus(TextChoices):
    REQUESTED = "requested", _("Requested")
    ASSIGNED = "assigned", _("With a supervisor")
    ANSWERED = "answered", _("Answered")
    ACKNOWLEDGED = "acknowledged", _("Read")
    APPLIED = "applied", _("Put to use")
    DISPUTED = "disputed", _("Not agreed")
    CLOSED = "closed", _("Closed")


class Turn(TextChoices):
    """What the owner of an open request has to do next."""

    ASSIGN = "assign", _("Find a supervisor")
    ANSWER = "answer", _("Answer")
    TELL_MORE = "tell_more", _("Tell more")
    READ = "read", _("Read the answer")
    DECIDE = "decide", _("Say whether it was put to use")
    SETTLE = "settle", _("Settle what is not agreed")
    CLOSE = "close", _("Close")


class StepKind(TextChoices):
    """What was done with a request: one row each, never changed."""

    REQUESTED = "requested", _("Asked")
    ASSIGNED = "assigned", _("Given to a supervisor")
    REASSIGNED = "reassigned", _("Given to another supervisor")
    ESCALATED = "escalated", _("Past its time; the next one was asked")
    ASKED_MORE = "asked_more", _("More was asked")
    TOLD_MORE = "told_more", _("More was told")
    ANSWERED = "answered", _("Answered")
    ACKNOWLEDGED = "acknowledged", _("Read by the trainee")
    APPLIED = "applied", _("Put to use")
    DISPUTED = "disputed", _("Not agreed")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HANDED_ON = "handed_on", _("Handed on with the case")


class CloseReason(TextChoices):
    DONE = "done", _("Put to use, nothing left to do")
    SETTLED = "settled", _("Talked over and settled")
    WITHDRAWN = "withdrawn", _("Withdrawn by who asked")
    CASE_CLOSED = "case_closed", _("The case was closed")


class Verdict(TextChoices):
    """What a supervisor says of the trainee's diagnosis."""

    AGREE = "agree", _("I agree")
    CHANGE = "change", _("I would change it")
    CANNOT_SAY = "cannot_say", _("I cannot say yet")


class Changed(TextChoices):
    NO = "none", _("Same")
    PARTLY = "partly", _("Partly changed")
    YES = "yes", _("Changed")


class PlanPart(TextChoices):
    """The parts of a plan in which two may differ."""

    DOSE = "dose", _("Dose")
    DRUG = "drug", _("Medicine")
    PSYCHOSOCIAL = "psychosocial", _("Talking and support")
    REFERRAL = "referral", _("Referral")
    STEP = "step", _("A step of the guide")


class TraineeState(TextChoices):
    NOMINATED = "nominated", _("Nominated")
    REGISTERED = "registered", _("Registered")
    TRAINED = "trained", _("Trained")


class QuietReason(TextChoices):
    """Why a worker sends no cases any more, as they or their lead say."""

    NO_PERSONS = "no_persons", _("Nobody came who needed it")
    NO_TIME = "no_time", _("No time beside other duties")
    UNSURE = "unsure", _("Unsure how, or afraid of mistakes")
    NO_PHONE = "no_phone", _("No phone, signal or account that works")
    NO_MEDICINE = "no_medicine", _("No medicine, so no case")
    TRANSFERRED = "transferred", _("Moved to another post")
    ON_LEAVE = "on_leave", _("On leave")
    NO_USE = "no_use", _("The answers were of no use")
    OTHER = "other", _("Something else")


class SessionKind(TextChoices):
    """The types of the integrated model of supervision (IFRC PS Centre, TCD)."""

    INDIVIDUAL = "individual", _("Individual")
    GROUP = "group", _("Group")
    PEER = "peer", _("Peer")
    LIVE = "live", _("Live")
    TECHNICAL = "technical", _("Technical")
    ADMINISTRATIVE = "administrative", _("Administrative")


class SessionStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class Presence(TextChoices):
    INVITED = "invited", _("Invited")
    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


class MarkValue(TextChoices):
    """What an audit says of one point of a checklist."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class Observed(TextChoices):
    """Where a competence was observed."""

    ROLE_PLAY = "role_play", _("Role play")
    LIVE = "live", _("With a person, live")
    RECORDING = "recording", _("Recording")
    GROUP = "group", _("In a group")


class AlarmKind(TextChoices):
    UNASSIGNED = "unassigned", _("Nobody has taken it")
    UNANSWERED = "unanswered", _("Not answered in time")
    UNREAD = "unread", _("Answer not read in time")
    UNDECIDED = "undecided", _("Not said whether it was put to use")
    UNSETTLED = "unsettled", _("Not agreed, not settled")
    SESSION_MISSED = "session_missed", _("Session missed")
    NO_SESSION = "no_session", _("No session for long")
    QUIET = "quiet", _("Sends no cases any more")

"""The words of cases. Codes are stored and exchanged; labels are for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseStatus(TextChoices):
    OPEN = "open", _("Open")
    IN_CARE = "in_care", _("In care")
    STEPPED_UP = "stepped_up", _("Stepped up")
    STEPPED_DOWN = "stepped_down", _("Stepped down")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


OPEN_STATUSES = tuple(s for s in CaseStatus if s is not CaseStatus.CLOSED)


class EntryKind(TextChoices):
    CONTACT = "contact", _("Contact")
    ASSESSMENT = "assessment", _("Assessment")
    RESPONSE = "response", _("Instrument")
    RISK = "risk", _("Risk")
    SAFETY_PLAN = "safety_plan", _("Safety plan")
    DIAGNOSIS = "diagnosis", _("Working diagnosis")
    PLAN = "plan", _("Plan")
    SESSION = "session", _("Session")
    MEDICINE = "medicine", _("Medicine")
    NOTE = "note", _("Note")
    ATTACHMENT = "attachment", _("Attachment")
    CLOSURE = "closure", _("Closing")
    SUPERVISION = "supervision", _("Supervision")
    REFERRAL = "referral", _("Referral")
    WALK = "walk", _("Guided pathway")


# Kinds that a worker types; the others are written by actions of their own.
ADDABLE = (
    EntryKind.CONTACT, EntryKind.NOTE, EntryKind.SESSION, EntryKind.ASSESSMENT,
    EntryKind.DIAGNOSIS, EntryKind.MEDICINE, EntryKind.RISK, EntryKind.ATTACHMENT,
)  # fmt: skip


class Source(TextChoices):
    DESK = "desk", _("At the desk")
    PHONE = "phone", _("From a phone")
    IMPORTED = "imported", _("From a file")
    HELPLINE = "helpline", _("From the helpline")


class TaskKind(TextChoices):
    CONTACT = "contact", _("Follow-up contact")
    SESSION = "session", _("Session")
    SCORE = "score", _("Repeat the score")
    PLAN_REVIEW = "plan_review", _("Review the plan")
    CONSENT = "consent", _("Renew consent")
    RISK_QUESTION = "risk_question", _("Answer: is this a risk?")
    READ_ANSWER = "read_answer", _("Read the supervisor's answer")
    CHASE_REFERRAL = "chase_referral", _("Close the referral or say why not")
    SAME_PERSON = "same_person", _("Same person, another open case: agree who leads")
    ERASED = "erased", _("Who this is was taken away on request: agree how to go on")
    OTHER = "other", _("Something else")


class TaskStatus(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


class GoalStatus(TextChoices):
    OPEN = "open", _("Working on it")
    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Partly reached")
    DROPPED = "dropped", _("Given up")


class GoalOwner(TextChoices):
    PERSON = "person", _("The person")
    WORKER = "worker", _("The worker")
    CARER = "carer", _("A carer")
    OTHER = "other", _("Somebody else")


class LinkKind(TextChoices):
    CO_WORKER = "co_worker", _("Works on it too")
    COVER = "cover", _("Covers while the lead is away")
    SUPERVISOR = "supervisor", _("Supervises")


class ClosureReason(TextChoices):
    """MSF LIME F33, with recovery and decline beside (pakistan_model.md 2.4)."""

    END_OF_CARE = "end_of_care", _("Agreed: care has reached its end")
    SINGLE_CONSULT = "single_consult", _("Agreed: one consultation was enough")
    MOVED = "moved", _("The person moves away")
    REFERRED = "referred", _("Others go on with it")
    DECLINED = "declined", _("The person does not want to go on")
    NO_ACCESS_SERVICE = "no_access_service", _("Cannot come: the service ended")
    NO_ACCESS_TRANSPORT = "no_access_transport", _("Cannot come: no transport")
    NO_ACCESS_DETAINED = "no_access_detained", _("Cannot come: detained or taken away")
    UNTRACEABLE = "ltfu_untraceable", _("Lost: cannot be found")
    DISSATISFIED = "ltfu_dissatisfied", _("Lost: was not content")
    DECEASED = "deceased_missing", _("Died or is missing")
    MISTAKE = "mistake", _("Opened by mistake")


class ReminderStatus(TextChoices):
    WAITING = "waiting", _("Waits for its time")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Could not be sent")


class ReminderFault(TextChoices):
    """Why a reminder to a person was not sent."""

    NO_CONSENT = "no_consent", _("The person does not consent to be written to")
    NO_SAFE_NUMBER = "no_safe_number", _("No number is safe to write to at that time")
    NOT_SET_UP = "not_set_up", _("No SMS gateway is set up")
    GATEWAY = "gateway", _("The SMS gateway did not take it")
    TASK_ENDED = "task_ended", _("There is nothing to be reminded of any more")

"""What this area holds about a person, for their copy and their erasure."""

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records
from sukoon.risk.models import OPEN, RiskContact, RiskEpisode

ERASED = "erased"  # where a constraint asks for a code


def _empty_closed(person_id: UUID) -> int:
    """Empty closed episodes. An open one keeps its level and clock: a life may still be at risk."""
    return (
        RiskEpisode.objects.filter(person_id=person_id)
        .exclude(OPEN)
        .update(level=ERASED, happened_at=F("raised_at"), contacted_at=None, planned_at=None,
                close_reason=ERASED)
    )  # fmt: skip


def _empty_contacts(person_id: UUID) -> int:
    """Empty what contacts say; that there was one, and when, stays as what a closing stands on."""
    return RiskContact.objects.filter(episode__person_id=person_id).update(note=b"")


RECORDS = (
    Records(
        model="risk.RiskEpisode", person="person_id", title=_("Risks to life"), erased=How.BLANK,
        tells={
            "level": _("Level"), "status": _("State"), "raised_at": _("Raised at"),
            "happened_at": _("Happened at"), "contacted_at": _("Last contact"),
            "planned_at": _("Safety plan made"), "closed_at": _("Closed at"),
            "close_reason": _("Why it was closed"),
        },
        erase=_empty_closed, touched="updated_at",
    ),
    Records(
        model="risk.RiskStep", person="episode__person_id", title=_("What was done about a risk"),
        erased=How.BLANK,
        tells={
            "kind": _("Step"), "at": _("Recorded at"), "level": _("Level"),
            "trigger": _("What told of it"), "item": _("Action"), "note": _("Note"),
        },
        touched="at",
    ),
    Records(
        model="risk.RiskContact", person="episode__person_id", title=_("Contacts about a risk"),
        erased=How.BLANK,
        tells={
            "happened_at": _("Happened at"), "channel": _("How"), "whom": _("With whom"),
            "reached": _("Reached"), "has_concern": _("Something worried us"), "note": _("Note"),
        },
        erase=_empty_contacts, touched="at",
    ),
    Records(
        model="risk.SafetyPlan", person="episode__person_id", title=_("Safety plans"),
        erased=How.BLANK,
        tells={"at": _("Recorded at"), "language": _("Language"), "copy_given": _("Copy given")},
        touched="at",
    ),
    Records(
        model="risk.SafetyPlanPart", person="plan__episode__person_id",
        title=_("Parts of a safety plan"), erased=How.DELETE,
        tells={"section": _("Part"), "text": _("In one's own words")},
    ),
    Records(
        model="risk.SignOff", person="episode__person_id", title=_("Signatures about a risk"),
        erased=How.BLANK,
        tells={
            "kind": _("What was asked"), "status": _("Answer"), "from_level": _("From level"),
            "to_level": _("To level"), "reason": _("Reason"), "why": _("Why"),
            "answer": _("What was answered"),
        },
        blanks={"reason": ERASED}, touched="asked_at",
    ),
    Records(
        model="risk.Alarm", person="step__episode__person_id", title=_("Notices to staff"),
        erased=How.KEEP, why=_("They hold no word about the person: whom we told when, by which channel."),
        tells={"channel": _("How"), "status": _("What became of it"), "sent_at": _("Sent at")},
        touched="due_at",
    ),
)  # fmt: skip

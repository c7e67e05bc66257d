"""What this area holds about a person, for their copy and their erasure."""

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records
from sukoon.risk.models import OPEN, RiskEpisode

ERASED = "erased"  # where a constraint asks for a code


def _empty_closed(person_id: UUID) -> int:
    """Empty closed episodes. An open one keeps its level and clock: a life may still be at risk."""
    return (
        RiskEpisode.objects.filter(person_id=person_id)
        .exclude(OPEN)
        .update(level=ERASED, happened_at=F("raised_at"), contacted_at=None, planned_at=None,
                close_reason=ERASED)
    )  # fmt: skip


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
)  # fmt: skip

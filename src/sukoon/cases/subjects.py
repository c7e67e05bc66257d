"""What cases hold about persons: for their copy, and for erasure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sukoon.cases.models import Case, Entry
from sukoon.cases.queries.timeline import lines
from sukoon.cases.words import CaseStatus, ClosureReason
from sukoon.core.subjects import How, Plain, Records


def _erase_cases(person_id: UUID) -> int:
    """Empty what is clinical of a person's cases. Only a closed one says why it was closed."""
    found = Case.objects.filter(person=person_id)
    found.filter(status=CaseStatus.CLOSED).update(closed_why=ClosureReason.MISTAKE)
    return found.update(tier=1, risk_level="")


def _entry(entry: Entry) -> Mapping[Any, Plain]:
    told: dict[Any, Plain] = {
        _("Kind"): str(entry.get_kind_display()), _("Happened at"): entry.happened_at,
        _("Recorded at"): entry.recorded_at,
    }  # fmt: skip
    said = lines(entry, "en")
    told |= {line.label: line.value for line in said}
    if not said:
        told[_("What was recorded")] = str(entry.body)
    if entry.why:
        told[_("Why it was amended")] = str(entry.why)
    return told


RECORDS = (
    Records(
        model="cases.Case", person="person_id", title=_("Cases"), erased=How.BLANK,
        tells={
            "code": _("Code"), "tier": _("Tier"), "status": _("Status"),
            "opened_at": _("Opened at"), "closed_at": _("Closed at"),
            "closed_why": _("Why it was closed"), "risk_level": _("Risk to life"),
        },
        erase=_erase_cases, touched="updated_at",
    ),
    Records(
        model="cases.CaseLink", person="case__person_id", title=_("Who else worked on a case"),
        erased=How.KEEP, why=_("Says who of the staff could see the case, and until when."),
        tells={"kind": _("As what"), "ended_at": _("Until")},
    ),
    Records(
        model="cases.CaseStep", person="case__person_id", title=_("Steps of cases"),
        erased=How.BLANK, tells={
            "what": _("What"), "became": _("Became"), "happened_at": _("Happened at"),
            "why": _("Why"),
        },
    ),
    Records(
        model="cases.Entry", person="case__person_id", title=_("Entries"), erased=How.BLANK,
        tell=_entry, blanks={"kind": "note"}, touched="recorded_at",
    ),
    Records(
        model="cases.EntryCode", person="entry__case__person_id", title=_("Codes of entries"),
        erased=How.DELETE, untold=frozenset({"field", "code"}),
    ),
    Records(
        model="cases.Response", person="case__person_id", title=_("Scores"), erased=How.DELETE,
        tells={
            "instrument": _("Instrument"), "happened_at": _("Happened at"), "total": _("Total"),
            "band": _("Band"), "band_source": _("Source of the band"),
            "refused": _("Why there is no score"),
        },
    ),
    Records(
        model="cases.ResponseScore", person="response__case__person_id", title=_("Parts of scores"),
        erased=How.DELETE, tells={"name": _("Name"), "value": _("Value"), "is_flag": _("Flag")},
    ),
    Records(
        model="cases.Task", person="case__person_id", title=_("Tasks"), erased=How.BLANK,
        tells={"kind": _("Kind"), "due_at": _("Due at"), "what": _("What")},
    ),
    Records(
        model="cases.Reminder", person="case__person_id", title=_("Reminders sent"),
        erased=How.DELETE, tells={"due_at": _("Due at"), "status": _("Status")},
    ),
    Records(
        model="cases.Goal", person="case__person_id", title=_("Goals"), erased=How.DELETE,
        tells={
            "text": _("Goal"), "owner": _("Whose"), "due_on": _("By when"), "status": _("State"),
        },
    ),
    Records(
        model="cases.Conflict", person="case__person_id", title=_("Values to decide on"),
        erased=How.DELETE, tells={"field": _("Field"), "stands": _("Stands"),
                                  "proposed": _("Proposed")},
    ),
    Records(
        model="cases.Attachment", person="entry__case__person_id", title=_("Files"),
        erased=How.DELETE, tells={"name": _("Name"), "content_type": _("Type"), "bytes": _("Bytes")},
    ),
)  # fmt: skip

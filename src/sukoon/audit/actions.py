"""The one thing that is done with the events: somebody is told who saw a person's record."""

from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.permissions import Permission


@transaction.atomic
def note_report(*, by: Actor, person_id: UUID, events: int) -> None:
    """Say that somebody opened the report on who looked at a person's record, or changed it."""
    require(by, Permission.AUDIT_VIEW, NOWHERE)
    emit("access_report.opened", subject=person_id, by=by, events=events)

"""The events, for those who must answer for them. No product feature reads these."""

from django.db.models import QuerySet

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NOWHERE, Actor, can
from sukoon.core.permissions import Permission


def visible(by: Actor) -> QuerySet[AuditEntry]:
    """All events, newest first, for whoever holds AUDIT_VIEW everywhere; else none."""
    events = AuditEntry.objects.prefetch_related("details").order_by("-at", "-id")
    return events if can(by, Permission.AUDIT_VIEW, NOWHERE) else events.none()

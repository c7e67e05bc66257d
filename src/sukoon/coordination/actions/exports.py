"""Saying that something of coordination was taken out as a file."""

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, require_holds
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission


@transaction.atomic
def note_export(*, by: Actor, permission: Permission, what: str, form: str, rows: int) -> None:
    """Record an export. Whoever may see something anywhere may take out what they see."""
    require_holds(by, permission)
    emit("coordination.exported", subject=new_id(), by=by, what=what, form=form, rows=rows)

"""Taking the register out of the house: said, with how it was narrowed."""

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, require_holds
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission


@transaction.atomic
def note_export(*, by: Actor, form: str, narrowed: str) -> None:
    """Record that somebody who may export took the register along."""
    require_holds(by, Permission.SERVICE_EXPORT)
    emit("services.exported", subject=new_id(), by=by, form=form, narrowed=narrowed[:200])

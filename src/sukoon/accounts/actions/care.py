"""Care relationships for a time: who answers for a risk sees the person it is about."""

from collections.abc import Set
from uuid import UUID

from django.db import transaction

from sukoon.accounts.models import CareRelation, User
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require_system


@transaction.atomic
def keep_care(*, by: Actor, about_id: UUID, record_ids: Set[UUID], account_ids: Set[UUID]) -> None:
    """Let exactly these accounts see one person because of what `about_id` names; nobody: it ends.

    `record_ids` are the records of that person: two where somebody found that they are one.

    Whoever has it keeps it, whoever is new gets it, everybody else loses it at once.
    """
    require_system(by)
    wanted = {(account, record) for account in account_ids for record in record_ids}
    standing = CareRelation.objects.filter(about_id=about_id, ended_at=None)
    kept = {(care.user_id, care.record_id): care for care in standing}
    now = clock.now()
    for account_id, person_id in kept.keys() - wanted:
        care = kept[account_id, person_id]
        CareRelation.objects.filter(pk=care.pk).update(ended_at=now)
        emit("care.ended", subject=person_id, by=by, account=str(account_id), about=str(about_id))
    new = wanted - kept.keys()
    able = User.objects.in_bulk([pk for pk, _person in new])
    for account_id, person_id in sorted(new, key=str):
        if account_id in able and able[account_id].is_active:
            CareRelation.objects.create(
                user=able[account_id], record_id=person_id, about_id=about_id, started_at=now
            )
            emit("care.begun", subject=person_id, by=by, account=str(account_id), about=str(about_id))  # fmt: skip

"""What became of an attempt to tell somebody. The platform itself keeps it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, require_system
from sukoon.risk.definitions import book
from sukoon.risk.models import Alarm
from sukoon.risk.words import AlarmFault, AlarmStatus

FINAL = frozenset({AlarmFault.NOT_SET_UP, AlarmFault.NO_ADDRESS})


@transaction.atomic
def keep_outcome(*, by: Actor, alarm_id: UUID, fault: AlarmFault | None, now: datetime) -> None:
    """Keep what became of one attempt: sent, tried again later, given up, or never possible."""
    require_system(by)
    alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
    alarm.tries, alarm.claimed_until = alarm.tries + 1, None
    if fault is None:
        alarm.status, alarm.sent_at, alarm.fault = AlarmStatus.SENT, now, ""
    else:
        alarm.status, alarm.fault = _after(fault, alarm.tries), fault
        alarm.due_at = now + book().retry * alarm.tries
    alarm.save()
    emit(
        "risk.alarm_tried", subject=alarm.step.episode_id, by=by, channel=alarm.channel,
        status=alarm.status, fault=fault,
    )  # fmt: skip


def _after(fault: AlarmFault, tries: int) -> AlarmStatus:
    if fault in FINAL:
        return AlarmStatus.NOT_POSSIBLE
    return AlarmStatus.GIVEN_UP if tries >= book().tries else AlarmStatus.FAILED

"""What the platform does by itself: reminding of calls that wait, telling a contact, forgetting."""

import logging
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.core.access import SYSTEM
from sukoon.core.limits import check_time
from sukoon.risk.channels import ChannelFailed, Notice, by_email
from sukoon.staffcare import actions, queries
from sukoon.staffcare.models import CareCall
from sukoon.staffcare.words import OPEN

log = logging.getLogger(__name__)
AT_ONCE = 500


def watch(now: datetime) -> int:
    """Remind of every call that waits too long, and forget what ended long ago."""
    done = 0
    for call_id in queries.past_reminder(now=now, most=AT_ONCE):
        check_time()
        done += actions.remind(by=SYSTEM, call_id=call_id)
    actions.forget(by=SYSTEM, now=now)
    return done


def tell(call_id: UUID) -> None:
    """Tell the contact by e-mail that somebody waits for a call: no name, no number.

    Whoever has no mail finds it on the first page.
    """
    call = CareCall.objects.filter(pk=call_id, state__in=OPEN, contact_id__isnull=False).first()
    to = accounts.address_of(call.contact_id) if call and call.contact_id else None
    if to is None:
        return
    email, language = to
    with translation.override(language):
        text = _("A colleague waits for your call. Open Sukoon.")
    try:
        by_email(Notice(email=email, phone="", text=text))
    except ChannelFailed as failed:
        log.warning("a notice of a care call was not sent: %s", failed.fault)

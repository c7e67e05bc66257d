"""The watch over what happens: whoever does the unusual is told to the data-protection officers.

It reads events, as the officers do; no feature of the product does. Mail goes from the outbox,
so that a mail server that is away makes it late, not lost; the desk shows the same.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from sukoon.accounts import actions, queries
from sukoon.accounts.alert_rules import DEAD_LETTERS, Kind, kinds
from sukoon.audit import queries as audit
from sukoon.core import clock
from sukoon.core.access import SYSTEM

TOLD_FOR = timedelta(days=1)  # a mail that is later than this is not sent any more
NOBODY = UUID(int=0)
LOST_WORK = Kind(
    DEAD_LETTERS, "Work was given up", "کام چھوڑ دیا گیا", ("-",), "subject", 0, timedelta(hours=6)
)


def watch(now: datetime) -> int:
    """Raise what is new; return how many alerts that was."""
    raised = sum(_raised(kind, now) for kind in kinds().values())
    dead = audit.given_up_since(now - LOST_WORK.within)
    if dead:
        raised += actions.raise_alert(
            by=SYSTEM, kind=LOST_WORK, account_id=NOBODY, times=dead, since=now - LOST_WORK.within
        )
    return raised


def _raised(kind: Kind, now: datetime) -> int:
    since = now - kind.within
    found = audit.more_than(kind.usual, kind.events, by=kind.by, since=since)
    return sum(
        actions.raise_alert(by=SYSTEM, kind=kind, account_id=pk, times=times, since=since)
        for pk, times in found
    )


def kind_of(code: str) -> Kind | None:
    return LOST_WORK if code == DEAD_LETTERS else kinds().get(code)


def mail_alerts(account_id: UUID) -> None:
    """Write to the officers about an account. Follows `security.alerted` from the outbox."""
    alerts = audit.latest("security.alerted", account_id, since=clock.now() - TOLD_FOR)
    if not alerts or not settings.MAIL_IS_SET_UP:
        return
    details = dict(alerts[0].details)
    for address, language in queries.officers():
        kind = kind_of(details.get("kind", ""))
        with translation.override(language):
            about = "-" if account_id == NOBODY else str(account_id)
            body = _(
                "Sukoon calls you: %(what)s (%(times)s times). Account: %(account)s. Look at “What "
                "was done” on your desk, and decide whether the account must be closed."
            ) % {
                "what": kind.label(language) if kind else "-", "times": details.get("times", "-"),
                "account": about,
            }  # fmt: skip
        EmailMessage(subject="Sukoon", body=body, to=[address]).send()

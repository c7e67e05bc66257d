"""Whoever's token ends soon is written to in time: two weeks before, and the day before."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from sukoon.accounts.models import ApiToken

DAYS_BEFORE = (14, 1)


def remind(now: datetime) -> int:
    """Write to owners of tokens that end in so many days; a daily task. Return how many."""
    return sum(_told(token) for days in DAYS_BEFORE for token in _ending(now, days))


def _ending(now: datetime, days: int) -> list[ApiToken]:
    first = now + timedelta(days=days)
    found = ApiToken.objects.filter(
        revoked_at=None, user__is_active=True, expires_at__gt=first,
        expires_at__lte=first + timedelta(days=1),
    )  # fmt: skip
    return list(found.select_related("user").order_by("expires_at", "id"))


def _told(token: ApiToken) -> bool:
    if not settings.MAIL_IS_SET_UP:
        return False
    with translation.override(token.user.language):
        body = _(
            "Your token “%(name)s” for a program ends on %(day)s. Make a new one on your account "
            "page, and give it to the program before that day."
        ) % {"name": token.name, "day": f"{token.expires_at:%Y-%m-%d}"}
    EmailMessage(subject="Sukoon", body=body, to=[token.user.email]).send(fail_silently=True)
    return True

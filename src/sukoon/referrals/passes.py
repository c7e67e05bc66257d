"""Passes: whoever gave the right code of a link may answer for a while without giving it again."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from sukoon.referrals.models import OutsideLink

LASTS = timedelta(hours=2)
SALT = "referrals.link"


def made(link: OutsideLink) -> str:
    """Return a pass for a link whose code was right just now."""
    return TimestampSigner(salt=SALT).sign(str(link.pk))


def fits(link: OutsideLink, answer_pass: str) -> bool:
    """Say whether a pass was made for this link, not long ago."""
    try:
        told = TimestampSigner(salt=SALT).unsign(answer_pass, max_age=LASTS)
    except BadSignature:
        return False
    return told == str(link.pk)

"""How somebody is told outside the screen: e-mail, SMS. One function a channel; each can fail.

A notice holds a code and nothing else: no name, no diagnosis, no reason.
"""

import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from sukoon.core import outgoing
from sukoon.risk.words import AlarmFault, Channel, Rung


class ChannelFailed(Exception):
    """A notice could not be sent; `fault` says why, as a code."""

    def __init__(self, fault: AlarmFault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told what: an address, a number, and a text that reveals nothing."""

    email: str
    phone: str
    text: str


def text_of(code: str, rung: str, language: str) -> str:
    """Return what a notice says, in the reader's language."""
    with translation.override(language):
        if rung == Rung.COORDINATOR:
            return _("A person in your area: %(code)s. Open Sukoon.") % {"code": code}
        return _("A person in your care: %(code)s. Open Sukoon.") % {"code": code}


def by_email(notice: Notice) -> None:
    """Send a notice by e-mail."""
    if not settings.MAIL_IS_SET_UP:
        raise ChannelFailed(AlarmFault.NOT_SET_UP)
    if not notice.email:
        raise ChannelFailed(AlarmFault.NO_ADDRESS)
    try:
        EmailMessage(subject="Sukoon", body=notice.text, to=[notice.email]).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
        raise ChannelFailed(AlarmFault.REFUSED) from None
    except (OSError, smtplib.SMTPException):
        raise ChannelFailed(AlarmFault.UNREACHABLE) from None


def by_sms(notice: Notice) -> None:
    """Send a notice by the SMS gateway that the administrator set up."""
    gateway = SMS_GATEWAYS.get(urlsplit(settings.SMS_URL).scheme.partition("+")[0])
    if gateway is None:
        raise ChannelFailed(AlarmFault.NOT_SET_UP)
    if not notice.phone:
        raise ChannelFailed(AlarmFault.NO_ADDRESS)
    gateway(settings.SMS_URL, notice)


def kannel(url: str, notice: Notice) -> None:
    """Ask a Kannel-style gateway (`kannel+http://host:port/path?username=…&password=…`) to send.

    The gateway may stand in our own network: its address was named by the administrator.
    """
    plain = url.partition("+")[2]
    more = urlencode({"to": notice.phone, "text": notice.text, "charset": "UTF-8", "coding": 2})
    host = urlsplit(plain).hostname or ""
    try:
        trusted = frozenset(outgoing.resolve(host, 0))
        answer = outgoing.fetch(
            f"{plain}{'&' if '?' in plain else '?'}{more}", trusted=trusted, plain=True
        )
    except (outgoing.ServerSilent, outgoing.AddressRefused):
        raise ChannelFailed(AlarmFault.UNREACHABLE) from None
    if answer.status not in ACCEPTED:
        raise ChannelFailed(AlarmFault.REFUSED)


ACCEPTED = frozenset({200, 202})
SMS_GATEWAYS: Mapping[str, Callable[[str, Notice], None]] = MappingProxyType({"kannel": kannel})
CHANNELS: Mapping[str, Callable[[Notice], None]] = MappingProxyType(
    {Channel.EMAIL: by_email, Channel.SMS: by_sms}
)

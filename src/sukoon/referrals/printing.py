"""The slip for whoever has no phone: three copies, each with only what its reader needs."""

import io
from collections.abc import Mapping
from typing import Any

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core import clock
from sukoon.core.text import numbers_in_order
from sukoon.referrals import sharing
from sukoon.referrals.fields import fields_shown
from sukoon.referrals.models import Referral
from sukoon.referrals.presenting import day, sender_name, told_of, urgency_of
from sukoon.ui.printing import pdf


def slip_pdf(referral: Referral, *, link: str = "") -> bytes:
    """Return the slip: for whoever refers, for the person, for the receiver.

    The person's copy says where and when to come, and nothing that tells why: it may be found at
    home. The receiver's copy holds exactly what was sealed.
    """
    made = date_format(timezone.localtime(clock.now()), "j F Y", use_l10n=False)
    return pdf("referrals/print/slip.typ", {
        "language": get_language() or "en",
        "title": _("Referral %(code)s") % {"code": referral.code},
        "foot": _("Printed on %(day)s") % {"day": made},
        "copies": [_sender(referral), _person(referral), _receiver(referral, link)],
    })  # fmt: skip


def qr(text: str) -> str:
    """Return a QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, border=2, scale=4)
    return out.getvalue().decode()


Copy = Mapping[str, Any]


def _copy(who: str, lines: list[tuple[str, str]], code: str, said: str = "") -> Copy:
    """Return one copy. Numbers keep their order right to left: a number read backwards calls another."""
    told = [
        {"label": label, "value": numbers_in_order(str(value))} for label, value in lines if value
    ]
    return {"who": who, "lines": told, "qr": qr(code), "qr_said": said or code}


def _sender(referral: Referral) -> Copy:
    lines = [
        (_("Code"), referral.code),
        (_("To whom"), referral.to_name),
        (_("How soon"), urgency_of(referral)),
        (_("Sent"), day(referral.sent_at) if referral.sent_at else ""),
        (_("Answer expected by"), day(referral.answer_due_at) if referral.answer_due_at else ""),
        (_("How they are reached"), str(referral.to_reach)),
    ]
    return _copy(_("Copy for whoever refers"), lines, referral.code)


def _person(referral: Referral) -> Copy:
    """A protection referral names not even the place: it is told by word of mouth."""
    place = "" if referral.is_protection else referral.to_name
    site = referral.service.site if referral.service and not referral.is_protection else None
    lines = [
        (_("Show this code"), referral.code),
        (_("Where to go"), place),
        (_("Place"), site.name if site and not site.is_sensitive else ""),
        (_("Telephone"), _phone(referral)),
        (_("When"), day(referral.appointment_at) if referral.appointment_at else _("ask there")),
        (_("Questions"), sender_name(referral)),
    ]
    return _copy(_("Copy for you"), lines, referral.code)


def _phone(referral: Referral) -> str:
    if referral.is_protection:
        return ""
    return referral.service.public_phone if referral.service else str(referral.to_reach)


def _receiver(referral: Referral, link: str) -> Copy:
    document = sharing.document(referral)
    lines = [(_("Code"), referral.code), (_("From"), sender_name(referral)), *told_of(document)]
    lines += [(f.label, "; ".join(f.lines)) for f in fields_shown(document["fields"])]
    said = _("Open with the code that is told apart") if link else referral.code
    return _copy(_("Copy for whoever is referred to"), lines, link or referral.code, said)

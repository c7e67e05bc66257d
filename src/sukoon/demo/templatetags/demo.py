"""`{% demo_panel %}`: one button per role, and what to try."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.accounts.roles import roles
from sukoon.demo import care, referrals
from sukoon.demo.building import CAST

register = template.Library()


@register.inclusion_tag("demo/_panel.html", takes_context=True)
def demo_panel(context: Context) -> dict[str, object]:
    """Return the roles of the demonstration with what each may do."""
    language = get_language() or "en"
    known = roles()
    shown = [
        {
            "code": code,
            "label": known[code].label(language),
            "what": known[code].what(language),
        }
        for code, _name, _area in CAST
        if code in known
    ]
    shown += [
        {
            "code": member.code,
            "label": _("Physician") if member.code == "physician" else role.label(language),
            "what": _("Sees people in a health centre, asks a specialist, and goes on with the plan.")
            if member.code == "physician" else role.what(language),
        }
        for member in care.MEMBERS
        if (role := known.get(member.role)) is not None
    ]  # fmt: skip
    shown.append({
        "code": referrals.CODE, "label": _("Hospital desk"),
        "what": _("Another team, to which people are referred: accepts, declines, reports back."),
    })  # fmt: skip
    return {"roles": shown if settings.DEMO else [], "request": context.get("request"),
            "csrf_token": context.get("csrf_token")}  # fmt: skip

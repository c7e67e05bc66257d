"""`{% demo_panel %}`: one button per role, and what to try."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language

from sukoon.accounts.roles import roles
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
    return {"roles": shown if settings.DEMO else [], "request": context.get("request"),
            "csrf_token": context.get("csrf_token")}  # fmt: skip

"""Template tags and filters of the pieces: `{% load ui %}`."""

import datetime as dt
from decimal import Decimal

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.template import Context
from django.template.base import render_value_in_context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sukoon.ui.icons import ICONS, POINTS
from sukoon.ui.pictures import legend_key
from sukoon.ui.tables import Cell

register = template.Library()

# Page places in a list: they mean nothing any more once a filter has changed.
PLACES = ("cursor", "page")


@register.simple_tag
def code(value: object) -> SafeString:
    """Show a code (a p-code, a case code) left to right, whatever stands around it."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', value)


@register.filter(is_safe=True)
def number(value: object) -> object:
    """Group a number's digits by commas, in Latin digits; show none as a dash; leave words alone."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return format_html('<span class="num">{}</span>', f"{value:,}")


@register.simple_tag
def when(value: dt.date | dt.datetime | None, form: str = "long") -> SafeString | str:
    """Show a date (and the time, of an instant) in the reader's language, in the Gregorian year.

    `form`: "long" (24 November 2026), "short" (24 Nov), "month" (November 2026).
    """
    if value is None:
        return "–"
    pattern = {"long": "j F Y", "short": "j M", "month": "F Y"}[form]
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return format_html(
            '<time datetime="{}">{}, <bdi dir="ltr">{}</bdi></time>',
            value.isoformat(),
            date_format(local, pattern, use_l10n=False),
            f"{local:%H:%M}",
        )
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        date_format(value, pattern, use_l10n=False),
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon beside its words. Those that point are mirrored right to left."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>',
        " points" if name in POINTS else "",
        ICONS[name],
    )


@register.simple_tag
def key(css_class: str) -> SafeString:
    """Draw the swatch of a class (c0 to c5), as in the legend."""
    return SafeString(legend_key(css_class))


@register.simple_tag(takes_context=True)
def cell(context: Context, value: object) -> SafeString:
    """Draw what stands in one cell: a `sukoon.ui.tables.Cell`, or any value.

    No template of its own: a list of fifty rows has hundreds of cells.
    """
    if not isinstance(value, Cell):
        return _shown(number(value), context)
    if value.strong:
        drawn = format_html("<strong>{}</strong>", _shown(number(value.value), context))
    elif value.tag:
        drawn = format_html(
            '<span class="tag {}">{}</span>', value.tag, _shown(value.value, context)
        )
    else:
        drawn = code(value.value) if value.code else _shown(number(value.value), context)
    if value.url:
        drawn = format_html('<a href="{}">{}</a>', value.url, drawn)
    swatch = format_html("{} ", key(value.key)) if value.key else ""
    small = format_html(" <small>{}</small>", _shown(value.small, context)) if value.small else ""
    return format_html("{}{}{}", swatch, drawn, small)


def _shown(value: object, context: Context) -> SafeString:
    """Return a value as a template writes it: in the reader's form, escaped."""
    return SafeString(render_value_in_context(value, context))


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: object) -> str:
    """Return this page's address with some filters changed; an empty one is taken away.

    The place in the list (`cursor`) is left out: it belongs to the old filters.
    """
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in PLACES:
        query.pop(name, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.inclusion_tag("ui/pieces/_field.html")
def field(
    bound: BoundField, *, short: bool = False, all_optional: bool = False
) -> dict[str, object]:
    """Draw a form field with its label, hint and error, tied to it for screen readers."""
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described = " ".join(
        [hint_id] * bool(bound.help_text) + [error_id] * bool(bound.errors),
    )
    attributes: dict[str, str | bool] = {}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if short:
        attributes["class"] = "short"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "kind": _kind(bound),
        "described": described,
        "hint_id": hint_id,
        "error_id": error_id,
        "all_optional": all_optional,
    }


@register.inclusion_tag("ui/pieces/_errors.html")
def error_summary(*forms: BaseForm, title: str = "") -> dict[str, object]:
    """Draw the list of what is wrong in the forms of a page; each line names its field and leads to it."""
    errors = [{"href": "", "text": text} for form in forms for text in form.non_field_errors()]
    for bound in (bound for form in forms for bound in form):
        target = bound.id_for_label or f"{bound.auto_id}_0"
        label = str(bound.label or "")
        errors += [{"href": f"#{target}", "text": text, "label": label} for text in bound.errors]
    return {"errors": errors, "title": title}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(widget, CheckboxInput) else "one"

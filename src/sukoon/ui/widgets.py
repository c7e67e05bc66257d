"""Drawing lists to choose from without a template for each choice: a list of hundreds is quick.

Django draws every option of a select through two included templates: three hundred organisations
cost more than the page they are chosen on. The words that come out are the same.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's own, but for lists to choose from."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        return str(super().render(template_name, context, request))


def select(widget: Mapping[str, Any]) -> SafeString:
    """Return a list to choose from as Django's template draws it."""
    groups = format_html_join(
        "", "{}", ((_group(name, options),) for name, options, _ in widget["optgroups"])
    )
    return format_html(
        '<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), groups
    )


def _group(name: object, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "", '\n  <option value="{}"{}>{}</option>',
        ((str(o["value"]), _attributes(o["attrs"]), conditional_escape(o["label"])) for o in options),
    )  # fmt: skip
    if not name:
        return drawn
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn)


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    kept = [(name, value) for name, value in attributes.items() if value is not False]
    return format_html_join(
        "", "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value)),)
            for name, value in kept
        ),
    )  # fmt: skip

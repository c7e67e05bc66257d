"""What persons' templates say in words: `{% load people %}`."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from sukoon.people import choices, queries
from sukoon.people.fields import FIELDS
from sukoon.people.identifiers import kinds
from sukoon.people.models import Consent, Person, PersonConflict
from sukoon.people.words import SharedField

register = template.Library()


@register.simple_tag
def paper(code: str) -> str:
    """Return what a kind of paper is called."""
    found = kinds().get(code)
    return found.label if found else code


@register.simple_tag(takes_context=True)
def named(context: Context, person: Person) -> str:
    """Return what a person is called, for whoever may see it."""
    by = context["request"].actor
    return queries.shown_name(by, person) or str(_("No name told"))


@register.simple_tag
def shared(consent: Consent) -> str:
    """Return what may be shared, in words; a code that another area named stays a code."""
    known = dict(SharedField.choices)
    return ", ".join(str(known.get(code, code)) for code in sorted(consent.fields))


@register.simple_tag
def stands(conflict: PersonConflict) -> str:
    """Return what a field holds now, as one line."""
    return _line(conflict.field, FIELDS[conflict.field].read(conflict.person))


@register.simple_tag
def wanted(conflict: PersonConflict) -> str:
    """Return what somebody wanted a field to hold, as one line."""
    return _line(conflict.field, json.loads(str(conflict.wanted)))


def _line(field: str, value: Any) -> str:
    match value:
        case {"born": born, "age": age}:
            return str(born or ("" if age is None else age)) or str(_("Not told"))
        case list():
            rows = [row["text"] if isinstance(row, dict) else row for row in value]
            known = dict(choices.languages()) if field == "languages" else {}
            return ", ".join(str(known.get(row, row)) for row in rows) or str(_("Not told"))
    if field == "area_path":
        return queries.area_name(str(value)) or str(_("Not told"))
    return _in_words(field, str(value)) or str(_("Not told"))


def _in_words(field: str, value: str) -> str:
    from sukoon.people.words import Disability, Displacement, Gender, Sex  # noqa: PLC0415

    lists = {
        "sex": Sex.choices, "gender": Gender.choices, "displacement": Displacement.choices,
        "disability": Disability.choices,
    }  # fmt: skip
    return str(dict(lists.get(field, [])).get(value, value))

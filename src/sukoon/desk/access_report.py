"""Who looked at a person's record, took something out of it, or changed it: when, in which role.

For the data-protection officer, who answers the person. It tells events and accounts, nothing of
what the record holds; the person stays an id.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from sukoon.accounts import queries as accounts
from sukoon.accounts.roles import roles
from sukoon.audit import actions, queries
from sukoon.audit.rules import Touch, touch
from sukoon.core import clock, subjects
from sukoon.core.access import Actor
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.desk.views import actor
from sukoon.ui.printing import pdf

INVALID = 422


class RecordForm(forms.Form):
    """Which record is meant."""

    record = forms.UUIDField(
        label=gettext_lazy("Id of the person, or of any record about them"),
        help_text=gettext_lazy(
            "It stands in the address of the person's or the case's page, and in the events."
        ),
        error_messages={
            "invalid": gettext_lazy("This is no id. Copy it whole, from an address or an event.")
        },
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the report."""

    at: datetime
    touch: Touch
    event: str
    what: str
    role: str
    who: str


@needs(Permission.AUDIT_VIEW)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Ask which record is meant, and show who touched it."""
    if "record" not in request.GET:
        return render(request, "desk/access_report.html", {"form": RecordForm()})
    form = RecordForm(request.GET)
    person = subjects.person_of(form.cleaned_data["record"]) if form.is_valid() else None
    if form.is_valid() and person is None:
        form.add_error("record", _("No record of a person has this id."))
    if person is None:
        return render(request, "desk/access_report.html", {"form": form}, status=INVALID)
    lines = _lines(actor(request), person)
    actions.note_report(by=actor(request), person_id=person, events=len(lines))
    return render(request, "desk/access_report.html", {
        "form": form, "person": person, "lines": lines[::-1], "said": _said(lines),
    })  # fmt: skip


@needs(Permission.AUDIT_VIEW)
@require_GET
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the report as a PDF for the person: roles, not the names of those who work here."""
    person = subjects.person_of(pk)
    if person is None:
        raise Http404
    language = request.GET.get("language") or translation.get_language() or "en"
    lines = _lines(actor(request), person)
    actions.note_report(by=actor(request), person_id=person, events=len(lines))
    with translation.override("ur" if language.startswith("ur") else "en"):
        made = pdf("desk/print/access_report.typ", _print_data(lines))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="access-report.pdf"'
    return response


def _lines(by: Actor, person: UUID) -> list[Line]:
    records = subjects.ids(person)
    found = queries.about(by, records.keys())
    names = accounts.names({e.actor_id for e in found})
    return [
        Line(e.at, touch(e.event), e.event, records.get(e.subject_id, ""), _roles(e.actor_label),
             names.get(e.actor_id, ""))
        for e in found
    ]  # fmt: skip


def _roles(label: str) -> str:
    """Return the roles somebody acted in, in words."""
    language = translation.get_language() or "en"
    known = roles()
    return ", ".join(known[c].label(language) if c in known else c for c in label.split("+"))


def _words() -> dict[str, str]:
    return {
        Touch.LOOKED: _("Looked at"), Touch.TAKEN_OUT: _("Taken out"), Touch.CHANGED: _("Changed"),
    }  # fmt: skip


def _said(lines: Sequence[Line]) -> list[str]:
    """Return how often the record was touched, in sentences."""
    counted = Counter(line.touch for line in lines)
    people = len({(line.who, line.role) for line in lines})
    looked, out, changed = (counted[t] for t in (Touch.LOOKED, Touch.TAKEN_OUT, Touch.CHANGED))
    return [
        ngettext("Looked at %(n)s time.", "Looked at %(n)s times.", looked) % {"n": looked},
        ngettext("Taken out %(n)s time.", "Taken out %(n)s times.", out) % {"n": out},
        ngettext("Changed %(n)s time.", "Changed %(n)s times.", changed) % {"n": changed},
        ngettext("By %(n)s account.", "By %(n)s accounts.", people) % {"n": people},
    ]


def _print_data(lines: Sequence[Line]) -> dict[str, object]:
    made = date_format(timezone.localtime(clock.now()), "j F Y, H:i", use_l10n=False)
    words = _words()
    return {
        "language": translation.get_language(),
        "title": _("Who looked at your record"),
        "foot": _("Made on %(day)s from the audit.") % {"day": made},
        "intro": _("Each look at your record is kept, and each change. This is all of them."),
        "said": _said(lines),
        "heads": [_("When"), _("What"), _("Which part"), _("As")],
        "rows": [
            [date_format(timezone.localtime(e.at), "j M Y, H:i", use_l10n=False), words[e.touch],
             e.what or _("Record"), e.role]
            for e in lines
        ],
    }  # fmt: skip

"""What is typed about groups and meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sukoon.coordination.actions.meetings import Seat
from sukoon.coordination.models import Attendance, Group, Meeting
from sukoon.coordination.queries import groups as queries
from sukoon.coordination.words import ActionState, GroupKind, MemberRole, Presence
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.services.fields import areas_of, organisations
from sukoon.ui.forms import RowsForm, day, long_text, one, several
from sukoon.workforce.queries import OrganisationNames

LANGUAGES = [("en", _("English")), ("ur", _("Urdu")), ("ps", _("Pashto")), ("sd", _("Sindhi"))]
MOST_SEATS = 500


class GroupForm(RowsForm):
    code = forms.SlugField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=GroupKind.choices)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=200, required=False)
    area = one(_("Area"))
    parent = one(_("Part of"), required=False)
    sector = forms.CharField(label=_("Sector"), max_length=80, required=False)
    terms = long_text(_("Terms of reference"), most=4000, rows=6)
    started_on = day(_("Began on"))
    ended_on = day(_("Ended on"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"area": areas_of(by, Permission.MEETING_WRITE), "parent": queries.groups(by)}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("started_on", "ended_on")
        return told


def initial_of_group(group: Group) -> dict[str, Any]:
    return {name: getattr(group, name) for name in GroupForm.base_fields}


class MemberForm(RowsForm):
    organisation = one(_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
    since = day(_("Since"))
    until = day(_("Until"), hint=_("Leave it blank while the membership goes on."))
    contact_email = forms.EmailField(
        label=_("Action points are sent to"), required=False,
        help_text=_("An address of the organisation. Only who keeps the group sees it."),
    )  # fmt: skip

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": organisations(by)}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.in_order("since", "until")
        return told


class MeetingForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, required=False)
    held_on = day(_("Day"), required=True)
    starts_at = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    ends_at = forms.TimeField(
        label=_("Ends at"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Online at"), max_length=400, required=False,
                          assume_scheme="https")  # fmt: skip
    agenda = long_text(_("Agenda"), most=6000, rows=6, hint=_("One item a line; Urdu after a |"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        start, end = told.get("starts_at"), told.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("It ends before it begins. Correct one of the two."))
        return told

    def clean_agenda(self) -> list[tuple[str, str]]:
        items = []
        for line in self.cleaned_data["agenda"].splitlines():
            en, _bar, ur = line.partition("|")
            if en.strip():
                items.append((en.strip()[:300], ur.strip()[:300]))
        return items


def initial_of_meeting(meeting: Meeting) -> dict[str, Any]:
    told = {n: getattr(meeting, n) for n in MeetingForm.base_fields if n != "agenda"}
    lines = [f"{i.title_en} | {i.title_ur}" if i.title_ur else i.title_en
             for i in meeting.agenda.all()]  # fmt: skip
    return told | {"agenda": "\n".join(lines)}


class AttendanceForm(forms.Form):
    """The list of participants, one line a number."""

    seats = long_text(
        _("Participants"), most=40000, rows=14, required=True,
        hint=_(
            "One line each: number; organisation; in_person, online, present, absent or "
            "not_listed; a note. No names of people."
        ),
    )  # fmt: skip

    def clean_seats(self) -> list[Seat]:
        names, seats, seen = OrganisationNames(), [], set[int]()
        by_id = {o.pk: o for o in organisations(self.by)}
        for n, line in enumerate(self.cleaned_data["seats"].splitlines(), 1):
            if not line.strip():
                continue
            number, name, presence, note = ([p.strip() for p in line.split(";")] + [""] * 4)[:4]
            known = names.find(name) if name else None
            wrong = self._wrong(number, name, presence, known=known is not None, seen=seen)
            if wrong:
                raise forms.ValidationError(
                    _("Line %(n)d: %(what)s"), params={"n": n, "what": wrong}
                )
            seen.add(int(number))
            organisation = by_id.get(known) if known else None
            seats.append(Seat(int(number), name_key(presence).replace(" ", "_"), organisation, note[:200]))  # fmt: skip
        return seats

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def _wrong(self, number: str, name: str, presence: str, *, known: bool, seen: set[int]) -> str:
        if not number.isdecimal() or not 0 < int(number) <= MOST_SEATS:
            return str(_("begin with the number of the list."))
        if int(number) in seen:
            return str(_("this number stood there before."))
        if name and not known:
            return str(_("“%(name)s” is no organisation we know.") % {"name": name[:60]})
        if name_key(presence).replace(" ", "_") not in Presence.values:
            return str(_("say how: %(known)s.") % {"known": ", ".join(Presence.values)})
        return ""


def initial_of_attendance(rows: list[Attendance]) -> dict[str, Any]:
    lines = [
        f"{r.number}; {r.organisation.name if r.organisation else ''}; {r.presence}; {r.note}".rstrip("; ")
        for r in rows
    ]  # fmt: skip
    return {"seats": "\n".join(lines)}


class StatementForm(RowsForm):
    organisation = one(_("Who"))
    text_en = long_text(_("What was said, in English"),
                        hint=_("Leave it blank when no comment was given. No names of people."))  # fmt: skip
    text_ur = long_text(_("What was said, in Urdu"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisation": organisations(by)}


class DecisionForm(forms.Form):
    text_en = long_text(_("The decision in English"), most=600, required=True)
    text_ur = long_text(_("The decision in Urdu"), most=600)


class ActionPointForm(RowsForm):
    text_en = long_text(_("What is to be done, in English"), most=600, required=True)
    text_ur = long_text(_("What is to be done, in Urdu"), most=600)
    owner = one(_("Owner"))
    due_on = day(_("Due on"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"owner": organisations(by)}


class MoveForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=ActionState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("A word on it"), max_length=400, required=False,
                           help_text=_("No names of people."))  # fmt: skip


class MinutesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    body = long_text(_("Minutes"), most=20000, required=True, rows=14,
                     hint=_("A blank line begins a new paragraph. No names of people."))  # fmt: skip


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    link = forms.CharField(label=_("A link"), max_length=400, required=False,
                           help_text=_("It begins with https://"))  # fmt: skip
    file = forms.FileField(label=_("Or a file"), required=False,
                           help_text=_("PDF, picture, text or office document"))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if bool(told.get("link")) == bool(told.get("file")):
            self.add_error("link", _("Give a link or a file: one of the two."))
        return told


class AskForm(RowsForm):
    subject_en = forms.CharField(label=_("What is asked for, in English"), max_length=300)
    subject_ur = forms.CharField(label=_("What is asked for, in Urdu"), max_length=300,
                                 required=False)  # fmt: skip
    organisations = several(_("Who is asked"), required=True)
    due_on = day(_("Until"))

    def rows(self, by: Actor) -> dict[str, Any]:
        return {"organisations": organisations(by)}


class AnswerForm(forms.Form):
    answer = long_text(_("The answer"), required=True, hint=_("No names of people."))

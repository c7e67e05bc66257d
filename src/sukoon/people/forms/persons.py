"""The form of a person: every line may stay blank, and nothing typed is lost when one is wrong."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sukoon.core import clock
from sukoon.core.problems import Problem
from sukoon.people import choices
from sukoon.people.fields import FIELDS, MOST_ROWS
from sukoon.people.identifiers import DIGITS
from sukoon.people.models import Person
from sukoon.people.words import Disability, Displacement, Gender, PhoneOf, Sex, Told

LEAST_ROWS = 2
MOST_SEARCHED = 200
# Where a problem with a field of the record is shown.
SHOWN_AT = {"names": "name", "birth": "born_year"}
PHONE = ("text", "whose", "safe_to_call", "safe_from", "safe_until", "safe_to_leave_word", "note")
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class SearchForm(forms.Form):
    """One line: a name, a telephone number or the number of a paper. It never stands in an address."""

    q = forms.CharField(
        label=_("Name, telephone or paper number"), max_length=MOST_SEARCHED,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


class PersonForm(forms.Form):
    """Who somebody is. Lengths are not cut: too long is said, and stays in its field."""

    name = forms.CharField(
        label=_("Name"), required=False, help_text=_("In any script. May stay blank."),
    )  # fmt: skip
    other_names = forms.CharField(
        label=_("Also called"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("One name a line, for example the same name in another script."),
    )  # fmt: skip
    alias = forms.CharField(
        label=_("Alias"), required=False, help_text=_("Shown instead of the name, in lists too.")
    )
    born_day = forms.CharField(label=_("Day"), required=False, max_length=2)
    born_month = forms.CharField(label=_("Month"), required=False, max_length=2)
    born_year = forms.CharField(label=_("Year"), required=False, max_length=4)
    age = forms.CharField(label=_("Or the age, in years"), required=False, max_length=3)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    gender = forms.ChoiceField(
        label=_("Gender, as they see it"), required=False,
        choices=[("", _("Not told")), *Gender.choices],
    )  # fmt: skip
    area_path = forms.ChoiceField(label=_("Where they live"), required=False)
    address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea({"rows": 2})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    displacement = forms.ChoiceField(label=_("Displacement"), choices=Displacement.choices)
    disability = forms.ChoiceField(label=_("Disability"), choices=Disability.choices)
    org_id = forms.ChoiceField(label=_("For which organisation"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, homes: Iterable[tuple[str, str]] = (), person: Person | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.kept = {n: f.read(person) for n, f in FIELDS.items()} if person else {}
        initial = _initial(self.kept) if person else {}
        if person:
            initial |= {"version": person.version, "was": _digests(self.kept)}
        kwargs["initial"] = {
            "sex": Sex.NOT_TOLD, "displacement": Displacement.NOT_TOLD,
            "disability": Disability.NOT_TOLD, **initial, **kwargs.get("initial", {}),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self._choose("area_path", choices.areas())
        self._choose("languages", choices.languages())
        self.homes = list(homes)
        self._choose("org_id", self.homes)
        if len(self.homes) < 2:  # noqa: PLR2004 - nothing to choose
            del self.fields["org_id"]
        self.phones = self._rows("phones", _phone_fields)
        self.papers = self._rows("identifiers", _paper_fields)

    def _choose(self, name: str, found: Iterable[tuple[str, Any]]) -> None:
        self.fields[name].choices = list(found)  # type: ignore[attr-defined]

    def _rows(self, name: str, fields: Any) -> list[list[str]]:
        """Add the fields of each row there is, and of one more; return their names by row."""
        posted = sum(f"{name}_{n}_text" in self.data for n in range(MOST_ROWS))
        number = min(max(LEAST_ROWS, len(self.kept.get(name, ())) + 1, posted), MOST_ROWS)
        rows = []
        for n in range(number):
            made = {f"{name}_{n}_{part}": field for part, field in fields().items()}
            self.fields.update(made)
            rows.append(list(made))
        return rows

    def _bound(self, rows: list[list[str]]) -> list[list[BoundField]]:
        return [[self[name] for name in row] for row in rows]

    def phone_rows(self) -> list[list[BoundField]]:
        return self._bound(self.phones)

    def paper_rows(self) -> list[list[BoundField]]:
        return self._bound(self.papers)

    def birth_fields(self) -> list[BoundField]:
        return [self[n] for n in ("born_day", "born_month", "born_year", "age")]

    def clean(self) -> dict[str, Any]:
        """Clean each field of the record by its own rule, and say what is wrong beside it."""
        told, today = self.cleaned_data, clock.today()
        self.values: dict[str, Any] = {}
        for name, value in _typed(told, self.kept, self.phones, self.papers).items():
            if isinstance(value, list) and name in {"phones", "identifiers"}:
                self._clean_rows(name, value, today)
                continue
            try:
                self.values[name] = FIELDS[name].clean(value, today)
            except Problem as problem:
                self.add_error(SHOWN_AT.get(name, name), str(problem))
        return told

    def _clean_rows(self, name: str, rows: list[Mapping[str, Any]], today: Any) -> None:
        cleaned = []
        for n, row in enumerate(rows):
            try:
                cleaned += FIELDS[name].clean([row], today)
            except Problem as problem:
                self.add_error(f"{name}_{n}_text", str(problem))
        self.values[name] = cleaned

    def changes(self) -> dict[str, Any]:
        """Return what whoever filled this in changed since it was shown to them."""
        shown = dict(
            part.split(":", 1) for part in str(self.cleaned_data["was"]).split() if ":" in part
        )
        now = dict(part.split(":", 1) for part in _digests(self.values).split())
        return {n: v for n, v in self.values.items() if shown.get(n) != now[n]}


def _phone_fields() -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(label=_("Telephone"), required=False,
                                widget=forms.TextInput({"type": "tel", "autocomplete": "off"})),
        "whose": forms.ChoiceField(label=_("Whose"), required=False, choices=PhoneOf.choices),
        "safe_to_call": forms.ChoiceField(
            label=_("Safe to call?"), required=False, choices=Told.choices, initial=Told.NOT_TOLD
        ),
        "safe_from": forms.TimeField(label=_("Safe from"), required=False, widget=TIME),
        "safe_until": forms.TimeField(label=_("Safe until"), required=False, widget=TIME),
        "safe_to_leave_word": forms.ChoiceField(
            label=_("Safe to leave a message?"), required=False, choices=Told.choices,
            initial=Told.NOT_TOLD,
        ),
        "note": forms.CharField(
            label=_("What to say if somebody else answers"), required=False
        ),
    }  # fmt: skip


def _paper_fields() -> dict[str, forms.Field]:
    return {
        "kind": forms.ChoiceField(label=_("Paper"), required=False, choices=choices.papers),
        "text": forms.CharField(label=_("Number"), required=False,
                                widget=forms.TextInput({"autocomplete": "off"})),
    }  # fmt: skip


def _initial(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a record."""
    names, birth = kept["names"], kept["birth"]
    year, month, day = (*str(birth["born"]).split("-"), "", "")[:3]
    shown = {
        "name": names[0] if names else "", "other_names": "\n".join(names[1:]),
        "born_day": day, "born_month": month, "born_year": year,
        "age": "" if birth["age"] is None else birth["age"],
    }  # fmt: skip
    for name in ("phones", "identifiers"):
        for n, row in enumerate(kept[name]):
            shown |= {f"{name}_{n}_{part}": value for part, value in row.items()}
    plain = ("alias", "sex", "gender", "area_path", "address", "languages", "displacement")
    return shown | {n: kept[n] for n in (*plain, "disability")}


def _typed(
    told: Mapping[str, Any], kept: Mapping[str, Any], phones: list[list[str]],
    papers: list[list[str]],
) -> dict[str, Any]:  # fmt: skip
    """Return the plain values of the record's fields from what was typed."""
    plain = ("alias", "sex", "gender", "area_path", "address", "languages", "displacement")
    return {
        "names": [told.get("name", ""), *told.get("other_names", "").splitlines()],
        "birth": _birth(told, kept.get("birth")),
        "phones": [_row(told, row) for row in phones],
        "identifiers": [_row(told, row) for row in papers],
        **{n: told.get(n, "") for n in (*plain, "disability")},
    }


def _row(told: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Return the values of one row; a time as text, so that it can be kept and compared."""
    values = {name.split("_", 2)[2]: told.get(name) for name in names}
    return {
        part: value.isoformat("minutes") if isinstance(value, time) else value
        for part, value in values.items()
    }


def _birth(told: Mapping[str, Any], kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a birth as it was typed; an age that was not touched keeps the day it was told on."""
    day, month, year, age = (
        str(told.get(n) or "").translate(DIGITS).strip()
        for n in ("born_day", "born_month", "born_year", "age")
    )
    if year or month or day:
        parts = [year or "?", *([month.zfill(2)] if month or day else [])]
        return {"born": "-".join([*parts, *([day.zfill(2)] if day else [])])}
    if not age:
        return {}
    if kept and str(kept["age"]) == age:
        return dict(kept)
    return {"age": int(age) if age.isdecimal() else -1}


def _digests(values: Mapping[str, Any]) -> str:
    """Return what tells later whether a field is as it was shown, without repeating what it holds."""
    key = settings.SECRET_KEY.encode()
    told = {
        n: hmac.new(key, json.dumps(v, sort_keys=True).encode(), hashlib.sha256).hexdigest()[:16]
        for n, v in values.items()
    }
    return " ".join(f"{n}:{d}" for n, d in sorted(told.items()))

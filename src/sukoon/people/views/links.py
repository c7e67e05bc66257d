"""Mother and infant, guardians, carers; whom somebody lives with."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import actions, queries
from sukoon.people.forms import EndForm, HouseholdForm, LinkForm
from sukoon.people.models import Household, Person
from sukoon.people.views.common import INVALID, actor, shown, writable_person
from sukoon.people.words import LinkKind

MOST_SEARCHED = 200


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what somebody is to a person: found among the persons here, or by name only."""
    by, person = actor(request), writable_person(request, pk)
    text = request.POST.get("q", "")[:MOST_SEARCHED].strip()
    found = _found(by, person, text)
    saves = "save" in request.POST
    form = LinkForm(request.POST if saves else None, found=_options(by, found),
                    initial={"other": "", "other_name": text if not found else ""})  # fmt: skip
    if saves and form.is_valid():
        told = form.cleaned_data
        others = {str(p.pk): p for p in found}
        try:
            actions.link_people(
                by=by, person=person, kind=LinkKind(told["kind"]), other=others.get(told["other"]),
                other_name=told["other_name"], other_phone=told["other_phone"],
                is_risk=told["is_risk"], began_on=told["began_on"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", person.pk)
    context = {
        "form": form, "person": person, "name": queries.shown_name(by, person), "text": text,
        "searched": bool(text), "nobody": bool(text) and not found,
    }  # fmt: skip
    return render(request, "people/link_form.html", context, status=INVALID if form.errors else 200)


def _found(by: Actor, person: Person, text: str) -> list[Person]:
    if not text:
        return []
    people = [m.person for m in queries.search(by, text) if m.person != person]
    actions.note_seen(by=by, people=people)
    return people


def _options(by: Actor, people: list[Person]) -> list[tuple[str, str]]:
    return [(str(s.person.pk), _line(s.name, s.age, s.area)) for s in shown(by, people)]


def _line(name: str, age: int | None, area: str) -> str:
    years = _("%(age)s years") % {"age": age} if age is not None else ""
    return ", ".join(part for part in (name or _("No name told"), years, area) if part)


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that somebody is no longer what they were to a person."""
    by = actor(request)
    link = find(queries.writable_link(by), pk)
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_link(by=by, link=link, on=form.cleaned_data["on"])
        except Problem as problem:
            form.add_error("on", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", link.person_id)
    context = {
        "form": form, "person": link.person, "title": _("Does this end?"),
        "said": f"{link.get_kind_display()}", "button": _("End it"),
    }  # fmt: skip
    return render(request, "people/confirm.html", context, status=INVALID if form.errors else 200)


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whom a person lives with: a household found by a member, or a new one."""
    by, person = actor(request), writable_person(request, pk)
    text = request.POST.get("q", "")[:MOST_SEARCHED].strip()
    homes = _homes(by, _found(by, person, text))
    saves = "save" in request.POST
    form = HouseholdForm(
        request.POST if saves else None, initial={"household": "new"},
        found=[(str(home.pk), label) for home, label in homes],
    )  # fmt: skip
    if saves and form.is_valid():
        try:
            _join(by, person, form, {str(home.pk): home for home, _label in homes})
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", person.pk)
    context = {
        "form": form, "person": person, "name": queries.shown_name(by, person), "text": text,
        "nobody": bool(text) and not homes,
    }  # fmt: skip
    status = INVALID if form.errors else 200
    return render(request, "people/household_form.html", context, status=status)


def _homes(by: Actor, people: list[Person]) -> list[tuple[Household, str]]:
    """Return the households of persons, each with who lives there."""
    members = [m for p in people if (m := queries.household_of(by, p))]
    homes = {m.household_id: m.household for m in members}
    return [
        (home, ", ".join(
            filter(None, [str(home.name), *(queries.shown_name(by, m.person)
                                            for m in queries.lives_with(by, home))])
        ))
        for home in homes.values()
    ]  # fmt: skip


def _join(by: Actor, person: Person, form: HouseholdForm, homes: dict[str, Household]) -> None:
    told, today = form.cleaned_data, clock.today()
    home = homes.get(told["household"]) or actions.record_household(
        by=by, name=told["name"], address=told["address"], org_id=person.org_id,
        area_path=person.area_path, synthetic=person.is_synthetic,
    )  # fmt: skip
    actions.join_household(by=by, household=home, person=person, is_head=told["is_head"], on=today)


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a person no longer lives in their household."""
    by = actor(request)
    member = find(queries.writable_member(by), pk)
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_household(by=by, member=member, on=form.cleaned_data["on"])
        except Problem as problem:
            form.add_error("on", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", member.person_id)
    context = {
        "form": form, "person": member.person, "title": _("Do they no longer live there?"),
        "said": _("The household stays; those who live there are not asked."),
        "button": _("They left"),
    }  # fmt: skip
    return render(request, "people/confirm.html", context, status=INVALID if form.errors else 200)

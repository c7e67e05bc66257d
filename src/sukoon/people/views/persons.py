"""Finding, recording, showing and changing persons. A name never stands in an address."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import Actor, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import actions, outside, queries
from sukoon.people.forms import PersonForm, SearchForm
from sukoon.people.identifiers import DIGITS, LEFT_OUT
from sukoon.people.models import Person
from sukoon.people.phones import read_phone
from sukoon.people.problems import PhoneUnreadable
from sukoon.people.queries import Candidate, Wanted
from sukoon.people.rules import Birth, Details
from sukoon.people.views.common import (
    INVALID,
    actor,
    homes,
    person_of,
    shown,
    writable_person,
)
from sukoon.people.words import Answer, LinkKind
from sukoon.ui.panels import panels


@needs(Permission.PERSON_VIEW)
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Find a person by a name, a number or a paper. What is searched for is sent, never linked."""
    by = actor(request)
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        people = _found(by, form.cleaned_data["q"])
        actions.note_seen(by=by, people=people)
        found = shown(by, people)
    context = {
        "form": form, "found": found, "may_write": holds(by, Permission.PERSON_WRITE),
        "pairs": queries.pairs(by).count() if holds(by, Permission.PERSON_MERGE) else 0,
        "may_merge": holds(by, Permission.PERSON_MERGE),
        "may_answer": holds(by, Permission.SUBJECT_ANSWER),
    }  # fmt: skip
    return render(request, "people/home.html", context, status=INVALID if form.errors else 200)


def _found(by: Actor, text: str) -> list[Person]:
    """Return whom a text finds: as a number where it is one, else as a name."""
    people: dict[UUID, Person] = {}
    if any(c.isdigit() for c in text):
        with suppress(PhoneUnreadable):
            people |= {p.pk: p for p in queries.by_phone(by, read_phone(text))}
        paper = LEFT_OUT.sub("", text.translate(DIGITS)).upper()
        people |= {p.pk: p for p in queries.by_identifier(by, paper)}
    people |= {m.person.pk: m.person for m in queries.search(by, text)}
    return list(people.values())


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Record a person, after showing who may be the same; a person decides."""
    by = actor(request)
    own = homes(by)
    form = PersonForm(request.POST or None, homes=own)
    candidates: list[Candidate] = []
    if request.method == "POST" and form.is_valid():
        candidates = _not_shown_yet(by, form)
        if not candidates:
            try:
                person = _record(by, form, own)
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("Recorded."))
                return redirect("people:person", person.pk)
        else:
            actions.note_seen(by=by, people=[c.person for c in candidates])
    context = {
        "form": form, "person": None,
        "candidates": list(zip(candidates, shown(by, [c.person for c in candidates]), strict=True)),
        "seen": " ".join(str(c.person.pk) for c in candidates),
    }  # fmt: skip
    return render(request, "people/form.html", context, status=INVALID if form.errors else 200)


def _not_shown_yet(by: Actor, form: PersonForm) -> list[Candidate]:
    """Return who may be this person, unless all of them were looked at and none was."""
    values = form.values
    birth = values["birth"]
    known = Birth(birth["born"], birth["age"], clock.today() if birth["age"] is not None else None)
    wanted = Wanted(
        values["names"], [p["text"] for p in values["phones"]],
        [i["text"] for i in values["identifiers"]], values["area_path"], known, values["sex"],
    )  # fmt: skip
    found = queries.candidates(by, wanted, today=clock.today())
    seen = set(form.cleaned_data["seen"].split())
    return found if {str(c.person.pk) for c in found} - seen else []


def _record(by: Actor, form: PersonForm, own: list[tuple[str, str]]) -> Person:
    values: dict[str, Any] = form.values
    birth = values["birth"]
    chosen = form.cleaned_data.get("org_id") or (own[0][0] if own else "")
    details = Details(
        alias=values["alias"], sex=values["sex"], gender=values["gender"],
        displacement=values["displacement"], disability=values["disability"],
        address=values["address"],
        birth=Birth(birth["born"], birth["age"],
                    clock.today() if birth["age"] is not None else None),
    )  # fmt: skip
    return actions.record_person(
        by=by, names=values["names"], phones=values["phones"], area_path=values["area_path"],
        identifiers=values["identifiers"], languages=values["languages"], details=details,
        org_id=UUID(chosen) if chosen else None,
    )  # fmt: skip


@needs(Permission.PERSON_VIEW)
@require_GET
def person_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one person. Each look is recorded."""
    by, person = actor(request), person_of(request, pk)
    actions.note_read(by=by, person=person)
    member = queries.household_of(by, person)
    others = queries.with_parts(queries.same_as(by, person))
    standing = queries.stands_for(person.pk)
    context = {
        "person": person, "me": shown(by, [person])[0],
        "names": [n.text for n in person.names.all()],
        "alone": shown(by, others),
        "merged_into": standing if standing != person.pk else None,
        "merges": queries.merges(by, person),
        "phones": person.phones.all(), "papers": person.identifiers.all(),
        "languages": _languages(person),
        **_consents(by, person),
        "links": queries.links(by, person), "infants": shown(by, queries.infants_of(by, person)),
        "mother": LinkKind.MOTHER,
        "member": member, "lives_with": queries.lives_with(by, member.household) if member else [],
        "conflicts": queries.conflicts(by).filter(person=person),
        "requests": queries.requests(by).filter(person=person),
        "may_write": can(by, Permission.PERSON_WRITE, person.scope),
        "may_answer": can(by, Permission.SUBJECT_ANSWER, person.scope),
        "is_erased": queries.is_erased(person.pk),
        "panels": panels("people:person", request, person),
    }  # fmt: skip
    return render(request, "people/person.html", context)


def _languages(person: Person) -> list[str]:
    from sukoon.people import choices  # noqa: PLC0415 - reads packs

    named = dict(choices.languages())
    return [named.get(row.code, row.code) for row in person.languages.all()]


def _consents(by: Actor, person: Person) -> dict[str, Any]:
    """Return what stands and what has ended, each with what its recipient is called."""
    now = clock.now()
    rows = [
        {"consent": c, "to": outside.recipient_label(by, c.recipient),
         "over": c.expires_at is not None and c.expires_at <= now}
        for c in queries.consents(by, person)
    ]  # fmt: skip
    stands = [r for r in rows if r["consent"].ended_at is None and not r["over"]]  # type: ignore[attr-defined]
    return {
        "standing": stands, "ended": [r for r in rows if r not in stands], "yes": Answer.YES,
    }  # fmt: skip


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a person; what somebody else changed meanwhile waits for a decision."""
    by, person = actor(request), writable_person(request, pk)
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.change_person(
                by=by, person=person, changes=form.changes(),
                base_version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            if done.conflicts:
                messages.warning(request, _("Somebody else changed some of it. Decide below."))
            else:
                messages.success(request, _("Saved."))
            return redirect("people:person", person.pk)
    if request.method == "GET":
        actions.note_read(by=by, person=person)
    context = {"form": form, "person": person, "name": queries.shown_name(by, person)}
    return render(request, "people/form.html", context, status=INVALID if form.errors else 200)


@needs(Permission.PERSON_WRITE)
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide between what stands and what somebody else wanted."""
    by = actor(request)
    conflict = find(queries.conflicts(by), pk)
    actions.settle_conflict(by=by, conflict=conflict, take=request.POST.get("take") == "yes")
    messages.success(request, _("Decided."))
    return redirect("people:person", conflict.person_id)

"""Records that may be one person: found, looked at side by side, decided, taken apart again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.people import actions, naming, queries, rules
from sukoon.people.models import DuplicatePair, Person
from sukoon.people.naming import Verdict
from sukoon.people.views.common import actor, person_of, shown

ON_A_PAGE = 25


@needs(Permission.PERSON_MERGE)
@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """List records that may be one person, the surest first: no names in the list."""
    found = queries.pairs(actor(request))
    rows = [(pair, rules.likeness(pair.score)) for pair in found[:ON_A_PAGE]]
    return render(request, "people/pairs.html", {"rows": rows, "number": found.count()})


@needs(Permission.PERSON_MERGE)
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show two records side by side; decide whether they are one person."""
    by = actor(request)
    found = find(queries.pairs(by), pk)
    if request.method == "POST":
        return _decided(request, by, found)
    people = [found.first, found.second]
    actions.note_seen(by=by, people=people)
    context = {
        "pair": found, "likeness": rules.likeness(found.score),
        "sides": [_side(by, p) for p in people], "rows": _compared(by, *people),
    }  # fmt: skip
    return render(request, "people/pair.html", context)


def _decided(request: HttpRequest, by: Actor, found: DuplicatePair) -> HttpResponse:
    kept = {"first": (found.second, found.first), "second": (found.first, found.second)}
    what = request.POST.get("what", "")
    if what in kept:
        merged, stays = kept[what]
        actions.merge_people(by=by, merged=merged, kept=stays)
        messages.success(request, _("They are one person now. Nothing of either was changed."))
        return redirect("people:person", stays.pk)
    actions.keep_apart(by=by, first=found.first, second=found.second)
    messages.success(request, _("They stay two persons. Nobody is asked again."))
    return redirect("people:pairs")


def _side(by: Actor, person: Person) -> dict[str, object]:
    return {"person": person, "name": queries.shown_name(by, person)}


def _compared(by: Actor, one: Person, other: Person) -> list[tuple[str, str, str, bool]]:
    """Return line by line what is known of both, and whether it agrees."""
    a, b = (_lines(by, p) for p in (one, other))
    agree = {label: bool(a[label]) and a[label] == b[label] for label in a}
    names = [[str(n.text) for n in p.names.all()] for p in (one, other)]
    agree[_("Name")] = any(
        naming.verdict(x, y) is not Verdict.DIFFERENT for x in names[0] for y in names[1]
    )
    agree[_("Recorded at")] = False
    return [(label, a[label], b[label], agree[label]) for label in a]


def _lines(by: Actor, person: Person) -> dict[str, str]:
    [me] = shown(by, [person])
    return {
        _("Name"): " / ".join(str(n.text) for n in person.names.all()),
        _("Age"): "" if me.age is None else str(me.age),
        _("Sex"): me.sex,
        _("Where they live"): me.area,
        _("Telephone"): " / ".join(str(p.text) for p in person.phones.all()),
        _("Identity papers"): " / ".join(str(i.text) for i in person.identifiers.all()),
        _("Recorded at"): timezone.localtime(person.created_at).date().isoformat(),
    }


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def same(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find other records that may be this person; put one before whoever decides."""
    by, person = actor(request), person_of(request, pk)
    wanted = queries.wanted_of(person)
    alone = queries.one_person(person.pk)
    found = [c for c in queries.candidates(by, wanted, today=clock.today())
             if c.person.pk not in alone]  # fmt: skip
    if request.method == "POST":
        chosen = [c for c in found if str(c.person.pk) == request.POST.get("other")]
        if chosen:
            made = actions.note_pair(
                by=by, first=person, second=chosen[0].person, score=chosen[0].score
            )
            if queries.pairs(by).filter(pk=made.pk).exists():
                return redirect("people:pair", made.pk)
            messages.success(request, _("Sent. Whoever leads the team decides."))
            return redirect("people:person", person.pk)
    actions.note_seen(by=by, people=[c.person for c in found])
    rows = list(zip(found, shown(by, [c.person for c in found]), strict=True))
    context = {"person": person, "name": queries.shown_name(by, person), "candidates": rows}
    return render(request, "people/same.html", context)


@needs(Permission.PERSON_MERGE)
@require_http_methods(["GET", "POST"])
def unmerge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a merge back, after asking once more."""
    by = actor(request)
    merge = find(queries.undoable(by), pk)
    if request.method == "POST":
        actions.unmerge_people(by=by, merge=merge)
        messages.success(request, _("Both records stand as they were."))
        return redirect("people:person", merge.kept_id)
    context = {
        "person": merge.kept, "title": _("Take these two apart again?"), "button": _("Take apart"),
        "said": _("Each record keeps what it had before and what was added to it since."),
    }  # fmt: skip
    return render(request, "people/confirm.html", context)

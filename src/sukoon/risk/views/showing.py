"""What every page of risk needs: who asks, and a form that is kept by an action."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sukoon.core.access import Actor
from sukoon.core.http import ActorRequest, find
from sukoon.core.problems import NotAllowed, Problem
from sukoon.risk import queries
from sukoon.risk.models import RiskEpisode

INVALID = 422
Save = Callable[[], object]


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def episode_of(request: HttpRequest, pk: UUID) -> RiskEpisode:
    """Return the episode, or 404: what one may not see is not there."""
    return find(queries.visible(actor(request)), pk)


def form_page(
    request: HttpRequest, form: forms.Form, save: Save, *, title: str, button: str, done: str,
    back: str, lead: str = "", where: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a form; keep what was typed by an action, and say what is wrong with it beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except NotAllowed:
            raise
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form, "title": title, "button": button, "lead": lead, "back_url": back,
        "where_url": where[0] if where else back, "where": where[1] if where else "",
    }  # fmt: skip
    status = INVALID if form.errors else 200
    return render(request, "risk/form.html", context, status=status)


def address_of(episode: RiskEpisode) -> str:
    return reverse("risk:episode", args=[episode.pk])

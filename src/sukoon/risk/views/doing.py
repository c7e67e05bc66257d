"""What is done about one episode: acknowledge, contact, plan, hand over, lower, close, sign."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed, Problem
from sukoon.risk import actions, queries
from sukoon.risk.forms import (
    CloseForm,
    ContactForm,
    HandOverForm,
    HigherForm,
    LowerForm,
    NoteForm,
    PlanForm,
    SignForm,
)
from sukoon.risk.models import RiskEpisode
from sukoon.risk.printing import plan_pdf
from sukoon.risk.reach import require_reach
from sukoon.risk.views.showing import actor, address_of, episode_of, form_page

PRINTED_IN = ("en", "ur")


def _for(request: HttpRequest, pk: UUID, permission: Permission) -> RiskEpisode:
    """Return an episode that the reader sees and may do this to."""
    found = episode_of(request, pk)
    require_reach(actor(request), permission, found)
    return found


@needs(Permission.RISK_ACT)
@require_POST
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say by name: I have this."""
    found = _for(request, pk, Permission.RISK_ACT)
    actions.acknowledge(by=actor(request), episode=found)
    messages.success(request, _("You have this now. The next step and its time stand above."))
    return redirect("risk:episode", pk)


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Own what somebody else acknowledged."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    form = NoteForm(request.POST or None)
    return form_page(
        request, form,
        lambda: actions.take_over(by=by, episode=found, why=form.cleaned_data["why"]),
        title=_("Take over %(code)s") % {"code": found.shown_code}, button=_("Take over"),
        done=_("You have this now. The next step and its time stand above."),
        back=address_of(found), where=(address_of(found), found.shown_code),
    )  # fmt: skip


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it to somebody; it waits until they acknowledge it."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    form = HandOverForm(request.POST or None, people=queries.who_can_take(by, found))
    return form_page(
        request, form,
        lambda: actions.hand_over(
            by=by, episode=found, to_id=form.to_id(), why=form.cleaned_data["why"]
        ),
        title=_("Hand over %(code)s") % {"code": found.shown_code}, button=_("Hand over"),
        done=_("Handed over. It waits until they acknowledge it; if they do not, the next one is asked."),
        back=address_of(found), where=(address_of(found), found.shown_code),
        lead=_("It stays on the clock: they must acknowledge it by name."),
    )  # fmt: skip


@needs(Permission.RISK_RAISE)
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick an immediate action, or take the tick back."""
    by, found = actor(request), _for(request, pk, Permission.RISK_RAISE)
    item, said = request.POST.get("item", "")[:30], request.POST.get("said", "")
    try:
        if request.POST.get("undo"):
            actions.uncheck_item(by=by, episode=found, item=item)
        else:
            actions.check_item(by=by, episode=found, item=item, said=said)
    except NotAllowed:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect(f"{address_of(found)}#actions")


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a contact, or a try at one."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    form = ContactForm(request.POST or None, now=clock.now())
    return form_page(
        request, form,
        lambda: actions.record_contact(by=by, episode=found, **form.cleaned_data),
        title=_("Record a contact"), button=_("Record the contact"),
        done=_("Recorded. The next step and its time stand above."),
        back=address_of(found), where=(address_of(found), found.shown_code),
    )  # fmt: skip


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make or change the safety plan, in the person's own words."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    kept = queries.latest_plan(found)
    said = {p.section: p.text for p in kept.parts.all()} if kept else {}
    initial = {**said, "language": kept.language} if kept else None
    form = PlanForm(request.POST or None, initial=initial)
    return form_page(
        request, form,
        lambda: actions.keep_plan(
            by=by, episode=found, language=form.cleaned_data["language"], parts=form.parts(),
            copy_given=form.cleaned_data["copy_given"],
        ),
        title=_("Safety plan"), button=_("Keep the plan"),
        done=_("Kept. Print it and give the person their copy."),
        back=f"{address_of(found)}#plan", where=(address_of(found), found.shown_code),
        lead=_("Write what the person says, in their own words. Leave empty what they do not want to say."),
    )  # fmt: skip


@needs(Permission.RISK_VIEW)
@require_GET
def plan_print(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """Return the plan in force as a PDF, in English or Urdu."""
    by, found = actor(request), episode_of(request, pk)
    kept = queries.latest_plan(found)
    if kept is None or language not in PRINTED_IN:
        raise Http404
    actions.note_plan_printed(by=by, plan=kept)
    answer = HttpResponse(plan_pdf(found, kept, language=language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.shown_code}-{language}.pdf"'
    return answer


@needs(Permission.RISK_RAISE)
@require_http_methods(["GET", "POST"])
def higher(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is worse than it was thought."""
    by, found = actor(request), _for(request, pk, Permission.RISK_RAISE)
    form = HigherForm(request.POST or None, present=found.level)
    return form_page(
        request, form,
        lambda: actions.raise_level(
            by=by, episode=found, level=form.cleaned_data["level"], note=form.cleaned_data["why"]
        ),
        title=_("Raise the level"), button=_("Raise the level"),
        done=_("The level is raised. Whoever is on duty is being told now."),
        back=address_of(found), where=(address_of(found), found.shown_code),
    )  # fmt: skip


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def lower(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a lower level."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    form = LowerForm(request.POST or None, present=found.level)
    return form_page(
        request, form,
        lambda: actions.ask_to_lower(by=by, episode=found, **form.cleaned_data),
        title=_("Ask to lower the level"), button=_("Ask for the signature"),
        done=_("Asked. The level stays until another senior person signs."),
        back=address_of(found), where=(address_of(found), found.shown_code),
        lead=_("Another, senior person signs it. Until then the level stays."),
    )  # fmt: skip


@needs(Permission.RISK_ACT)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask to close, on a documented contact."""
    by, found = actor(request), _for(request, pk, Permission.RISK_ACT)
    form = CloseForm(request.POST or None)
    return form_page(
        request, form,
        lambda: actions.ask_to_close(by=by, episode=found, **form.cleaned_data),
        title=_("Ask to close"), button=_("Ask for the signature"),
        done=_("Asked. It stays open until another senior person signs."),
        back=address_of(found), where=(address_of(found), found.shown_code),
        lead=_("It needs a contact recorded since the risk was last raised, and a second, senior signature."),
    )  # fmt: skip


@needs(Permission.RISK_LOWER)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign a lowering or a closing that another asked for, or say why not."""
    by = actor(request)
    asked = find(queries.waiting_sign_offs(by), pk)
    require_reach(by, Permission.RISK_LOWER, asked.episode)
    form = SignForm(request.POST or None)

    def save() -> None:
        told = form.cleaned_data
        if told["agreed"] == "yes":
            actions.sign(by=by, sign_off=asked, answer=told["answer"])
        else:
            actions.refuse(by=by, sign_off=asked, answer=told["answer"])

    return form_page(
        request, form, save, title=queries.said_of(asked), button=_("Answer"),
        done=_("Answered. It stands in the history with your name."),
        back=address_of(asked.episode), where=(reverse("risk:mine"), _("Risk to life")),
        lead=asked.why,
    )  # fmt: skip

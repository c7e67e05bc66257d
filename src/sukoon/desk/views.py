"""The staff desk: what waits, services, returns, accounts, what was done."""

from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.accounts import actions as account_actions
from sukoon.accounts import queries as account_queries
from sukoon.accounts.models import GlassVerdict, User
from sukoon.accounts.roles import roles
from sukoon.accounts.step_up import step_up
from sukoon.accounts.words import Proof
from sukoon.audit import queries as audit
from sukoon.core import clock
from sukoon.core.access import Actor, holds
from sukoon.core.http import ActorRequest, find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.desk import hints
from sukoon.desk.forms import (
    AccountForm,
    EventsForm,
    FactorsForm,
    ReturnForm,
    RoleForm,
    ServiceForm,
    initial_of,
)
from sukoon.services import actions, queries, return_queries
from sukoon.services.models import Return
from sukoon.services.queries.staleness import stale_services
from sukoon.services.words import CountBasis
from sukoon.ui.panels import panels

ON_A_PAGE = 25
MOST_DUE = 10
INVALID = 422
MOST_TEXT = 100


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


@needs(Permission.SELF)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, most urgent first."""
    by, today = actor(request), clock.today()
    sees = {p.name: holds(by, p) for p in Permission}
    writes = holds(by, Permission.SERVICE_WRITE)
    context = {
        "sees": sees,
        "to_review": return_queries.to_review(by)[:MOST_DUE] if sees["RETURN_REVIEW"] else [],
        "due": return_queries.due(by, today=today, most=MOST_DUE) if sees["RETURN_SUBMIT"] else [],
        "stale": stale_services(by, queries.Filters(), today=today)[:MOST_DUE] if writes else [],
        "panels": panels("desk:home", request, None),
        "glass_waiting": account_queries.glass_to_review(by)[:MOST_DUE],
        "role_labels": [roles()[code].label(get_language() or "en")
                        for code in by.label.split("+") if code in roles()],
    }  # fmt: skip
    return render(request, "desk/home.html", context)


@needs(Permission.SERVICE_WRITE)
@require_http_methods(["GET", "POST"])
def service_new(request: HttpRequest) -> HttpResponse:
    """Add a line; its coding hints are shown once before it is saved."""
    return _service_page(request, None)


@needs(Permission.SERVICE_WRITE)
@require_http_methods(["GET", "POST"])
def service_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a line."""
    return _service_page(request, pk)


def _service_page(request: HttpRequest, pk: UUID | None) -> HttpResponse:
    by = actor(request)
    service = find(queries.with_parts(queries.writable(by)), pk) if pk else None
    form = ServiceForm(
        request.POST or None, by=by, initial=initial_of(service) if service else None
    )
    notes: list[str] = []
    if request.method == "POST" and form.is_valid():
        notes = [] if form.cleaned_data["looked_again"] else hints.notes(form.draft())
        if not notes:
            try:
                kept = actions.record(
                    by=by, draft=form.draft(), reported_on=clock.today(), service=service,
                    version=form.cleaned_data["version"] if service else None,
                )  # fmt: skip
            except Problem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("Saved. It is on the map."))
                return redirect("public:service", kept.pk)
    context = {"form": form, "service": service, "notes": notes}
    status = INVALID if form.errors else 200
    return render(request, "desk/service_form.html", context, status=status)


@needs(Permission.RETURN_VIEW)
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """List returns, the newest period first."""
    found = return_queries.reports(actor(request))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    return render(request, "desk/returns.html", {
        "page": page,
        "may_send": holds(actor(request), Permission.RETURN_SUBMIT),
    })  # fmt: skip


@needs(Permission.RETURN_SUBMIT)
@require_GET
def return_choose(request: HttpRequest) -> HttpResponse:
    """Choose the service to report on."""
    found = return_queries.reportable(actor(request))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    return render(request, "desk/return_choose.html", {"page": page})


@needs(Permission.RETURN_SUBMIT)
@require_http_methods(["GET", "POST"])
def return_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send in what a service did in a month."""
    by, today = actor(request), clock.today()
    service = find(return_queries.reportable(by), pk)
    form = ReturnForm(request.POST or None, periods=list(return_queries.periods(today)))
    if request.method == "POST" and form.is_valid():
        start, end = form.period_chosen()
        try:
            report = actions.submit(
                by=by, service=service, period_start=start, period_end=end,
                basis=CountBasis(form.cleaned_data["basis"]), total=form.cleaned_data["total"],
                cells=form.cells(), note=form.cleaned_data["note"], today=today,
                places_free=form.cleaned_data["places_free"],
                waiting_days=form.cleaned_data["waiting_days"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error("total", str(problem))
        else:
            messages.success(request, _("Sent. The coordinator looks at it next."))
            return redirect("desk:return", report.pk)
    context = {"form": form, "service": service}
    return render(request, "desk/return_form.html", context, status=INVALID if form.errors else 200)


@needs(Permission.RETURN_VIEW)
@require_GET
def return_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a return with all its versions and steps, and what can be done with it."""
    return _return_page(request, find(return_queries.reports(actor(request)), pk), "")


@needs(Permission.RETURN_REVIEW)
@require_POST
def return_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept a return, send it back with a comment, or lock it."""
    by = actor(request)
    report = find(return_queries.reports(by), pk)
    what = request.POST.get("what", "")
    try:
        if what == "accept":
            actions.accept(by=by, report=report)
        elif what == "lock":
            actions.lock(by=by, report=report)
        else:
            actions.send_back(by=by, report=report, comment=request.POST.get("comment", "")[:500])
    except Problem as problem:
        return _return_page(request, report, str(problem))
    messages.success(request, _("Done. The partner sees it."))
    return redirect("desk:return", report.pk)


def _return_page(request: HttpRequest, report: Return, problem: str) -> HttpResponse:
    context = {
        "report": report,
        "problem": problem,
        "reviews": holds(actor(request), Permission.RETURN_REVIEW),
        "sends": holds(actor(request), Permission.RETURN_SUBMIT),
    }
    return render(request, "desk/return.html", context, status=INVALID if problem else 200)


@needs(Permission.ACCOUNT_VIEW)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List accounts and their roles."""
    text = request.GET.get("q", "")[:MOST_TEXT].strip()
    page = Paginator(account_queries.found(actor(request), text), ON_A_PAGE).get_page(
        request.GET.get("page", "1")[:6]
    )
    language = get_language() or "en"
    rows = [
        (user, [roles()[a.role].label(language) for a in user.roles.all() if a.role in roles()])
        for user in page.object_list
    ]
    may = holds(actor(request), Permission.ACCOUNT_MANAGE)
    context = {"page": page, "rows": rows, "may_make": may, "text": text}
    return render(request, "desk/accounts.html", context)


@needs(Permission.ACCOUNT_MANAGE)
@step_up
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account with a role; its first password is shown once."""
    by = actor(request)
    form = AccountForm(request.POST or None, by=by, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                user = account_actions.create_account(
                    by=by, email=told["email"], full_name=told["full_name"], password=None
                )
                account_actions.give_role(by=by, user=user, **form.told())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return _invited(request, by, user)
    return render(
        request, "desk/account_form.html", {"form": form}, status=INVALID if form.errors else 200
    )


def _invited(request: HttpRequest, by: Actor, user: User) -> HttpResponse:
    """Show the link that lets its holder into the account, once."""
    secret = account_actions.invite(by=by, user=user)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[secret]))
    return render(request, "desk/account_made.html", {"made": user, "link": link})


@needs(Permission.ACCOUNT_MANAGE)
@step_up
@require_http_methods(["GET", "POST"])
def account_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite somebody again: a new link, the old one ends."""
    by = actor(request)
    if request.method == "GET":  # back from being asked for the password: press the button again
        return redirect("desk:account", find(account_queries.visible(by), pk).pk)
    return _invited(request, by, find(account_queries.visible(by), pk))


@needs(Permission.ACCOUNT_VIEW)
@step_up
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an account's roles; give one where one may."""
    by, language = actor(request), get_language() or "en"
    user = find(account_queries.visible(by), pk)
    form = RoleForm(request.POST or None, by=by, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            account_actions.give_role(by=by, user=user, **form.told())
        except Problem as problem:
            form.add_error("role", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:account", user.pk)
    context = {
        "account": user, "form": form, "roles": account_queries.roles_of(user, language=language),
        "may_grant": holds(by, Permission.ROLE_GRANT),
        "may_manage": holds(by, Permission.ACCOUNT_MANAGE),
    }  # fmt: skip
    status = INVALID if form.errors else 200
    return render(request, "desk/account.html", context, status=status)


@needs(Permission.ROLE_GRANT)
@step_up
@require_http_methods(["GET", "POST"])
def role_take(request: HttpRequest, pk: UUID, assignment: UUID) -> HttpResponse:
    """Take a role away."""
    by = actor(request)
    user = find(account_queries.visible(by), pk)
    if request.method == "GET":
        return redirect("desk:account", user.pk)
    account_actions.take_role(by=by, assignment=find(user.roles.all(), assignment))
    messages.success(request, _("The role is taken away."))
    return redirect("desk:account", user.pk)


@needs(Permission.GLASS_REVIEW)
@require_GET
def glass(request: HttpRequest) -> HttpResponse:
    """List whoever looked at somebody out of their reach, and why, until it was judged."""
    waiting = account_queries.glass_to_review(actor(request))[:ON_A_PAGE]
    return render(request, "desk/glass.html", {"waiting": waiting})


@needs(Permission.GLASS_REVIEW)
@require_POST
def glass_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Judge one look through glass."""
    by = actor(request)
    found = find(account_queries.glass_to_review(by), pk)
    good = request.POST.get("verdict") == GlassVerdict.JUSTIFIED
    account_actions.review_glass(
        by=by, glass=found, note=request.POST.get("note", "")[:500],
        verdict=GlassVerdict.JUSTIFIED if good else GlassVerdict.NOT_JUSTIFIED,
    )  # fmt: skip
    messages.success(request, _("Your verdict is kept."))
    return redirect("desk:glass")


@needs(Permission.ACCOUNT_MANAGE)
@step_up
@require_http_methods(["GET", "POST"])
def account_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account, after asking once more."""
    by = actor(request)
    user = find(account_queries.visible(by), pk)
    if request.method == "POST":
        account_actions.close_account(by=by, user=user)
        messages.success(request, _("The account is closed. What it did stays on record."))
        return redirect("desk:accounts")
    return render(request, "desk/account_close.html", {"account": user})


@needs(Permission.ACCOUNT_MANAGE)
@step_up
@require_http_methods(["GET", "POST"])
def account_factors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away the second factors somebody lost, after they proved who they are."""
    by = actor(request)
    user = find(account_queries.visible(by), pk)
    form = FactorsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account_actions.forget_factors(
                by=by, user=user, proof=Proof(form.cleaned_data["proof"])
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            get_adapter().send_notification_mail("mfa/forgotten", user)
            messages.success(request, _("Taken away. They set up a new one when they sign in."))
            return redirect("desk:account", user.pk)
    context = {"form": form, "account": user}
    return render(request, "desk/account_factors.html", context, status=422 if form.errors else 200)


@needs(Permission.AUDIT_VIEW)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Show what was done, newest first: codes only."""
    form = EventsForm(request.GET)
    filters, before = form.read()
    found = list(audit.events(actor(request), filters, before=before)[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    after = request.GET.copy()
    if len(found) > ON_A_PAGE:
        after["before"] = f"{shown[-1].at.isoformat()}~{shown[-1].pk}"
    return render(request, "desk/events.html", {
        "form": form, "events": shown,
        "next_url": f"?{after.urlencode()}" if len(found) > ON_A_PAGE else "",
    })  # fmt: skip

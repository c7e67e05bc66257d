"""What waits, one episode, a coordinator's watch list, raising a risk without a case."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.access import Actor, Reach, Scope, can, holds
from sukoon.core.http import needs
from sukoon.core.pages import Page
from sukoon.core.permissions import Permission
from sukoon.core.text import numbers_in_order
from sukoon.risk import actions, queries
from sukoon.risk.definitions import book
from sukoon.risk.forms import RaiseForm
from sukoon.risk.models import OPEN, RiskEpisode
from sukoon.risk.presenting import banner, left, row
from sukoon.risk.reach import reaches
from sukoon.risk.views.showing import actor, address_of, episode_of, form_page
from sukoon.risk.words import EpisodeStatus, SignOffStatus, Trigger
from sukoon.ui.panels import panels

ON_A_PAGE = 50
MOST_TO_SIGN = 50


@needs(Permission.RISK_VIEW)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader: risks they own or were asked about, and what to sign."""
    by, now = actor(request), clock.now()
    rows = [row(by, e, now=now) for e in queries.for_me(by)[: ON_A_PAGE + 1]]
    signing = [
        {"pk": s.pk, "code": s.episode.shown_code, "kind": s.get_kind_display()}
        for s in queries.to_sign(by)[:MOST_TO_SIGN]
    ]
    return render(request, "risk/list.html", {
        "tab": "mine", "rows": rows[:ON_A_PAGE], "signing": signing, "more": len(rows) > ON_A_PAGE,
        "duty": queries.on_rota(by, now=now), **_sees(by),
    })  # fmt: skip


@needs(Permission.RISK_VIEW)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Show every open risk within reach, the next due first; or those that were closed."""
    by, now = actor(request), clock.now()
    closed = request.GET.get("closed") == "1"
    found = queries.visible(by)
    if closed:
        found = found.filter(status=EpisodeStatus.CLOSED).order_by("-closed_at", "-id")
    else:
        found = found.filter(OPEN).order_by("due_at", "id")
    page = _page(found, request.GET.get("page", ""))
    return render(request, "risk/list.html", {
        "tab": "closed" if closed else "team", "rows": [row(by, e, now=now) for e in page.rows],
        "next": page.next, **_sees(by),
    })  # fmt: skip


def _page(found: QuerySet[RiskEpisode], told: str) -> Page[RiskEpisode]:
    start = int(told) if told.isdecimal() and len(told) < 6 else 0  # noqa: PLR2004 - five digits
    rows = list(found[start : start + ON_A_PAGE + 1])
    more = len(rows) > ON_A_PAGE
    return Page(rows[:ON_A_PAGE], str(start + ON_A_PAGE) if more else "")


def _sees(by: Actor) -> dict[str, bool]:
    return {
        "watches": holds(by, Permission.RISK_WATCH), "keeps_rota": holds(by, Permission.ROTA_WRITE),
        "raises": holds(by, Permission.RISK_RAISE), "views": holds(by, Permission.RISK_VIEW),
    }  # fmt: skip


@needs(Permission.RISK_WATCH)
@require_GET
def watch_list(request: HttpRequest) -> HttpResponse:
    """Show a coordinator which risks of the area wait too long: codes, no persons."""
    by, now = actor(request), clock.now()
    rows = [
        {"code": w.code, "organisation": w.organisation, "due_at": w.due_at, "asked": w.asked,
         "left": left(w.due_at, now=now)}
        for w in queries.watch_list(by, now=now)
    ]  # fmt: skip
    return render(request, "risk/watch.html", {"rows": rows, "tab": "watch", **_sees(by)})


@needs(Permission.RISK_VIEW)
@require_GET
def episode(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one episode whole: what is due, what was done, who was told."""
    by, now = actor(request), clock.now()
    found = episode_of(request, pk)
    actions.note_read(by=by, episode=found)
    lines, language = queries.history(found), get_language() or "en"
    plan = queries.latest_plan(found)
    said = {p.section: p.text for p in plan.parts.all()} if plan else {}
    sign_off = found.sign_offs.filter(status=SignOffStatus.ASKED).first()
    return render(request, "risk/episode.html", {
        "banner": banner(by, found, now=now), "episode": found, "lines": lines,
        "checklist": [
            {"item": item, "label": item.label(language), "tick": tick}
            for item, tick in queries.checklist(found, lines)
        ],
        "plan": plan,
        "parts": [(s.label(language), numbers_in_order(said[c])) for c, s in book().sections.items() if c in said],
        "contacts": list(found.contacts.all())[::-1],
        "sign_off": sign_off,
        "may_sign": sign_off is not None and sign_off.asked_by_id != by.id
        and reaches(by, Permission.RISK_LOWER, found),
        "may_check": found.is_open and reaches(by, Permission.RISK_RAISE, found),
        "missing": queries.missing_numbers(found.area_path),
        "panels": panels("risk:episode", request, found),
    })  # fmt: skip


@needs(Permission.RISK_RAISE)
@require_http_methods(["GET", "POST"])
def raise_new(request: HttpRequest) -> HttpResponse:
    """Raise a risk about somebody who has no case: a call, somebody met on the way."""
    by = actor(request)
    scope = _own_scope(by)
    if scope is None:
        raise Http404
    form = RaiseForm(request.POST or None)

    def save() -> None:
        told = form.cleaned_data
        kept = actions.raise_risk(
            by=by, trigger=Trigger.CALL if told["by_call"] else Trigger.WORKER,
            level=told["level"], scope=scope, happened_at=clock.now(), note=told["note"],
        )  # fmt: skip
        made.append(address_of(kept))

    made: list[str] = []
    answer = form_page(
        request, form, save, title=_("Raise a risk"), button=_("Raise the risk"),
        done=_("The risk is raised. Whoever is on duty is being told now."),
        back=reverse("risk:mine"), where=(reverse("risk:mine"), _("Risk to life")),
        lead=_("For somebody with a case, raise it from the case."),
    )  # fmt: skip
    if made:
        answer["Location"] = made[0]
    return answer


def _own_scope(by: Actor) -> Scope | None:
    """Return where the reader's own risks lie: in their team, or with themselves."""
    grants = [g for g in by.grants if g.permission == Permission.RISK_RAISE]
    teams = sorted((g.org_id for g in grants if g.reach == Reach.TEAM and g.org_id), key=str)
    scope = Scope(owner_id=by.id, org_id=teams[0] if teams else None,
                  area_path=queries.area_of(by, teams[0] if teams else None))  # fmt: skip
    return scope if can(by, Permission.RISK_RAISE, scope) else None

"""Today: what a worker or a team has to do."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.accounts import queries as accounts
from sukoon.cases import actions, queries
from sukoon.cases.clocks import days
from sukoon.cases.forms import AssignForm
from sukoon.cases.models import Case
from sukoon.cases.queries.worklists import MOST_COUNTED, Worklist
from sukoon.cases.rows import day_ends, rows_of
from sukoon.cases.views.base import INVALID, actor, team_choices
from sukoon.core import clock
from sukoon.core.access import Actor, holds
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.ui.panels import panels

MOST_BULK = 200


def group_titles() -> dict[str, tuple[str, str]]:
    """Return what each group is called, and the sentence under it."""
    quiet = days("no_contact_days")
    return {
        "risk": (_("Risk open"), _("Each has an owner and a clock. Nothing else comes before these.")),
        "overdue": (_("Overdue"), _("Oldest first.")),
        "today": (_("Due today"), _("In order of time.")),
        "review": (_("Plan review due"),
                   _("Look at the plan with the person: what is reached, what comes next.")),
        "new": (_("New to you"), _("Given to you and not opened yet.")),
        "quiet": (_("No contact for long"), ngettext(
            "Nobody has reached them for %(days)d day.", "Nobody has reached them for %(days)d days.",
            quiet) % {"days": quiet}),
        "nothing_planned": (_("Nothing planned"), _("Say what comes next, or close the case.")),
        "later": (_("Later"), _("In order of time.")),
        "closed": (_("Closed"), _("Latest first.")),
    }  # fmt: skip


@needs(Permission.CASE_VIEW)
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what waits: one's own or a team's, the day's groups or one group in full."""
    by, now = actor(request), clock.now()
    teams = team_choices(by)
    team = _team(request.GET.get("team", ""), teams)
    group = request.GET.get("group", "")
    titles = group_titles()
    if group and group not in titles:
        raise Http404
    ends = day_ends(now)
    found = (
        [queries.worklist(by, group, now=now, day_ends=ends, team=team,
                          after=request.GET.get("after", ""))]
        if group else queries.overview(by, now=now, day_ends=ends, team=team)
    )  # fmt: skip
    here = reverse("cases:worklist")
    told = f"&team={team}" if team else ""
    tabs = [{"label": _("Mine"), "url": here, "current": team is None}]
    tabs += [{"label": name, "url": f"{here}?team={pk}", "current": str(team) == pk}
             for pk, name in teams if holds(by, Permission.CASE_VIEW)]  # fmt: skip
    context = {
        "groups": [_shown(by, w, titles, now, told, whole=bool(group)) for w in found],
        "tabs": tabs, "today": timezone.localdate(now), "group": group,
        "can_write": holds(by, Permission.CASE_WRITE), "panels": panels("cases:worklist", request, None),
        "can_assign": holds(by, Permission.CASE_ASSIGN) and bool(group), "all_url": f"{here}?{told[1:]}",
        "closed_url": f"{here}?group=closed{told}",
    }  # fmt: skip
    return render(request, "cases/worklist.html", context)


def _team(text: str, teams: list[tuple[str, str]]) -> UUID | None:
    return next((UUID(pk) for pk, _name in teams if pk == text), None)


def _shown(
    by: Actor,
    found: Worklist,
    titles: dict[str, tuple[str, str]],
    now: datetime,
    told: str,
    *,
    whole: bool,
) -> dict[str, object]:
    title, said = titles[found.group]
    count = f"{MOST_COUNTED:,}+" if found.count >= MOST_COUNTED else found.count
    more = f"?group={found.group}{told}" if found.count > len(found.rows) and not whole else ""
    after = f"?group={found.group}{told}&after={quote(found.next)}" if whole and found.next else ""
    return {
        "code": found.group, "title": title, "said": said, "count": count, "more": more,
        "after": after, "rows": rows_of(by, found.rows, now),
    }  # fmt: skip


@needs(Permission.CASE_ASSIGN)
@require_http_methods(["GET", "POST"])
def bulk_assign(request: HttpRequest) -> HttpResponse:
    """Give several cases to somebody: each succeeds or fails alone, and the page says which."""
    by = actor(request)
    chosen = _chosen(request)
    people = assignable(by)
    form = AssignForm(request.POST if "to" in request.POST else None, people=people)
    if request.method == "POST" and chosen and form.is_valid():
        account, team = form.target()
        refused: list[tuple[Case, str]] = []
        for case in chosen:
            try:
                actions.assign(by=by, case=case, owner_id=account, org_id=team,
                               why=form.cleaned_data["why"])  # fmt: skip
            except Problem as problem:
                refused.append((case, str(problem)))
        done = len(chosen) - len(refused)
        messages.success(request, ngettext(
            "%(n)d case was given.", "%(n)d cases were given.", done) % {"n": done})  # fmt: skip
        warn_of_caseload(request, account)
        if not refused:
            return redirect("cases:worklist")
        context = {"refused": refused, "form": form, "chosen": [c for c, _why in refused]}
        return render(request, "cases/bulk_assign.html", context, status=INVALID)
    context = {"form": form, "chosen": chosen, "refused": []}
    return render(
        request, "cases/bulk_assign.html", context, status=INVALID if form.errors else 200
    )


def _chosen(request: HttpRequest) -> list[Case]:
    ids = []
    for text in (request.POST if request.method == "POST" else request.GET).getlist("case"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    found = queries.writable(actor(request), Permission.CASE_ASSIGN)
    return list(queries.with_links(found).filter(pk__in=ids[:MOST_BULK]).order_by("pk"))


def assignable(by: Actor) -> list[tuple[str, str]]:
    """Return to whom the actor may give cases: account and team together, by name."""
    found = accounts.holders(by, Permission.CASE_ASSIGN, Permission.CASE_WRITE, now=clock.now())
    return [(f"{user.pk}~{org or ''}", user.full_name or user.email) for user, org in found]


def warn_of_caseload(request: HttpRequest, account: UUID) -> None:
    """Say so when somebody now leads more cases than the unit set; it is never a bar."""
    load, most = queries.caseload(account), days("caseload_most")
    if load > most:
        messages.warning(request, _(
            "They now lead %(load)d open cases; the limit is %(most)d. Talk about it with them."
        ) % {"load": load, "most": most})  # fmt: skip

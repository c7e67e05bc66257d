"""The roster within reach, and who of it fits a request."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.surge.models import (
    Availability,
    Deployment,
    Expert,
    ExpertLanguage,
    ExpertSkill,
    Request,
)
from sukoon.surge.rules.flows import OUT
from sukoon.surge.rules.matching import Candidate, Fit, Need, Span, ranked
from sukoon.surge.words import ExpertStatus

MOST_CURSOR = 80


def experts(by: Actor) -> QuerySet[Expert]:
    """The roster within reach of SURGE_VIEW. Names are for who keeps it: see `named`."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org="organisation", area="area_path")
    free = Availability.objects.order_by("starts_on", "id")
    return (
        Expert.objects.filter(seen)
        .select_related("organisation", "base")
        .prefetch_related("skills", "languages", Prefetch("availabilities", free))
        .order_by("code", "id")
    )


def writable_experts(by: Actor) -> QuerySet[Expert]:
    """Experts that the actor keeps: the own organisation's, or an area's."""
    mine = within_reach(
        by, Permission.SURGE_WRITE, owner=None, org="organisation", area="area_path"
    )
    return experts(by).filter(mine)


def named(by: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of those experts whom the actor keeps. Nobody else's name is sent."""
    return dict(writable_experts(by).filter(pk__in=list(ids)).values_list("pk", "name"))


def filtered(
    by: Actor, *, skill: str = "", language: str = "", on: date | None = None, status: str = ""
) -> QuerySet[Expert]:
    """Return experts with a skill, a language, free on a day."""
    found = experts(by).filter(status=status or ExpertStatus.ACTIVE)
    if skill:
        found = found.filter(skills__skill=skill)
    if language:
        found = found.filter(languages__language=language)
    if on:
        told = Availability.objects.filter(starts_on__lte=on, ends_on__gte=on)
        out = Deployment.objects.filter(
            state__in=OUT, starts_on__lte=on, ends_on__gte=on, is_exercise=False
        )
        found = found.filter(pk__in=told.values("expert")).exclude(pk__in=out.values("expert"))
    return found


def page(found: QuerySet[Expert], cursor: str, *, size: int) -> tuple[list[Expert], str]:
    """Return a page in the order of codes, and the cursor of the next. Garbage begins anew."""
    pk, _, code = cursor[:MOST_CURSOR].partition("~")
    try:
        last = UUID(pk)
    except ValueError:
        pass
    else:
        found = found.filter(Q(code__gt=code) | Q(code=code, pk__gt=last))
    rows = list(found[: size + 1])
    shown = rows[:size]
    return shown, f"{shown[-1].pk}~{shown[-1].code}" if len(rows) > size else ""


def need_of(request: Request) -> Need:
    """Return what a request asks for. It must come with its skills and languages."""
    asked = list(request.skills.all())
    return Need(
        request.starts_on, request.ends_on,
        frozenset(s.skill for s in asked if s.needed),
        frozenset(s.skill for s in asked if not s.needed),
        frozenset(x.language for x in request.languages.all()),
        request.area_path, request.remote,
    )  # fmt: skip


def matching(by: Actor, request: Request, *, most: int = 15) -> list[tuple[Expert, Fit]]:
    """Return who of the roster fits a request best, with reasons. Whoever was asked is left out.

    The whole roster is weighed as plain values; only those shown are fetched as rows.
    """
    asked = request.deployments.values("expert")
    roster = experts(by).filter(status=ExpertStatus.ACTIVE).exclude(pk__in=asked).order_by()
    fits = ranked(need_of(request), _candidates(roster, exercise=request.is_exercise))[:most]
    found = {str(e.pk): e for e in experts(by).filter(pk__in=[f.id for f in fits])}
    return [(found[f.id], f) for f in fits]


def _candidates(roster: QuerySet[Expert], *, exercise: bool) -> list[Candidate]:
    ids = roster.values("pk")
    skills: dict[UUID, set[str]] = defaultdict(set)
    languages: dict[UUID, set[str]] = defaultdict(set)
    for pk, skill in ExpertSkill.objects.filter(expert__in=ids).values_list("expert_id", "skill"):
        skills[pk].add(skill)
    spoken = ExpertLanguage.objects.filter(expert__in=ids)
    for pk, language in spoken.values_list("expert_id", "language"):
        languages[pk].add(language)
    told = Availability.objects.filter(expert__in=ids)
    free, busy = _spans(told), _busy(ids, exercise=exercise)
    return [
        Candidate(
            str(pk), frozenset(skills[pk]), frozenset(languages[pk]), free.get(pk, []),
            busy.get(pk, []), path, remote,
        )
        for pk, path, remote in roster.values_list("pk", "area_path", "remote")
    ]  # fmt: skip


def _spans(rows: QuerySet[Any]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for pk, start, end in rows.order_by().values_list("expert_id", "starts_on", "ends_on"):
        found[pk].append((start, end))
    return found


def _busy(ids: QuerySet[Any], *, exercise: bool) -> dict[UUID, list[Span]]:
    """Return when each is out. What is played keeps nobody from what is real."""
    return _spans(Deployment.objects.filter(state__in=OUT, is_exercise=exercise, expert__in=ids))

"""The catalogue of interventions with their endorsements; the log of gaps and lessons."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.coordination import training
from sukoon.coordination.models import (
    Intervention,
    InterventionUse,
    LogEntry,
    Policy,
)
from sukoon.coordination.rules.knowledge import LIVE, endorsement
from sukoon.coordination.words import Measure, PolicyState
from sukoon.core.access import Actor, holds, within_reach
from sukoon.core.content import content_path
from sukoon.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator by its code, and what it is called."""

    code: str
    label_en: str
    label_ur: str

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en


@dataclass(frozen=True, slots=True)
class LogFilters:
    """What the log is narrowed to. Empty means everything."""

    kind: str = ""
    state: str = ""
    indicator: str = ""
    area: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """How many gaps and lessons, not settled yet, are tied to an indicator."""

    indicator: Indicator
    gaps: int
    lessons: int


@dataclass(frozen=True, slots=True)
class Programmes:
    """Trainings on record and interventions of the catalogue, by code: both may be counted."""

    trainings: Sequence[tuple[str, str]]
    interventions: Sequence[tuple[str, str]]

    def unfit(self, measure: str, codes: Sequence[str]) -> str:
        """Say why these codes cannot be counted by this measure; "" where they can."""
        if not codes:
            return ""
        known = {
            Measure.TRAINED: [code for code, _label in self.trainings],
            Measure.PROGRAMMES: [code for code, _label in self.interventions],
        }.get(Measure(measure)) if measure in Measure.values else None  # fmt: skip
        if known is None:
            return _("Only people trained and programmes are counted by these. Leave it empty.")
        unknown = [code for code in codes if code not in known]
        if not unknown:
            return ""
        if measure == Measure.TRAINED:
            return _("“%(code)s” is no training on record.") % {"code": unknown[0][:40]}
        return _("“%(code)s” is no intervention of the catalogue.") % {"code": unknown[0][:40]}


def known_programmes() -> Programmes:
    """Return what a commitment may be tied to. That these exist is no secret."""
    urdu = get_language() == "ur"
    trainings = [(t.code, (t.name_ur if urdu else "") or t.name_en) for t in training.trainings()]
    found = Intervention.objects.order_by("sort", "code").values_list("code", "name_en", "name_ur")
    return Programmes(trainings, [(code, (ur if urdu else "") or en) for code, en, ur in found])


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the names of the indicators, from the pack."""
    path = content_path() / "coordination" / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {r["code"]: Indicator(r["code"], r["label_en"], r["label_ur"]) for r in rows}


def interventions(by: Actor) -> QuerySet[Intervention]:
    """The catalogue, for whoever sees plans anywhere: it is knowledge and belongs to no area.

    So are the endorsements of its interventions; who uses them where is told within reach only.
    """
    if not holds(by, Permission.PLAN_VIEW):
        return Intervention.objects.none()
    policies = Policy.objects.select_related("area", "body").order_by("area_path", "title_en")
    uses = visible_uses(by)
    return (
        Intervention.objects.select_related("aligned_by")
        .prefetch_related(
            "tiers", "languages", Prefetch("endorsements", policies), Prefetch("uses", uses)
        )
        .order_by("sort", "code")
    )


def visible_uses(by: Actor) -> QuerySet[InterventionUse]:
    """Who uses what where: within reach of PLAN_VIEW, or by the actor's own organisation."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    return InterventionUse.objects.filter(seen | _own_uses(by)).select_related(
        "intervention", "organisation", "area"
    )


def _own_uses(by: Actor) -> Q:
    return within_reach(
        by, Permission.PLEDGE_UPDATE, owner=None, org="organisation", area="area_path"
    )


def endorsed(intervention: Intervention) -> PolicyState | None:
    """Return how far its endorsement is, anywhere. It must come with its endorsements."""
    return endorsement(p.state for p in intervention.endorsements.all())


def log(by: Actor) -> QuerySet[LogEntry]:
    """Gaps and lessons within reach of PLAN_VIEW, the newest first."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    return (
        LogEntry.objects.filter(seen)
        .select_related("area", "organisation", "owner", "policy", "intervention")
        .prefetch_related("indicators")
        .order_by("-noted_on", "-id")
    )


def writable_log(by: Actor) -> QuerySet[LogEntry]:
    mine = within_reach(by, Permission.PLAN_WRITE, owner=None, org=None, area="area_path")
    return log(by).filter(mine)


def filtered_log(by: Actor, filters: LogFilters) -> QuerySet[LogEntry]:
    """Return the gaps and lessons that the filters leave."""
    found = log(by)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.indicator:
        found = found.filter(indicators__code=filters.indicator)
    if filters.area:
        found = found.filter(area__pcode=filters.area)
    if filters.text:
        said = filters.text
        found = found.filter(
            Q(title_en__icontains=said) | Q(title_ur__contains=said) | Q(said__icontains=said)
        )
    return found


def page_of_log(found: QuerySet[LogEntry], cursor: str, *, size: int) -> tuple[list[LogEntry], str]:
    """Return a page, the newest first, and the cursor of the next. Garbage begins anew."""
    day, _sep, pk = cursor[:60].partition("~")
    try:
        last_day, last = date.fromisoformat(day), UUID(pk)
    except ValueError:
        pass
    else:
        found = found.filter(Q(noted_on__lt=last_day) | Q(noted_on=last_day, pk__lt=last))
    rows = list(found[: size + 1])
    shown = rows[:size]
    after = f"{shown[-1].noted_on.isoformat()}~{shown[-1].pk}" if len(rows) > size else ""
    return shown, after


def by_indicator(by: Actor) -> Sequence[IndicatorLine]:
    """Count what is open by indicator: what an indicator is known to suffer from."""
    open_ones = log(by).filter(state__in=LIVE).order_by()
    rows = open_ones.values_list("indicators__code", "kind").annotate(n=Count("pk"))
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, kind, n in rows:
        if code:
            counted[code][kind] += n
    return [
        IndicatorLine(i, counted[i.code]["policy_gap"], counted[i.code]["lesson"])
        for i in indicators().values() if i.code in counted
    ]  # fmt: skip

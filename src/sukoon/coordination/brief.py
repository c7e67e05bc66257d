"""The brief of an area: one printed page, in English or Urdu, for the inside or for everyone."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sukoon.coordination.printing import day
from sukoon.coordination.queries.picture import Picture
from sukoon.coordination.words import PackageFinding
from sukoon.services.words import Layer
from sukoon.surge.queries.figures import OfArea
from sukoon.ui.printing import pdf

MOST_UNITS = 4
MOST_UNDONE = 14
FEW = "<5"
LEFT_OUT = gettext_lazy(
    "Services whose place must stay safe are left out: what looks like a gap may be served."
)


def brief_pdf(found: Picture, *, language: str, now: datetime, public: bool) -> bytes:
    """Return the brief as PDF. `found` must have been made in the same language."""
    with translation.override(language):
        return pdf("coordination/print/brief.typ", _data(found, language, now, public=public))


def number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _data(p: Picture, language: str, now: datetime, *, public: bool) -> dict[str, Any]:
    made = day(timezone.localtime(now).date())
    kind = _("for everyone; small counts are hidden") if public else _("for coordination")
    what = _("Sukoon: brief of an area")
    return {
        "language": language, "title": p.area.name, "foot": f"{what} · {kind} · {made}",
        "lead": _lead(p),
        "figures": [
            [number(p.people), _("people (census)")],
            [number(p.organisations), _("organisations with a service")],
            [number(p.services), _("services on the map")],
            [
                _("%(n)s of %(all)s")
                % {"n": number(p.silent_districts), "all": number(p.districts)},
                _("districts named by nobody"),
            ],
        ],
        "blocks": [
            [_("Services by layer"), [
                [f"{v} {Layer(v).label}" if v else _("serves all layers"), number(n), n]
                for v, n in p.layers.items()
            ], True],
            [_("Workers, by tier"), _workers(p, public=public), False],
            [_("Pledges"), _pledges(p), False],
            [_("Trainings and programmes"), _trainings(p, public=public), False],
            [_("Minimum service package"), _package(p), True],
            [_("Most people, and nobody named"),
             [[g.name, number(g.people), g.people or 0] for g in p.gaps] or [[_("none"), "", 0]],
             True],
            [_("Plans"), _plans(p), False],
            *([[_("Emergencies"), _surge(p.surge), False]] if p.surge else []),
        ],
        "undone": [
            _("Activities of the minimum package that nobody in the register does"),
            [[s.activity.code, s.activity.label] for s in p.package
             if s.finding == PackageFinding.GAP][:MOST_UNDONE],
        ],
        "next": _("Next meeting: %(what)s, %(day)s") % {
            "what": p.next_meeting.title, "day": day(p.next_meeting.held_on),
        } if p.next_meeting else "",
        "basis": _(
            "Services are lines of the register, not people. What nobody told is not nought. "
            "Said and seen of pledges are never mixed."
        ) + (f" {LEFT_OUT}" if public else ""),
    }  # fmt: skip


def _lead(p: Picture) -> str:
    gaps = sum(s.finding == PackageFinding.GAP for s in p.package)
    return _(
        "%(silent)s of %(districts)s districts are named by nobody; %(untold)s are hidden behind "
        "their province. Nobody in the register does %(gaps)s of %(activities)s activities of the "
        "minimum package."
    ) % {
        "silent": number(p.silent_districts), "districts": number(p.districts),
        "untold": number(p.not_told), "gaps": gaps, "activities": len(p.package),
    }  # fmt: skip


def _workers(p: Picture, *, public: bool) -> list[list[str]]:
    rows = []
    for tier, n in p.workers.items():
        label = _("tier %(n)s") % {"n": tier} if tier else _("tier not told")
        rows.append([label, FEW if n is None and public else number(n)])
    return [*rows, [_("all"), number(p.workers_total)]]


def _trainings(p: Picture, *, public: bool) -> list[list[str]]:
    rows = [[_("people trained"), FEW if p.trained is None and public else number(p.trained)]]
    if p.running is not None:
        told = {"n": number(p.running.running), "all": number(p.running.told)}
        rows.append([_("programmes running"), _("%(n)s of %(all)s") % told])
    return rows


def _pledges(p: Picture) -> list[list[str]]:
    told = p.pledges
    return [
        [_("commitments"), number(told.commitments)],
        [_("fulfilled, as their signatories say"), number(told.fulfilled)],
        [_("past their deadline"), number(told.late)],
        [_("silent"), number(told.silent)],
        *([t.unit, number(t.total)] for t in told.totals[:MOST_UNITS]),
    ]


def _package(p: Picture) -> list[list[Any]]:
    counted = {f: sum(s.finding == f for s in p.package) for f in PackageFinding}
    as_of: list[list[Any]] = [[_("status as of"), day(p.package_on) or _("not told"), 0]]
    return as_of + [[str(f.label), number(n), n] for f, n in counted.items()]


def _surge(told: OfArea) -> list[list[str]]:
    return [
        [_("emergencies open"), number(told.emergencies)],
        [_("disaster mode"), _("on") if told.disaster else _("off")],
        [_("experts sent"), number(told.out)],
        [_("assessments under way"), number(told.assessments)],
    ]


def _plans(p: Picture) -> list[list[str]]:
    rows = []
    for plan in p.plans:
        done = sum(s.done for s in plan.phases)
        every = sum(s.objectives for s in plan.phases)
        said = _("%(done)d of %(all)d done") % {"done": done, "all": every}
        rows.append([f"{plan.title} ({plan.organisation})", said])
    return rows or [[_("none shown"), ""]]

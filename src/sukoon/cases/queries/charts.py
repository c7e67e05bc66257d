"""Scores over time: the band, and what the difference means in words of the instrument's own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sukoon.cases.models import Case, Response
from sukoon.cases.queries.reading import visible
from sukoon.core.access import Actor
from sukoon.instruments.definitions import UnknownInstrument, definition
from sukoon.instruments.rules import Number, Verdict, changed

MOST = 400


@dataclass(frozen=True, slots=True)
class Chart:
    """An instrument's totals in one case, the first first. `verdict`: the first against the last."""

    instrument: str
    title: str
    responses: Sequence[Response]
    verdict: Verdict | None
    highest: Number | None

    @property
    def last(self) -> Response:
        return self.responses[-1]

    @property
    def scored(self) -> list[Response]:
        return [r for r in self.responses if r.total is not None]


def charts(by: Actor, case: Case) -> list[Chart]:
    """Return one chart per instrument answered in a visible case, the latest used first."""
    rows = Response.objects.filter(
        case__in=visible(by).filter(pk=case.pk), is_current=True
    ).order_by("-happened_at", "-id")[:MOST]
    found: dict[str, list[Response]] = {}
    for row in rows:
        found.setdefault(row.instrument, []).append(row)
    return [_chart(name, list(reversed(told))) for name, told in found.items()]


def _chart(name: str, responses: list[Response]) -> Chart:
    scored = [r for r in responses if r.total is not None]
    try:
        told = definition(name)
    except UnknownInstrument:  # a pack that was taken away: its scores stay readable
        return Chart(name, name, responses, None, None)
    verdict = None
    if len(scored) > 1:
        first, last = (_number(r.total) for r in (scored[0], scored[-1]))
        verdict = changed(told.instrument.change, first, last)
    total = next((s for s in told.instrument.scales if s.code == "total"), None)
    highest: Number | None = None
    if total is not None and not total.parts and total.at_least is None and total.times == 1:
        worth = {i.code: max(i.worth.values()) for i in told.instrument.items}
        highest = sum(worth[c] for c in total.items)
    return Chart(name, str(told.about["title"]), responses, verdict, highest)


def _number(value: Decimal | None) -> Number:
    return float(value or 0)

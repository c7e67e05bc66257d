"""Stakeholders, interventions, gaps and lessons as sheets, as far as whoever asks may see them."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sukoon.coordination.models import Intervention, LogEntry
from sukoon.coordination.queries import knowledge, stakeholders
from sukoon.core.access import Actor
from sukoon.core.sheets import Column, Sheet, Value
from sukoon.workforce.models import Organisation

BATCH = 200
WIDE = {"organisation": 40, "name_ur": 30, "name_en": 40, "title_en": 40, "title_ur": 40,
        "said": 60, "proposed": 60, "source": 40, "evidence_note": 40, "note": 40}  # fmt: skip


def _columns(headings: Iterable[str]) -> list[Column]:
    return [Column(h, WIDE.get(h, 16)) for h in headings]


def stakeholder_sheet(by: Actor, found: QuerySet[Organisation]) -> Sheet:
    """Return organisations in figures. Blank: the reader may not see it; nought is nought."""
    headings = ("organisation", "name_ur", "acronym", "type", "services", "workers", "commitments",
                "statements", "plans", "last_word")  # fmt: skip
    note = _("Only what you may see is counted.")
    return Sheet("stakeholders", _columns(headings), _organisations(by, found), notes=(note,))


def _organisations(by: Actor, found: QuerySet[Organisation]) -> Iterator[Sequence[Value]]:
    cursor = ""
    while True:
        rows, cursor = stakeholders.page(found, cursor, size=BATCH)
        for x in stakeholders.lines(by, rows):
            o = x.organisation
            heard = x.last_word.isoformat() if x.last_word else ""
            yield [o.name, o.name_ur, o.acronym, o.type, x.services, x.workers, x.commitments,
                   x.statements, x.plans, heard]  # fmt: skip
        if not cursor:
            return


def intervention_sheets(found: Sequence[Intervention]) -> list[Sheet]:
    """Return the catalogue, its endorsements, and who uses what where."""
    headings = ("code", "name_en", "name_ur", "owner", "format", "delivered_by", "population",
                "tiers", "languages", "codes", "evidence", "evidence_note", "alignment", "alignment_note",
                "endorsement", "source", "source_tag")  # fmt: skip
    rows = [_intervention(i) for i in found]
    asked = [
        [i.code, p.area.pcode, p.area.name_en, p.title_en, p.body.name if p.body else "", p.state,
         p.year, p.note]
        for i in found for p in i.endorsements.all()
    ]  # fmt: skip
    used = [
        [i.code, u.organisation.name, u.area.pcode, u.area.name_en,
         u.told_on.isoformat() if u.told_on else "", u.note]
        for i in found for u in i.uses.all()
    ]  # fmt: skip
    endorsements = ("code", "pcode", "area", "title_en", "body", "state", "year", "note")
    uses = ("code", "organisation", "pcode", "area", "told_on", "note")
    return [
        Sheet("interventions", _columns(headings), rows),
        Sheet("endorsements", _columns(endorsements), asked),
        Sheet("uses", _columns(uses), used),
    ]


def _intervention(i: Intervention) -> Sequence[Value]:
    state = knowledge.endorsed(i)
    return [
        i.code, i.name_en, i.name_ur, i.owner, i.format_en, i.delivered_by, i.population,
        "|".join(str(t.tier) for t in i.tiers.all()),
        "|".join(x.language for x in i.languages.all()), i.codes, i.evidence, i.evidence_note, i.alignment,
        i.alignment_note, str(state) if state else "", i.source, i.source_tag,
    ]  # fmt: skip


def log_sheet(found: QuerySet[LogEntry]) -> Sheet:
    """Return gaps and lessons with the indicators they are tied to."""
    headings = ("kind", "state", "pcode", "area", "title_en", "title_ur", "said", "proposed",
                "indicators", "organisation", "owner", "noted_on", "due_on", "policy",
                "intervention", "source")  # fmt: skip
    return Sheet("log", _columns(headings), (_entry(e) for e in found))


def _entry(e: LogEntry) -> Sequence[Value]:
    return [
        e.kind, e.state, e.area.pcode, e.area.name_en, e.title_en, e.title_ur, e.said, e.proposed,
        "|".join(x.code for x in e.indicators.all()),
        e.organisation.name if e.organisation else "", e.owner.name if e.owner else "",
        e.noted_on.isoformat(), e.due_on.isoformat() if e.due_on else "",
        e.policy.title_en if e.policy else "", e.intervention.code if e.intervention else "",
        e.source,
    ]  # fmt: skip

"""Sentences and tables about pledges, as plain values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sukoon.coordination.models import Commitment, Match
from sukoon.coordination.pictures import shown
from sukoon.coordination.pledge_files import as_told
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.rules.pledges import difference as apart
from sukoon.coordination.words import PledgeKind, Standing
from sukoon.ui.tables import Cell, Column, Row, Table

TAGS = {Standing.LATE: "warn", Standing.SILENT: "warn", Standing.KEPT: "good",
        Standing.ON_COURSE: "plain"}  # fmt: skip
MOST_UNITS = 60


def finding(told: queries.Summary) -> str:
    """Say the finding of a list of commitments in a sentence."""
    if not told.commitments:
        return _("No commitments here")
    promised = ngettext(
        "%(n)d commitment", "%(n)d commitments", told.commitments
    ) % {"n": told.commitments}  # fmt: skip
    silent = told.late + told.silent
    if not silent:
        return _("%(promised)s: none is late, none is silent") % {"promised": promised}
    return _("%(promised)s: %(late)d past their deadline, %(silent)d silent") % {
        "promised": promised, "late": told.late, "silent": told.silent,
    }  # fmt: skip


def title(row: Commitment, seen: int | None) -> str:
    """Say of one commitment what was said and what is seen."""
    told = {"target": shown(row.target_value), "unit": row.target_unit,
            "said": shown(row.reported_value), "seen": shown(seen)}  # fmt: skip
    if row.target_value is None:
        said = str(row.get_stage_display()) if row.told_on else _("Nothing was said of it yet")
        return (
            said if seen is None else _("%(said)s; %(seen)s can be seen") % {**told, "said": said}
        )
    if row.reported_value is None:
        if seen is None:
            return _("Nothing was said yet of %(target)s %(unit)s") % told
        return _("Nothing said yet of %(target)s %(unit)s; %(seen)s can be seen") % told
    if seen is None:
        return _("%(said)s of %(target)s %(unit)s said; our records cannot show it") % told
    return _("%(said)s of %(target)s %(unit)s said; %(seen)s can be seen in our records") % told


def difference(row: Commitment, seen: int | None) -> str:
    """Say what lies between said and seen; nothing where they agree or one is not known."""
    gap = apart(row.reported_value, seen)
    if not gap:
        return ""
    if gap > 0:
        return _(
            "%(n)s more were said than our records show. Either a record is missing or the work "
            "has not begun. Ask the focal point."
        ) % {"n": shown(gap)}
    return _("Our records show %(n)s more than was said. Ask for an update.") % {"n": shown(-gap)}


def commitments(rows: Sequence[Commitment], seen: Mapping[UUID, int], *, today: date) -> Table:
    """Return commitments as a table, said beside seen."""
    columns = [
        Column(_("Commitment")), Column(_("Who")), Column(_("Target"), numeric=True),
        Column(_("By when")), Column(_("Said"), numeric=True), Column(_("Seen"), numeric=True),
        Column(_("Stands")),
    ]  # fmt: skip
    lines = []
    for c in rows:
        stands = queries.standing_of(c, today=today)
        who = ", ".join(
            e.organisation.acronym or e.organisation.shown_name for e in c.entities.all()
        )
        lines.append(Row([
            Cell(c.code, c.said, reverse("coordination:commitment", args=[c.pk]), strong=True),
            who, Cell(c.target_value, c.target_unit),
            as_told(c.deadline_on, c.deadline_precision) or "–",
            c.reported_value, seen.get(c.pk),
            Cell(stands.label, tag=TAGS[stands]),
        ]))  # fmt: skip
    note = _("Said is what the signatory told; seen is what our records show. Never added.")
    return Table(_("Commitments"), columns, lines, note=note)


def totals(told: queries.Summary) -> Table | None:
    """Return the targets unit by unit, as told."""
    if not told.totals:
        return None
    columns = [Column(_("Unit")), Column(_("Commitments"), numeric=True),
               Column(_("Targets added up, as told"), numeric=True)]  # fmt: skip
    lines = [Row([t.unit, t.commitments, t.total]) for t in told.totals[:MOST_UNITS]]
    note = _("Two commitments may mean the same ones. This adds promises, it counts nobody.")
    return Table(_("What was promised, unit by unit"), columns, lines, note=note)


def updates(row: Commitment) -> list[dict[str, Any]]:
    """Return what was told, newest first; an amended update stands inside the one after it."""
    found = []
    every = list(row.updates.all())
    replaced = {u.amends_id for u in every if u.amends_id}
    for told in every:
        if told.pk in replaced:
            continue
        was = next((u for u in every if u.pk == told.amends_id), None)
        found.append({
            "pk": told.pk, "organisation_id": told.organisation_id,
            "evidence": told.evidence,
            "entry": {
                "what": _what(told.stage, told.get_stage_display(), told.value, row),
                "who": told.organisation.shown_name, "tag": _("Self-reported"),
                "happened": date_format(told.happened_on, "j F Y", use_l10n=False),
                "recorded": date_format(told.created_at.date(), "j F Y", use_l10n=False),
                "said": told.narrative, "amended": was is not None,
                "was": f"{_what(was.stage, was.get_stage_display(), was.value, row)}. {was.narrative}"
                if was else "",
            },
        })  # fmt: skip
    return found


def _what(stage: str, label: str, value: int | None, row: Commitment) -> str:
    if value is None:
        return label
    if row.target_value is None:
        return f"{label}: {shown(value)}"
    of = _("%(value)s of %(target)s %(unit)s") % {
        "value": shown(value), "target": shown(row.target_value), "unit": row.target_unit,
    }  # fmt: skip
    return f"{label}: {of}"


def match_kinds(match: Match) -> list[tuple[str, bool]]:
    """Return each kind of pledge and whether a commitment of this aim gives it."""
    have = {k.kind for m in match.commitments.all() for k in m.commitment.kinds.all()}
    return [(str(kind.label), kind in have) for kind in PledgeKind]

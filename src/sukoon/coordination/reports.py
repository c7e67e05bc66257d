"""What coordination hands out as tables and JSON: one row a commitment, said beside seen."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sukoon.coordination import pledge_files
from sukoon.coordination.models import Commitment
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.progress import seen
from sukoon.coordination.rules import pledges as rules
from sukoon.core.sheets import Column, Sheet, Value

BATCH = 500
WIDE = {"commitment": 60, "commitment_ur": 40, "pledging_entities": 32, "geography": 24}


def batches(found: QuerySet[Commitment]) -> Iterator[list[Commitment]]:
    """Yield commitments with their parts in the order of codes, a batch at a time."""
    ordered, after = (
        queries.with_parts(found).order_by("code", "pk"),
        None,
    )
    while True:
        page = ordered
        if after is not None:
            page = ordered.filter(Q(code__gt=after.code) | Q(code=after.code, pk__gt=after.pk))
        batch = list(islice(page[:BATCH], BATCH))
        if not batch:
            return
        yield batch
        after = batch[-1]


def pledge_rows(found: QuerySet[Commitment], *, today: date) -> Iterator[dict[str, object]]:
    """Yield what `sukoon report pledges --json` says of each commitment."""
    for batch in batches(found):
        computed = seen(batch)
        for c in batch:
            yield {
                "pledge": c.pledge.code,
                "commitment": c.code,
                "target": c.target_value,
                "unit": c.target_unit,
                "deadline": pledge_files.as_told(c.deadline_on, c.deadline_precision) or None,
                "state": c.stage,
                "self_reported": c.reported_value,
                "computed": computed.get(c.pk),
                "days_silent": rules.days_silent(queries.told_of(c), today=today),
            }


def pledge_sheet(found: QuerySet[Commitment], *, today: date) -> Sheet:
    """Return commitments as a sheet that an import reads back, with how they stand beside."""
    headings = [*pledge_files.COLUMNS, *pledge_files.READ_ONLY]
    return Sheet(
        name="pledges",
        columns=[Column(h, WIDE.get(h, 14)) for h in headings],
        rows=_sheet_rows(found, today),
        notes=(
            _("Commitments as of %(day)s.") % {"day": today.isoformat()},
            _("Self-reported is what the signatory said; computed is what our records show."),
            _("Both stand side by side and are never added or averaged."),
            _("Change what you like and bring the file back; keep the pledge and the number."),
        ),
    )


def _sheet_rows(found: QuerySet[Commitment], today: date) -> Iterator[Sequence[Value]]:
    for batch in batches(found):
        computed = seen(batch)
        for c in batch:
            yield [
                *pledge_files.row_of(c),
                c.stage, c.reported_value, computed.get(c.pk),
                c.told_on.isoformat() if c.told_on else "",
                rules.days_silent(queries.told_of(c), today=today),
                str(queries.standing_of(c, today=today)),
            ]  # fmt: skip

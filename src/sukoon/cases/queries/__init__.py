"""Everything that can be asked about cases."""

from sukoon.cases.queries.charts import Chart, charts
from sukoon.cases.queries.reading import (
    attachment_of,
    case_by_code,
    case_named,
    entries,
    entry_of,
    open_conflicts,
    opened,
    shared_fields,
    steps,
    visible,
    with_links,
    writable,
    written_by,
)
from sukoon.cases.queries.timeline import Shown, count, timeline
from sukoon.cases.queries.worklists import (
    CaseRow,
    Worklist,
    caseload,
    overview,
    tasks_due,
    worklist,
)

__all__ = [
    "CaseRow", "Chart", "Shown", "Worklist", "attachment_of", "case_by_code", "case_named", "caseload", "charts", "count", "entries",
    "entry_of", "open_conflicts", "opened", "overview", "shared_fields", "steps", "tasks_due",
    "timeline", "visible", "with_links", "worklist", "writable",
    "written_by",
]  # fmt: skip

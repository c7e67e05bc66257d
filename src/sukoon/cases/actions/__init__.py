"""Everything that can be done to a case. Nothing else writes one."""

from sukoon.cases.actions.assigning import (
    assign,
    end_link,
    link,
    mark_seen,
)
from sukoon.cases.actions.entries import (
    Told,
    amend_entry,
    note_made,
    note_read,
    note_scores_printed,
    record_entries,
    record_entry,
    record_group_contact,
)
from sukoon.cases.actions.files import MOST_BYTES, attach, attach_with_entry, note_file_read
from sukoon.cases.actions.moving import close_case, move, open_case, reopen_case
from sukoon.cases.actions.persons import follow_erasure, follow_person
from sukoon.cases.actions.planning import change_plan, keep_conflict, resolve_conflict
from sukoon.cases.actions.reminders import (
    add_task_with_reminder,
    ask_for_consent,
    ask_reminder,
    end_reminder,
    follow_consent,
)
from sukoon.cases.actions.responses import record_response
from sukoon.cases.actions.risks import follow_risk, note_risk
from sukoon.cases.actions.tasks import (
    add_task,
    drop_task,
    finish_task,
    keep_task,
    remind,
    task_made,
)

__all__ = [
    "MOST_BYTES", "Told", "add_task", "add_task_with_reminder", "amend_entry", "ask_for_consent", "ask_reminder", "assign", "attach", "attach_with_entry", "change_plan", "close_case", "drop_task",
    "end_link", "end_reminder", "finish_task", "follow_consent", "follow_erasure", "follow_person", "follow_risk", "keep_conflict", "keep_task", "link", "mark_seen", "move",
    "note_file_read", "note_made", "note_read", "note_risk", "note_scores_printed", "open_case", "record_entries", "record_entry",
    "record_group_contact", "record_response", "remind", "reopen_case", "resolve_conflict", "task_made",
]  # fmt: skip

"""Everything that can be done in supervision. Nothing else writes it."""

from sukoon.supervision.actions.answering import MOST_BYTES, Draft, add_voice, answer, ask_more
from sukoon.supervision.actions.asking import ask, tell_more
from sukoon.supervision.actions.assigning import assign, escalate, hand_over, take
from sukoon.supervision.actions.audits import check_note, draw_sample, rate_competence
from sukoon.supervision.actions.following import (
    acknowledge,
    close,
    close_silently,
    dispute,
    follow_the_case,
    note_meeting_opened,
    note_read,
    note_voice_read,
    put_to_use,
    rate,
)
from sukoon.supervision.actions.sessions import (
    Log,
    Point,
    cancel_session,
    finish_point,
    log_session,
    note_missed,
    plan_session,
)
from sukoon.supervision.actions.standing import (
    begin_standing,
    end_standing,
    note_away,
    note_back,
    note_unmet,
)
from sukoon.supervision.actions.trainees import (
    Enrolled,
    enrol,
    nudge,
    nudge_by_hand,
    record_cohort,
    say_why_quiet,
    watch,
)

__all__ = [
    "MOST_BYTES", "Draft", "Enrolled", "Log", "Point", "acknowledge", "add_voice", "answer", "ask", "ask_more",
    "assign", "begin_standing", "cancel_session", "check_note", "close", "close_silently",
    "dispute", "draw_sample", "end_standing", "enrol", "escalate", "finish_point", "follow_the_case", "hand_over",
    "log_session", "note_away", "note_back", "note_meeting_opened", "note_missed", "note_read",
    "note_unmet", "note_voice_read", "nudge", "nudge_by_hand", "plan_session", "put_to_use",
    "rate", "rate_competence", "record_cohort", "say_why_quiet", "take", "tell_more", "watch",
]  # fmt: skip

"""Everything that can be asked about supervision."""

from sukoon.supervision.queries.alarms import Alarm, alarm_counts, alarms, overdue, quiet_now
from sukoon.supervision.queries.audits import (
    checks,
    competence_levels,
    harmful,
    ratings,
    samples,
)
from sukoon.supervision.queries.figures import Figures, cohort_figures, cohorts, figures, funnel
from sukoon.supervision.queries.people import (
    Ratio,
    absences,
    quiet,
    ratios,
    record_of,
    standings,
    trainees,
    workers,
)
from sukoon.supervision.queries.requests import (
    Page,
    answer_of,
    latest_of_case,
    mine,
    queue,
    request_of_case,
    steps,
    visible,
    waiting_count,
    who_could_answer,
)
from sukoon.supervision.queries.sessions import points_of, sessions, sessions_page

__all__ = [
    "Alarm", "Figures", "Page", "Ratio", "absences", "alarm_counts", "alarms", "answer_of",
    "checks", "cohort_figures", "cohorts", "competence_levels", "figures", "funnel", "harmful",
    "latest_of_case", "mine", "overdue", "points_of", "queue", "quiet", "quiet_now", "ratings",
    "ratios", "record_of", "request_of_case", "samples", "sessions", "sessions_page", "standings",
    "steps", "trainees", "visible", "waiting_count", "who_could_answer", "workers",
]  # fmt: skip

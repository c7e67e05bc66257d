"""Everything that can be asked about risks to life."""

from sukoon.risk.queries.base import (
    area_of,
    emergency_numbers,
    missing_numbers,
    numbers_for_worker,
    open_for_case,
    said_of,
    visible,
    waiting_sign_offs,
    words_of_risk,
)
from sukoon.risk.queries.boards import (
    Watched,
    faults,
    for_me,
    to_sign,
    unanswered,
    unwatched,
    watch_list,
)
from sukoon.risk.queries.history import Line, checklist, history, latest_plan, names, who_can_take
from sukoon.risk.queries.rotas import (
    coverage_of,
    on_rota,
    places_for_rotas,
    rotas,
    rotas_without_anybody,
    shifts_of,
    workers_for,
)

__all__ = [
    "Line",
    "Watched",
    "area_of",
    "checklist",
    "coverage_of",
    "emergency_numbers",
    "faults",
    "for_me",
    "history",
    "latest_plan",
    "missing_numbers",
    "names",
    "numbers_for_worker",
    "on_rota",
    "open_for_case",
    "places_for_rotas",
    "rotas",
    "rotas_without_anybody",
    "said_of",
    "shifts_of",
    "to_sign",
    "unanswered",
    "unwatched",
    "visible",
    "waiting_sign_offs",
    "watch_list",
    "who_can_take",
    "words_of_risk",
    "workers_for",
]

"""Whom to call where the worker is, without a signal for data; and the worker's own figures."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from sukoon.accounts import queries as accounts
from sukoon.cases import queries as cases
from sukoon.cases.words import CaseStatus, EntryKind
from sukoon.core.access import Actor
from sukoon.risk import queries as risk
from sukoon.services import queries as services
from sukoon.services.words import ServiceStatus
from sukoon.supervision import queries as supervision
from sukoon.workforce import queries as workforce

SPACE = UUID("6f6b7a2e-3d1e-4c5b-9d8a-2b7f5f0c9a11")  # ids of things that have none of their own
DAYS = 30


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the own supervisor's number, emergency numbers, the nearest first, then the figures."""
    told = set()
    for account_id in supervision.own_supervisors(by, today=timezone.localdate(now)):
        worker = workforce.worker_of(account_id)
        if worker is not None and worker.phone:
            yield "number", uuid5(SPACE, f"supervisor/{account_id}"), {
                "order": 0, "number": worker.phone, "kind_of": "supervisor",
                "label": {"en": worker.name, "ur": worker.name},
            }  # fmt: skip
    for path in accounts.area_paths(by.id) or [""]:
        for number in risk.emergency_numbers(path):
            if number.number in told:
                continue
            told.add(number.number)
            yield "number", uuid5(SPACE, f"{number.kind}/{number.number}"), {
                "order": len(told), "number": number.number, "kind_of": number.kind,
                "label": {"en": number.label_en, "ur": number.label_ur},
                "note": {"en": number.note_en, "ur": number.note_ur},
            }  # fmt: skip
    yield "figures", uuid5(SPACE, str(by.id)), _figures(by, now)


def _figures(by: Actor, now: datetime) -> Mapping[str, object]:
    """Return counts of one's own work, and of services around; counts of contacts, never of people."""
    mine = cases.visible(by).filter(owner_id=by.id)
    recent = cases.written_by(by, since=now - timedelta(days=DAYS))
    homes = accounts.area_paths(by.id)
    around = services.visible(by).filter(status=ServiceStatus.UNDER_WAY)
    return {
        "days": DAYS,
        "open_cases": mine.exclude(status=CaseStatus.CLOSED).count(),
        "contacts": recent.filter(kind=EntryKind.CONTACT).count(),
        "entries": recent.count(),
        "services_near": around.filter(area_path__startswith=homes[0]).count() if homes else 0,
    }

"""What makes a line itself, what hints an entry deserves, what is late, what looks alike. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sukoon.core.flow import Flow
from sukoon.core.text import name_key
from sukoon.services.words import OverlapClass, ReturnStatus, ServiceStatus
from sukoon.workforce.words import SPECIALISED, Cadre

SEPARATOR = "\x1f"


def line_key(
    *,
    organisation: str,
    activity: str,
    areas: Iterable[str],
    targets: Iterable[str],
    modality: str,
    site: str,
    description: str,
) -> str:
    """Return the hash of what makes a line itself: the same line sent again is the same service.

    Status, dates, partners, donors and figures may change without making it another service.
    """
    parts = [
        organisation,
        activity,
        ",".join(sorted(areas)),
        ",".join(sorted(targets)),
        modality,
        site,
        name_key(description),
    ]
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


class Hint(StrEnum):
    """Coding hints of the 4Ws list, by what the entry says (docs/sources.md#iasc-4ws)."""

    DEBRIEFING = "debriefing"
    AID_WORKERS = "aid_workers"
    NEEDS_SPECIALISED_CADRE = "needs_specialised_cadre"
    NEEDS_NON_SPECIALISED_CADRE = "needs_non_specialised_cadre"
    CADRE_MISSING = "cadre_missing"
    NO_PEOPLE_COUNT = "no_people_count"
    CHILD_FRIENDLY_SPACE = "child_friendly_space"


# Main codes: person-focused work is 7 to 10; 9 and 10 differ by who provides it.
NON_SPECIALISED_CARE = 9
SPECIALISED_CARE = 10
PERSON_FOCUSED = frozenset({7, 8, NON_SPECIALISED_CARE, SPECIALISED_CARE})
STAFF_TARGETS = frozenset({"helpers", "responders", "aid_workers"})


def hints(
    *, activity: str, cadre: str, targets: Iterable[str], counts_people: bool, has_count: bool,
    site_kind: str = "",
) -> list[Hint]:  # fmt: skip
    """Return what the person who enters a line should look at again. Nothing here refuses."""
    found: list[Hint] = []
    main = int(activity.split(".", maxsplit=1)[0])
    if activity == "8.5":
        found.append(Hint.DEBRIEFING)
    if main in PERSON_FOCUSED and STAFF_TARGETS & set(targets):
        found.append(Hint.AID_WORKERS)
    if main in {NON_SPECIALISED_CARE, SPECIALISED_CARE}:
        found += _cadre_hints(main, cadre)
    if has_count and not counts_people:
        found.append(Hint.NO_PEOPLE_COUNT)
    if activity == "3.5" and site_kind == "safe_space":
        found.append(Hint.CHILD_FRIENDLY_SPACE)
    return found


def _cadre_hints(main: int, cadre: str) -> list[Hint]:
    if not cadre:
        return [Hint.CADRE_MISSING]
    specialised = Cadre(cadre) in SPECIALISED
    if main == NON_SPECIALISED_CARE and specialised:
        return [Hint.NEEDS_NON_SPECIALISED_CADRE]
    if main == SPECIALISED_CARE and not specialised:
        return [Hint.NEEDS_SPECIALISED_CADRE]
    return []


def adds_up(total: int, cells: Sequence[int]) -> bool:
    """Say whether a split is wholly blank or adds up to the total."""
    return not cells or sum(cells) == total


RETURN_FLOW: Flow[ReturnStatus] = Flow(
    {
        ReturnStatus.DRAFT: frozenset({ReturnStatus.SUBMITTED}),
        ReturnStatus.SUBMITTED: frozenset({ReturnStatus.RETURNED, ReturnStatus.ACCEPTED}),
        ReturnStatus.RETURNED: frozenset({ReturnStatus.SUBMITTED}),
        ReturnStatus.ACCEPTED: frozenset({ReturnStatus.LOCKED, ReturnStatus.RETURNED}),
        ReturnStatus.LOCKED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long things may take; from `content/clocks/clocks.toml`, a deployer's to set."""

    return_due_days: int  # after the period ends
    return_late_days: int
    stale_days: int  # since a service was last reported on


class Promptness(StrEnum):
    IN_TIME = "in_time"
    DUE = "due"
    LATE = "late"


def promptness(*, period_end: date, sent: bool, today: date, clocks: Clocks) -> Promptness:
    """Say where a return stands: sent, to be sent, or late."""
    if sent or today <= period_end:
        return Promptness.IN_TIME
    late = period_end + timedelta(days=clocks.return_due_days + clocks.return_late_days)
    return Promptness.LATE if today > late else Promptness.DUE


def is_stale(*, status: str, reported_on: date, today: date, clocks: Clocks) -> bool:
    """Say whether what we know of a service is too old to trust. Completed ones do not age."""
    if status == ServiceStatus.COMPLETED:
        return False
    return today - reported_on > timedelta(days=clocks.stale_days)


@dataclass(frozen=True, slots=True)
class Line:
    """What the overlap rule looks at: one service in one area for one target group."""

    service: str
    organisation: str
    donors: frozenset[str]
    description_key: str
    start_on: date | None
    end_on: date | None


def dates_overlap(a: Line, b: Line) -> bool:
    """Say whether two lines run at the same time. An open end runs on; no start began before."""
    starts_before_b_ends = a.start_on is None or b.end_on is None or a.start_on <= b.end_on
    starts_before_a_ends = b.start_on is None or a.end_on is None or b.start_on <= a.end_on
    return starts_before_b_ends and starts_before_a_ends


def overlap_class(a: Line, b: Line) -> OverlapClass | None:
    """Say how two lines of one activity, area and target group look alike; None when they do not.

    Three readings, as a live 4Ws register uses them (docs/sources.md#4ws-nepal): another
    organisation does it too; the same organisation tells it once per donor; or the code is the
    same and the work is not.
    """
    if a.service == b.service or not dates_overlap(a, b):
        return None
    if a.organisation != b.organisation:
        return OverlapClass.TWO_ORGANISATIONS
    if a.description_key != b.description_key:
        return OverlapClass.TWO_DESCRIPTIONS
    if a.donors != b.donors:
        return OverlapClass.TWO_DONORS
    return OverlapClass.SAME_LINE_TWICE


def strongest(classes: Iterable[OverlapClass]) -> OverlapClass:
    """Return the class that most deserves a question, of several between the same lines."""
    order: Mapping[OverlapClass, int] = {c: n for n, c in enumerate(OverlapClass)}
    return min(classes, key=order.__getitem__)

"""What holds of supervision whatever the database. Pure: moments are arguments."""

import random
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sukoon.core.flow import Flow
from sukoon.supervision.words import (
    AlarmKind,
    Changed,
    PlanPart,
    RequestStatus,
    Turn,
    Verdict,
)

S = RequestStatus
FLOW: Flow[RequestStatus] = Flow(
    {
        S.REQUESTED: frozenset({S.ASSIGNED, S.CLOSED}),
        S.ASSIGNED: frozenset({S.ANSWERED, S.CLOSED}),
        S.ANSWERED: frozenset({S.ACKNOWLEDGED, S.CLOSED}),
        S.ACKNOWLEDGED: frozenset({S.APPLIED, S.DISPUTED, S.CLOSED}),
        S.APPLIED: frozenset({S.CLOSED}),
        S.DISPUTED: frozenset({S.ANSWERED, S.APPLIED, S.CLOSED}),
        S.CLOSED: frozenset(),
    }
)
# What an alarm calls a request whose owner let the deadline of this turn pass.
ALARMS: Mapping[str, AlarmKind] = {
    Turn.ASSIGN: AlarmKind.UNASSIGNED, Turn.ANSWER: AlarmKind.UNANSWERED,
    Turn.TELL_MORE: AlarmKind.UNANSWERED, Turn.READ: AlarmKind.UNREAD,
    Turn.DECIDE: AlarmKind.UNDECIDED, Turn.CLOSE: AlarmKind.UNDECIDED,
    Turn.SETTLE: AlarmKind.UNSETTLED,
}  # fmt: skip
SHORTEST_NAME = 3
NONE = "none"
PLAN_STEP = "plan"  # the kind of a step of a guided assessment that advises
HUNDRED = 100
AGE_BANDS = ((0, 4), (5, 11), (12, 17), (18, 24), (25, 34), (35, 44), (45, 59))
OLDEST = 60


@dataclass(frozen=True, slots=True)
class Urgency:
    """How quickly something is wanted, as the pack says."""

    code: str
    assign: timedelta
    answer: timedelta
    read: timedelta
    decide: timedelta


@dataclass(frozen=True, slots=True)
class Medicine:
    name: str
    dose: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of a case and would do: codes, and medicines as they were written."""

    diagnosis: str = ""
    also: str = ""
    medicines: tuple[Medicine, ...] = ()
    support: frozenset[str] = frozenset()
    referral: str = NONE


@dataclass(frozen=True, slots=True)
class Differences:
    """Where two opinions part. Counted for teaching, not for blame."""

    diagnosis: Changed
    plan: frozenset[PlanPart]
    referral_advised: bool

    @property
    def plan_changed(self) -> bool:
        return bool(self.plan)


def differences(
    trainee: Opinion, own: Opinion, verdict: str, judged: Collection[str] = ()
) -> Differences:
    """Lay a supervisor's opinion beside the trainee's and mark what was changed.

    `judged` are the kinds of the steps of a guided assessment where the supervisor judged otherwise.
    A plan of the guide is a plan changed. Anything else is a diagnosis changed in part, unless the
    supervisor agrees with it all the same or cannot say: their own word goes before a mark.
    """
    parts = {PlanPart.STEP} if PLAN_STEP in judged else set()
    theirs, ours = _medicines(trainee), _medicines(own)
    if theirs.keys() != ours.keys():
        parts.add(PlanPart.DRUG)
    if any(theirs[name] != ours[name] for name in theirs.keys() & ours.keys()):
        parts.add(PlanPart.DOSE)
    if trainee.support != own.support:
        parts.add(PlanPart.PSYCHOSOCIAL)
    if (trainee.referral or NONE) != (own.referral or NONE):
        parts.add(PlanPart.REFERRAL)
    advised = (own.referral or NONE) != NONE
    diagnosis = _diagnosis(trainee, own, verdict)
    if verdict == Verdict.CHANGE and diagnosis == Changed.NO and set(judged) - {PLAN_STEP}:
        diagnosis = Changed.PARTLY
    return Differences(diagnosis, frozenset(parts), advised)


def _diagnosis(trainee: Opinion, own: Opinion, verdict: str) -> Changed:
    if verdict in {Verdict.AGREE, Verdict.CANNOT_SAY}:
        return Changed.NO
    theirs, ours = (trainee.diagnosis, trainee.also), (own.diagnosis, own.also)
    if theirs == ours:
        return Changed.NO
    shared = {c for c in theirs if c} & {c for c in ours if c}
    return Changed.PARTLY if shared else Changed.YES


def _medicines(opinion: Opinion) -> dict[str, str]:
    return {_key(m.name): _key(m.dose) for m in opinion.medicines if _key(m.name)}


def _key(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def medicines(text: str) -> tuple[Medicine, ...]:
    """Read medicines as they are typed: one a line, the dose after a comma or from the first figure."""
    found = []
    for line in text.splitlines():
        told = " ".join(line.split())
        at = re.search(r"[,،:;]|\s(?=[\d۰-۹])", told)
        name = told[: at.start()] if at else told
        dose = told[at.start() :].lstrip(",،:; ") if at else ""
        if name.strip():
            found.append(Medicine(name.strip(), dose.strip()))
    return tuple(found)


def written(found: Iterable[Medicine]) -> str:
    """Return medicines as they are typed."""
    return "\n".join(f"{m.name}, {m.dose}" if m.dose else m.name for m in found)


def due(turn: Turn, urgency: Urgency, limits: Mapping[str, int], *, since: datetime) -> datetime:
    """Return until when the owner of a turn has to act."""
    within = {
        Turn.ASSIGN: urgency.assign, Turn.ANSWER: urgency.answer, Turn.READ: urgency.read,
        Turn.DECIDE: urgency.decide, Turn.TELL_MORE: timedelta(hours=limits["tell_more_hours"]),
        Turn.SETTLE: timedelta(days=limits["settle_days"]),
        Turn.CLOSE: timedelta(days=limits["close_days"]),
    }  # fmt: skip
    return since + within[turn]


def least_loaded(open_by_account: Mapping[object, int], candidates: Sequence[object]) -> object:
    """Return the candidate with the fewest open requests, the nearest of equals. One at least."""
    return min(candidates, key=lambda c: (open_by_account.get(c, 0), candidates.index(c)))


def without_names(text: str, names: Iterable[str], blank: str = "[…]") -> tuple[str, int]:
    """Take the words of names and the numbers out of a text; return it, and how many were found."""
    words = {w.casefold() for n in names for w in re.findall(r"\w+", n) if len(w) >= SHORTEST_NAME}
    found = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal found
        told = match.group(0)
        digits = re.sub(r"\D", "", told)
        if told.casefold() in words or len(digits) >= len("0300123"):
            found += 1
            return blank
        return told

    return re.sub(r"\+?\d[\d\- ]{5,}\d|\w+", replaced, text), found


def age_band(age: int | None) -> str:
    """Return an age as a band, "" when nobody knows it."""
    if age is None:
        return ""
    for first, last in AGE_BANDS:
        if first <= age <= last:
            return f"{first}-{last}"
    return f"{OLDEST}+"


def is_quiet(last_sent: date | None, since: date, today: date, days: int) -> bool:
    """Say whether a worker has sent no case for so many days (from their training, if none ever)."""
    return (today - (last_sent or since)).days >= days


def sampled(ids: Sequence[str], *, seed: str, share: int, least: int) -> list[str]:
    """Draw a sample that anybody can draw again from the same list with the same seed."""
    ordered = sorted(ids)
    size = min(len(ordered), max(least, round(len(ordered) * share / HUNDRED)))
    return sorted(random.Random(seed).sample(ordered, size))  # noqa: S311 - drawn again, not secret


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole as a fraction; None of nothing, never 0."""
    return round(part / whole, 6) if whole else None


def cut_share(part: int, whole: int) -> float:
    """Return a part of a whole in percent, cut after two decimals, as the published figures are:
    158 of 413 are 38.25, not 38.26. A share is never told larger than it is."""
    return part * HUNDRED * HUNDRED // whole / HUNDRED


def days_between(asked: datetime, answered: datetime) -> float:
    return (answered - asked).total_seconds() / timedelta(days=1).total_seconds()


def middle(values: Sequence[float]) -> float | None:
    """Return the median, to a tenth; None of nothing."""
    return round(median(values), 1) if values else None


def shown_count(count: int, *, small: int) -> int | None:
    """Return a count as everybody may see it: None where so few could be known by it."""
    return None if 0 < count < small else count


def safe_pair(part: int, whole: int, *, small: int) -> bool:
    """Say whether a part may be shown beside its whole: neither it nor what is left is small."""
    return all(shown_count(n, small=small) is not None for n in (part, whole, whole - part))

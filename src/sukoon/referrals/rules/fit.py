"""How well a service fits a wish, fact by fact, so that each suggestion can be explained. Pure.

The weights are our proposal [D]. They order suggestions; they never decide: whatever is known to
be wrong for the person stands beside the suggestion in words. Only a service that takes nobody
new is left out, and the page says so.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sukoon.referrals.rules.hours import is_open
from sukoon.referrals.words import AgeGroup

EARTH_KM = 6371.0
FAR_KM, NEAR_KM = 200.0, 30.0
STALE = timedelta(days=180)
MOST_PLACES = 5  # activities further down a need's list count as the last of these
LEAST_ASKED = 3  # fewer referrals say nothing about how a service answers
HOME = frozenset({"home", "community", "mobile"})
REMOTE = frozenset({"remote", "digital"})
# Which target groups of the register speak for an age group, and which for everybody.
FOR_AGE = {
    AgeGroup.CHILD: frozenset({"children", "caregivers_infants"}),
    AgeGroup.ADOLESCENT: frozenset({"children", "adolescents"}),
    AgeGroup.ADULT: frozenset({"women", "perinatal", "caregivers"}),
    AgeGroup.OLDER: frozenset({"older"}),
}
AGES = frozenset().union(*FOR_AGE.values())
EVERYBODY = frozenset({"general_population", "vulnerable"})


class Sign(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at: a code, what it means for the wish, its figures, its weight."""

    code: str
    sign: Sign
    weight: float = 0.0
    value: float = 0.0
    of: float = 0.0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person needs and would like. Empty: it does not matter."""

    provider_gender: str = ""  # women, men
    languages: frozenset[str] = frozenset()
    free: bool = False
    age: str = ""
    accessible: bool = False
    at: datetime | None = None  # local time at which somebody would come or call
    answer_hours: int = 336


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the register, the returns and earlier referrals say of a service."""

    key: str
    km: float | None
    whole_province: bool
    modality: str
    provider_gender: str
    languages: frozenset[str]
    targets: frozenset[str]
    fee: str
    opening_hours: str
    eligibility: str
    reported_on: date
    places_free: int | None = None
    waiting_days: int | None = None
    told_on: date | None = None
    activity: str = ""  # what it does, in the reader's words
    place: int = 0  # where this stands among the activities that answer the need: 0 answers it best
    asked: int = 0
    answered: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate with what was found; `taken` says that it takes nobody new now."""

    candidate: Candidate
    score: float
    facts: tuple[Fact, ...]
    full: bool


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance between two points (latitude, longitude) along the ground's curve."""
    (la, lo), (lb, lp) = ((math.radians(v) for v in p) for p in (a, b))
    h = (
        math.sin((lb - la) / 2) ** 2
        + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    )  # fmt: skip
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def fit(c: Candidate, wish: Wish, *, today: date) -> Fit:
    """Say how a service fits a wish: facts with their weights, and their sum."""
    facts = tuple(_facts(c, wish, today))
    return Fit(c, round(sum(f.weight for f in facts), 3), facts, full=c.places_free == 0)


def _facts(c: Candidate, wish: Wish, today: date) -> Iterator[Fact]:
    yield Fact("gives", Sign.FITS, -4.0 * min(c.place, MOST_PLACES), said=c.activity)
    yield _distance(c)
    if wish.provider_gender:
        yield _gender(c, wish.provider_gender)
    if wish.languages:
        yield _language(c, wish.languages)
    if wish.free or c.fee:
        yield _fee(c, weighs=wish.free)
    if wish.age:
        yield _age(c, wish.age)
    if wish.accessible:
        yield _accessible(c)
    if wish.at is not None:
        yield _open(c, wish)
    yield from _capacity(c, wish)
    yield from _evidence(c)
    if c.eligibility:
        yield Fact("eligibility", Sign.UNKNOWN, said=c.eligibility)
    if today - c.reported_on > STALE:
        yield Fact("stale", Sign.NOT, -8, value=(today - c.reported_on).days)


def _distance(c: Candidate) -> Fact:
    if c.modality in REMOTE:
        return Fact("remote", Sign.FITS, -6)
    if c.km is None:
        return Fact("whole_area" if c.whole_province else "far_unknown", Sign.UNKNOWN, -15)
    if c.modality in HOME and c.km == 0:
        return Fact("comes_to", Sign.FITS, 4)
    if c.km == 0:
        return Fact("same_area", Sign.FITS)
    weight = -min(c.km, FAR_KM) * 0.25
    return Fact("km", Sign.FITS if c.km < NEAR_KM else Sign.NOT, weight, value=round(c.km))


def _gender(c: Candidate, wanted: str) -> Fact:
    if not c.provider_gender:
        return Fact("gender", Sign.UNKNOWN, said=wanted)
    fits = c.provider_gender in {wanted, "both"}
    return Fact("gender", Sign.FITS if fits else Sign.NOT, 20 if fits else -40, said=wanted)


def _language(c: Candidate, wanted: frozenset[str]) -> Fact:
    if not c.languages:
        return Fact("language", Sign.UNKNOWN, said=" ".join(sorted(wanted)))
    both = c.languages & wanted
    said = " ".join(sorted(both or c.languages))
    return Fact("language", Sign.FITS if both else Sign.NOT, 15 if both else -25, said=said)


def _fee(c: Candidate, *, weighs: bool) -> Fact:
    """What it costs is always told; it counts where it must cost nothing."""
    if not c.fee:
        return Fact("fee", Sign.UNKNOWN)
    weight = {"free": 10.0, "some": 0.0}.get(c.fee, -15.0) if weighs else 0.0
    if not weighs and c.fee != "free":
        return Fact("fee", Sign.UNKNOWN, said=c.fee)
    return Fact("fee", Sign.FITS if c.fee == "free" else Sign.NOT, weight, said=c.fee)


def _age(c: Candidate, age: str) -> Fact:
    if c.targets & FOR_AGE[AgeGroup(age)]:
        return Fact("age", Sign.FITS, 10, said=age)
    if not c.targets or c.targets & EVERYBODY or not c.targets & AGES:
        return Fact("age", Sign.UNKNOWN, said=age)
    return Fact("age", Sign.NOT, -20, said=age)


def _accessible(c: Candidate) -> Fact:
    """The register tells no steps and doors; it tells who is served, and who need not travel."""
    fits = "disability" in c.targets or c.modality in REMOTE | {"home"}
    return Fact("accessible", Sign.FITS if fits else Sign.UNKNOWN, 10 if fits else 0)


def _open(c: Candidate, wish: Wish) -> Fact:
    found = is_open(c.opening_hours, wish.at) if wish.at else None
    if found is None:
        return Fact("open", Sign.UNKNOWN, said=c.opening_hours)
    haste = 3.0 if wish.answer_hours <= 24 else 1.0  # noqa: PLR2004 - the emergency's clock
    weight = (8.0 if found else -6.0) * haste
    return Fact("open", Sign.FITS if found else Sign.NOT, weight, said=c.opening_hours)


def _capacity(c: Candidate, wish: Wish) -> Iterator[Fact]:
    if c.places_free is None and c.waiting_days is None:
        yield Fact("capacity", Sign.UNKNOWN)
    if c.places_free is not None:
        fits = c.places_free > 0
        yield Fact(
            "places", Sign.FITS if fits else Sign.NOT, 10 if fits else -60, value=c.places_free
        )
    if c.waiting_days is not None:
        in_time = c.waiting_days * 24 <= wish.answer_hours
        weight = 8 if in_time else -12
        yield Fact("waiting", Sign.FITS if in_time else Sign.NOT, weight, value=c.waiting_days)


def _evidence(c: Candidate) -> Iterator[Fact]:
    """How it answered and closed so far, drawn towards the middle while few were asked."""
    if c.asked < LEAST_ASKED:
        yield Fact("evidence", Sign.UNKNOWN, value=c.answered, of=c.asked)
        return
    rate = (c.answered + c.closed + 1) / (2 * c.asked + 2)
    sign = Sign.FITS if rate >= 0.5 else Sign.NOT  # noqa: PLR2004
    yield Fact("evidence", sign, (rate - 0.5) * 40, value=c.answered, of=c.asked)
    closes = Sign.FITS if 2 * c.closed >= c.asked else Sign.NOT
    yield Fact("closes", closes, value=c.closed, of=c.asked)  # weighed above

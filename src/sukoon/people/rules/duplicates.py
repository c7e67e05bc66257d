"""How likely two records are one person: evidence weighed and added, 0 to 100. Pure; it only suggests."""

from dataclasses import dataclass

from sukoon.people.words import Likeness, Sex

SURE, LIKELY, POSSIBLE = 80, 55, 30
ALIKE = 0.8  # one name, spelled in two ways
AGE_MARGIN = 2  # years by which told ages of one person differ


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two records share. `name` is how alike the most alike names are, 0 to 1."""

    name: float = 0.0
    same_document: bool = False
    same_phone: bool = False
    same_area: bool = False
    # Years between what is known of both ages; None where one is not known.
    years_apart: int | None = None
    other_sex: bool = False


def score(evidence: Evidence) -> int:
    """Return 0 to 100. One paper's number nearly settles it; a phone may be a family's."""
    points = 0.0
    if evidence.same_document:
        points += 75
    if evidence.same_phone:
        points += 30
    if evidence.name > 0:
        points += 55 * max(0.0, (evidence.name - 0.5) * 2)
    if points and evidence.same_area:
        points += 8
    if points and evidence.years_apart is not None:
        points += _of_age(evidence.years_apart)
    if evidence.other_sex:
        points -= 25
    return round(min(100.0, max(_least(evidence), points)))


def _least(evidence: Evidence) -> float:
    """What is said wrongly of age or sex never hides one paper, or one name at one telephone."""
    if evidence.same_document:
        return LIKELY
    return POSSIBLE if evidence.same_phone and evidence.name >= ALIKE else 0


def _of_age(years_apart: int) -> float:
    if years_apart <= AGE_MARGIN:
        return 12
    return -min(40.0, 4.0 * (years_apart - AGE_MARGIN))


def likeness(points: int) -> Likeness | None:
    """Return what a score means in words; None where it means nothing."""
    if points >= SURE:
        return Likeness.SURE
    if points >= LIKELY:
        return Likeness.LIKELY
    return Likeness.POSSIBLE if points >= POSSIBLE else None


def differ_in_sex(one: str, other: str) -> bool:
    """Say whether both are told and contradict each other."""
    return one != other and Sex.NOT_TOLD not in {one, other}


def years_apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int | None:
    """Return the years between two ages that are known to lie between two years each."""
    if one is None or other is None:
        return None
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))

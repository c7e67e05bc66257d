"""Who may consent, and which consent stands. Pure: moments are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sukoon.people.words import Answer, EndReason, GivenBy

OF_AGE = 18


def may_answer(given_by: str, ages: tuple[int, int] | None) -> bool:
    """Say whether this is who may consent for somebody whose age lies between these.

    Whose age is not known, or lies on both sides of the line, may be either.
    """
    if ages is None:
        return True
    if given_by == GivenBy.SELF:
        return ages[1] >= OF_AGE
    if given_by == GivenBy.GUARDIAN:
        return True
    return ages[0] < OF_AGE


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody once said about a purpose: yes or no, to whom, from when, and how it ended."""

    recipient: str
    answer: str
    given_at: datetime
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""

    @property
    def last_at(self) -> datetime:
        """When this was last spoken of."""
        return self.ended_at or self.given_at

    @property
    def is_no(self) -> bool:
        return self.answer == Answer.NO or self.ended_at is not None


def standing(words: Iterable[Word], *, recipient: str, now: datetime) -> Word | None:
    """Return the consent that stands for a recipient at `now`, if one does.

    The last word counts. What was said of this recipient goes before what was said of everybody:
    a refusal or a withdrawal for one is not undone by a consent that names nobody. A word that has
    run out says nothing any more.
    """
    told = [w for w in words if w.given_at <= now and w.end_reason != EndReason.REPLACED]
    for wanted in dict.fromkeys((recipient, "")):
        about = [w for w in told if w.recipient == wanted]
        if not about:
            continue
        last = max(about, key=lambda w: (w.last_at, w.is_no))  # of one moment, the no counts
        if last.ended_at is not None and last.ended_at <= now:
            return None
        if last.expires_at is not None and last.expires_at <= now:
            continue
        return last if last.answer == Answer.YES else None
    return None

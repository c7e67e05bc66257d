"""Referrals as pages show them: rows without need or reason, stages, what the receiver sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.cases.aliases import alias_shown
from sukoon.core.access import Actor, can
from sukoon.core.permissions import Permission
from sukoon.referrals.definitions import book
from sukoon.referrals.models import Referral, ReferralStep
from sukoon.referrals.moving import REASONS
from sukoon.referrals.words import FINAL, Result, Side, State
from sukoon.workforce.queries import team_names

STAGES = (
    State.DRAFT, State.SENT, State.RECEIVED, State.ACCEPTED, State.BOOKED, State.SEEN,
    State.REPORTED_BACK, State.CLOSED,
)  # fmt: skip
LATE = timedelta(minutes=15)
DAY_HOURS, DAY_SECONDS, HOUR_SECONDS = 48, 86400, 3600


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i", use_l10n=False)


def urgency_of(referral: Referral) -> str:
    found = book().urgencies.get(referral.urgency)
    return found.label if found else referral.urgency


def left(moment: datetime, *, now: datetime) -> str:
    """Return how long something has still, or how late it is, in words."""
    seconds = abs(int((moment - now).total_seconds()))
    hours = max(1, seconds // HOUR_SECONDS)
    if hours < DAY_HOURS:
        amount = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    else:
        days = seconds // DAY_SECONDS
        amount = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return (_("%(time)s late") if moment < now else _("%(time)s left")) % {"time": amount}


def rows(
    by: Actor, referrals: Iterable[Referral], *, now: datetime
) -> list[dict[str, object]]:  # fmt: skip
    """Return the rows of a list: codes, and where each stands. No need, no reason, no name."""
    found = list(referrals)
    teams = team_names({r.from_org_id for r in found if r.from_org_id})
    return [_row(by, r, teams, now=now) for r in found]


def _row(
    by: Actor, referral: Referral, teams: Mapping[UUID, str], *, now: datetime
) -> dict[str, object]:  # fmt: skip
    own = can(by, Permission.REFERRAL_VIEW, referral.scope)
    late = referral.due_at is not None and referral.due_at < now
    alias = alias_shown(referral.case.alias, get_language() or "en") if own else ""
    ended = referral.state in FINAL
    return {
        "who": alias or referral.code, "code": referral.code if alias else "",
        "url": reverse("referrals:referral", args=[referral.pk]),
        "what": referral.get_state_display(),
        "why": _("to %(name)s") % {"name": referral.to_name} if own else _from(referral, teams),
        "when": left(referral.due_at, now=now) if referral.due_at else "",
        "by": Result(referral.result).label if ended else urgency_of(referral),
        "kind": "late" if late else "",
    }  # fmt: skip


def sender_name(referral: Referral) -> str:
    """Return from which team it comes."""
    org = referral.from_org_id
    return _from(referral, team_names([org]) if org else {})


def _from(referral: Referral, teams: Mapping[UUID, str]) -> str:
    name = teams.get(referral.from_org_id, "") if referral.from_org_id else ""
    return _("from %(name)s") % {"name": name} if name else ""


def ahead(urgency: str) -> list[dict[str, str]]:
    """Return the stages that a referral of this urgency would go through, with its clock."""
    found = book().urgencies.get(urgency)
    if found is None:
        return []
    notes = {
        State.DRAFT: _("now"), State.SENT: _("after they agree"),
        State.RECEIVED: _within(min(found.clock.receive, found.clock.answer)),
        State.ACCEPTED: _within(found.clock.answer), State.BOOKED: _("the time is told to them safely"),
        State.SEEN: _("or did not come"), State.REPORTED_BACK: _("closes the loop"),
    }  # fmt: skip
    return [
        {"label": str(s.label), "note": note, "state": "now" if s == State.DRAFT else ""}
        for s, note in notes.items()
    ]


def _within(hours: int) -> str:
    if hours <= DAY_HOURS * 2:
        return ngettext("within %(n)s hour", "within %(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("within %(n)s day", "within %(n)s days", days) % {"n": days}


def stages(referral: Referral, steps: Sequence[ReferralStep]) -> list[dict[str, str]]:
    """Return the stages of a referral: those behind it, where it is, those still to come."""
    when = {s.became: s.happened_at for s in steps}
    state = State(referral.state)
    shown = list(STAGES)
    if state not in shown:
        reached = [s for s in shown if s in when]
        rest = [] if state in FINAL else [State.REPORTED_BACK, State.CLOSED]
        shown = [*reached, state, *(s for s in rest if s not in reached)]
    place = shown.index(state)
    return [
        {
            "label": str(s.label),
            "note": _note(referral, s, when, is_now=s == state),
            "state": "now" if n == place and state != State.CLOSED
            else "done" if n <= place else "",
        }
        for n, s in enumerate(shown)
    ]  # fmt: skip


def _note(
    referral: Referral, state: State, when: Mapping[str, datetime], *, is_now: bool
) -> str:  # fmt: skip
    if is_now and referral.due_at:
        return _("next step by %(day)s") % {"day": day(referral.due_at)}
    if state == State.BOOKED and referral.appointment_at and state in when:
        return day(referral.appointment_at)
    return day(when[state]) if state in when else ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as the page tells it."""

    what: str
    who: str
    happened_at: datetime
    recorded_at: datetime | None  # only where it was much later
    way: str
    reason: str
    note: str


def _late(step: ReferralStep) -> datetime | None:
    apart = step.recorded_at - step.happened_at
    return step.recorded_at if apart > LATE else None


def steps_shown(
    steps: Sequence[ReferralStep], names: Mapping[Any, str], *, words: bool
) -> list[StepShown]:
    """Return the steps in words, the latest first; what was written only to the parties."""
    pack = book()
    return [
        StepShown(
            str(State(s.became).label), names.get(s.by_id, "") or str(Side(s.side).label),
            s.happened_at, _late(s), str(s.get_way_display()),
            pack.word(REASONS[s.became], s.reason) if s.reason and s.became in REASONS else "",
            str(s.note) if words else "",
        )
        for s in reversed(steps)
    ]  # fmt: skip


def told_of(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a sealed document says beside its fields: need, ask, how to come and to reach."""
    pack = book()
    need, urgency = pack.needs.get(document["need"]), pack.urgencies.get(document["urgency"])
    said = [
        (_("What is needed"), need.label if need else document["need"]),
        (_("How soon"), urgency.label if urgency else document["urgency"]),
        (_("What is asked"), document["ask"]),
        (_("Safe way to reach"), pack.word("contact", document["contact"])),
        (_("When it is safe"), document["contact_note"]),
        (_("Leave word with others"), _("Yes") if document["may_leave_word"] else _("No")),
        (_("Coming here"), pack.word("transport", document["transport"])),
        (_("Escort"), pack.word("escort", document["escort"])),
        (_("Plan"), document["plan"]),
        (_("Review on"), document["review_on"] or ""),
        (_("Named worker"), document["named_worker"]),
    ]
    return [(label, value) for label, value in said if value]

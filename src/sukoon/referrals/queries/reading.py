"""Which referrals an actor sees, from which side, and what of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sukoon.accounts.secrets import hash_of
from sukoon.cases.models import Case, CaseLink
from sukoon.core.access import Actor, can, within_reach
from sukoon.core.permissions import Permission
from sukoon.referrals import rules
from sukoon.referrals.definitions import book
from sukoon.referrals.models import OutsideLink, Referral, ReferralAlarm, ReferralStep
from sukoon.referrals.words import Audience, Side, State


def _sent_side(by: Actor, permission: Permission) -> Q:
    linked = CaseLink.objects.filter(account_id=by.id, ended_at=None).values("case")
    related = Referral.objects.filter(case__in=linked).values("pk")
    return within_reach(
        by, permission, owner="from_account_id", org="from_org_id", area=None, related=related
    )


def _received_side(by: Actor, permission: Permission) -> Q:
    reached = within_reach(by, permission, owner="to_account_id", org="to_org_id", area=None)
    return reached & Q(sent_at__isnull=False)


def visible(by: Actor) -> QuerySet[Referral]:
    """Referrals one sent or received, or one's team did; of the other side's drafts nothing."""
    view = Permission.REFERRAL_VIEW
    seen = Referral.objects.filter(_sent_side(by, view) | _received_side(by, view))
    links = Prefetch("case__links", CaseLink.objects.filter(ended_at=None))
    return seen.select_related(
        "case__person", "service__activity", "service__organisation"
    ).prefetch_related(links)


def sent(by: Actor) -> QuerySet[Referral]:
    """Referrals of one's own side, the most urgent deadline first; ended ones last."""
    return _ordered(visible(by).filter(_sent_side(by, Permission.REFERRAL_VIEW)))


def received(by: Actor) -> QuerySet[Referral]:
    """Referrals that came to one's side."""
    return _ordered(visible(by).filter(_received_side(by, Permission.REFERRAL_VIEW)))


def inbox(by: Actor) -> QuerySet[Referral]:
    """Referrals that wait for a step of one's own side as receiver."""
    mine = _received_side(by, Permission.REFERRAL_ANSWER)
    return _ordered(visible(by).filter(mine, state__in=rules.WITH_RECEIVER))


def _ordered(found: QuerySet[Referral]) -> QuerySet[Referral]:
    # What has ended has no deadline; left to themselves the two databases sort that to two ends.
    return found.order_by(F("due_at").asc(nulls_last=True), "-ended_at", "-id")


def late(by: Actor, *, now: datetime) -> QuerySet[Referral]:
    """Referrals of either side past their clock."""
    return visible(by).filter(due_at__lt=now).order_by("due_at", "id")


def for_case(by: Actor, case: Case) -> QuerySet[Referral]:
    """Referrals of one case, the latest first."""
    return visible(by).filter(case=case).order_by("-created_at", "-id")


def case_named(code: str) -> Case | None:
    """Return the case of the referral with this code, whoever asks. Only for breaking glass."""
    told = "".join(c for c in code.upper() if c.isalnum())[:9]
    found = Referral.objects.filter(code=f"{told[:5]}-{told[5:]}").select_related("case").first()
    return found.case if found else None


def case_of(case_id: UUID) -> Case | None:
    """Return a case for the platform's own work. No page asks this."""
    return Case.objects.filter(pk=case_id).first()


@dataclass(frozen=True, slots=True)
class Watched:
    """An alarm as a coordinator sees it: a code, where it stands, how late. Nothing else."""

    code: str
    state: str
    urgency: str
    due_at: datetime
    raised_at: datetime
    times: int


def alarms_watched(by: Actor, *, most: int = 100) -> list[Watched]:
    """Return the open alarms of an area for whoever watches it, the oldest first: codes only."""
    seen = within_reach(
        by, Permission.REFERRAL_WATCH, owner=None, org=None, area="referral__area_path"
    )
    rows = (
        ReferralAlarm.objects.filter(seen, audience=Audience.COORDINATOR, settled_at=None)
        .order_by("due_at", "id")
        .values_list(
            "referral_id", "referral__code", "state", "referral__urgency", "due_at", "raised_at"
        )[: most * 10]
    )
    found: dict[UUID, Watched] = {}
    urgencies = book().urgencies
    for pk, code, state, urgency, due_at, raised_at in rows:
        before = found.get(pk)
        label = urgencies[urgency].label if urgency in urgencies else urgency
        found[pk] = Watched(
            code, str(State(state).label), label, before.due_at if before else due_at, raised_at,
            before.times + 1 if before else 1,
        )  # fmt: skip
    return list(found.values())[:most]


def is_party(by: Actor, referral: Referral) -> bool:
    """Say whether somebody is of those between whom a referral goes: not only of their team."""
    named = {referral.sender_id, referral.from_account_id, referral.to_account_id}
    there = can(by, Permission.REFERRAL_ANSWER, referral.to_scope) and referral.sent_at is not None
    return by.id in named | referral.case.related or there


def shown_need(by: Actor, referral: Referral) -> str:
    """Return what is needed, in words; of a protection need only that to others than the parties."""
    if referral.is_protection and not is_party(by, referral):
        return _("Protection")
    found = book().needs.get(referral.need)
    return found.label if found else referral.need


def seen_by_receiver(by: Actor, referral: Referral) -> bool:
    """Say whether this actor looks from the receiver's side, and there is still what to see."""
    there = can(by, Permission.REFERRAL_VIEW, referral.to_scope)
    return there and referral.sent_at is not None and referral.stopped_at is None


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that this actor can make now."""

    state: State
    side: Side


def may(by: Actor, referral: Referral) -> Sequence[Possible]:
    """Return the steps that this actor can make now, in the order of the states."""
    sends = can(by, Permission.REFERRAL_SEND, referral.scope)
    answers = can(by, Permission.REFERRAL_ANSWER, referral.to_scope) and referral.sent_at
    told = sends and not referral.answers_here
    found = []
    for state in State:
        if state not in rules.REFERRAL_FLOW.steps[State(referral.state)]:
            continue
        side = rules.makes(State(referral.state), state)
        if sends if side == Side.SENDER else (answers or told):
            found.append(Possible(state, side))
    return found


def steps(referral: Referral) -> QuerySet[ReferralStep]:
    """Return the steps of a referral that was found already, the first first."""
    return ReferralStep.objects.filter(referral=referral)


def link_of(secret: str, *, now: datetime) -> OutsideLink | None:
    """Return the link of a secret while it works. It says nothing of the referral by itself."""
    told = OutsideLink.objects.filter(secret_hash=hash_of(secret))
    return told.filter(ended_at=None, expires_at__gt=now).select_related("referral").first()


def open_link_of(referral: Referral, *, now: datetime) -> OutsideLink | None:
    """Return the link of a referral that somebody can still use."""
    return OutsideLink.objects.filter(referral=referral, ended_at=None, expires_at__gt=now).first()

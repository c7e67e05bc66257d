"""Somebody without an account answers: by a link, with a code that was sent apart."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from sukoon.accounts.secrets import fresh, hash_of
from sukoon.audit.events import emit
from sukoon.core import clock, keys
from sukoon.core.access import Actor, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.core.problems import StepNotPossible
from sukoon.referrals import passes, sharing
from sukoon.referrals.actions.answering import Told, _made
from sukoon.referrals.models import OutsideLink, Referral
from sukoon.referrals.moving import Step, locked, move
from sukoon.referrals.problems import LinkOver
from sukoon.referrals.words import FINAL, Side, State, Way

DAYS = 14
MOST_TRIES = 5
CODE_DIGITS = 8
ANSWERS = (
    State.ACCEPTED, State.DECLINED, State.BOOKED, State.SEEN, State.NO_SHOW, State.REPORTED_BACK
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A link as it is shown once: the secret of its address, and the code to send apart."""

    link: OutsideLink
    secret: str
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of a code. Right: a pass to answer with, and what is shared, the first time.

    Wrong: how many tries are left.
    """

    link: OutsideLink
    right: bool
    left: int = 0
    answer_pass: str = ""
    code: str = ""
    state: State = State.RECEIVED
    shared: sharing.Told | None = None


@transaction.atomic
def make_link(*, by: Actor, referral: Referral) -> Made:
    """Make the one link of a referral that was sent; an earlier one ends."""
    require(by, Permission.REFERRAL_SEND, referral.scope)
    referral, now = locked(referral), clock.now()
    if referral.state == State.DRAFT or referral.state in FINAL or referral.answers_here:
        raise StepNotPossible(now=referral.state, wanted=State.RECEIVED)
    OutsideLink.objects.filter(referral=referral, ended_at=None).update(ended_at=now)
    secret, code = fresh(), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    link = OutsideLink.objects.create(
        referral=referral, secret_hash=hash_of(secret), code_mac=_mac(secret, code),
        expires_at=now + timedelta(days=DAYS), made_by_id=by.id,
    )  # fmt: skip
    emit("referral.link_made", subject=referral.pk, by=by)
    return Made(link, secret, code)


@transaction.atomic
def end_link(*, by: Actor, referral: Referral) -> None:
    """End the link of a referral before its time."""
    require(by, Permission.REFERRAL_SEND, referral.scope)
    OutsideLink.objects.filter(referral=referral, ended_at=None).update(ended_at=clock.now())
    emit("referral.link_ended", subject=referral.pk, by=by)


@transaction.atomic
def open_link(*, by: Actor, secret: str, code: str) -> Opened:
    """Try a code on a link. What is shared is given with the first right one, and never again.

    A wrong code is no Problem: raising one would forget the try. Raises LinkOver.
    """
    require_holds(by, Permission.MAP_VIEW)
    now = clock.now()
    link = _standing(secret, now)
    if not hmac.compare_digest(link.code_mac, _mac(secret, code, link.code_mac)):
        OutsideLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
        left = MOST_TRIES - link.tries - 1
        if left < 1:
            OutsideLink.objects.filter(pk=link.pk).update(ended_at=now)
        emit("referral.link_refused", subject=link.referral_id, by=by, left=left)
        return Opened(link, right=False, left=left)
    first = OutsideLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    referral = locked(link.referral)
    if referral.opened_at is None:
        referral.opened_at = now
        referral.save()
    if referral.state == State.SENT:
        move(referral, State.RECEIVED, Step(by, Side.RECEIVER, Way.LINK, now, now))
    emit("referral.link_opened", subject=referral.pk, by=by, first=first)
    shared = sharing.document(referral) if first and referral.stopped_at is None else None
    return Opened(
        link, right=True, answer_pass=passes.made(link), code=referral.code,
        state=State(referral.state), shared=shared,
    )  # fmt: skip


@transaction.atomic
def answer_link(
    *, by: Actor, secret: str, answer_pass: str, wanted: State, happened_at: datetime,
    told: Told | None = None,
) -> Referral:  # fmt: skip
    """Make a receiver's step by the link. Raises LinkOver, StepNotPossible and what steps raise."""
    require_holds(by, Permission.MAP_VIEW)
    now = clock.now()
    link = _standing(secret, now)
    if not passes.fits(link, answer_pass):
        raise LinkOver
    referral = locked(link.referral)
    if wanted not in ANSWERS:
        raise StepNotPossible(now=referral.state, wanted=wanted)
    _made(referral, wanted, told or Told(), Step(by, Side.RECEIVER, Way.LINK, happened_at, now))
    emit(f"referral.{wanted}", subject=referral.pk, by=by, way=Way.LINK)
    return referral


def _standing(secret: str, now: datetime) -> OutsideLink:
    """Return the link of a secret under a lock, while it works. Raises LinkOver."""
    found = (
        OutsideLink.objects.select_for_update(of=("self",))
        .filter(secret_hash=hash_of(secret), ended_at=None, expires_at__gt=now)
        .select_related("referral")
        .first()
    )
    if found is None or found.tries >= MOST_TRIES:
        raise LinkOver
    return found


def _mac(secret: str, code: str, like: str = "") -> str:
    """Return what proves a code: a keyed hash, so that the database alone tells no code."""
    version = like.partition(":")[0]
    ring = keys.ring()
    used = int(version) if version.isdecimal() else ring.current
    told = f"{secret}/{''.join(c for c in code if c.isdecimal())}".encode()
    try:
        return f"{used}:{ring.mac(keys.INDEX, told, used).hex()}"
    except keys.KeysMissing:
        raise LinkOver from None

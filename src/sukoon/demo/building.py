"""The demonstration's database: reference data, the 2025 mapping, one account per role.

Everything is made by actions. Accounts and returns are synthetic and marked so; organisations,
places and services are those of the real mapping.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.audit import sealing
from sukoon.core import clock
from sukoon.core.content import content_path
from sukoon.core.problems import Problem
from sukoon.core.schema import bring_up_to_date
from sukoon.demo import care, cohort, coordinating, referrals, risks, surging
from sukoon.exchange import importing
from sukoon.exchange.loading import anything_new, load_everything
from sukoon.places import queries as places
from sukoon.services import actions as services
from sukoon.services import queries
from sukoon.services.words import CountBasis
from sukoon.staffcare.actions import ask_for_call
from sukoon.staffcare.queries import own as own_calls
from sukoon.workforce import queries as workforce

Progress = Callable[[str], None]

MAPPING = ("mapping", "pakistan-2025", "mapping.csv")
PARTNER = "International Medical Corps"
# Role, name and, where the role reaches an area, which one.
CAST = (
    ("coordinator", "Coordinator (demonstration)", "PK"),
    ("partner_focal_point", "Partner focal point (demonstration)", ""),
    ("me_officer", "M&E officer (demonstration)", "PK"),
    ("administrator", "Administrator (demonstration)", ""),
    ("data_protection_officer", "Data-protection officer (demonstration)", ""),
    ("viewer", "Viewer (demonstration)", "PK"),
    ("staff_care", "Staff-care contact (demonstration)", "PK5"),
)


class OnlyInDemo(Exception):
    """The demonstration is built only in demonstration mode."""


def build(*, today: date, progress: Progress) -> bool:
    """Build what is missing; say whether anything was. Quick when all is there."""
    if not settings.DEMO:
        raise OnlyInDemo
    bring_up_to_date()
    there = account_queries.demo_account("viewer") and account_queries.demo_account("care_lead")
    if there and not anything_new():
        return False
    progress("step 1 of 5: preparing the database")
    sealing.put_anchors_aside()
    progress("step 2 of 5: loading areas, codes and organisations")
    load_everything(by=console_actor(), progress=progress)
    progress("step 3 of 5: importing the 2025 mapping")
    _import_mapping(today)
    progress("step 4 of 5: making one synthetic account per role, and synthetic returns")
    _make_cast()
    _send_returns(today)
    progress("step 5 of 5: making synthetic cohorts, a care team and its invented cases")
    cohort.build()
    care.build()
    _ask_for_a_call()
    referrals.build()
    risks.build()
    coordinating.build(today=today)
    surging.build(today=today)
    sealing.seal(now=clock.now())
    return True


def _import_mapping(today: date) -> None:
    by = console_actor()
    path = content_path().joinpath(*MAPPING)
    job = importing.begin(by=by, path=path, file_name=path.name)
    importing.accept(by=by, job=job, today=today)


def _make_cast() -> None:
    by = console_actor()
    partner = workforce.search_organisations(by, PARTNER).first()
    for role, name, pcode in CAST:
        if account_queries.demo_account(role):
            continue
        user = accounts.create_account(
            by=by, email=f"{role}@demo.invalid", full_name=name, password=None, synthetic=True
        )
        accounts.give_role(
            by=by,
            user=user,
            role=role,
            org_id=partner.pk if partner and role == "partner_focal_point" else None,
            area=places.area(pcode) if pcode else None,
        )


def _ask_for_a_call() -> None:
    """Have the synthetic community worker ask to be called, so that the contact finds somebody."""
    user = account_queries.demo_account("community_worker")
    if user is None:
        return
    by = actor_for(user, now=clock.now())
    if not own_calls(by).exists():
        ask_for_call(by=by, number="0300 0000000", happened_at=clock.now())


def _send_returns(today: date) -> None:
    """Send in a few synthetic returns of the partner, so that a reviewer has something to do."""
    by = console_actor()
    partner = workforce.search_organisations(by, PARTNER).first()
    if partner is None:
        return
    end = today.replace(day=1) - timedelta(days=1)
    figures = ((CountBasis.PEOPLE, 120), (CountBasis.CONTACTS, 340), (CountBasis.UNSURE, 64))
    lines = queries.organisation_lines(by, partner.pk).filter(organisation=partner)
    for line, (basis, total) in zip(lines[:3], figures, strict=False):
        try:
            services.submit(
                by=by, service=line, period_start=end.replace(day=1), period_end=end, basis=basis,
                total=total, note="synthetic", today=line.reported_on,
            )  # fmt: skip
        except Problem:  # already accepted and locked by somebody who tried the demonstration
            continue

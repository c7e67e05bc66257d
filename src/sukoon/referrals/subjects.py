"""What referrals hold about persons: for their copy, and for erasure."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Plain, Records
from sukoon.referrals.definitions import book
from sukoon.referrals.models import Referral


def _referral(referral: Referral) -> Mapping[Any, Plain]:
    need = book().needs.get(referral.need)
    return {
        _("Code"): referral.code, _("To whom"): referral.to_name,
        _("What is needed"): need.label if need else referral.need,
        _("State"): str(referral.get_state_display()), _("Sent at"): referral.sent_at,
        _("Ended at"): referral.ended_at, _("What was asked"): str(referral.ask),
        _("Safe way to reach"): str(referral.contact_note), _("Plan"): str(referral.plan),
        _("Named worker"): str(referral.named_worker), _("Review on"): referral.review_on,
        _("What they were shown"): json.dumps(
            json.loads(str(referral.shared)).get("fields", {}), ensure_ascii=False
        ) if referral.shared else "",
        _("Opened at"): referral.opened_at,
    }  # fmt: skip


RECORDS = (
    Records(
        model="referrals.Referral", person="case__person_id", title=_("Referrals"),
        erased=How.BLANK, tell=_referral,
        blanks={"is_protection": False, "need": "other"}, touched="moved_at",
    ),
    Records(
        model="referrals.ReferralStep", person="referral__case__person_id",
        title=_("Steps of referrals"), erased=How.BLANK,
        tells={
            "became": _("Became"), "happened_at": _("Happened at"), "reason": _("Why"),
            "note": _("Note"),
        },
        blanks={"reason": "other"},
    ),
    Records(
        model="referrals.ReferralAlarm", person="referral__case__person_id",
        title=_("Alarms of referrals"), erased=How.KEEP,
        why=_("Says when a referral stood still: codes and times only."),
        tells={"raised_at": _("Raised at"), "state": _("State")},
    ),
    Records(
        model="referrals.OutsideLink", person="referral__case__person_id",
        title=_("Links to referrals"), erased=How.DELETE, tells={"opened_at": _("Opened at")},
    ),
)  # fmt: skip

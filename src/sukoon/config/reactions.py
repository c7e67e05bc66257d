"""After which event which work is done. The only place where areas react to each other."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from sukoon.accounts import security_watch as security
from sukoon.cases import following
from sukoon.cases import watch as cases
from sukoon.coordination import mailing
from sukoon.core.outbox import Handler, Long, register
from sukoon.exchange import background
from sukoon.referrals import following as referrals
from sukoon.risk import watch as risk
from sukoon.staffcare import watch as staffcare
from sukoon.supervision import following as asking
from sukoon.supervision import watch as supervision

HANDLERS: Mapping[str, Handler | Long] = MappingProxyType(
    {
        "accounts.mail_alerts": Long(security.mail_alerts, lease=timedelta(minutes=5)),
        "cases.follow_consent": cases.follow_consent,
        "cases.follow_erasure": following.follow_erasure,
        "cases.follow_person": following.follow_person,
        "cases.follow_risk": following.follow_risk,
        "cases.note_risk": following.note_risk,
        "coordination.mail_action_points": mailing.send_after_meeting,
        "cases.tell_risk": following.tell_risk,
        "exchange.check_file": Long(background.check_file),
        "exchange.write_file": Long(background.write_file),
        "referrals.case_assigned": referrals.case_assigned,
        "referrals.consent_withdrawn": referrals.consent_withdrawn,
        "referrals.glass_broken": referrals.glass_broken,
        "referrals.person_erased": referrals.person_erased,
        "risk.deliver": Long(risk.deliver_of, lease=timedelta(minutes=5)),
        "supervision.follow_assignment": supervision.follow_assignment,
        "risk.follow_person": risk.follow_person,
        "supervision.follow_case": supervision.follow_case,
        "supervision.walk_finished": asking.walk_finished,
        "supervision.hand_over": supervision.hand_over,
        "staffcare.tell": Long(staffcare.tell, lease=timedelta(minutes=5)),
        "supervision.send_nudge": Long(supervision.send_nudge, lease=timedelta(minutes=5)),
    }
)
REACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # Notices go at once; the watch sends what is left, every minute.
        "risk.raised": ("cases.follow_risk", "cases.note_risk", "risk.deliver"),
        "risk.acknowledged": ("cases.note_risk",),
        "risk.contact_recorded": ("cases.note_risk",),
        "risk.plan_kept": ("cases.note_risk",),
        "risk.handed_over": ("cases.note_risk", "risk.deliver"),
        "risk.lowered": ("cases.follow_risk", "cases.note_risk"),
        "risk.closed": ("cases.follow_risk", "cases.note_risk"),
        "case.closed": ("supervision.follow_case",),
        "walk.finished": ("supervision.walk_finished",),
        "care_call.asked": ("staffcare.tell",),
        "care_call.reminded": ("staffcare.tell",),
        "care_call.passed_on": ("staffcare.tell",),
        "supervision.away": ("supervision.hand_over",),
        "supervision.nudged": ("supervision.send_nudge",),
        "consent.withdrawn": ("cases.follow_consent", "referrals.consent_withdrawn"),
        "consent.refused": ("referrals.consent_withdrawn",),
        # A merge rewrites nothing: consents, tasks of leads and who sees what follow it, and go back with it.
        # Questions to supervisors hang on their case and were frozen without names: they go on as they are;
        # a case that ends closes them (`case.closed`).
        "person.merged": (
            "cases.follow_person",
            "risk.follow_person",
            "referrals.consent_withdrawn",
        ),
        "person.unmerged": (
            "cases.follow_person",
            "risk.follow_person",
            "referrals.consent_withdrawn",
        ),
        "person.erased": ("cases.follow_erasure", "referrals.person_erased"),
        "case.assigned": (
            "cases.tell_risk",
            "referrals.case_assigned",
            "supervision.follow_assignment",
        ),
        "security.alerted": ("accounts.mail_alerts",),
        "glass.broken": ("referrals.glass_broken",),
        "meeting.action_points_sent": ("coordination.mail_action_points",),
        "import.check_asked": ("exchange.check_file",),
        "import.write_asked": ("exchange.write_file",),
    }
)


def register_reactions() -> None:
    """Hand the lists above to the outbox. Called when the product starts."""
    register(REACTIONS, HANDLERS)

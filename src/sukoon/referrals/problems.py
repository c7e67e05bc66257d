"""What can go wrong with referrals."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class DraftIncomplete(Problem):
    code = "referrals.draft_incomplete"
    status = 422
    sentence = _("Something is missing or not known: %(where)s.")


class FieldsNotConsented(Problem):
    code = "referrals.fields_not_consented"
    sentence = _(
        "The person did not agree to share this with them: %(fields)s. Take it out, or ask."
    )


class NotAgreed(Problem):
    code = "referrals.not_agreed"
    status = 422
    sentence = _("Read the list to the person, and say that they agree.")


class ReasonMissing(Problem):
    code = "referrals.reason_missing"
    status = 422
    sentence = _("Say why: choose a reason.")


class PlanMissing(Problem):
    code = "referrals.plan_missing"
    status = 422
    sentence = _("Going back needs a written plan, a date of review and the name of a worker.")


class WhenMissing(Problem):
    code = "referrals.when_missing"
    status = 422
    sentence = _("Say when: enter the day and hour of the appointment.")


class WhenWrong(Problem):
    code = "referrals.when_wrong"
    status = 422
    sentence = _("This time lies in the future, or before the referral was sent. Enter it again.")


class RecipientUnknown(Problem):
    code = "referrals.recipient_unknown"
    status = 422
    sentence = _("Choose somebody who can take the referral.")


class NotYetLate(Problem):
    code = "referrals.not_yet_late"
    sentence = _("They still have time to answer. It can be ended when the clock has run out.")


class CaseNotOpen(Problem):
    code = "referrals.case_not_open"
    sentence = _("This case is closed. Reopen it before you refer.")


class LinkOver(Problem):
    code = "referrals.link_over"
    status = 410
    sentence = _("This link no longer works. Ask whoever sent it for a new one.")


class TooManyTries(Problem):
    code = "referrals.too_many_tries"
    status = 429
    sentence = _("Too many tries from here. Wait ten minutes.")

"""What can go wrong in pathways."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class AnswerRefused(Problem):
    code = "pathways.answer_refused"
    status = 422
    sentence = _("This answer does not fit the question. Choose one of its answers.")


class NotAskedNow(Problem):
    code = "pathways.not_asked_now"
    sentence = _("This question is not the one that is asked now. Look at the walk, then go on.")


class WalkOver(Problem):
    code = "pathways.walk_over"
    sentence = _("This walk is over. Begin a new one.")


class WalkNotOver(Problem):
    code = "pathways.walk_not_over"
    sentence = _("The walk has not ended yet. Answer the next question first.")


class OverrideRefused(Problem):
    code = "pathways.override_refused"
    status = 422
    sentence = _(
        "Another way needs a reason, and must follow from this question. A question about suicide "
        "or danger cannot be passed over."
    )


class AdviceNeedsReason(Problem):
    code = "pathways.advice_needs_reason"
    status = 422
    sentence = _("Say why for what you do otherwise: %(about)s.")


class MedicineBlocked(Problem):
    code = "pathways.medicine_blocked"
    status = 422
    sentence = _("%(medicine)s must not be given here. Look at its cautions, or ask a specialist.")


class SignedAlready(Problem):
    code = "pathways.signed_already"
    sentence = _("You signed this version already.")


class NothingSaid(Problem):
    code = "pathways.nothing_said"
    status = 422
    sentence = _("Write what you want to say.")

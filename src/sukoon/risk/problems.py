"""What can go wrong with risk episodes and rotas."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class NoteTooLong(Problem):
    code = "risk.note_too_long"
    status = 422
    sentence = _("This is longer than %(most)s letters. Shorten it, or add a second note.")


class EpisodeClosed(Problem):
    code = "risk.episode_closed"
    sentence = _("This risk was closed. If there is a risk again, raise it again from the case.")


class AnsweredAlready(Problem):
    code = "risk.answered_already"
    sentence = _("Somebody has acknowledged this already. Look who has it, or take it over.")


class NotAcknowledgedYet(Problem):
    code = "risk.not_acknowledged_yet"
    sentence = _("Nobody has acknowledged this risk yet. Acknowledge it first.")


class CannotBeAsked(Problem):
    code = "risk.cannot_be_asked"
    status = 422
    sentence = _("This person cannot take over: their account is closed, or they may not act here.")


class ItemUnknown(Problem):
    code = "risk.item_unknown"
    status = 422
    sentence = _("This action is not on the list of this level.")


class ItemNeedsWords(Problem):
    code = "risk.item_needs_words"
    status = 422
    sentence = _("Write who or what: without that the next one does not know.")


class PlanEmpty(Problem):
    code = "risk.plan_empty"
    status = 422
    sentence = _("Write at least one part of the plan in the person's own words.")


class SectionUnknown(Problem):
    code = "risk.section_unknown"
    status = 422
    sentence = _("A safety plan has no part of this name.")


class NotLower(Problem):
    code = "risk.not_lower"
    status = 422
    sentence = _("Choose a level that is lower than the present one.")


class NotHigher(Problem):
    code = "risk.not_higher"
    status = 422
    sentence = _("Choose a level that is higher than the present one.")


class SignOffOpen(Problem):
    code = "risk.sign_off_open"
    sentence = _("Something waits to be signed here already. Wait for the answer.")


class SignOffAnswered(Problem):
    code = "risk.sign_off_answered"
    sentence = _("This was answered meanwhile, or the risk was raised again. Look at it anew.")


class SignedByTheSame(Problem):
    code = "risk.signed_by_the_same"
    status = 403
    sentence = _("Who asked for this cannot sign it. Another senior person must.")


class LevelTooHigh(Problem):
    code = "risk.level_too_high"
    sentence = _("At this level it cannot be closed. Ask to lower the level first.")


class ContactMissing(Problem):
    code = "risk.contact_missing"
    sentence = _(
        "Closing needs a documented contact since the risk was last raised, with somebody the "
        "reason names. Record the contact first."
    )


class PlanMissing(Problem):
    code = "risk.plan_missing"
    sentence = _("Closing for this reason needs a safety plan. Make it first.")


class ReasonUnknown(Problem):
    code = "risk.reason_unknown"
    status = 422
    sentence = _("Choose a reason from the list.")


class WhyMissing(Problem):
    code = "risk.why_missing"
    status = 422
    sentence = _("Write why, in a sentence: whoever reads this later must understand it.")


class ShiftBackwards(Problem):
    code = "risk.shift_backwards"
    status = 422
    sentence = _("A shift ends after it begins, and is not longer than %(hours)s hours.")


class NotInThisTeam(Problem):
    code = "risk.not_in_this_team"
    status = 422
    sentence = _("Choose somebody who works here, can sign in and may answer for a risk.")

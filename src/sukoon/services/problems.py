"""What can go wrong in the register."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class AreaMissing(Problem):
    code = "services.area_missing"
    status = 422
    sentence = _("Say where the service is: choose at least one area.")


class DatesOutOfOrder(Problem):
    code = "services.dates_out_of_order"
    status = 422
    sentence = _("The end is before the start. Enter the days it began and ends.")


class SameLine(Problem):
    code = "services.same_line"
    sentence = _(
        "This organisation already has a service with the same activity, place, target groups and "
        "description. Open that one and change it."
    )


class SplitDoesNotAddUp(Problem):
    code = "services.split_does_not_add_up"
    status = 422
    sentence = _(
        "The parts add up to %(parts)s, the total is %(total)s. Correct one of them, or leave all "
        "parts blank."
    )


class PeriodInFuture(Problem):
    code = "services.period_in_future"
    status = 422
    sentence = _("This period has not begun yet. Choose one that has.")


class CommentNeeded(Problem):
    code = "services.comment_needed"
    status = 422
    sentence = _("Say what should be corrected.")


class AlreadySent(Problem):
    code = "services.already_sent"
    sentence = _("A return on this service and period was sent before. Send this one by itself.")


class ReturnLocked(Problem):
    code = "services.return_locked"
    sentence = _("This return is locked. Ask the coordinator if it must be corrected.")


class NothingToAccept(Problem):
    code = "services.nothing_to_accept"
    sentence = _("This file was already accepted or stopped. Nothing was changed.")


class RowsNeedAnswers(Problem):
    code = "services.rows_need_answers"
    sentence = _("%(rows)s rows still need an answer. Answer them, or accept only the good rows.")

"""What can go wrong in coordination."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class DatesOutOfOrder(Problem):
    code = "coordination.dates_out_of_order"
    status = 422
    sentence = _("The end is before the start. Correct one of the two days.")


class DateInFuture(Problem):
    code = "coordination.date_in_future"
    status = 422
    sentence = _("The date is in the future. Enter the day it happened.")


class CodeTaken(Problem):
    code = "coordination.code_taken"
    sentence = _("The code is already used here. Choose another one.")


class AreaNeeded(Problem):
    code = "coordination.area_needed"
    status = 422
    sentence = _("Say in which area this is followed. Load the areas first if there are none.")


class ColumnsMissing(Problem):
    code = "coordination.columns_missing"
    status = 422
    sentence = _("The file has no column for: %(fields)s. Add it, then bring the file again.")


class TooManyCommitments(Problem):
    code = "coordination.too_many_commitments"
    status = 422
    sentence = _("The file has more than %(most)s commitments. Divide it, and bring one by one.")


class RowsRefused(Problem):
    code = "coordination.rows_refused"
    status = 422
    sentence = _("Nothing was written: %(rows)s rows need an answer. Correct them in the file.")


class NotASignatory(Problem):
    code = "coordination.not_a_signatory"
    status = 422
    sentence = _("Only those who signed a commitment report on it. Choose one of them.")


class AlreadyAmended(Problem):
    code = "coordination.already_amended"
    sentence = _("This was amended already. Amend the newer one.")


class EvidenceUnclear(Problem):
    code = "coordination.evidence_unclear"
    status = 422
    sentence = _("Give a link or a file as evidence, not both.")


class MeetingClosed(Problem):
    code = "coordination.meeting_closed"
    sentence = _(
        "The minutes of this meeting are agreed, or it was cancelled: nothing of it changes any "
        "more. Note a correction in the next meeting."
    )


class NotHeldYet(Problem):
    code = "coordination.not_held_yet"
    status = 422
    sentence = _("The day of this meeting has not come yet. Change the day, or wait for it.")


class NothingToSend(Problem):
    code = "coordination.nothing_to_send"
    sentence = _("No action point of this meeting is open. Add one, then send.")


class MeetingFileWrong(Problem):
    code = "coordination.meeting_file_wrong"
    status = 422
    sentence = _("Nothing of the meeting was written. Correct the file: %(what)s.")


class NotReady(Problem):
    code = "coordination.not_ready"
    status = 422
    sentence = _("A needed item is not answered with yes. Settle it, then set the day.")


class NoSuchArea(Problem):
    code = "coordination.no_such_area"
    status = 422
    sentence = _("There is no area with the code %(pcode)s. Look it up in the list of areas.")


class SourceNeeded(Problem):
    code = "coordination.source_needed"
    status = 422
    sentence = _("Say where this is known from. Without a source it is not kept.")

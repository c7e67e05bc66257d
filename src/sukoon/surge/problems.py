"""What can go wrong in surge."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class DatesOutOfOrder(Problem):
    code = "surge.dates_out_of_order"
    status = 422
    sentence = _("The end is before the start. Correct one of the two days.")


class DateInFuture(Problem):
    code = "surge.date_in_future"
    status = 422
    sentence = _("The date is in the future. Enter the day it happened.")


class CodeTaken(Problem):
    code = "surge.code_taken"
    sentence = _("The code is already used here. Choose another one.")


class AreaNeeded(Problem):
    code = "surge.area_needed"
    status = 422
    sentence = _("Say which areas it covers. At least one is needed.")


class SampleUnclear(Problem):
    code = "surge.sample_unclear"
    status = 422
    sentence = _("Say of what the sample is: households, persons, facilities.")


class ReasonNeeded(Problem):
    code = "surge.reason_needed"
    status = 422
    sentence = _("Say why, so that others can follow the decision.")


class EmergencyOver(Problem):
    code = "surge.emergency_over"
    sentence = _("This emergency is closed. Open a new one if it began again.")


class StillOut(Problem):
    code = "surge.still_out"
    sentence = _("%(people)s are still deployed or on their way. Bring them back first.")


class AlreadyAsked(Problem):
    code = "surge.already_asked"
    sentence = _("This expert was asked for this already. Look at the list of who was asked.")


class NotFree(Problem):
    code = "surge.not_free"
    sentence = _(
        "This expert is deployed elsewhere in that time. Choose another one or other days."
    )


class RequestFull(Problem):
    code = "surge.request_full"
    sentence = _("Nobody more is asked for: the request is filled, closed or withdrawn.")


class NotBackYet(Problem):
    code = "surge.not_back_yet"
    sentence = _("The report follows the return. Say first that the expert came back.")


class RealAndExercise(Problem):
    code = "surge.real_and_exercise"
    status = 422
    sentence = _("An exercise never touches what is real. Choose an emergency of the same kind.")


class NotRunning(Problem):
    code = "surge.not_running"
    sentence = _("The exercise does not run. Start it first; after its end nothing is given out.")


class NoInjects(Problem):
    code = "surge.no_injects"
    status = 422
    sentence = _("The exercise has no inject yet. Write at least one, then start it.")


class NotEnded(Problem):
    code = "surge.not_ended"
    sentence = _("The exercise still runs. End it, then write what was learned.")


class NotTaking(Problem):
    code = "surge.not_taking_part"
    status = 422
    sentence = _("This organisation does not take part in the exercise. Add it first.")

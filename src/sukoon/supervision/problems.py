"""What can go wrong in supervision."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class NotYourTurn(Problem):
    code = "supervision.not_your_turn"
    status = 403
    sentence = _("It is somebody else's turn with this request.")


class NotYourself(Problem):
    code = "supervision.not_yourself"
    sentence = _("Nobody answers their own question. Give it to somebody else.")


class NoQuestion(Problem):
    code = "supervision.no_question"
    status = 422
    sentence = _("Write what you want to know, in a sentence or two.")


class NotConsented(Problem):
    code = "supervision.not_consented"
    sentence = _(
        "The person has not agreed to share this with a supervisor: %(fields)s. Ask them first, or "
        "leave it out."
    )


class SupervisionRefused(Problem):
    code = "supervision.refused_by_person"
    sentence = _(
        "The person does not want their case talked over with a supervisor. Ask a general question "
        "in a session instead, without the case."
    )


class AlreadyAsked(Problem):
    code = "supervision.already_asked"
    sentence = _("You already wait for an answer about this case. Add to that question instead.")


class CaseNotOpen(Problem):
    code = "supervision.case_not_open"
    sentence = _("This case is closed. Reopen it to ask about it.")


class ChoiceUnknown(Problem):
    code = "supervision.choice_unknown"
    status = 422
    sentence = _("This cannot be chosen: %(field)s.")


class SupervisorUnknown(Problem):
    code = "supervision.supervisor_unknown"
    status = 422
    sentence = _("Choose somebody who may answer there, is not away, and did not ask themselves.")


class TraineeUnknown(Problem):
    code = "supervision.trainee_unknown"
    status = 422
    sentence = _("Choose somebody who may ask for supervision there.")


class WordsMissing(Problem):
    code = "supervision.words_missing"
    status = 422
    sentence = _("Say it in a few words: %(field)s.")


class VoiceRefused(Problem):
    code = "supervision.voice_refused"
    status = 422
    sentence = _("This is no recording we can keep. Sound up to 10 MB: OGG, MP3, M4A, WebM.")


class NoMeetingService(Problem):
    code = "supervision.no_meeting_service"
    sentence = _("No service for remote meetings is set up here. Use the telephone.")


class DatesWrong(Problem):
    code = "supervision.dates_wrong"
    status = 422
    sentence = _("These dates do not go together. The end comes after the beginning.")


class TooManySupervisees(Problem):
    code = "supervision.too_many_supervisees"
    sentence = _(
        "This supervisor already has %(have)s supervisees of at most %(most)s. Without an end date "
        "only where the rota allows: set an end date, or choose another supervisor."
    )


class AlreadyStanding(Problem):
    code = "supervision.already_standing"
    sentence = _("This trainee already has standing supervision. End it first.")


class SessionOver(Problem):
    code = "supervision.session_over"
    sentence = _("This session was logged or cancelled already.")


class NobodyCame(Problem):
    code = "supervision.nobody_came"
    status = 422
    sentence = _("Say who was there. If nobody came, log it as missed.")


class CaseUnknown(Problem):
    code = "supervision.case_unknown"
    status = 422
    sentence = _("No case within your reach has this code: %(code)s.")


class NothingToSample(Problem):
    code = "supervision.nothing_to_sample"
    sentence = _("Nothing was recorded in this period that could be looked at.")


class MarksMissing(Problem):
    code = "supervision.marks_missing"
    status = 422
    sentence = _("Answer each point of the checklist: %(left)s are left.")


class LevelWrong(Problem):
    code = "supervision.level_wrong"
    status = 422
    sentence = _("Levels are 1 to 4.")


class CohortKnown(Problem):
    code = "supervision.cohort_known"
    sentence = _("This training is recorded already.")

"""What can go wrong with cases."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sukoon.cases.rules import Wrong
from sukoon.core.problems import Problem


class EntryWrong(Problem):
    """Some values cannot be kept. `wrong` says what, by field; details hold codes only."""

    code = "cases.entry_wrong"
    status = 422
    sentence = _(
        "Some of what was entered cannot be used: %(where)s. Nothing was lost; correct it."
    )

    def __init__(self, wrong: Mapping[str, Wrong]) -> None:
        self.wrong = dict(wrong)
        where = ", ".join(f"{name} ({why})" for name, why in self.wrong.items())
        super().__init__(where=where[:200])


class HappenedWrong(Problem):
    code = "cases.happened_wrong"
    status = 422
    sentence = _("The time is in the future or impossible. Enter the day and hour it happened.")


class KindNotRecorded(Problem):
    code = "cases.kind_not_recorded"
    status = 422
    sentence = _("Entries of this kind are made by the platform itself.")


class CaseClosed(Problem):
    code = "cases.closed"
    sentence = _("This case is closed. Reopen it to add to it.")


class RiskStillOpen(Problem):
    code = "cases.risk_still_open"
    sentence = _("A risk to life is open in this case. Close the risk first, with a contact.")


class NoteNeeded(Problem):
    code = "cases.note_needed"
    status = 422
    sentence = _("Say why, in a few words.")


class NotOfThisCase(Problem):
    code = "cases.not_of_this_case"
    status = 422
    sentence = _("This does not belong to this case.")


class LeadUnknown(Problem):
    code = "cases.lead_unknown"
    status = 422
    sentence = _("Choose somebody who may keep cases in this team.")


class AnswersWrong(Problem):
    code = "cases.answers_wrong"
    status = 422
    sentence = _("These answers do not fit the instrument: %(where)s.")


class InstrumentUnknown(Problem):
    code = "cases.instrument_unknown"
    status = 422
    sentence = _("No instrument has this name.")


class AttachmentRefused(Problem):
    code = "cases.attachment_refused"
    status = 422
    sentence = _("This file cannot be kept: %(why)s. Allowed are pictures, sound, PDF and text.")


class TierUnknown(Problem):
    code = "cases.tier_unknown"
    status = 422
    sentence = _("Tiers are 1 to 4.")

"""What can go wrong with people."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class PhoneUnreadable(Problem):
    code = "people.phone_unreadable"
    status = 422
    sentence = _("This is not a telephone number. Write it as 0300 1234567 or +92 300 1234567.")


class TextTooLong(Problem):
    code = "people.text_too_long"
    status = 422
    sentence = _("This has %(length)s letters, %(most)s is the most. Shorten it; nothing is lost.")


class HiddenSigns(Problem):
    code = "people.hidden_signs"
    status = 422
    sentence = _(
        "This holds signs that are not seen, such as signs that turn the direction of writing. "
        "Type it anew instead of pasting it."
    )


class BrokenLetters(Problem):
    code = "people.broken_letters"
    status = 422
    sentence = _("Some letters arrived broken. Type them anew.")


class MarkupInName(Problem):
    code = "people.markup_in_name"
    status = 422
    sentence = _("A name has no signs such as < or >. Take them out.")


class IdentifierUnknown(Problem):
    code = "people.identifier_unknown"
    status = 422
    sentence = _("This kind of paper is not on the list. Choose one of the list.")


class IdentifierUnreadable(Problem):
    code = "people.identifier_unreadable"
    status = 422
    sentence = _("This number does not have the form of such a paper. Write it as %(example)s.")


class CodeUnknown(Problem):
    code = "people.code_unknown"
    status = 422
    sentence = _("“%(value)s” is not one of the answers. Choose one of the list.")


class FieldUnknown(Problem):
    code = "people.field_unknown"
    status = 422
    sentence = _("A person has nothing called “%(name)s” that could be changed.")


class TooMany(Problem):
    code = "people.too_many"
    status = 422
    sentence = _("These are more than %(most)s. Leave some out.")


class SafeTimeHalf(Problem):
    code = "people.safe_time_half"
    status = 422
    sentence = _("Enter both from when and until when it is safe to call, or neither.")


class AreaUnknown(Problem):
    code = "people.area_unknown"
    status = 422
    sentence = _("This area is not known. Choose one of the list.")


class NotHere(Problem):
    code = "people.not_here"
    sentence = _("This record was merged or erased meanwhile. Look at what stands now.")


class BirthImpossible(Problem):
    code = "people.birth_impossible"
    status = 422
    sentence = _("Nobody living was born then. Look at the day, month and year, or the age, again.")


class OtherCalendar(Problem):
    code = "people.other_calendar"
    status = 422
    sentence = _(
        "This is a year of another calendar. Enter the Gregorian year, as on the identity card, or "
        "the age."
    )


class NoConsent(Problem):
    code = "people.no_consent"
    sentence = _(
        "There is no consent for this: %(purpose)s. Ask the person, record what they say, then "
        "try again."
    )


class ConsentEnded(Problem):
    code = "people.consent_ended"
    sentence = _("This consent has ended already. Look at what stands now.")


class ConsentNamesNothing(Problem):
    code = "people.consent_names_nothing"
    status = 422
    sentence = _("Say what may be shared: choose at least one line.")


class FieldCodeInvalid(Problem):
    code = "people.field_code_invalid"
    status = 422
    sentence = _("What may be shared is named by codes of small letters.")


class GuardianNeeded(Problem):
    code = "people.guardian_needed"
    status = 422
    sentence = _(
        "Under 18 the guardian answers and the child agrees: say who the guardian is. From 18 on "
        "the person answers. If the guardian is the risk, choose that, and write why."
    )


class ReasonNeeded(Problem):
    code = "people.reason_needed"
    status = 422
    sentence = _("Write down why one of them answers alone.")


class InTheFuture(Problem):
    code = "people.in_the_future"
    status = 422
    sentence = _("This lies in the future. Enter when it happened.")


class OutOfOrder(Problem):
    code = "people.out_of_order"
    status = 422
    sentence = _("The end lies before the beginning. Look at the dates again.")


class LinkInvalid(Problem):
    code = "people.link_invalid"
    status = 422
    sentence = _(
        "Say who it is: another person recorded here, or a name. Nobody is linked to themselves."
    )


class LinkThere(Problem):
    code = "people.link_there"
    sentence = _("This link is there already. End it before you make another.")


class HeadThere(Problem):
    code = "people.head_there"
    sentence = _("This household has a head already. Change that first.")


class AlreadyMerged(Problem):
    code = "people.already_merged"
    sentence = _("These two are one person already.")


class MergeUndone(Problem):
    code = "people.merge_undone"
    sentence = _("This was undone already. Both records stand as they were.")


class ConflictSettled(Problem):
    code = "people.conflict_settled"
    sentence = _("Somebody decided this already. Look at what stands now.")


class RequestClosed(Problem):
    code = "people.request_closed"
    sentence = _("This request was answered already.")


class UnderHold(Problem):
    code = "people.under_hold"
    sentence = _("A legal hold lies on this person: nothing may be erased until it is lifted.")


class TooEarlyToErase(Problem):
    code = "people.too_early_to_erase"
    sentence = _(
        "The record must be kept for %(days)s days after what was last done. Until then the name and "
        "number can be taken away."
    )


class AnswerNeeded(Problem):
    code = "people.answer_needed"
    status = 422
    sentence = _("Write down the answer and its reason: the person has a right to it.")


class HoldLifted(Problem):
    code = "people.hold_lifted"
    sentence = _("This hold was lifted already.")


class LinkageMissing(Problem):
    code = "people.linkage_missing"
    sentence = _(
        "What compares all records is not installed. Install the product with its extra “linkage”: "
        "pip install 'sukoon[linkage]'."
    )

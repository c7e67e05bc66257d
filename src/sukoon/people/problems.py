"""What can go wrong with people."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class PhoneUnreadable(Problem):
    code = "people.phone_unreadable"
    status = 422
    sentence = _("This is not a telephone number. Write it as 0300 1234567 or +92 300 1234567.")


class NameTooLong(Problem):
    code = "people.name_too_long"
    status = 422
    sentence = _("This name is longer than %(most)s letters.")


class AliasTooLong(Problem):
    code = "people.alias_too_long"
    status = 422
    sentence = _("This alias is longer than %(most)s letters.")


class AddressTooLong(Problem):
    code = "people.address_too_long"
    status = 422
    sentence = _("This address is longer than %(most)s letters.")


class BirthImpossible(Problem):
    code = "people.birth_impossible"
    status = 422
    sentence = _("Nobody living was born then. Look at the day, month and year, or the age, again.")


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

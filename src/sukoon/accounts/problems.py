"""What can go wrong with accounts."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class RoleUnknown(Problem):
    code = "accounts.role_unknown"
    status = 422
    sentence = _("There is no such role.")


class EmailTaken(Problem):
    code = "accounts.email_taken"
    sentence = _("There is already an account with this address.")


class MoreThanYouHold(Problem):
    code = "accounts.more_than_you_hold"
    status = 403
    sentence = _("You cannot give a role that can do more than you may give.")


class RecordUnknown(Problem):
    code = "accounts.record_unknown"
    status = 422
    sentence = _("No record has this code. Read it again, letter by letter, from the paper.")


class NotToYourself(Problem):
    code = "accounts.not_to_yourself"
    status = 403
    sentence = _("Nobody gives a role to themselves. Ask somebody else who may give it.")


class SecondFactorFirst(Problem):
    code = "accounts.second_factor_first"
    status = 403
    sentence = _("Your role asks for a second factor. Set it up on your account page first.")


class TooFast(Problem):
    code = "accounts.too_fast"
    status = 429
    sentence = _(
        "This account asked for more than %(most)d pages in a minute. Wait a minute, then go on. "
        "Programs send their changes together, many in one request."
    )


class OwnFactors(Problem):
    code = "accounts.own_factors"
    status = 403
    sentence = _("One's own second factor is changed on one's own account page.")


class InvitationOver(Problem):
    code = "accounts.invitation_over"
    status = 410
    sentence = _("This invitation was used, or its three days are over. Ask for a new one.")


class TokenInvalid(Problem):
    code = "accounts.token_invalid"
    status = 401
    sentence = _("This token is not valid here.")


class TokenTooLong(Problem):
    code = "accounts.token_too_long"
    status = 422
    sentence = _("A token works for at most %(days)s days.")


class NetworkUnreadable(Problem):
    code = "accounts.network_unreadable"
    status = 422
    sentence = _("Write networks as 203.0.113.0/24 or 2001:db8::/32, with spaces between.")


class ReasonNeeded(Problem):
    code = "accounts.reason_needed"
    status = 422
    sentence = _("Say in a sentence why this cannot wait: at least %(least)s letters.")


class OwnGlass(Problem):
    code = "accounts.own_glass"
    status = 403
    sentence = _("Somebody else reviews what you did.")


class AlreadyReviewed(Problem):
    code = "accounts.already_reviewed"
    sentence = _("This was reviewed already.")


class DeviceCodeOver(Problem):
    code = "devices.code_over"
    status = 410
    sentence = _("This code was used, or its time is over. Ask for a new one on your account.")


class DeviceUnknown(Problem):
    code = "devices.unknown"
    status = 401
    sentence = _("This phone is not known here. Connect it with a new code.")


class DeviceRevoked(Problem):
    code = "devices.revoked"
    status = 410
    sentence = _("This phone may hold nothing any more. It removes what it holds.")


class FieldEnded(Problem):
    code = "devices.field_ended"
    status = 410
    sentence = _("You have no role in the field any more. The phone removes what it holds.")

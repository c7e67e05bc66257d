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

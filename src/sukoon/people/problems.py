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

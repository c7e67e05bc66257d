"""What can go wrong in staff care."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class CallEnded(Problem):
    code = "staffcare.call_ended"
    status = 409
    sentence = _("This request has ended. Open the list again; there is nothing more to do.")


class NumberMissing(Problem):
    code = "staffcare.number_missing"
    status = 422
    sentence = _("Write the number on which you want to be called.")

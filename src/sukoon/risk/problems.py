"""What can go wrong with risk episodes and rotas."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class NoteTooLong(Problem):
    code = "risk.note_too_long"
    status = 422
    sentence = _("This is longer than %(most)s letters. Shorten it, or add a second note.")

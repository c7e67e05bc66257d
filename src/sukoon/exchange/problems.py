"""What can be wrong with an import as a whole. What is wrong with a row is a finding."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class HeadersMissing(Problem):
    code = "exchange.headers_missing"
    status = 422
    sentence = _("We found no heading for: %(fields)s. Say which of your columns it is.")


class FileGone(Problem):
    code = "exchange.file_gone"
    status = 410
    sentence = _("The file of this import is no longer kept. Bring it again.")

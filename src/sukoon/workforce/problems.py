"""What can go wrong with organisations and workers."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class NameTaken(Problem):
    code = "workforce.name_taken"
    sentence = _("Another organisation is already known by this name. Merge them if they are one.")


class MergeIntoItself(Problem):
    code = "workforce.merge_into_itself"
    status = 422
    sentence = _("An organisation cannot be merged into itself or into one that was merged away.")


class NameMissing(Problem):
    code = "workforce.name_missing"
    status = 422
    sentence = _("Give the organisation a name.")

"""What can go wrong between a phone and the server."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem


class DeviceNeeded(Problem):
    code = "sync.device_needed"
    status = 401
    sentence = _("This address is for phones that were connected. Connect yours with a code.")


class NotYourTurn(Problem):
    code = "sync.not_your_turn"
    status = 429
    sentence = _("Many phones ask at this moment. This one asks again in %(seconds)s seconds.")


class PackUnknown(Problem):
    code = "sync.pack_unknown"
    status = 404
    sentence = _("There is no such pack.")


class EnvelopeBroken(Problem):
    code = "sync.envelope_broken"
    status = 422
    sentence = _("This envelope cannot be opened here.")


class NotUnderstood(Problem):
    code = "sync.not_understood"
    status = 422
    sentence = _("This version of the system does not know this kind of work. It is kept safe.")


class RunBroken(Problem):
    code = "sync.broken"
    status = 500
    sentence = _("Something broke while this was taken in. It is kept safe, and somebody looks.")


class AlreadyLookedAt(Problem):
    code = "sync.already_looked_at"
    sentence = _("Somebody dealt with this already.")


class NotHere(Problem):
    code = "sync.not_here"
    status = 404
    sentence = _("What this is about is not here, or not yours to change any more.")

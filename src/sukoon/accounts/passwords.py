"""What a password may be, beside Django's own rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 128


class NotTooLong:
    """Refuses what nobody types: a hash of megabytes keeps a processor busy."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MOST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("A password has at most %(most)d signs.") % {"most": MOST}

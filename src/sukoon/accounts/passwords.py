"""What a password may be, beside Django's own rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sukoon.accounts.rules import LEAST, Strength, strength

MOST = 128


class NotWeak:
    """Refuses what is long enough and yet guessed: aaaaaaaaaaaa, 123456789012."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) >= LEAST and strength(password) is Strength.WEAK:
            raise ValidationError(self.get_help_text(), code="password_weak")

    def get_help_text(self) -> str:
        return _("This password is guessed too easily. Put three or four words together.")


class NotTooLong:
    """Refuses what nobody types: a hash of megabytes keeps a processor busy."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MOST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("A password has at most %(most)d signs.") % {"most": MOST}

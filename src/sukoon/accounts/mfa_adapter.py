"""The secrets of second factors are sealed like names: whoever takes the database makes no codes."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from sukoon.core.vault import Sealed, seal, unseal

if TYPE_CHECKING:
    from sukoon.accounts.models import User

MARK = "sealed:"
WHERE = b"mfa.authenticator/secret"


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what allauth keeps of TOTP and recovery codes. What was kept before stays readable."""

    def encrypt(self, text: str) -> str:
        return MARK + base64.b64encode(seal(text, where=WHERE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        return unseal(Sealed(base64.b64decode(encrypted_text[len(MARK) :])), where=WHERE)


def was_right_before(user: User, code: str) -> bool:
    """Say whether a refused code is the right one of this half minute: then it was used already."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs loaded apps
    from allauth.mfa.totp.internal.auth import validate_totp_code  # noqa: PLC0415
    from allauth.mfa.utils import decrypt  # noqa: PLC0415

    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return any(validate_totp_code(decrypt(one.data["secret"]), code) for one in kept)


def has_passkey(user: User) -> bool:
    """Say whether an account has a passkey or security key: what no false page can ask for."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs loaded apps

    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return bool(kept.exists())


def takes_codes(user: User) -> bool:
    """Say whether codes let this account in. Where passkeys are asked for, only until it has one."""
    return not settings.PASSKEYS_ONLY or not has_passkey(user)

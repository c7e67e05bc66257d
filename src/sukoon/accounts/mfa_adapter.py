"""The secrets of second factors are sealed like names: whoever takes the database makes no codes."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext as _

from sukoon.core import keys
from sukoon.core.vault import Sealed, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        """Suggest what a passkey is called, in the words of its owner."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs loaded apps

        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if not there else _("My passkey %(number)d") % {"number": there + 1}


def move_secrets(*, most: int) -> int:
    """Seal up to `most` second factors' secrets again under the current key; say how many."""
    moved = 0
    for one in _with_older_secrets():
        if moved == most:
            break
        adapter = SealedSecrets()
        one.data = {
            name: adapter.encrypt(adapter.decrypt(kept)) if _is_older(kept) else kept
            for name, kept in one.data.items()
        }
        one.save(update_fields=["data"])
        moved += 1
    return moved


def secrets_left() -> int:
    """Return how many second factors are sealed with an older key."""
    return sum(1 for _one in _with_older_secrets())


def _with_older_secrets() -> Iterator[Any]:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs loaded apps

    for one in Authenticator.objects.order_by("pk").iterator():
        if any(_is_older(kept) for kept in one.data.values()):
            yield one


def _is_older(kept: object) -> bool:
    if not isinstance(kept, str) or not kept.startswith(MARK):
        return False
    return Sealed(base64.b64decode(kept[len(MARK) :])).version != keys.ring().current


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

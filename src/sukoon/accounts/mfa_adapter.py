"""The secrets of second factors are sealed like names: whoever takes the database makes no codes."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from sukoon.core.vault import Sealed, seal, unseal

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

"""The secrets of second factors lie sealed in the database."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value

from sukoon.accounts.mfa_adapter import SealedSecrets
from sukoon.core.vault import VaultBroken

pytestmark = pytest.mark.django_db


def test_a_secret_is_sealed_and_still_makes_codes(cast):
    secret = generate_totp_secret()
    totp = TOTP.activate(cast.vida, secret)
    kept = Authenticator.objects.get(pk=totp.instance.pk).data["secret"]
    assert secret not in kept
    assert SealedSecrets().decrypt(kept) == secret
    assert hotp_value(secret, 1) == hotp_value(SealedSecrets().decrypt(kept), 1)


def test_the_seed_of_recovery_codes_is_sealed_and_each_works_once(cast):
    codes = RecoveryCodes.activate(cast.vida)
    kept = codes.instance.data["seed"]
    assert kept.startswith("sealed:")
    first = codes.get_unused_codes()[0]
    assert codes.validate_code(first)
    assert not codes.validate_code(first)


def test_what_was_kept_before_stays_readable():
    assert SealedSecrets().decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_a_changed_secret_does_not_open():
    kept = SealedSecrets().encrypt("secret")
    with pytest.raises(VaultBroken):
        SealedSecrets().decrypt(kept[:-8] + "AAAAAAA=")

"""Envelopes: what a phone sealed before it emptied itself arrives, and only here can be read."""

import base64
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import WhyRevoked
from sukoon.accounts.roles import console_actor
from sukoon.sync.models import KeptOperation
from sukoon.sync.problems import EnvelopeBroken
from sukoon.sync.sealing import open_envelope, public_key
from tests.sync.conftest import operation, written


def seal(told, server=None):
    """Seal as docs/field-sync.md says a client does."""
    server = server or public_key()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(server["key"])
    )
    mine = ec.generate_private_key(ec.SECP256R1())
    key = HKDF(SHA256(), 32, salt=None, info=b"sukoon/field/1").derive(
        mine.exchange(ec.ECDH(), theirs)
    )
    iv = os.urandom(12)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    b64 = [
        base64.b64encode(b).decode()
        for b in (point, iv, AESGCM(key).encrypt(iv, json.dumps(told).encode(), None))
    ]
    return {"version": server["version"], **dict(zip(("point", "iv", "sealed"), b64, strict=True))}


def test_envelopes_are_taken_in_as_their_phone_would_have_sent_them(phone, client):
    sent = operation(1)
    envelope = seal({"token": phone.token, "operation": sent})
    phone.token, told = "", phone.token

    (result,) = phone.post("rescue", {"envelopes": [envelope]}).json()["results"]

    assert (result["id"], result["outcome"], result["result"]) == (sent["id"], "applied", None)
    assert written() == ["1"]
    phone.token = told
    assert phone.results(sent)[0]["outcome"] == "duplicate"


def test_envelopes_of_a_revoked_phone_are_kept_and_nothing_is_done(phone):
    envelope = seal({"token": phone.token, "operation": operation(1)})
    accounts.revoke_device(by=console_actor(), device=phone.row, why=WhyRevoked.LOST)
    (result,) = phone.post("rescue", {"envelopes": [envelope]}).json()["results"]
    assert (result["outcome"], result["kept"]) == ("rejected", True)
    assert (written(), KeptOperation.objects.count()) == ([], 1)


@pytest.mark.parametrize("spoil", ["point", "iv", "sealed", "version"])
def test_an_envelope_that_was_changed_opens_nothing(phone, spoil):
    envelope = seal({"token": phone.token, "operation": operation(1)})
    size = 12 if spoil == "iv" else 65
    envelope[spoil] = 999 if spoil == "version" else base64.b64encode(os.urandom(size)).decode()
    with pytest.raises(EnvelopeBroken):
        open_envelope(**envelope)
    good = seal({"token": phone.token, "operation": operation(2)})
    results = phone.post("rescue", {"envelopes": [envelope, good]}).json()["results"]
    assert results[0] is None
    assert results[1]["outcome"] == "applied"


@pytest.mark.parametrize(
    "told",
    [{"token": "sukoon_nobody", "operation": operation(1)}, {"operation": operation(1)}, {},
     {"token": "x", "operation": {"id": "no"}}, {"token": "x", "operation": "text"}],
)  # fmt: skip
def test_an_envelope_of_no_phone_is_nothing(phone, told):
    results = phone.post("rescue", {"envelopes": [seal(told)]}).json()["results"]
    assert results == [None]
    assert written() == []

"""Envelopes: work that a phone sealed so that only the server can open it.

A phone seals each operation to the server's public key when it is written. When a phone must
empty itself and nobody can unlock it (too many wrong PINs), the envelopes are what is left: they
can be sent by anybody, and say nothing to anybody else. ECDH on P-256, HKDF-SHA256, AES-256-GCM:
what every browser's WebCrypto has.
"""

import base64
import binascii
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sukoon.core import keys
from sukoon.sync.problems import EnvelopeBroken

PURPOSE = b"field-envelope"
INFO = b"sukoon/field/1"
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _private(version: int) -> ec.EllipticCurvePrivateKey:
    """Return the server's private key of a version: a function of the key ring, stored nowhere."""
    secret = int.from_bytes(keys.ring().derived(PURPOSE, version), "big")
    return ec.derive_private_key(secret % (ORDER - 1) + 1, CURVE)


def public_key() -> dict[str, object]:
    """Return the current public key: its version, and its uncompressed point in base64."""
    version = keys.ring().current
    point = _private(version).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )  # fmt: skip
    return {"version": version, "key": base64.b64encode(point).decode()}


def open_envelope(version: int, point: str, iv: str, sealed: str) -> Mapping[str, object]:
    """Open an envelope. Raises EnvelopeBroken."""
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, base64.b64decode(point))
        shared = _private(version).exchange(ec.ECDH(), theirs)
        key = HKDF(SHA256(), 32, salt=None, info=INFO).derive(shared)
        told = AESGCM(key).decrypt(base64.b64decode(iv), base64.b64decode(sealed), None)
        found = json.loads(told)
    except (ValueError, InvalidTag, binascii.Error, keys.KeysMissing):
        raise EnvelopeBroken from None
    if not isinstance(found, dict):
        raise EnvelopeBroken
    return found

"""Secrets that are shown once: links and tokens. Only a hash is kept; 256 bits need no salt."""

import hashlib
import secrets

PREFIX = "sukoon_"


def fresh() -> str:
    """Return a new secret, safe in addresses and headers."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

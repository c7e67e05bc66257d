"""Secrets that are shown once: links and tokens. Only a hash is kept; 256 bits need no salt."""

import hashlib
import secrets
from datetime import timedelta

PREFIX = "sukoon_"
# Codes that people type: no letter that looks like another. 12 of 31 are 59 bits, for minutes.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
CODE_LASTS = timedelta(minutes=15)


def fresh() -> str:
    """Return a new secret, safe in addresses and headers."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def short_code() -> str:
    """Return a new code for people to type."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def shown(code: str) -> str:
    """Return a code in groups of four."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """Return a code as it was made, from what somebody typed."""
    return "".join(c for c in typed.upper() if c.isalnum())

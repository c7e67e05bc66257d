"""The blind index: which tokens a person is found by. A token says nothing without the keys."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sukoon.core import keys
from sukoon.people import naming
from sukoon.people.models import PersonToken
from sukoon.people.words import TokenKind

HEX = 32


def token(kind: str, key: str, version: int | None = None) -> str:
    """Return the token of a key under one version of the keys."""
    return keys.ring().mac(keys.INDEX, f"{kind}:{key}".encode(), version).hex()[:HEX]


def tokens_of(
    names: Iterable[str], phones: Iterable[str], documents: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the kind and token of everything a person is found by, each once."""
    told = {(TokenKind.NAME, k) for name in names for k in naming.keys(name)}
    told |= {(TokenKind.PHONE, p) for p in phones}
    told |= {(TokenKind.DOCUMENT, d) for d in documents}
    for kind, key in sorted(told):
        yield kind, token(kind, key)


def search_tokens(kind: str, wanted: Iterable[str]) -> list[str]:
    """Return the tokens to look for, under every version of the keys that may be in use."""
    versions = keys.ring().keys
    return [token(kind, key, version) for key in wanted for version in versions]


def rows(
    person_id: UUID, names: Iterable[str], phones: Iterable[str], documents: Iterable[str] = ()
) -> list[PersonToken]:
    """Return the index rows of a person, not saved."""
    version = keys.ring().current
    return [
        PersonToken(person_id=person_id, kind=kind, token=told, key_version=version)
        for kind, told in tokens_of(names, phones, documents)
    ]

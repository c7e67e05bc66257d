"""Encrypted fields: what a person is called and how they are reached, unreadable without keys.

A ciphertext is bound to its row and column: copied elsewhere it does not open. Fields are
searched through blind indexes only (`people`), so filtering by one is refused.
"""

import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from sukoon.core import keys
from sukoon.core.models import Record
from sukoon.core.problems import Problem

FORMAT = 1
NONCE = 12
HEAD = 3  # format (1 byte), version of the key (2 bytes)


class VaultBroken(Problem):
    code = "vault.broken"
    status = 500
    sentence = _(
        "A protected value cannot be opened. Nothing was changed; tell your administrator to run "
        "“sukoon doctor”."
    )


class Sealed(bytes):
    """A ciphertext: format, key version, nonce, AES-256-GCM."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"

    @property
    def version(self) -> int:
        return int.from_bytes(self[1:HEAD], "big")


def seal(text: str, *, where: bytes) -> Sealed:
    """Encrypt a text under the current key, bound to `where`."""
    return seal_bytes(text.encode(), where=where)


def seal_bytes(data: bytes, *, where: bytes) -> Sealed:
    """Encrypt bytes (a file) under the current key, bound to `where`."""
    ring = keys.ring()
    head = bytes([FORMAT]) + ring.current.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE)
    body = AESGCM(ring.derived(keys.FIELD)).encrypt(nonce, data, head + where)
    return Sealed(head + nonce + body)


def unseal(sealed: bytes, *, where: bytes) -> str:
    """Decrypt a text. Raises VaultBroken as `unseal_bytes` does."""
    try:
        return unseal_bytes(sealed, where=where).decode()
    except ValueError:
        raise VaultBroken from None


def unseal_bytes(sealed: bytes, *, where: bytes) -> bytes:
    """Decrypt. Raises VaultBroken when the key is missing, or the bytes are not what was sealed."""
    kept = Sealed(sealed)
    try:
        if kept[:1] != bytes([FORMAT]):
            raise VaultBroken
        key = keys.ring().derived(keys.FIELD, kept.version)
        nonce, body = kept[HEAD : HEAD + NONCE], kept[HEAD + NONCE :]
        return AESGCM(key).decrypt(nonce, body, kept[:HEAD] + where)
    except (InvalidTag, keys.KeysMissing, ValueError):
        raise VaultBroken from None


class _Opened(DeferredAttribute):
    """Opens a sealed value the first time somebody looks at it."""

    field: "EncryptedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and value == b"":
            return ""
        if instance is None or not isinstance(value, Sealed):
            return value
        opened = unseal(value, where=self.field.where(instance.pk))
        instance.__dict__[self.field.attname] = opened
        return opened

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text that is stored sealed. Blank stays blank: there is nothing to hide."""

    descriptor_class = _Opened

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def where(self, pk: UUID) -> bytes:
        return f"{self.model._meta.label_lower}.{self.attname}/{pk}".encode()  # noqa: SLF001

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | bytes:  # noqa: FBT001
        value = getattr(model_instance, self.attname)
        return seal(value, where=self.where(model_instance.pk)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if isinstance(value, str):
            raise TypeError(
                f"{self.name} is encrypted: save the record to write it, and search its index"
            )
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | str:
        return Sealed(value) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is encrypted and never serialised")


class KeyVersionField(models.PositiveSmallIntegerField):  # type: ignore[type-arg]
    """The version of the key a row is sealed with, so that rotation finds what is left."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int:  # noqa: FBT001
        version = keys.ring().current
        setattr(model_instance, self.attname, version)
        return version


class VaultRecord(Record):
    """A record with encrypted fields. It is always saved whole."""

    key_version = KeyVersionField(default=0, db_index=True, editable=False)

    class Meta:
        abstract = True


def encrypted_fields(model: type[models.Model]) -> list[str]:
    """Return the names of a model's encrypted fields."""
    return [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]  # noqa: SLF001

"""Field rules: what a field's privacy class means. The one place that decides it.

Every model says in `class Privacy` which of its fields are identity, clinical, operational or
public. From that alone follows which fields somebody is shown or may take out, what a search may
index, what erasure empties, and what logs leave out. A model whose identity or clinical fields
open with another permission than a person's says so beside its fields:

    class Privacy:
        opens: ClassVar = {"identity": Permission.WORKER_VIEW}

and names as `never` what nobody is shown, such as the hash of a password.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from sukoon.core.access import Actor, Scope, can
from sukoon.core.permissions import Permission


class PrivacyClass(StrEnum):
    """How closely a field is kept. From the closest on down."""

    IDENTITY = "identity"
    CLINICAL = "clinical"
    OPERATIONAL = "operational"
    PUBLIC = "public"


PRIVATE = frozenset({PrivacyClass.IDENTITY, PrivacyClass.CLINICAL})
# What opens the two private classes where the model says nothing else.
OPENS: Mapping[PrivacyClass, Permission] = {
    PrivacyClass.IDENTITY: Permission.PERSON_VIEW,
    PrivacyClass.CLINICAL: Permission.CASE_VIEW,
}
# What a search may hold in an index of its own: words and codes, not files or links.
WORDS = (models.CharField, models.TextField)


@lru_cache(maxsize=512)
def classes(model: type[models.Model]) -> Mapping[str, PrivacyClass]:
    """Return the class of each field of a model. Raises LookupError for one that tells none."""
    told = getattr(model, "Privacy", None)
    if told is None:
        raise LookupError(f"{model._meta.label} has no class Privacy")  # noqa: SLF001
    return {name: kind for kind in PrivacyClass for name in getattr(told, kind)}


def fields(model: type[models.Model], wanted: Iterable[PrivacyClass]) -> tuple[str, ...]:
    """Return the names of a model's fields of these classes, in the model's order."""
    kinds, asked = classes(model), frozenset(wanted)
    return tuple(f.name for f in model._meta.concrete_fields if kinds[f.name] in asked)  # noqa: SLF001


def private(model: type[models.Model]) -> tuple[str, ...]:
    """Return the fields that erasure empties and logs leave out: identity and clinical."""
    return fields(model, PRIVATE)


def indexable(model: type[models.Model]) -> tuple[str, ...]:
    """Return the fields a search may index as they are. Identity is found by its tokens only."""
    open_ones = fields(model, {PrivacyClass.OPERATIONAL, PrivacyClass.PUBLIC})
    words = (n for n in open_ones if isinstance(model._meta.get_field(n), WORDS))  # noqa: SLF001
    return tuple(n for n in words if n not in never(model))


def opened_by(model: type[models.Model], kind: PrivacyClass, view: Permission) -> Permission | None:
    """Return the permission that opens a class of a model's fields; None: open to everybody.

    `view` is the permission by which the record itself is seen.
    """
    if kind is PrivacyClass.PUBLIC:
        return None
    own: Mapping[str, Permission] = getattr(model.Privacy, "opens", {})  # type: ignore[attr-defined]
    return own.get(kind) or OPENS.get(kind) or view


def opened(
    by: Actor, model: type[models.Model], scope: Scope, *, view: Permission
) -> frozenset[PrivacyClass]:
    """Return the classes of a record's fields that the actor may be shown or take out."""
    asked = {kind: opened_by(model, kind, view) for kind in PrivacyClass}
    return frozenset(k for k, needed in asked.items() if needed is None or can(by, needed, scope))


def shown(by: Actor, row: Any, *, view: Permission) -> dict[str, Any]:
    """Return the fields of a record that the actor may be shown, by name. It has a `scope`."""
    allowed = opened(by, type(row), row.scope, view=view)
    hidden = never(type(row))
    return {n: getattr(row, n) for n in fields(type(row), allowed) if n not in hidden}


def shows(by: Actor, row: Any, field: str, *, view: Permission) -> bool:
    """Say whether the actor may be shown one field of a record."""
    allowed = opened(by, type(row), row.scope, view=view)
    kind: type[models.Model] = type(row)
    return classes(kind)[field] in allowed and field not in never(kind)


def never(model: type[models.Model]) -> frozenset[str]:
    """Return the fields that nobody is shown and no copy tells."""
    return frozenset(getattr(model.Privacy, "never", ()))  # type: ignore[attr-defined]


def empty(field: "models.Field[Any, Any]") -> Any:
    """Return what a field holds when it is emptied. Raises ValueError where nothing is empty."""
    if field.null:
        return None
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, WORDS):
        return ""
    raise ValueError(f"{field.model._meta.label}.{field.name} cannot be emptied: say by what")  # noqa: SLF001


@lru_cache(maxsize=1)
def names_never_logged() -> frozenset[str]:
    """Return the name of every identity and clinical field, and of no other field."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("sukoon.")]
    hidden = {name for model in ours for name in private(model)}
    other = {n for m in ours for n, kind in classes(m).items() if kind not in PRIVATE}
    return frozenset(hidden - other)

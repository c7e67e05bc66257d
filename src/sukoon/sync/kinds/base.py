"""What every kind of operation shares: its payload's own fields, looking up, saying what came."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from pydantic import ConfigDict, ValidationError

from sukoon.accounts import queries as accounts
from sukoon.accounts.roles import team_of
from sukoon.cases import queries as case_queries
from sukoon.cases.models import Case
from sukoon.core.access import Actor
from sukoon.core.api import Payload
from sukoon.core.operations import Kind, Outcome, Ran
from sukoon.core.problems import InputInvalid
from sukoon.sync.problems import NotHere

CONFLICT = "sync.two_values"
P = TypeVar("P", bound="OperationPayload")


class Part(Payload):
    """A part of a payload. A field that is not known (a newer app's) is refused, so that the
    whole operation is kept: leaving it out would lose what somebody wrote."""

    model_config = ConfigDict(extra="forbid")


class OperationPayload(Part):
    """What every payload of a phone has beside its own: its id, and when it happened."""

    operation_id: UUID
    happened_at: datetime


def kind(
    schema: type[P], run: Callable[[Actor, P], str | Ran],
    together: Callable[[Actor, Sequence[P]], Sequence[str]] | None = None,
) -> Kind:  # fmt: skip
    """Return a kind that reads its payload by a schema. Reading names the fields that are wrong."""

    def read(payload: Mapping[str, object]) -> object:
        try:
            return schema.model_validate(payload)
        except ValidationError as error:
            where = ", ".join(".".join(map(str, e["loc"])) or "payload" for e in error.errors())
            raise InputInvalid(where=where[:200]) from None

    return Kind(read, cast(Callable[[Actor, object], str | Ran], run), together)


def said(**told: object) -> str:
    return json.dumps(told)


def became(body: str, *, conflicts: bool, moved: bool) -> Ran:
    if conflicts:
        return Ran(body, Outcome.CONFLICT, CONFLICT)
    return Ran(body, Outcome.MERGED if moved else Outcome.APPLIED)


class _LookedUp:
    """What is looked up once in a batch: nothing that a phone sends changes it."""

    def __init__(self) -> None:
        self.cases: dict[UUID, Case] = {}
        self.homes: dict[UUID, tuple[UUID | None, str]] = {}


_looked_up: ContextVar[_LookedUp | None] = ContextVar("of_a_batch", default=None)


@contextmanager
def one_batch() -> Iterator[None]:
    """Let each case be looked up once for what is written into it meanwhile; and the worker's team."""
    token = _looked_up.set(_LookedUp())
    try:
        yield
    finally:
        _looked_up.reset(token)


def home_of(by: Actor) -> tuple[UUID | None, str]:
    """Return a worker's own team, and their area ("" where none is told)."""
    there = (_looked_up.get() or _LookedUp()).homes
    if by.id not in there:
        areas = accounts.area_paths(by.id)
        there[by.id] = team_of(by.id), areas[0] if areas else ""
    return there[by.id]


def case_to_write(by: Actor, pk: UUID) -> Case:
    """Return a case that the actor sees, for an action that locks it anew before it writes.

    Within a batch it is looked up once: nothing that a phone sends changes who sees a case.
    Raises NotHere.
    """
    batch = _looked_up.get()
    if batch is None:
        return case_of(by, pk)
    there = batch.cases
    if pk not in there:
        found = case_queries.with_links(case_queries.visible(by)).filter(pk=pk).first()
        if found is None:
            raise NotHere
        there[pk] = found
    return there[pk]


def case_of(by: Actor, pk: UUID) -> Case:
    """Return a case that the actor sees. Raises NotHere."""
    found = case_queries.visible(by).filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found

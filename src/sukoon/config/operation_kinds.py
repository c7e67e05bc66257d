"""Which actions a client may send as operations, one by one or in batches."""

from collections.abc import Callable, Mapping

from ninja import Schema
from pydantic import ValidationError

from sukoon.core.operations import Kind, register
from sukoon.core.problems import InputInvalid
from sukoon.services import api as services
from sukoon.sync import kinds as field


def reader(schema: type[Schema]) -> Callable[[Mapping[str, object]], object]:
    """Return what reads a payload into its schema. Raises InputInvalid, naming the fields."""

    def read(payload: Mapping[str, object]) -> object:
        try:
            return schema.model_validate(payload)
        except ValidationError as error:
            where = ", ".join(".".join(map(str, e["loc"])) or "payload" for e in error.errors())
            raise InputInvalid(where=where[:200]) from None

    return read


def register_operations() -> None:
    """Hand the list to the operations. Called when the product starts."""
    register({
        **field.KINDS,
        "services.submit": Kind(
            reader(services.ReturnOperation), services.run_return, services.run_returns
        ),
    })  # fmt: skip

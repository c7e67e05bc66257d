"""Which blocks areas add to the pages of areas below them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sukoon.cases import panels as cases
from sukoon.ui.panels import Maker, register

# Places: "cases:case" (about a Case), "people:person" (a Person), "desk:home" (None).
PANELS: Mapping[str, Sequence[Maker]] = MappingProxyType(
    {
        "people:person": (cases.of_person,),
        "desk:home": (cases.on_desk,),
    }
)


def register_panels() -> None:
    """Hand the list above to the pages. Called when the product starts."""
    register(PANELS)

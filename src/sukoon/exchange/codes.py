"""Code lists as people write them: every label and alias of a list leads to its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sukoon.core.content import content_path
from sukoon.core.packs import read_pack
from sukoon.core.text import name_key


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of a list, by the key of everything they are called."""

    name: str
    by_key: Mapping[str, str]
    called: tuple[str, ...]

    def find(self, text: str) -> str | None:
        return self.by_key.get(name_key(text))

    def names(self) -> list[str]:
        """Return everything the codes are called, for suggestions."""
        return list(self.called)


@cache
def code_list(name: str) -> CodeList:
    """Read a list from its pack under `content/codes`."""
    pack = read_pack(content_path() / "codes" / name)
    by_key: dict[str, str] = {}
    everything: list[str] = []
    for row in pack.files[f"{name}.csv"]:
        for called in (row["code"], row["label_en"], row["label_ur"], *row["aliases"].split("|")):
            if called:
                by_key.setdefault(name_key(called), row["code"])
                everything.append(called)
    return CodeList(name, by_key, tuple(everything))

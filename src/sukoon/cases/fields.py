"""Field sets: what is asked in each kind of entry, as packs that an agency can add to.

`content/fields/<kind>.toml` is the set that comes with the product; every further folder with a
pack of kind "fields" may add fields to it (their codes begin with the pack's id and a dot).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sukoon.cases.rules import Field, FieldKind, Option
from sukoon.cases.words import EntryKind
from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row

TEXTS = ("en", "ur", "hint_en", "hint_ur")
KNOWN = {"code", "kind", *TEXTS, "required", "counted", "quick", "options", "least", "most"}


@dataclass(frozen=True, slots=True)
class FieldSet:
    kind: EntryKind
    version: str
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}@{self.version}"

    def field(self, code: str) -> Field | None:
        return next((f for f in self.fields if f.code == code), None)


@cache
def field_sets() -> Mapping[EntryKind, FieldSet]:
    """Return the field sets by kind of entry: the product's own, then what agencies add."""
    found: dict[EntryKind, FieldSet] = {}
    for folder in sorted((content_path() / "fields").iterdir()):
        if not (folder / "pack.toml").is_file():
            continue
        pack = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        for path in _files(folder):
            kind = EntryKind(path.stem)
            told = read(path)
            before = found.get(kind)
            version = f"{before.version}+{pack['id']}" if before else str(pack["version"])
            found[kind] = FieldSet(kind, version, (*(before.fields if before else ()), *told))
    return found


def field_set(kind: EntryKind) -> FieldSet | None:
    """Return the field set of a kind; None for kinds that the platform itself writes."""
    return field_sets().get(kind)


def read(path: Path) -> tuple[Field, ...]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_field(f) for f in raw.get("field", ()))


def _field(f: Mapping[str, Any]) -> Field:
    options = tuple(Option(o["code"], o["en"], o.get("ur", "")) for o in f.get("options", ()))
    return Field(
        code=f["code"], kind=FieldKind(f["kind"]), en=f["en"], ur=f.get("ur", ""),
        hint_en=f.get("hint_en", ""), hint_ur=f.get("hint_ur", ""),
        required=f.get("required", False), counted=f.get("counted", False),
        quick=f.get("quick", False), options=options, least=f.get("least"), most=f.get("most"),
    )  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.toml")) if p.name != "pack.toml"]


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with the field sets of a pack."""
    for path in _files(where):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            yield PackError(str(path), 0, "", str(error)[:200])
            continue
        if path.stem not in EntryKind.values:
            yield PackError(str(path), 0, "", _("“%(value)s” is not known") % {"value": path.stem})
        seen: set[str] = set()
        for f in raw.get("field", ()):
            yield from (PackError(str(path), 0, field, said) for field, said in _faults(f, seen))


def _faults(f: Mapping[str, Any], seen: set[str]) -> Iterator[tuple[str, str]]:
    code = str(f.get("code", ""))
    if not code or code in seen:
        yield "code", _("this must not be empty")
    seen.add(code)
    for name in ("en", "ur"):
        if not f.get(name):
            yield f"{code}.{name}", _("this must not be empty")
    unknown = _("“%(value)s” is not known")
    for name in sorted(f.keys() - KNOWN):
        yield f"{code}.{name}", unknown % {"value": name}
    if f.get("kind") not in set(FieldKind):
        yield f"{code}.kind", unknown % {"value": f.get("kind", "")}
    needs_options = f.get("kind") in {FieldKind.CHOICE, FieldKind.MULTI}
    codes = [o.get("code") for o in f.get("options", ())]
    if needs_options != bool(codes) or len(set(codes)) != len(codes):
        yield f"{code}.options", _("this must not be empty")
    if any(not o.get("en") or not o.get("ur") for o in f.get("options", ())):
        yield f"{code}.options", _("this must not be empty")

"""Texts to translate: find them, keep the catalogues, compile them, check them.

    python -m tools.messages update   find the texts, update the catalogues, compile
    python -m tools.messages fill F   update, and take translations of F (JSON: text to Urdu) in
    python -m tools.messages check    say what is missing, out of date or broken; exit 1

Babel does the work; Django's `templatize` turns templates into something it can read. Nothing
needs GNU gettext. Compiled catalogues are committed, so that an installed wheel needs no tools.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "sukoon"
LOCALES = {"ur": SRC / "locale" / "ur" / "LC_MESSAGES" / "django.po"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def extracted() -> Catalog:
    """Return a catalogue of every text in the sources and templates."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(SRC.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        for line, text, context in texts_of(path):
            catalog.add(
                text, locations=[(str(path.relative_to(ROOT)), line)], context=context,
                flags=["python-format"] if PLACEHOLDER.search(str(text)) else [],
            )  # fmt: skip
    return catalog


def texts_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Yield (line, text or (singular, plural), context) of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # A template's indentation means nothing, and would mean something in Python.
        blanked = templatize(source, origin=str(path))
        source = "\n".join(line.lstrip() for line in blanked.split("\n"))
    stream = io.BytesIO(source.encode())
    for line, function, message, _comments in extract_python(stream, list(KEYWORDS), [], {}):
        spec = KEYWORDS[function]
        parts = message if isinstance(message, tuple) else (message,)
        context = None
        if spec and isinstance(spec[0], tuple):
            context, parts = parts[0], parts[1:]
        wanted = 2 if function.startswith("n") and "np" not in function[:2] else 1
        wanted = 2 if "npgettext" in function else wanted
        texts = tuple(p for p in parts[:wanted] if p)
        if len(texts) == wanted:
            yield line, texts if wanted == 2 else texts[0], context


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring every catalogue up to date with the sources, and compile it."""
    found = extracted()
    for language, path in LOCALES.items():
        catalog = read(path, language)
        catalog.update(found, no_fuzzy_matching=True, update_header_comment=False)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, sort_output=True, omit_header=False, include_lineno=False,
                     width=100)  # fmt: skip
        compile_one(path, language)


def fill(source: Path, language: str = "ur") -> None:
    """Take translations of a JSON file in: {text: translation}; of a plural, a list of two."""
    update()
    told: dict[str, str | list[str]] = json.loads(source.read_text(encoding="utf-8"))
    path = LOCALES[language]
    catalog = read(path, language)
    for message in catalog:
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name and name in told:
            given = told[name]
            message.string = given if isinstance(given, str) else tuple(given)
    with path.open("wb") as file:
        write_po(
            file, catalog, sort_output=True, omit_header=False, include_lineno=False, width=100
        )
    compile_one(path, language)


def compile_one(path: Path, language: str) -> None:
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path, language))


def problems() -> list[str]:
    """Return what is missing, out of date or broken, in words."""
    found = extracted()
    wrong: list[str] = []
    for language, path in LOCALES.items():
        catalog = read(path, language)
        for message in found:
            if not message.id:
                continue
            kept = catalog.get(message.id, message.context)
            name = message.id if isinstance(message.id, str) else message.id[0]
            if kept is None:
                wrong.append(f"{language}: run tools.messages update; new text: {name[:70]!r}")
            elif not all(_strings(kept.string)):
                wrong.append(f"{language}: not translated: {name[:70]!r}")
            elif kept.fuzzy:
                wrong.append(f"{language}: fuzzy: {name[:70]!r}")
            elif _placeholders(kept.string) != _placeholders(message.id):
                wrong.append(f"{language}: other placeholders: {name[:70]!r}")
        buffer = io.BytesIO()
        write_mo(buffer, catalog)
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != buffer.getvalue():
            wrong.append(f"{language}: the compiled catalogue is old; run tools.messages update")
    return wrong


def _strings(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, tuple | list) else [str(value or "")]


def _placeholders(value: object) -> set[str]:
    texts = _strings(value)
    return set(PLACEHOLDER.findall(texts[-1]))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:2] == ["fill"] and len(sys.argv) == 3:
        fill(Path(sys.argv[2]))
    elif sys.argv[1:] == ["check"]:
        faults = problems()
        sys.stdout.writelines(f"{fault}\n" for fault in faults)
        sys.exit(1 if faults else 0)
    else:
        sys.stderr.write("usage: python -m tools.messages update|check|fill FILE\n")
        sys.exit(2)

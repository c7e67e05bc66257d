"""English wording out of the CamCOPS wheel, as packs: read from a file somebody fetched, never shipped.

The wheel (PyPI `camcops-server`, University of Cambridge) holds the texts of freely reproducible instruments as
XML. Only texts are read, nothing of it is run. What is written names the wheel, its checksum and the licence.
"""

import csv
import hashlib
import html
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from sukoon.instruments.definitions import definition
from sukoon.instruments.wording import PACK, score_entry_only

MOST_XML = 1 << 20


class WheelWrong(Exception):
    """No wording can be read from this file; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts of an instrument lie: the task, and how its strings are named.

    `item` and `options` are patterns with the item's number; `only` are CamCOPS' numbers, where ours are a part.
    """

    task: str
    item: str = "q{n}"
    options: str = "a{v}"
    only: tuple[int, ...] = ()
    grouped: Mapping[int, str] = field(default_factory=dict)


_AUDIT = {
    **{n: f"q{n}_option{{v}}" for n in (1, 2)}, **dict.fromkeys(range(3, 9), "q3to8_option{v}"),
    **dict.fromkeys((9, 10), "q9to10_option{v}"),
}  # fmt: skip
SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "phq9": Source("phq9"),
        "phq8": Source("phq8"),
        "phq2": Source("phq9", only=(1, 2)),
        "gad7": Source("gad7"),
        "cage": Source("cage", options=""),
        "pcl5": Source("pcl5"),
        "cesd": Source("cesd"),
        "audit": Source("audit", item="q{n}_question", grouped=MappingProxyType(_AUDIT)),
        "auditc": Source("audit", item="q{n}_question", only=(1, 2, 3),
                         grouped=MappingProxyType(_AUDIT)),
    }
)  # fmt: skip


def write_packs(wheel: Path, folder: Path, *, only: frozenset[str] = frozenset()) -> list[str]:
    """Write a pack of English wording a known instrument below a folder; return their names.

    An instrument whose licence forbids copies is left out. Raises WheelWrong.
    """
    wanted = [name for name in SOURCES if (not only or name in only)]
    if unknown := only - set(SOURCES):
        raise WheelWrong(f"no wording of {', '.join(sorted(unknown))} is read from this wheel")
    try:
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        archive = zipfile.ZipFile(wheel)
    except (OSError, zipfile.BadZipFile) as error:
        raise WheelWrong(f"{wheel} is no wheel") from error
    with archive:
        found = [name for name in wanted if not score_entry_only(name)]
        return [_write(archive, name, wheel.name, digest, folder) for name in found]


def _write(archive: zipfile.ZipFile, name: str, wheel: str, digest: str, folder: Path) -> str:
    source, instrument = SOURCES[name], definition(name)
    texts = _texts(archive, source.task)
    target = folder / f"wording-{name}-en"
    target.mkdir(parents=True, exist_ok=True)
    numbers = source.only or tuple(range(1, len(instrument.instrument.items) + 1))
    pairs = list(zip(instrument.instrument.items, numbers, strict=False))
    _csv(target / "items.csv", ("code", "text"), (
        (item.code, _bare(text)) for item, n in pairs
        if (text := texts.get(source.item.format(n=n)) or (texts.get("finalq") if item.optional else ""))
    ))  # fmt: skip
    rows = [
        (item.code, str(v), text)
        for item, n in pairs
        for v in sorted(item.worth)
        if (text := _option(texts, source, n, v, optional=item.optional))
    ]
    _csv(target / "options.csv", ("item", "value", "text"), rows)
    about = instrument.about
    told = {
        "id": target.name, "kind": "wording", "version": digest[:12], "instrument": name,
        "language": "en", "title": f"{about['title']}: English wording", "source_tag": "S",
        "source": f"{wheel}, sha256 {digest}, extra_strings/{source.task}.xml",
        "licence": f"{about['licence']} (text in a GPL-3 package)", "status": "draft",
        "validated": about["source"] if "en" in instrument.instrument.languages else "",
        "stem": texts.get("stem", ""),
    }  # fmt: skip
    (target / PACK).write_text("".join(f"{k} = {_toml(v)}\n" for k, v in told.items()), "utf-8")
    return target.name


def _option(texts: Mapping[str, str], source: Source, n: int, value: int, *, optional: bool) -> str:
    pattern = source.grouped.get(n) or ("fa{v}" if optional else source.options)
    return texts.get(pattern.format(v=value), "") if pattern else ""


def _texts(archive: zipfile.ZipFile, task: str) -> Mapping[str, str]:
    path = f"camcops_server/extra_strings/{task}.xml"
    try:
        if archive.getinfo(path).file_size > MOST_XML:
            raise WheelWrong(f"{path} is too large")
        told = archive.read(path).decode("utf-8")
    except (KeyError, UnicodeDecodeError) as error:
        raise WheelWrong(f"there is no {path} in it") from error
    # Lines of `<string name="q1">…</string>`: read as text, so that no entity or address is followed.
    found = re.findall(r'<string name="([^"]+)"[^>]*>(.*?)</string>', told, flags=re.DOTALL)
    return {name: _plain(text) for name, text in found}


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<!\[CDATA\[|\]\]>|<[^>]+>", " ", text)).split())


def _bare(text: str) -> str:
    """Return a question without the number in front: the form numbers its questions."""
    return re.sub(r"^\d{1,2}\.\s*", "", text)


def _csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _toml(text: object) -> str:
    told = str(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{told}"'

"""What a deployer brought and phones carry: wording of instruments, and recordings to listen to.

Both change while the server runs: they are read anew when a pack was loaded. None is shipped.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.content import own_packs_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.core.packs import PackBroken, pack_folders, read_pack
from sukoon.instruments.wording import Wording, wordings

KIND, PACK, LIST = "sounds", "pack.toml", "sounds.csv"
TYPES = {
    ".opus": ("audio/ogg", b"OggS"), ".ogg": ("audio/ogg", b"OggS"), ".wav": ("audio/wav", b"RIFF"),
    ".webm": ("audio/webm", b"\x1aE\xdf\xa3"), ".mp3": ("audio/mpeg", b""),
}  # fmt: skip
MP3 = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
LARGEST = 1_000_000  # bytes of one recording: a minute of speech is 200 kB


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording: in which language, of what (`risk:stay`, `item:phq9:q1`), and where it lies."""

    language: str
    about: str
    name: str  # its checksum and ending: it changes with what is heard
    path: Path
    size: int


def wording() -> str:
    """Return the loaded wording of every instrument, by language, as JSON."""
    return _wording(tuple((w.instrument, w.language, w.checksum) for w in wordings()))


@lru_cache(maxsize=2)
def _wording(_marks: tuple[tuple[str, str, str], ...]) -> str:
    told: dict[str, dict[str, object]] = {}
    for one in wordings():
        told.setdefault(one.instrument, {})[one.language] = _words(one)
    return _json(told)


def _words(one: Wording) -> Mapping[str, object]:
    return {
        "stem": one.stem, "items": dict(one.items),
        "options": {item: dict(words) for item, words in one.options.items()},
        "validated": bool(one.validated), "source": one.source, "licence": one.licence,
        "version": one.version,
    }  # fmt: skip


def sounds() -> str:
    """Return which recordings there are, by language and what they are of, as JSON."""
    told: dict[str, dict[str, object]] = {}
    for one in recordings():
        told.setdefault(one.language, {})[one.about] = {"name": one.name, "size": one.size}
    return _json(told)


def sound(name: str) -> tuple[bytes, str] | None:
    """Return a recording by its name, and its type; None when there is none."""
    found = next((s for s in recordings() if s.name == name), None)
    return (found.path.read_bytes(), TYPES[found.path.suffix][0]) if found else None


def recordings() -> Sequence[Sound]:
    """Return every recording that a pack has. A broken pack is left out: `packs check` says why."""
    root = own_packs_path()
    folders = pack_folders(root) if root.is_dir() else []
    return _read(tuple((f, (f / PACK).stat().st_mtime_ns) for f in folders))


@lru_cache(maxsize=2)
def _read(folders: tuple[tuple[Path, int], ...]) -> Sequence[Sound]:
    return [one for folder, _changed in folders for one in _of(folder)]


def _of(folder: Path) -> Iterator[Sound]:
    raw = tomllib.loads((folder / PACK).read_text(encoding="utf-8"))
    if raw.get("kind") != KIND:
        return
    try:
        pack = read_pack(folder)
    except PackBroken:
        return
    for row in pack.files[LIST]:
        path = folder / row["file"]
        data = path.read_bytes()
        name = sha256(data).hexdigest()[:32] + path.suffix
        yield Sound(str(raw["language"]), row["about"], name, path, len(data))


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with a pack of recordings."""
    raw = tomllib.loads((where / PACK).read_text(encoding="utf-8"))
    language = str(raw.get("language", ""))
    if not language.isalpha() or not language.islower():
        yield PackError(str(where / PACK), 0, "language", _("the stamp lacks this"))
    for row in files.get(LIST, ()):
        wrong = _wrong(where, row["file"])
        if wrong:
            yield PackError(str(where / LIST), row.line, "file", wrong)


def _wrong(where: Path, name: str) -> str:
    path = where / name
    if path.parent != where or not path.is_file():
        return _("the file is missing")
    if path.suffix not in TYPES:
        return _("this is no kind of recording that phones play: %(known)s") % {
            "known": ", ".join(TYPES)
        }
    if path.stat().st_size > LARGEST:
        return _("the recording is larger than %(most)d bytes") % {"most": LARGEST}
    with path.open("rb") as file:
        head = file.read(4)
    begins = MP3 if path.suffix == ".mp3" else (TYPES[path.suffix][1],)
    return "" if head.startswith(begins) else _("the file does not hold what its name says")


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

"""What the product is made of: the list of parts (SBOM), and known holes in them.

    python -m tools.parts write | check     requirements/sbom.cdx.json, from the lock files
    python -m tools.parts advisories FILE…  compare the parts with advisories you bring

The list is CycloneDX 1.5: every pinned part, where it is used, its checksums. Advisories are read
from files in the OSV form (a record, a list of records, or a zip of them, as osv.dev gives them for
PyPI and npm): nothing is asked over the network, so they are as new as the file. What this cannot
see: holes nobody has written down, parts of the operating system and of the database, and code of
others inside a part (a C library in a wheel). The exit code is 1 when a part has a known hole, and
when the newest record is older than two weeks: old knowledge is no good news.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "requirements" / "sbom.cdx.json"
LOCKS = {"runtime": "runtime.lock", "test": "test.lock", "build": "build.lock"}
NPM = ROOT / "field-app" / "package-lock.json"
OLD = timedelta(days=14)
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """One pinned part of ours: which register it is from, and for what we use it."""

    register: str  # PyPI or npm, as OSV writes them
    name: str
    version: str
    used: str
    hashes: tuple[str, ...] = ()

    @property
    def purl(self) -> str:
        kind = "pypi" if self.register == "PyPI" else "npm"
        return f"pkg:{kind}/{self.name.replace('@', '%40')}@{self.version}"


def parts() -> list[Part]:
    """Return every pinned part once, used where it is used first: runtime, then test, then build."""
    found: dict[tuple[str, str, str], Part] = {}
    for used, lock in LOCKS.items():
        for part in _of_lock((ROOT / "requirements" / lock).read_text(encoding="utf-8"), used):
            found.setdefault((part.register, part.name, part.version), part)
    for part in _of_npm(json.loads(NPM.read_text(encoding="utf-8"))):
        found.setdefault((part.register, part.name, part.version), part)
    return [found[key] for key in sorted(found)]


def _of_lock(text: str, used: str) -> Iterator[Part]:
    for entry in text.replace("\\\n", " ").splitlines():
        pinned = PINNED.match(entry)
        if pinned:
            name = re.sub(r"[-_.]+", "-", pinned[1]).lower()
            yield Part("PyPI", name, pinned[2], used, tuple(sorted(HASH.findall(entry))))


def _of_npm(lock: Mapping[str, Any]) -> Iterator[Part]:
    for path, told in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name and "version" in told:
            used = "phone's app, build" if told.get("dev") else "phone's app"
            yield Part("npm", name, told["version"], used)


def sbom() -> str:
    """Return the list of parts as CycloneDX; the same parts give the same text."""
    ours = parts()
    serial = uuid5(NAMESPACE_URL, "\n".join(p.purl for p in ours))
    told = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "sukoon",
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [_component(part) for part in ours],
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library", "bom-ref": part.purl, "name": part.name, "version": part.version,
        "purl": part.purl, "scope": "required" if part.used in {"runtime", "phone's app"} else "excluded",
        "properties": [{"name": "sukoon:used", "value": part.used}],
    }  # fmt: skip
    if len(part.hashes) == 1:  # one file, one checksum; the lock file holds those of every wheel
        told["hashes"] = [{"alg": "SHA-256", "content": part.hashes[0]}]
    return told


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of ours that an advisory names."""

    part: Part
    advisory: str
    said: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How many records were read, how new the newest is, and which parts of ours they name."""

    records: int
    newest: datetime | None
    holes: tuple[Hole, ...]


def compare(records: Iterable[Mapping[str, Any]], ours: Sequence[Part]) -> Compared:
    """Look for our parts in advisories; what was withdrawn counts for nothing."""
    by_name: dict[tuple[str, str], list[Part]] = {}
    for part in ours:
        by_name.setdefault((part.register, part.name), []).append(part)
    count, newest, holes = 0, None, []
    for record in records:
        count += 1
        at = _moment(record.get("modified"))
        newest = max(filter(None, (newest, at)), default=None)
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected", ()):
            package = affected.get("package", {})
            name = str(package.get("name", ""))
            if package.get("ecosystem") == "PyPI":
                name = re.sub(r"[-_.]+", "-", name).lower()
            for part in by_name.get((str(package.get("ecosystem")), name), ()):
                if is_affected(part.version, affected):
                    said = str(record.get("summary") or record.get("details", ""))[:120]
                    holes.append(Hole(part, str(record.get("id")), " ".join(said.split())))
    return Compared(count, newest, tuple(dict.fromkeys(holes)))


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Say whether a version is among those an advisory names, one by one or from one to another."""
    if version in affected.get("versions", ()):
        return True
    ranges = [r for r in affected.get("ranges", ()) if r.get("type") in {"ECOSYSTEM", "SEMVER"}]
    return any(_within(version, r.get("events", ())) for r in ranges)


def _within(version: str, events: Iterable[Mapping[str, str]]) -> bool:
    """Go through the events in order of their versions: introduced, then fixed or last affected."""
    ours, inside = _version(version), False
    for event in sorted(events, key=lambda e: _version(next(iter(e.values())))):
        at = _version(next(iter(event.values())))
        if "introduced" in event and ours >= at:
            inside = True
        elif ("fixed" in event and ours >= at) or ("last_affected" in event and ours > at):
            inside = False
    return inside


def _version(text: str) -> Version:
    try:
        return Version("0.dev0" if text == "0" else text)
    except InvalidVersion:
        # What nobody can put in order (an npm tag) is taken as the oldest: rather named than missed.
        return Version("0.dev0")


def _moment(text: object) -> datetime | None:
    try:
        told = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def read(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the advisories of a file: a record, a list of them, or a zip of records."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    yield from told if isinstance(told, list) else [told]


def advisories(paths: Sequence[Path], *, now: datetime) -> int:
    """Compare our parts with advisories; print what is wrong; 1 when something is."""
    found = compare((r for path in paths for r in read(path)), parts())
    for hole in found.holes:
        sys.stdout.write(f"{hole.advisory}: {hole.part.name} {hole.part.version} "
                         f"({hole.part.used}): {hole.said}\n")  # fmt: skip
    old = found.newest is None or now - found.newest > OLD
    if old:
        sys.stdout.write("The newest advisory is older than two weeks: fetch them anew.\n")
    newest = found.newest.date().isoformat() if found.newest else "none"
    sys.stdout.write(f"{found.records} advisories, the newest of {newest}; "
                     f"{len(found.holes)} name a part of ours\n")  # fmt: skip
    return 1 if found.holes or old else 0


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case ["write"]:
            FILE.write_text(sbom(), encoding="utf-8")
            return 0
        case ["check"]:
            if FILE.is_file() and FILE.read_text(encoding="utf-8") == sbom():
                return 0
            sys.stdout.write("The list of parts is old. Run: python -m tools.parts write\n")
            return 1
        case ["advisories", *paths] if paths:
            return advisories([Path(p) for p in paths], now=datetime.now(UTC))
    sys.stderr.write(str(__doc__))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

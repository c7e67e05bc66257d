"""`sukoon packs check|load`."""

import argparse
import json
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from sukoon.accounts.roles import console_actor
from sukoon.core.content import content_path, own_packs_path
from sukoon.core.pack_rules import PackError
from sukoon.core.packs import check_all
from sukoon.exchange import own_packs
from sukoon.exchange.loading import load_everything
from sukoon.instruments import camcops
from sukoon.pathways import checking, drawing, queries, sketching
from sukoon.pathways.definitions import shelf
from sukoon.pathways.reading import NOT_PATHWAYS, read_source


def register(verbs: Mapping[str, Any]) -> None:
    """Add `packs check` and `packs load` to the command line."""
    check_parser = verbs["packs"].add_parser("check", help="say what is wrong with any pack")
    check_parser.add_argument("folder", type=Path, nargs="?", default=None, help="or one file")
    check_parser.add_argument(
        "--draw", type=Path, default=None,
        help="folder for a drawing (SVG) of every pathway; else only what is wrong is drawn, in var/drawings",
    )  # fmt: skip
    check_parser.add_argument(
        "--signatures", action="store_true", help="who signed which version of the pathways in use"
    )
    check_parser.add_argument("--json", action="store_true")
    check_parser.set_defaults(run=check)
    load_parser = verbs["packs"].add_parser("load", help="load packs that are new or changed")
    load_parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=None,
        help="a pack of your own to take in first (pathways, wording, sounds): its folder or pack.toml",
    )
    load_parser.add_argument("--json", action="store_true")
    load_parser.set_defaults(run=load)
    word_parser = verbs["packs"].add_parser(
        "wording", help="take English item wording in from a CamCOPS wheel that you fetched"
    )
    word_parser.add_argument(
        "wheel", type=Path, help="camcops_server-….whl (pip download --no-deps)"
    )
    word_parser.add_argument("--only", default="", help="ids of instruments, with commas between")
    word_parser.add_argument("--json", action="store_true")
    word_parser.set_defaults(run=wording)


def check(options: argparse.Namespace) -> int:
    """Print every error with file, line and field; exit 1 when there is one."""
    if options.signatures:
        return signed(options)
    place: Path = options.folder or content_path()
    folder = place.parent if place.is_file() else place
    errors = [*check_all(folder)]
    if not errors:
        errors += own_packs.laws_broken(folder)
    if place.is_file():
        errors = [e for e in errors if Path(e.file) == place]
    if options.draw and not errors:
        draw(folder, options.draw)
    drawn = sketch(errors, options.draw or Path(settings.VAR) / "drawings") if errors else {}
    if options.json:
        told = [{**asdict(e), "drawing": str(drawn.get(e.file, ""))} for e in errors]
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.writelines(f"{e}\n" for e in errors)
        sys.stdout.writelines(f"drawn: {path}\n" for path in drawn.values())
    return 1 if errors else 0


def sketch(errors: Sequence[PackError], target: Path) -> Mapping[str, Path]:
    """Draw each pathway with its errors where they are; return the drawings by file."""
    drawn: dict[str, Path] = {}
    for file in dict.fromkeys(e.file for e in errors):
        if Path(file).name in NOT_PATHWAYS or Path(file).suffix != ".toml":
            continue
        try:
            source = read_source(Path(file))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue  # what is no TOML has no nodes
        if "entry" not in source.content:
            continue
        target.mkdir(parents=True, exist_ok=True)
        drawn[file] = target / f"{Path(file).stem}.svg"
        svg = sketching.sketch(source, [e for e in errors if e.file == file])
        drawn[file].write_text(svg, encoding="utf-8")
    return drawn


def signed(options: argparse.Namespace) -> int:
    """Print who signed which version (by its hash) of every pathway in use."""
    definitions = shelf().definitions
    found = queries.signatures(definitions)
    rows: list[dict[str, Any]] = [
        {"pathway": key, "version": told.version, "checksum": told.checksum, "examples": len(told.examples),
         "draft": queries.is_draft(key, found.get(key, [])), "reviewed_by": told.reviewed_by,
         "signed": [{"by": s.by_name, "on": localdate(s.created_at).isoformat(), "checksum": s.checksum}
                    for s in found.get(key, [])]}
        for key, told in sorted(definitions.items())
    ]  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for row in rows:
            names = ", ".join(f"{s['by']} ({s['on']})" for s in row["signed"]) or row["reviewed_by"]
            sys.stdout.write(
                f"{row['pathway']:5} {row['version']} {row['checksum'][:16]} "
                f"{row['examples']} examples: {names or 'draft'}\n"
            )
    return 0


def draw(folder: Path, target: Path) -> None:
    """Write a drawing of every pathway of the packs in a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for where in own_packs.of_pathways(folder):
        found = checking.shelf_of(where)
        for key, told in found.definitions.items():
            if told.path.parent == where:
                drawn = drawing.picture(found, key, "en", alone=True)
                (target / f"{key}.svg").write_text(drawn.svg, encoding="utf-8")


def load(options: argparse.Namespace) -> int:
    """Load what is new or changed; print how many packs that was."""

    def say(line: str) -> None:
        if not options.json:
            sys.stdout.write(f"{line}\n")

    if options.folder is not None:
        faults = own_packs.take_in(by=console_actor(), folder=options.folder)
        sys.stderr.writelines(f"{fault}\n" for fault in faults)
        if faults:
            return 1
    loaded = load_everything(by=console_actor(), progress=say)
    sys.stdout.write(json.dumps({"loaded": loaded}) + "\n" if options.json else f"{loaded} packs\n")
    return 0


def wording(options: argparse.Namespace) -> int:
    """Take wording in from a wheel; print which packs were kept, and where."""
    only = frozenset(name.strip() for name in options.only.split(",") if name.strip())
    with tempfile.TemporaryDirectory() as folder:
        try:
            names = camcops.write_packs(options.wheel, Path(folder), only=only)
        except camcops.WheelWrong as error:
            sys.stderr.write(f"sukoon: {error}\n")
            return 2
        faults = [
            fault
            for name in names
            for fault in own_packs.take_in(by=console_actor(), folder=Path(folder) / name)
        ]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    told = {"packs": names, "folder": str(own_packs_path())}
    sys.stdout.write(json.dumps(told) + "\n" if options.json else f"{len(names)} packs\n")
    return 1 if faults else 0

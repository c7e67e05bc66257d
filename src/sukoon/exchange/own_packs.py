"""Packs that a deployer brings: licensed pathways, item wording of instruments,
recordings; checked as ours are, kept outside the product."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.content import own_packs_path
from sukoon.core.pack_rules import PackError
from sukoon.core.packs import PackBroken, check_all, pack_folders, read_pack
from sukoon.core.permissions import Permission
from sukoon.pathways import checking, definitions

KINDS = frozenset(
    {"pathways", "wording", "sounds"}
)  # what may be brought; the rest comes with the product


def of_pathways(root: Path) -> list[Path]:
    """Return the packs of pathways below a folder."""
    marks = {'kind = "pathways"'}
    return [
        folder
        for folder in pack_folders(root)
        if any(m in (folder / "pack.toml").read_text(encoding="utf-8") for m in marks)
    ]


def laws_broken(root: Path) -> list[PackError]:
    """Return every law that a pathway below a folder breaks. The packs were checked before."""
    return [error for folder in of_pathways(root) for error in checking.check_laws(folder)]


def take_in(*, by: Actor, folder: Path) -> Sequence[PackError]:
    """Check a pack and keep it in the folder of own packs; return what is wrong instead.

    It is walked under every law of ours before: a licence does not make a pathway safe.
    """
    require(by, Permission.PACK_LOAD, NOWHERE)
    folder = folder.parent if folder.name == "pack.toml" else folder
    if not (folder / "pack.toml").is_file():
        return [PackError(str(folder), 0, "", _("there is no pack.toml here"))]
    errors = check_all(folder)
    try:
        pack = read_pack(folder)
    except PackBroken as broken:
        return broken.errors
    if pack.stamp.kind not in KINDS:
        message = _("“%(value)s” is not known") % {"value": pack.stamp.kind}
        return [PackError(str(folder / "pack.toml"), 0, "kind", message)]
    if pack.stamp.kind == "pathways":
        errors += checking.check_laws(folder)
    if not errors:
        _keep(folder, own_packs_path() / pack.stamp.id)
        definitions.shelf.cache_clear()
    return errors


def _keep(folder: Path, target: Path) -> None:
    """Copy beside the old one, then change places: a copy broken off leaves the old one whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(folder, new)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)

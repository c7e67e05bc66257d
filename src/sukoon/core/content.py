"""Where the shipped content lies: packs of areas, code lists, roles and demo data."""

import os
from pathlib import Path

import sukoon


def content_path() -> Path:
    """Return the folder of the packs.

    `SUKOON_CONTENT` wins, so that a deployment can keep packs of its own; then the copy inside an
    installed wheel; then the folder of the checkout.
    """
    if chosen := os.environ.get("SUKOON_CONTENT"):
        return Path(chosen)
    package = Path(sukoon.__file__).resolve().parent
    installed = package / "_content"
    return installed if installed.is_dir() else package.parents[1] / "content"


def own_packs_path() -> Path:
    """Return the folder of packs that a deployer loaded: licensed content, never shipped with us.

    `SUKOON_PACKS` wins; else it lies beside the database, in `packs`.
    """
    if chosen := os.environ.get("SUKOON_PACKS"):
        return Path(chosen)
    from django.conf import settings  # noqa: PLC0415 - content is read without Django, too

    return Path(settings.VAR) / "packs"

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

"""Printed pages: a Typst template and data become a PDF, with Urdu shaped and right to left.

Templates lie in an area's `print/` folder and begin with `#import "/ui/print/page.typ": page-of`
and `#let data = json(bytes(sys.inputs.data))`. Texts reach them as data only: nothing that a
person typed is ever read as a template. The faces are those shipped with the product.
"""

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parents[1]
FACES = ("ui/static/ui/fonts", "ui/print/fonts")


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template (`"risk/print/plan.typ"`, below the package).

    `data` holds plain JSON values, with at least `language`, `title` and `foot` (who made it,
    when, from what).
    """
    told = json.dumps(data, ensure_ascii=False)
    made: bytes = typst.compile(
        str(PACKAGE / template), root=str(PACKAGE), font_paths=[str(_faces())],
        ignore_system_fonts=True, sys_inputs={"data": told},
    )  # fmt: skip
    return made


@cache
def _faces() -> Path:
    """Return a folder with the shipped faces as print needs them, made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="sukoon-faces-"))
    for place in FACES:
        for path in sorted((PACKAGE / place).glob("*.woff2")):
            face = TTFont(path)
            face.flavor = None
            face.save(folder / path.with_suffix(".ttf").name)
    return folder

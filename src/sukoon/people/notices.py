"""The privacy notice that is read out before somebody consents: a pack that a deployer changes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.core.packs import read_pack

FILE = "notice.toml"


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice in one language, and the version somebody was read."""

    version: str
    status: str
    language: str
    title: str
    paragraphs: Sequence[str]


@cache
def _all() -> Mapping[str, Notice]:
    folder = content_path() / "notices"
    stamp = read_pack(folder).stamp
    told = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    return {
        code: Notice(stamp.version, stamp.status, code, text["title"], tuple(text["paragraphs"]))
        for code, text in told.items()
    }


def notice() -> Notice:
    """Return the notice in the reader's language, or in English."""
    found = _all()
    return found.get(get_language() or "", found["en"])


def check(folder: Path, _files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is missing of a notice: a title and paragraphs in each language of the product."""
    path = folder / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield PackError(str(path), 0, "", str(error)[:200])
        return
    for code, _name in settings.LANGUAGES:
        text = told.get(code)
        whole = isinstance(text, dict) and text.get("title") and text.get("paragraphs")
        if not whole:
            yield PackError(str(path), 0, code, _("this must not be empty"))

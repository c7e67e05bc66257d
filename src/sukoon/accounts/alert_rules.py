"""When officers are called: the kinds of `content/security/watch.toml`, a deployer's to set."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row

BY = frozenset({"subject", "actor"})
DEAD_LETTERS = "dead_letters"  # about no account: work that was given up


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason to call: which events, counted by whom, how many are usual in which time."""

    code: str
    label_en: str
    label_ur: str
    events: tuple[str, ...]
    by: str
    usual: int
    within: timedelta

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by code. Raises ValueError on one that could never call."""
    raw = tomllib.loads((content_path() / "security" / "watch.toml").read_text(encoding="utf-8"))
    return {code: _kind(code, entry) for code, entry in raw.items()}


def _kind(code: str, entry: Mapping[str, Any]) -> Kind:
    told = Kind(
        code=code, label_en=str(entry["label_en"]), label_ur=str(entry["label_ur"]),
        events=tuple(entry["events"]), by=str(entry["by"]), usual=int(entry["usual"]),
        within=timedelta(minutes=int(entry["minutes"])),
    )  # fmt: skip
    if not told.events or told.by not in BY or told.usual < 0 or told.within <= timedelta():
        raise ValueError(f"content/security/watch.toml: {code} could never call anybody")
    return told


def check(folder: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Look into a pack of this kind: every table calls somebody, and says why in both languages."""
    path = folder / "watch.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield PackError(str(path), 0, "", str(error)[:200])
        return
    for code, entry in raw.items():
        try:
            told = _kind(code, entry)
        except (ValueError, TypeError, KeyError):
            yield PackError(str(path), 0, code, _("this could never call anybody"))
            continue
        for name, label in (("label_en", told.label_en), ("label_ur", told.label_ur)):
            if not label.strip():
                yield PackError(str(path), 0, f"{code}.{name}", _("this must not be empty"))

"""Pathways as a phone gets them: the compiled form with its words in one language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import override

from sukoon.pathways.definitions import compiled
from sukoon.pathways.words import STEP_KINDS, TARGET_LABELS, URGENCY_LABELS

WORDS = frozenset({"text", "why", "hint", "title", "about"})
MEDICINE = ("id", "classes", "forms", "start_dose", "step_dose", "max_dose")


def in_language(language: str, signed: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Return the whole library in the words of one language; what has none there is in English.

    `signed`: who signed the version in use of a pathway here, beside whoever signed its file.
    """
    told = compiled()
    with override(language):
        labels = {
            name: {key: str(label) for key, label in found.items()}
            for name, found in (
                ("kinds", STEP_KINDS), ("targets", TARGET_LABELS), ("urgencies", URGENCY_LABELS)
            )
        }  # fmt: skip
    said: dict[str, Any] = _said(told, language)
    for key, names in signed.items():
        said["pathways"][key]["signed_by"] = names
    return {
        **said, "language": language, "labels": labels,
        "medicines": {
            key: {**{name: row[name] for name in MEDICINE}, "name": _named(row, "name", language),
                  "note": _named(row, "note", language)}
            for key, row in told["medicines"].items()
        },
        "side_effects": [
            {"class": row["class"], "code": row["code"], "urgent": row["urgent"],
             "label": _named(row, "label", language)}
            for row in told["side_effects"]
        ],
    }  # fmt: skip


def _said(told: Any, language: str) -> Any:
    """Put one language's text where texts by language stand."""
    if isinstance(told, list):
        return [_said(one, language) for one in told]
    if not isinstance(told, Mapping):
        return told
    return {
        key: _in(value, language) if key in WORDS
        else {k: _in(v, language) for k, v in value.items()} if key == "options"
        else value if key == "complaints"
        else _said(value, language)
        for key, value in told.items()
    }  # fmt: skip


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _named(row: Mapping[str, str], name: str, language: str) -> str:
    return row.get(f"{name}_{language}") or row[f"{name}_en"]

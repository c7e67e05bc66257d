"""Opinions and words of an answer as plain documents, and what may be chosen in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sukoon.cases.fields import field_set
from sukoon.cases.rules import Option
from sukoon.cases.words import EntryKind
from sukoon.supervision.definitions import book
from sukoon.supervision.problems import ChoiceUnknown
from sukoon.supervision.rules import NONE, Medicine, Opinion


@dataclass(frozen=True, slots=True)
class Words:
    """What a supervisor writes: the diagnosis in words, why, what is to be learnt, and the rest."""

    diagnosis: str = ""
    why: str = ""
    teaching: str = ""
    remark: str = ""


def diagnoses() -> Mapping[str, Option]:
    """Return what a working diagnosis can be, by code: the case's own list."""
    fields = field_set(EntryKind.DIAGNOSIS)
    field = fields.field("module") if fields else None
    return {o.code: o for o in field.options} if field else {}


def check_opinion(opinion: Opinion) -> None:
    """Raise ChoiceUnknown for a code that is on no list."""
    known = diagnoses()
    for code in (opinion.diagnosis, opinion.also):
        if code and code not in known:
            raise ChoiceUnknown(field="diagnosis")
    if opinion.support - book().support.keys():
        raise ChoiceUnknown(field="support")
    if opinion.referral not in book().referrals:
        raise ChoiceUnknown(field="referral")


def opinion_json(opinion: Opinion) -> str:
    return json.dumps(
        {
            "diagnosis": opinion.diagnosis, "also": opinion.also,
            "medicines": [[m.name, m.dose] for m in opinion.medicines],
            "support": sorted(opinion.support), "referral": opinion.referral,
        },
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip


def opinion_of(text: str) -> Opinion:
    """Read an opinion back; what was erased is an empty one."""
    if not text:
        return Opinion()
    raw = json.loads(text)
    return Opinion(
        raw["diagnosis"], raw["also"], tuple(Medicine(n, d) for n, d in raw["medicines"]),
        frozenset(raw["support"]), raw.get("referral") or NONE,
    )  # fmt: skip


def words_json(words: Words) -> str:
    told = {
        "diagnosis": words.diagnosis, "why": words.why, "teaching": words.teaching,
        "remark": words.remark,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def words_of(text: str) -> Words:
    return Words(**json.loads(text)) if text else Words()


def document_of(text: str) -> Mapping[str, Any]:
    """Read a sealed document of this area; nothing of an erased one."""
    return cast(Mapping[str, Any], json.loads(text)) if text else {}


def walk_of(snapshot: str) -> Mapping[str, Any]:
    """Return the guided assessment that went along with a question; nothing where none did."""
    return cast(Mapping[str, Any], document_of(snapshot).get("walk", {}))

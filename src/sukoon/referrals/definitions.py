"""The pack of referrals: needs, clocks, rules between tiers, codes. `content/referrals/`."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.referrals.rules import Clock

LISTS = ("transport", "escort", "contact", "decline", "withdraw", "outcome")
CLOCKS = ("receive", "answer", "book", "report", "draft", "again")


@dataclass(frozen=True, slots=True)
class Word:
    """A code with its labels."""

    code: str
    label_en: str
    label_ur: str

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en


@dataclass(frozen=True, slots=True)
class Need(Word):
    """What somebody needs: which activities of the register answer it.

    Of a `protection` need only that word shows outside the parties; one with a `plan` cannot be
    sent without a written plan.
    """

    activities: tuple[str, ...] = ()
    protection: bool = False
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Urgency(Word):
    clock: Clock = field(default_factory=Clock)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Word):
    """A rule between tiers: it proposes, and says where it is from. Tier 0: from any."""

    from_tier: int = 0
    to_tier: int = 0
    need: str = ""
    urgency: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    needs: Mapping[str, Need]
    urgencies: Mapping[str, Urgency]
    rules: Sequence[Rule]
    lists: Mapping[str, Mapping[str, Word]]

    def word(self, name: str, code: str) -> str:
        """Return the label of a code; the code itself where the pack no longer knows it."""
        found = self.lists[name].get(code)
        return found.label if found else code


@cache
def book() -> Book:
    folder = content_path() / "referrals"
    lists: dict[str, dict[str, Word]] = {name: {} for name in LISTS}
    for r in _rows(folder / "codes.csv"):
        lists[r["list"]][r["code"]] = Word(r["code"], r["label_en"], r["label_ur"])
    return Book(
        needs={r["code"]: _need(r) for r in _rows(folder / "needs.csv")},
        urgencies={r["code"]: _urgency(r) for r in _rows(folder / "urgency.csv")},
        rules=[_rule(r) for r in _rows(folder / "rules.csv")],
        lists=lists,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _need(r: Mapping[str, str]) -> Need:
    return Need(
        r["code"], r["label_en"], r["label_ur"], tuple(r["activities"].split()),
        protection=r["protection"] == "1", plan=r["plan"] == "1",
    )  # fmt: skip


def _urgency(r: Mapping[str, str]) -> Urgency:
    clock = Clock(**{name: int(r[f"{name}_hours"]) for name in CLOCKS})
    return Urgency(r["code"], r["label_en"], r["label_ur"], clock, r["source"])


def _rule(r: Mapping[str, str]) -> Rule:
    return Rule(
        r["code"], r["label_en"], r["label_ur"], int(r["from_tier"]), int(r["to_tier"]), r["need"],
        r["urgency"], r["source"],
    )  # fmt: skip


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with the pack beyond its columns."""
    unknown = _("“%(value)s” is not known")
    for row in files["codes.csv"]:
        if row["list"] not in LISTS:
            message = unknown % {"value": row["list"]}
            yield PackError(str(where / "codes.csv"), row.line, "list", message)
    for row in files["urgency.csv"]:
        for name in (f"{c}_hours" for c in CLOCKS):
            if not row[name].isdecimal() or int(row[name]) < 1:
                message = _("this must be a whole number above 0")
                yield PackError(str(where / "urgency.csv"), row.line, name, message)
    known = {
        "need": {r["code"] for r in files["needs.csv"]},
        "urgency": {r["code"] for r in files["urgency.csv"]},
        "from_tier": set("01234"), "to_tier": set("01234"),
    }  # fmt: skip
    for row in files["rules.csv"]:
        for name, codes in known.items():
            if row[name] not in codes:
                message = unknown % {"value": row[name]}
                yield PackError(str(where / "rules.csv"), row.line, name, message)

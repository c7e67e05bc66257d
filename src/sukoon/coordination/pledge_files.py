"""Pledges from and to files: every row read and checked before anything is written.

Pages and the command line use this. The reader is the one that services are imported with.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sukoon.coordination.actions import pledges as actions
from sukoon.coordination.actions.pledges import CommitmentPlan, Outcome, PledgePlan
from sukoon.coordination.models import Commitment, Pledge
from sukoon.coordination.problems import (
    AreaNeeded,
    ColumnsMissing,
    RowsRefused,
    TooManyCommitments,
)
from sukoon.coordination.queries.knowledge import known_programmes
from sukoon.coordination.words import Measure, PledgeKind
from sukoon.core.access import Actor
from sukoon.core.dates import DIGITS, DateFault, Told, read_date
from sukoon.core.reading import read_table
from sukoon.core.sheets import Value
from sukoon.core.text import name_key, nearest
from sukoon.places.models import Area
from sukoon.workforce import actions as workforce
from sukoon.workforce.models import Organisation
from sukoon.workforce.queries import OrganisationNames
from sukoon.workforce.words import OrganisationType

MOST_VALUE = 10**15
MOST_ROWS = 10_000  # of one file: writing them holds up everybody else who writes
NUMBER = re.compile(r"\d{1,3}(?:[,٬ \u00a0]\d{3})+|\d+")
CODE = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
UNNAMED = "pledges"  # of a file that names no pledge
NEEDED = ("pledge_id", "pledging_entities", "commitment")
# Our name of a column, and other headings that mean it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pledge": ("pledge code",),
    "pledge_title": (),
    "pledge_id": ("id", "commitment id", "number"),
    "pledging_entities": ("entities", "pledging entity", "organisations", "signatories"),
    "commitment": ("text", "commitment text"),
    "commitment_ur": ("commitment in urdu",),
    "kind": ("kinds", "type"),
    "target_value": ("target",),
    "target_unit": ("unit",),
    "start": ("start date",),
    "deadline": ("end", "due"),
    "geography": ("countries", "where"),
    "msp_or_theme": ("theme", "themes"),
    "msp_activity": ("msp",),
    "codes": ("4ws codes", "activity codes"),
    "measure": ("computed from",),
    "programmes": ("trainings or interventions", "counted programmes"),
    "source": (),
}
# What an export adds. An import leaves these alone: progress is reported, not imported.
READ_ONLY = ("stage", "self_reported", "computed", "told_on", "days_silent", "standing")
LENGTHS = {"commitment": 600, "commitment_ur": 600, "target_unit": 80, "geography": 200,
           "pledge_id": 40, "pledge": 40, "pledge_title": 200, "source": 40}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing in one row that needs an answer."""

    row: int
    column: str
    message: str
    suggestion: str = ""


@dataclass(slots=True)
class Review:
    """What a file would do: its good rows as plans, and everything that is wrong with others."""

    rows: int = 0
    plans: list[CommitmentPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    new_organisations: dict[str, str] = field(default_factory=dict)  # by key, the name as told

    @property
    def refused(self) -> int:
        return len({e.row for e in self.errors})


def review(path: Path) -> Review:
    """Read and check a whole file; write nothing. Raises ColumnsMissing, TooManyCommitments.

    What the reader of tables raises comes through as well.
    """
    table = read_table(path)
    places = _places(table.headers)
    if missing := [n for n in NEEDED if n not in places]:
        raise ColumnsMissing(fields=", ".join(missing))
    found, checker = Review(), _Checker(places)
    for number, cells in table.rows:
        found.rows += 1
        if found.rows > MOST_ROWS:
            raise TooManyCommitments(most=MOST_ROWS)
        plan = checker.plan(number, cells)
        if plan is None:
            found.errors += checker.taken()
        else:
            found.plans.append(plan)
    found.new_organisations = checker.new
    return found


def counted(found: Review, *, by: Actor, area: Area | None, today: date) -> Outcome:
    """Say what writing the good rows would do, by doing it and taking it back."""
    with transaction.atomic():
        outcome = accept(found, by=by, area=area, today=today, only_good=True)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def accept(
    found: Review, *, by: Actor, area: Area | None, today: date, only_good: bool = False,
    synthetic: bool = False,
) -> Outcome:  # fmt: skip
    """Write the good rows. Raises RowsRefused unless only the good are wanted; AreaNeeded."""
    if found.errors and not only_good:
        raise RowsRefused(rows=found.refused)
    if area is None:
        raise AreaNeeded
    made: dict[str, Organisation] = {}
    used = {o for plan in found.plans for o in plan.organisations if isinstance(o, str)}
    for key in sorted(used):
        made[key] = workforce.record_organisation(
            by=by, name=found.new_organisations[key], type=OrganisationType.UNKNOWN
        )
    outcome = actions.import_commitments(
        by=by, plans=found.plans, organisations=made, area=area, today=today, synthetic=synthetic
    )
    outcome.rows, outcome.refused = found.rows, found.refused
    return outcome


def _places(headers: Sequence[str]) -> dict[str, int]:
    """Return where each of our columns stands; what nobody knows is left alone."""
    meaning = {name_key(h): name for name, others in COLUMNS.items() for h in (name, *others)}
    found: dict[str, int] = {}
    for n, header in enumerate(headers):
        name = meaning.get(name_key(header))
        if name and name not in found:
            found[name] = n
    return found


class _Checker:
    """Reads row after row; keeps what was wrong with the last one."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = places
        self._names = OrganisationNames()
        self._programmes = known_programmes()
        self._seen: dict[tuple[str, str], int] = {}
        self._errors: list[RowError] = []
        self._row = 0
        self.new: dict[str, str] = {}
        # A pledge may be told by its code or by what files call it: both are the same one.
        self._known = {s: c for c, s in Pledge.objects.values_list("code", "source_code") if s}

    def taken(self) -> list[RowError]:
        errors, self._errors = self._errors, []
        return errors

    def plan(self, number: int, cells: Sequence[str]) -> CommitmentPlan | None:
        """Return a row as a plan, or None when something in it needs an answer."""
        self._row, self._errors = number, []
        told = {name: cells[n].strip() for name, n in self._places.items()}
        for name, most in LENGTHS.items():
            if len(told.get(name, "")) > most:
                self._wrong(name, _("This is longer than %(most)d signs.") % {"most": most})
        for name in NEEDED:
            if not told[name]:
                self._wrong(name, _("This is empty. Fill it in."))
        pledge, code = self._pledge(told), told["pledge_id"]
        self._once(pledge, code)
        organisations = self._organisations(told["pledging_entities"])
        values, lists = self._values(told), self._lists(told)
        if self._errors:
            return None
        return CommitmentPlan(number, pledge, code, organisations, values, lists)

    def _pledge(self, told: Mapping[str, str]) -> PledgePlan:
        source = told.get("source", "")
        code = told.get("pledge") or self._known.get(source) or source or UNNAMED
        return PledgePlan(code, told.get("pledge_title", ""), source)

    def _once(self, pledge: PledgePlan, code: str) -> None:
        first = self._seen.setdefault((pledge.code, code), self._row)
        if code and first != self._row:
            said = _("Row %(row)d has the same number. Give this one another.")
            self._wrong("pledge_id", said % {"row": first})

    def _organisations(self, text: str) -> list[UUID | str]:
        found: list[UUID | str] = []
        for name in filter(None, (n.strip() for n in text.split("|"))):
            known, key = self._names.find(name), name_key(name)
            if not key or len(name) > 200:  # noqa: PLR2004 - what a name may hold
                self._wrong("pledging_entities", _("“%(name)s” is no name.") % {"name": name[:60]})
            elif known is None:
                self.new.setdefault(key, name)
                found.append(key)
            else:
                found.append(known)
        return list(dict.fromkeys(found))

    def _values(self, told: Mapping[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, name in (("commitment", "text"), ("commitment_ur", "text_ur"),
                             ("target_unit", "target_unit"), ("geography", "geography"),
                             ("msp_activity", "msp_activity")):  # fmt: skip
            if column in told:
                values[name] = told[column]
        if "target_value" in told:
            values["target_value"] = self._number(told)
        if "measure" in told:
            values["measure"] = self._choice("measure", told["measure"] or "none", Measure.values)
        for column, name, end in (("start", "start", False), ("deadline", "deadline", True)):
            if column in told:
                self._date(column, told[column], name, values, end=end)
        start, deadline = values.get("start_on"), values.get("deadline_on")
        if start and deadline and deadline < start:
            self._wrong("deadline", _("The deadline is before the start. Correct one of the two."))
        return values

    def _number(self, told: Mapping[str, str]) -> int | None:
        text = told["target_value"].translate(DIGITS)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            said = _("“%(value)s” is not a whole number. Write digits only.")
            self._wrong("target_value", said % {"value": text[:40]})
            return None
        value = int(re.sub(r"\D", "", text))
        if value > MOST_VALUE:
            self._wrong("target_value", _("This number is too large."))
        if not told.get("target_unit"):
            self._wrong("target_unit", _("Say what the target counts: countries, children, …"))
        return value

    def _date(
        self, column: str, text: str, name: str, values: dict[str, Any], *, end: bool
    ) -> None:
        values[f"{name}_on"], values[f"{name}_precision"] = None, ""
        if not text:
            return
        read: Told | DateFault = read_date(text, end=end)
        if isinstance(read, tuple):
            values[f"{name}_on"], values[f"{name}_precision"] = read[0], str(read[1])
        elif read is DateFault.OTHER_CALENDAR:
            self._wrong(column, _("This looks like another calendar. Write the Gregorian date."))
        else:
            said = _("“%(value)s” is not a date. Write 2027, 2027-06 or 2027-06-30.")
            self._wrong(column, said % {"value": text[:40]})

    def _lists(self, told: Mapping[str, str]) -> dict[str, Sequence[str]]:
        lists: dict[str, Sequence[str]] = {}
        if "kind" in told:
            kinds = [self._choice("kind", k, PledgeKind.values) for k in _split(told["kind"])]
            lists["kinds"] = sorted(set(kinds))
        if "msp_or_theme" in told:
            lists["themes"] = sorted({t[:80] for t in _split(told["msp_or_theme"])})
        if "codes" in told:
            lists["codes"] = sorted(set(_split(told["codes"])))
            for code in lists["codes"]:
                if not CODE.fullmatch(code):
                    said = _("“%(value)s” is not a 4Ws code, such as 8 or 8.2.")
                    self._wrong("codes", said % {"value": code[:20]})
        if "programmes" in told:
            lists["programmes"] = sorted(set(_split(told["programmes"])))
            wrong = self._programmes.unfit(told.get("measure", ""), lists["programmes"])
            if wrong:
                self._wrong("programmes", wrong)
        return lists

    def _choice(self, column: str, text: str, known: Sequence[str]) -> str:
        value = name_key(text).replace(" ", "_")
        if value not in known:
            said = _("“%(value)s” is not known. Choose one of: %(known)s.")
            self._wrong(column, said % {"value": text[:40], "known": ", ".join(known)},
                        nearest(text, known, at_least=0.6) or "")  # fmt: skip
        return value

    def _wrong(self, column: str, message: str, suggestion: str = "") -> None:
        self._errors.append(RowError(self._row, column, message, suggestion))


def _split(text: str) -> list[str]:
    return [part for part in (p.strip() for p in text.split("|")) if part]


def row_of(commitment: Commitment) -> Iterator[Value]:
    """Yield the cells of a commitment under the headings that an import reads back."""
    c = commitment
    yield c.pledge.code
    yield c.pledge.title_en
    yield c.code
    yield "|".join(e.organisation.name for e in c.entities.all())
    yield c.text
    yield c.text_ur
    yield "|".join(k.kind for k in c.kinds.all())
    yield c.target_value
    yield c.target_unit
    yield as_told(c.start_on, c.start_precision)
    yield as_told(c.deadline_on, c.deadline_precision)
    yield c.geography
    yield "|".join(t.theme for t in c.themes.all())
    yield c.msp_activity
    yield "|".join(x.code for x in c.codes.all())
    yield c.measure
    yield "|".join(p.code for p in c.programmes.all())
    yield c.pledge.source_code


def as_told(day: date | None, precision: str) -> str:
    """Return a day as precisely as it was told: 2027, 2027-06 or 2027-06-30."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)] if day else ""

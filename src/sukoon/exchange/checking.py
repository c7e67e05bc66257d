"""One row after the other: a plan for a line, or what needs an answer, with a suggestion."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from sukoon.core.access import NOWHERE, Actor, Scope, can
from sukoon.core.dates import DIGITS, DateFault, read_date
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key, nearest
from sukoon.exchange.codes import code_list
from sukoon.exchange.columns import Column
from sukoon.places import queries as place_queries
from sukoon.places.models import Site
from sukoon.places.queries import Gazetteer, Place
from sukoon.places.rules import common_path
from sukoon.places.words import Level
from sukoon.services import import_queries
from sukoon.services.models import Activity, TargetGroup
from sukoon.services.plans import Found, LinePlan, NewOrganisation
from sukoon.workforce.queries import OrganisationNames

MANY = re.compile(r"\s*[|;\n]\s*")
MANY_WORDS = re.compile(r"\s*(?:[|;,/\n]|\band\b)\s*")
# What people write for partners without naming one.
NOBODY = frozenset({"", "local partners", "partners", "various", "none", "n a", "na", "nil"})
MOST = 2_147_483_647
CODES = {
    "modality": "modality",
    "cadre": "cadre",
    "fee": "fee",
    "provider_gender": "provider_gender",
}
TEXTS = {
    "description": 500,
    "locality": 200,
    "training": 200,
    "opening_hours": 200,
    "capacity": 120,
    "eligibility": 300,
    "public_phone": 30,
    "focal_name": 120,
    "focal_phone": 30,
    "source": 120,
}
SURELY_THE_SAME = 0.86  # as alike as a slip of the finger: asked about, never added as new


@dataclass
class Checker:
    """Everything needed to check rows, read once: names, codes, what the actor may write."""

    by: Actor
    columns: Sequence[Column]
    answers: Mapping[tuple[int, str, str], str] = field(default_factory=dict)
    places: Gazetteer = field(default_factory=Gazetteer)
    organisations: OrganisationNames = field(default_factory=OrganisationNames)
    new: dict[str, NewOrganisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = {c.field: c for c in self.columns if c.field}
        self.activities = {
            a.code: a for a in Activity.objects.filter(is_group=False).order_by("list_version")
        }
        self.groups = {
            a.code: a for a in Activity.objects.filter(is_group=True).order_by("list_version")
        }
        self.targets = {t.code: t for t in TargetGroup.objects.all()}
        self._seen: dict[str, int] = {}
        self.may_add = can(self.by, Permission.ORGANISATION_WRITE, NOWHERE)
        self._near: dict[tuple[str, str], str | None] = {}

    @cached_property
    def sites(self) -> Mapping[str, Sequence[Site]]:
        """Sites the actor may see, by each of their names; read when a file first names one."""
        known = {
            s.pk: s
            for seen in (place_queries.sites(self.by), import_queries.own_sites(self.by))
            for s in seen.filter(closed_on=None).iterator(chunk_size=2000)
        }
        found: dict[str, list[Site]] = {}
        for site in known.values():
            for key in {name_key(site.name), name_key(site.name_ur)} - {""}:
                found.setdefault(key, []).append(site)
        return found

    def site_names(self, place: Place) -> list[str]:
        """Return the names of the sites in these areas."""
        return [s.name for found in self.sites.values() for s in found if _lies_in(s, place)]

    def check(self, number: int, cells: Sequence[str]) -> LinePlan | list[Found]:
        """Return the plan of a good row, or everything in it that needs an answer."""
        row = _Row(self, number, cells)
        plan = row.plan()
        return plan if plan is not None and not row.found else row.found

    def same_line(self, plan: LinePlan, key: str) -> Found | None:
        """Say when an earlier row of the file is the same line."""
        before = self._seen.setdefault(key, plan.row)
        if before == plan.row:
            return None
        message = _("This is the same line as row %(row)d.") % {"row": before}
        return Found(plan.row, "", _("Whole row"), "", message)

    def like(self, text: str, kind: str, names: Callable[[], Sequence[str]]) -> str | None:
        """Return the known name most like the text; asked once per text."""
        key = (kind, name_key(text))
        if key not in self._near:
            self._near[key] = nearest(text, names())
        return self._near[key]


class _Row:
    """One row while it is being checked."""

    def __init__(self, checker: Checker, number: int, cells: Sequence[str]) -> None:
        self.c, self.number, self.cells = checker, number, cells
        self.found: list[Found] = []

    def has(self, name: str) -> bool:
        return name in self.c.at

    def text(self, name: str) -> str:
        """Return the cell of a field, or the answer given for it before."""
        column = self.c.at.get(name)
        if column is None or column.index >= len(self.cells):
            return ""
        raw = self.cells[column.index].strip()
        return self.c.answers.get((self.number, name, raw[:300]), raw)

    def fault(self, name: str, message: str, suggestion: str | None = None) -> None:
        column = self.c.at.get(name)
        self.found.append(
            Found(
                self.number, name, column.header or column.tag if column else name,
                self.text(name)[:300], message, suggestion or "",
            )
        )  # fmt: skip

    def plan(self) -> LinePlan | None:
        organisation = self._organisation()
        activity = self._activity()
        place = self._place()
        targets = self._target_groups()
        site = self._site(place)
        values = self._values()
        if self.has("site"):
            values["site_id"] = site.pk if site else None
        partners, donors = self._others("partners"), self._others("donors")
        languages = self._languages()
        service_id = self._service_id()
        if self.found or organisation is None or activity is None or place is None:
            return None
        path = common_path(place.paths)
        if not self._reaches(organisation, path):
            return None
        return LinePlan(
            row=self.number,
            organisation=organisation,
            activity_id=activity.pk,
            activity=f"{activity.list_version}/{activity.code}",
            area_ids=place.area_ids,
            area_codes=tuple(p.rstrip("/").rsplit("/", 1)[-1] for p in place.paths),
            area_path=path,
            target_ids=tuple(t.pk for t in targets),
            target_codes=tuple(t.code for t in targets),
            hidden=any(t.is_sensitive for t in targets) or bool(site and site.is_sensitive),
            values=values,
            partners=partners,
            donors=donors,
            languages=languages,
            service_id=service_id,
            group_id=place.group_id,
        )

    def _reaches(self, organisation: UUID | str, path: str) -> bool:
        scope = Scope(
            org_id=organisation if isinstance(organisation, UUID) else None, area_path=path
        )
        if can(self.c.by, Permission.SERVICE_WRITE, scope):
            return True
        self.fault("organisation", _("You may not write lines of this organisation or area."))
        return False

    def _organisation(self) -> UUID | str | None:
        text = self.text("organisation")
        if not text:
            self.fault("organisation", _("Say which organisation does this."))
            return None
        told_type = self.text("org_type")
        kind = code_list("organisation_type").find(told_type) if told_type else "unknown"
        if kind is None:
            names = code_list("organisation_type").names
            self.fault(
                "org_type", _("This type of organisation is not known."),
                self.c.like(told_type, "org_type", names),
            )  # fmt: skip
            return None
        return self._named(text, "organisation", kind)

    def _named(self, text: str, where: str, kind: str) -> UUID | str | None:
        """Return a known organisation's id, or a new one's name; a near miss is asked about."""
        known = self.c.organisations.find(text)
        if known:
            return known
        key = name_key(text)
        if key in self.c.new:
            return text
        near = self.c.like(text, "organisation", self.c.organisations.names)
        if near and len(key) > 3 and _alike(key, name_key(near)) >= SURELY_THE_SAME:  # noqa: PLR2004
            self.fault(where, _("No organisation has this name; one is very like it."), near)
            return None
        if not self.c.may_add:
            message = _("This organisation is not known. Ask the coordinator to add it.")
            self.fault(where, message, near)
            return None
        self.c.new[key] = NewOrganisation(text[:200], kind)
        return text

    def _others(self, name: str) -> tuple[UUID | str, ...] | None:
        if not self.has(name):
            return None
        told = [t for t in MANY.split(self.text(name)) if name_key(t) not in NOBODY]
        kind = "donor" if name == "donors" else "unknown"
        found = [self._named(t, name, kind) for t in told]
        return tuple(dict.fromkeys(f for f in found if f is not None))

    def _activity(self) -> Activity | None:
        text = self.text("activity").translate(DIGITS).strip()
        code = text.split(" ", 1)[0].rstrip(".:") if text[:1].isdigit() else text
        activities = self.c.activities
        found = activities.get(code) or activities.get(re.sub(r"(\.\d)0$", r"\1", code))
        if found:
            return found
        if code in self.c.groups:
            self.fault("activity", _("Give the sub-code too, such as %(code)s.1.") % {"code": code})
            return None
        labels = {a.label_en: a.code for a in activities.values()}
        labels |= {a.label_ur: a.code for a in activities.values()}
        near = (
            self.c.like(text, "activity", lambda: list(labels))
            if text and not text[:1].isdigit()
            else None
        )
        message = _("There is no such activity code.") if text else _("Give the activity code.")
        self.fault("activity", message, labels[near] if near else None)
        return None

    def _place(self) -> Place | None:
        places = self.c.places
        for name in ("adm2_code", "adm1_code"):
            code = self.text(name)
            if code:
                found = [places.by_pcode(c) for c in MANY_WORDS.split(code)]
                if all(found):
                    return _joined([f for f in found if f])
                self.fault(name, _("There is no area with this p-code."))
                return None
        adm1, adm2 = self.text("adm1"), self.text("adm2")
        province = None
        if adm1:
            province = places.find(adm1, level=Level.PROVINCE)
            if province is None:
                near = self.c.like(adm1, "adm1", lambda: places.names(level=Level.PROVINCE))
                self.fault("adm1", _("There is no province of that name."), near)
                return None
        if adm2:
            return self._district(adm2, province)
        if province:
            return province
        if places.country is None:
            self.fault("adm1", _("No areas are loaded yet. Load them first."))
        return places.country

    def _district(self, text: str, province: Place | None) -> Place | None:
        places = self.c.places
        within = province.paths[0] if province and len(province.paths) == 1 else ""
        found = [places.find(t, within=within, level=Level.DISTRICT) for t in MANY.split(text) if t]
        if found and all(found):
            return _joined([f for f in found if f])
        near = self.c.like(
            text, f"adm2{within}", lambda: places.names(within=within, level=Level.DISTRICT)
        )
        elsewhere = places.find(text, level=Level.DISTRICT) if within else None
        message = (
            _("This district is in another province.")
            if elsewhere
            else _("There is no district of that name.")
        )
        self.fault("adm2", message, near)
        return None

    def _site(self, place: Place | None) -> Site | None:
        """Return the site of that name in the row's areas; new sites are added on their own page."""
        text = self.text("site")
        if not text or place is None:
            return None
        inside = [s for s in self.c.sites.get(name_key(text), ()) if _lies_in(s, place)]
        if len(inside) == 1:
            return inside[0]
        if inside:
            message = _("There are several sites of that name here. Rename one of them first.")
            self.fault("site", message)
            return None
        near = self.c.like(text, f"site{place.paths}", lambda: self.c.site_names(place))
        message = (
            _("This site is in another district.")
            if name_key(text) in self.c.sites
            else _("There is no site of that name here. Add it among the sites first.")
        )
        self.fault("site", message, near)
        return None

    def _target_groups(self) -> list[TargetGroup]:
        text = self.text("targets")
        if not text:
            return []
        names = code_list("target_group")
        whole = names.find(text)
        codes = [whole] if whole else [names.find(t) for t in MANY_WORDS.split(text) if t]
        if all(codes) and codes:
            unique = dict.fromkeys(c for c in codes if c)
            return [self.c.targets[c] for c in unique]
        near = self.c.like(text, "targets", names.names)
        self.fault("targets", _("This target group is not on the list."), near)
        return []

    def _languages(self) -> tuple[str, ...] | None:
        if not self.has("languages"):
            return None
        names = code_list("language")
        codes = [(t, names.find(t)) for t in MANY_WORDS.split(self.text("languages")) if t]
        for told, code in codes:
            if code is None:
                near = self.c.like(told, "language", names.names)
                self.fault("languages", _("This language is not on the list."), near)
        return tuple(dict.fromkeys(code for _told, code in codes if code))

    def _service_id(self) -> UUID | None:
        text = self.text("service_id")
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError:
            self.fault(
                "service_id", _("This is not one of our ids. Leave it blank for a new line.")
            )
            return None

    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = dict(self._status())
        for name, most in TEXTS.items():
            if self.has(name):
                values[name] = self._short(name, most)
        for name, list_name in CODES.items():
            if self.has(name):
                values[name] = self._code(name, list_name)
        if self.has("focal_email"):
            values["focal_email"] = self._email()
        if self.has("workers"):
            values["workers"] = self._count("workers")
        if self.has("quantity"):
            values["stated_quantity"] = self._count("quantity")
        if self.has("quantity_unit"):
            values["stated_unit"] = self._short("quantity_unit", 80)
        values |= dict(self._dates())
        return values

    def _status(self) -> Iterator[tuple[str, Any]]:
        text = self.text("status")
        code = code_list("service_status").find(text) if text else None
        if code:
            yield "status", code
            return
        near = self.c.like(text, "status", code_list("service_status").names)
        message = _("This status is not on the list.") if text else _("Give the status.")
        self.fault("status", message, near)

    def _dates(self) -> Iterator[tuple[str, Any]]:
        told: dict[str, date | None] = {}
        for name, column, precision in (
            ("start", "start_on", "start_precision"),
            ("end", "end_on", "end_precision"),
        ):
            if not self.has(name):
                continue
            day, how = self._date(name, end=name == "end")
            told[name] = day
            yield column, day
            yield precision, how
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.fault("end", _("The end is before the start."))
        if self.text("reported_on"):
            day, _how = self._date("reported_on", end=False)
            if day:
                yield "reported_on", day

    def _date(self, name: str, *, end: bool) -> tuple[date | None, str]:
        text = self.text(name)
        if not text:
            return None, ""
        told = read_date(text, end=end)
        if told is DateFault.OTHER_CALENDAR:
            message = _(
                "This year looks like another calendar. Enter the Gregorian date, such as 2025."
            )
            self.fault(name, message)
            return None, ""
        if isinstance(told, DateFault):
            self.fault(name, _("This is not a date we can read. Write it as 2025-10-31."))
            return None, ""
        return told[0], str(told[1])

    def _count(self, name: str) -> int | None:
        text = self.text(name).translate(DIGITS).replace(",", "").replace("\u066c", "").strip()
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = -0.5
        if number < 0 or not number.is_integer() or number > MOST:
            self.fault(name, _("Enter a whole number, 0 or more."))
            return None
        return int(number)

    def _code(self, name: str, list_name: str) -> str:
        text = self.text(name)
        if not text:
            return ""
        code = code_list(list_name).find(text)
        if code is None:
            near = self.c.like(text, list_name, code_list(list_name).names)
            self.fault(name, _("This is not on the list."), near)
        return code or ""

    def _short(self, name: str, most: int) -> str:
        text = self.text(name)
        if len(text) > most:
            self.fault(name, _("This is longer than %(most)d characters.") % {"most": most})
        return text[:most]

    def _email(self) -> str:
        text = self.text("focal_email")
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self.fault("focal_email", _("This is not an e-mail address."))
        return text


def _lies_in(site: Site, place: Place) -> bool:
    return any(site.area.path.startswith(path) for path in place.paths)


def _joined(places: Sequence[Place]) -> Place:
    if len(places) == 1:
        return places[0]
    ids = dict.fromkeys(i for p in places for i in p.area_ids)
    paths = dict.fromkeys(x for p in places for x in p.paths)
    return Place(tuple(ids), tuple(paths))


def _alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()

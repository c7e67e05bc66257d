"""The register going out: workbook, CSV and HXL, for pages, feeds and the command line.

One line of the register is one row. Contact persons go only to those who may export; sensitive
lines only to those who may see them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from sukoon.core.access import Actor, can
from sukoon.core.permissions import Permission
from sukoon.core.sheets import Column, Sheet, Value
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services import queries
from sukoon.services.models import Service
from sukoon.services.queries.directory import with_parts
from sukoon.services.words import ServiceStatus

SCHEMA_VERSION = "1.0"
BATCH = 1000

# Heading, HXL tag, width. What an import reads back stands under the headings it knows.
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("Service id", "#service+id", 14),
    ("Date of entry", "#date+reported", 12),
    ("Organisation", "#org+impl", 30),
    ("Organisation type", "#org+type", 16),
    ("Partners", "#org+partner", 24),
    ("Donors", "#org+funding", 18),
    ("Focal point", "#contact+name", 18),
    ("Focal phone", "#contact+phone", 16),
    ("Focal email", "#contact+email", 22),
    ("Province", "#adm1+name", 22),
    ("Province code", "#adm1+code", 10),
    ("District", "#adm2+name", 22),
    ("District code", "#adm2+code", 12),
    ("Town", "#loc+name", 16),
    ("Site", "#loc+site", 20),
    ("Activity code", "#activity+code+sub", 9),
    ("Activity", "#activity+name", 34),
    ("Layer", "#meta+layer", 7),
    ("Description", "#activity+description", 44),
    ("Target group", "#beneficiary+type", 24),
    ("Status", "#status+code", 12),
    ("Start", "#date+start", 12),
    ("End", "#date+end", 12),
    ("Modality", "#service+place", 12),
    ("Cadre", "#capacity+cadre", 16),
    ("Workers", "#capacity+staff", 9),
    ("Training", "#capacity+training", 18),
    ("Opening hours", "#access+hours", 18),
    ("Fee", "#access+fee", 8),
    ("Languages", "#access+language", 12),
    ("Gender of provider", "#access+gender", 10),
    ("Capacity", "#capacity+num", 12),
    ("Eligibility", "#access+eligibility", 20),
    ("Public phone", "#access+phone", 16),
    ("Quantity", "#value", 10),
    ("Quantity unit", "#value+unit", 18),
    ("Source", "#meta+source", 10),
    ("Basis", "#meta+basis", 12),
    ("Additive", "#meta+additive", 9),
    ("Codes version", "#meta+codes", 9),
    ("Version", "#meta+version", 9),
    ("Schema version", "#meta+schema", 9),
)
CONTACT = slice(6, 9)


def sheet(by: Actor, filters: queries.Filters, *, today: date, tagged: bool = True) -> Sheet:
    """Return the register as a sheet whose rows are fetched a batch at a time."""
    status = [str(v) for v in ServiceStatus.values]
    columns = [
        Column(heading, width, status if heading == "Status" else ())
        for heading, _tag, width in COLUMNS
    ]
    return Sheet(
        name="services",
        columns=columns,
        tags=[tag for _heading, tag, _width in COLUMNS] if tagged else (),
        rows=rows(by, filters),
        notes=(
            _("Services of the 4Ws register, as of %(day)s.") % {"day": today.isoformat()},
            _("One row is one activity of one organisation in one place or named set of places."),
            _("Rows are lines, not people: never add them up as people. Quantities are as stated."),
            _("Change what you like and bring the file back; keep the service id as it is."),
            _("The statuses planned and completed are additions to the 4Ws tool."),
        ),
    )


def rows(by: Actor, filters: queries.Filters) -> Iterator[Sequence[Value]]:
    """Yield one row per visible line in the order of ids, in a fixed number of queries a batch."""
    areas = {a.path: a for a in Area.objects.filter(level__lte=Level.PROVINCE)}
    found = with_parts(queries.filtered(by, filters)).order_by("id")
    last = None
    while True:
        page = found.filter(pk__gt=last) if last else found
        batch = list(islice(page[:BATCH], BATCH))
        if not batch:
            return
        for service in batch:
            yield _row(by, service, areas)
        last = batch[-1].pk


def _row(by: Actor, s: Service, provinces: dict[str, Area]) -> list[Value]:
    inside = [row.area for row in s.in_areas.all()]
    districts = [a for a in inside if a.level >= Level.DISTRICT]
    province = provinces.get("/".join(s.area_path.split("/")[:2]) + "/")
    at_province = province if province and province.level == Level.PROVINCE else None
    others: dict[str, list[str]] = {"partner": [], "donor": []}
    for other in s.others.all():
        others[other.role].append(other.organisation.name)
    own = can(by, Permission.SERVICE_EXPORT, s.scope)
    contact = [s.focal_name, s.focal_phone, s.focal_email] if own else ["", "", ""]
    group = s.area_group.name_en if s.area_group else ""
    return [
        str(s.pk),
        s.reported_on.isoformat(),
        s.organisation.name,
        s.organisation.type,
        "|".join(sorted(others["partner"])),
        "|".join(sorted(others["donor"])),
        *contact,
        at_province.name_en if at_province else "",
        at_province.pcode if at_province else "",
        group or "|".join(a.name_en for a in districts),
        "|".join(a.pcode for a in districts),
        s.locality,
        s.site.name if s.site and (own or not s.site.is_sensitive) else "",
        s.activity.code,
        s.activity.label_en,
        s.activity.layer,
        s.description,
        "|".join(sorted(t.target_group.code for t in s.targets.all())),
        s.status,
        _day(s.start_on, s.start_precision),
        _day(s.end_on, s.end_precision),
        s.modality,
        s.cadre,
        s.workers,
        s.training,
        s.opening_hours,
        s.fee,
        "|".join(sorted(x.language for x in s.languages.all())),
        s.provider_gender,
        s.capacity,
        s.eligibility,
        s.public_phone,
        s.stated_quantity,
        s.stated_unit,
        s.source,
        "lines",
        "false",
        s.activity.list_version,
        s.version,
        SCHEMA_VERSION,
    ]


def _day(day: date | None, precision: str) -> str:
    """Return a date as precisely as it was told: 2025, 2025-10 or 2025-10-31."""
    if day is None:
        return ""
    length = {"year": 4, "month": 7}.get(precision, 10)
    return day.isoformat()[:length]

"""Which of our fields a column is: by its HXL tag, its heading, or what somebody said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sukoon.core.text import name_key


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a line: its 4Ws item, tags that mean it (best first), and headings."""

    name: str
    item: str
    label: "str | Promise"
    tags: tuple[str, ...]
    headings: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field("service_id", "", _("Service id"), ("#service+id",), ("service id",)),
    Field("reported_on", "A", _("Date of entry"), ("#date+reported",), ("date of entry", "reported on", "report date")),
    Field("organisation", "B", _("Organisation"), ("#org+impl", "#org+name", "#org"), ("org", "organisation", "organization", "name of org", "implementing agency", "implementing partner", "agency", "ادارہ")),
    Field("org_type", "", _("Type of organisation"), ("#org+type",), ("org type", "type of organisation", "organisation type", "ادارے کی قسم")),
    Field("partners", "C", _("Partners"), ("#org+partner", "#org+partners"), ("partners", "partner", "joint organisations", "شراکت دار")),
    Field("donors", "", _("Donors"), ("#org+funding", "#org+funder", "#org+donor"), ("donor", "donors", "funder", "funded by", "عطیہ دہندہ")),
    Field("focal_name", "D", _("Focal point: name"), ("#contact+name",), ("focal point", "focal name", "contact name")),
    Field("focal_phone", "E", _("Focal point: phone"), ("#contact+phone",), ("focal phone", "contact phone")),
    Field("focal_email", "F", _("Focal point: e-mail"), ("#contact+email",), ("focal email", "contact email", "email")),
    Field("adm1", "G", _("Province"), ("#adm1+name", "#adm1"), ("adm1", "province", "region", "صوبہ")),
    Field("adm1_code", "G", _("Province: p-code"), ("#adm1+code",), ("adm1 pcode", "province code")),
    Field("adm2", "G", _("District"), ("#adm2+name", "#adm2"), ("adm2", "district", "distt", "ضلع")),
    Field("adm2_code", "I", _("District: p-code"), ("#adm2+code", "#adm3+code"), ("adm2 pcode", "pcode", "p code", "district code")),
    Field("locality", "H", _("Town or neighbourhood"), ("#loc+name", "#loc"), ("locality", "town", "place", "village", "قصبہ")),
    Field("site", "H", _("Site"), ("#loc+site", "#loc+facility"), ("site", "facility", "health facility", "مرکز")),
    Field("activity", "J", _("Activity code"), ("#subactivity+code", "#activity+code+sub", "#activity+code", "#activity"), ("activity code", "activity", "activity iasc", "sub code", "sub activity", "4ws code", "سرگرمی")),
    Field("description", "L", _("Description"), ("#activity+description", "#description"), ("description", "activity description", "تفصیل")),
    Field("targets", "M", _("Target groups"), ("#beneficiary+type", "#population+type", "#targeted+type"), ("target group", "target groups", "beneficiaries", "for whom", "ہدف گروہ")),
    Field("status", "O", _("Status"), ("#status+code", "#status"), ("status", "implementation status", "حالت")),
    Field("start", "P", _("Start"), ("#date+start",), ("start", "start date", "from", "آغاز")),
    Field("end", "Q", _("End"), ("#date+end",), ("end", "end date", "to", "until", "اختتام")),
    Field("modality", "U", _("How it is delivered"), ("#service+place", "#modality"), ("modality", "delivery place", "where delivered")),
    Field("cadre", "R", _("Cadre"), ("#capacity+cadre", "#cadre"), ("cadre", "type of workers")),
    Field("workers", "R", _("Number of workers"), ("#capacity+staff",), ("workers", "number of workers", "staff")),
    Field("training", "S", _("Training"), ("#capacity+training",), ("training",)),
    Field("opening_hours", "T", _("Opening hours"), ("#access+hours",), ("opening hours", "availability", "hours")),
    Field("fee", "V", _("Fee"), ("#access+fee",), ("fee", "cost")),
    Field("quantity", "", _("Quantity, as stated"), ("#value+num", "#value"), ("quantity",)),
    Field("quantity_unit", "", _("Unit of the quantity"), ("#value+unit",), ("quantity unit", "unit")),
    Field("languages", "", _("Languages"), ("#language", "#access+language"), ("languages", "language", "زبان")),
    Field("provider_gender", "", _("Gender of provider"), ("#access+gender",), ("gender of provider", "provider gender")),
    Field("capacity", "", _("Capacity"), ("#capacity+num", "#capacity"), ("capacity",)),
    Field("eligibility", "", _("Eligibility"), ("#access+eligibility",), ("eligibility", "who can come")),
    Field("public_phone", "", _("Phone for the public"), ("#access+phone",), ("public phone", "phone for the public")),
    Field("source", "", _("Source"), ("#meta+source",), ("source",)),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
NEEDED = ("organisation", "activity", "status")


class How(StrEnum):
    HXL = "hxl"
    HEADING = "heading"
    REMEMBERED = "remembered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and what we take it for; `field` is None when it is left out."""

    index: int
    header: str
    tag: str
    field: str | None
    how: How


def header_key(header: str, tag: str) -> str:
    """Return what a choice about this column is remembered by."""
    return (name_key(header) or tag)[:120]


def match_columns(
    headers: Sequence[str], tags: Sequence[str], remembered: Mapping[str, str]
) -> list[Column]:
    """Say for each column which field it is. A field is taken once: the surest column has it."""
    found: dict[int, tuple[str | None, How]] = {}
    taken: set[str] = set()
    for index, (header, tag) in enumerate(zip(headers, tags, strict=True)):
        choice = remembered.get(header_key(header, tag))
        if choice is not None:
            found[index] = (choice or None, How.REMEMBERED)
            taken.add(choice)
    for how, wanted in ((How.HXL, _tag_ranks), (How.HEADING, _heading_ranks)):
        ranked = sorted(
            (rank, index, name)
            for index, (header, tag) in enumerate(zip(headers, tags, strict=True))
            if index not in found
            for name, rank in wanted(header, tag)
        )
        for _rank, index, name in ranked:
            if index not in found and name not in taken:
                found[index] = (name, how)
                taken.add(name)
    return [
        Column(i, h, t, *found.get(i, (None, How.NONE)))
        for i, (h, t) in enumerate(zip(headers, tags, strict=True))
    ]


def _parts(tag: str) -> tuple[str, frozenset[str]]:
    base, *attributes = tag.replace(" ", "").lower().split("+")
    return base, frozenset(attributes)


def _tag_ranks(header: str, tag: str) -> list[tuple[str, int]]:
    """Return the fields whose tag this is, with how far it is from it (attributes it adds)."""
    if not tag:
        return []
    base, attributes = _parts(tag)
    ranks = []
    for field in FIELDS:
        for place, known in enumerate(field.tags):
            known_base, known_attributes = _parts(known)
            if base == known_base and known_attributes <= attributes:
                extra = len(attributes - known_attributes)
                if extra == 0 or known_attributes:
                    ranks.append((field.name, extra * 10 + place))
    return ranks


def _heading_ranks(header: str, tag: str) -> list[tuple[str, int]]:
    key = name_key(header)
    if not key or tag:
        return []
    return [
        (field.name, place)
        for field in FIELDS
        for place, known in enumerate(field.headings)
        if name_key(known) == key
    ]

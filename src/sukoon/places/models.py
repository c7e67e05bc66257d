"""Administrative areas, groups of them, their people and borders, and sites. Never a person."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.places.words import AliasKind, Level, SiteKind

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Area(Record):
    """One administrative unit with its p-code. `path` holds the codes from the country down."""

    pcode = models.CharField(max_length=20, unique=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=120, unique=True)  # "PK/PK5/PK514/"
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # A code of our own, used until the code authority gives one.
    provisional = models.BooleanField(default=False)
    source_note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["path"]
        indexes: ClassVar = [models.Index(fields=["level", "path"], name="area_level_path")]
        constraints: ClassVar = [
            # SQLite compares LIKE without case: mixed case would widen what an area grant reaches.
            models.CheckConstraint(condition=Q(path=Upper("path")), name="area_path_upper"),
            models.CheckConstraint(condition=Q(path__endswith="/"), name="area_path_closed"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="area_level_known"),
            models.CheckConstraint(
                condition=Q(lat=None) | Q(lat__gte=-90, lat__lte=90), name="area_lat_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(lon=None) | Q(lon__gte=-180, lon__lte=180), name="area_lon_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="area_valid_in_order",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset(
            {
                "pcode", "level", "name_en", "name_ur", "parent", "path", "lat", "lon",
                "valid_from", "valid_to", "provisional", "source_note",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, in English where there is none."""
        return (self.name_ur if get_language() == "ur" else "") or self.name_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.path)


class AreaPopulation(Record):
    """How many people live in an area, as counted or estimated for one year."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField()
    total = models.PositiveBigIntegerField()
    male = models.PositiveBigIntegerField(null=True, blank=True)
    female = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "year"], name="population_once_a_year"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"area", "year", "total", "male", "female", "source"})

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}"


class AreaGroup(Record):
    """A name that stands for several areas: "Karachi" is seven districts."""

    code = models.CharField(max_length=40, unique=True)
    name_en = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"code", "name_en", "name_ur"})

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_ur if get_language() == "ur" else "") or self.name_en


class AreaGroupMember(Record):
    group = models.ForeignKey(AreaGroup, on_delete=models.PROTECT, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="in_groups")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "area"], name="group_member_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"group", "area"})

    def __str__(self) -> str:
        return f"{self.group_id} {self.area_id}"


class AreaAlias(Record):
    """Another name under which people know an area or a group of areas."""

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=AliasKind.choices)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="aliases"
    )
    group = models.ForeignKey(
        AreaGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="aliases"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="area_alias_key")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(area=None, group__isnull=False) | Q(area__isnull=False, group=None),
                name="area_alias_means_one_thing",
            ),
            models.UniqueConstraint(
                fields=["key", "area"], condition=Q(group=None), name="area_alias_once"
            ),
            models.UniqueConstraint(
                fields=["key", "group"], condition=Q(area=None), name="group_alias_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"name", "key", "kind", "area", "group"})

    def __str__(self) -> str:
        return self.name


class Boundary(Record):
    """The border of one area, as imported. `rings` is text: "lon lat,lon lat;lon lat,…"."""

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="boundary")
    rings = models.TextField()
    source = models.CharField(max_length=200, blank=True)

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"area", "rings", "source"})

    def __str__(self) -> str:
        return str(self.area_id)


class Site(Record):
    """A place where services are given. A sensitive one is never shown to the public."""

    name = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=SiteKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="sites")
    locality = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=SiteKind.values), name="site_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=SiteKind.SAFE_SPACE) | Q(is_sensitive=True),
                name="site_safe_space_sensitive",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        # Coordinates and locality are shown through queries only, which leave out sensitive ones.
        operational = STAMPS | {"lat", "lon", "locality", "is_sensitive", "name", "name_ur"}
        public = frozenset({"kind", "area", "closed_on"})

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area.path)

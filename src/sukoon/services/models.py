"""The 4Ws register: who does what, where, for whom and when; returns on it; imports into it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.services.words import (
    CountBasis,
    DatePrecision,
    Fee,
    ImportStatus,
    Layer,
    Modality,
    ProviderGender,
    ReturnStatus,
    ServiceStatus,
    Sex,
)
from sukoon.workforce.words import Cadre

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Activity(Record):
    """A code or sub-code of one version of the IASC 4Ws list, loaded from its pack."""

    list_version = models.CharField(max_length=40)
    code = models.CharField(max_length=10)  # "8" or "8.2"
    main_code = models.PositiveSmallIntegerField()  # 8
    sort = models.PositiveSmallIntegerField()
    label_en = models.CharField(max_length=200)
    label_ur = models.CharField(max_length=200, blank=True)
    layer = models.PositiveSmallIntegerField(choices=Layer.choices, null=True, blank=True)
    counts_people = models.BooleanField(default=True)
    hint_en = models.CharField(max_length=400, blank=True)
    hint_ur = models.CharField(max_length=400, blank=True)
    crosswalk = models.CharField(max_length=40, blank=True)  # the code in the next list version
    is_group = models.BooleanField(default=False)  # a heading: 1 to 11

    class Meta:
        ordering: ClassVar = ["list_version", "sort"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_version", "code"], name="activity_once"),
            models.CheckConstraint(
                condition=Q(layer=None) | Q(layer__in=Layer.values), name="activity_layer_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset(
            {
                "list_version", "code", "main_code", "sort", "label_en", "label_ur", "layer",
                "counts_people", "hint_en", "hint_ur", "crosswalk", "is_group",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en

    @property
    def hint(self) -> str:
        return (self.hint_ur if get_language() == "ur" else "") or self.hint_en


class TargetGroup(Record):
    """For whom a service is; loaded from its pack."""

    code = models.CharField(max_length=40, unique=True)
    sort = models.PositiveSmallIntegerField()
    label_en = models.CharField(max_length=120)
    label_ur = models.CharField(max_length=120, blank=True)
    # Services for this group are never placed on a public page (survivors of violence).
    is_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["sort"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"code", "sort", "label_en", "label_ur", "is_sensitive"})

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return (self.label_ur if get_language() == "ur" else "") or self.label_en


class Service(Record):
    """A line of the register: one organisation, one activity, one place or named set of places.

    `area_path` is the path of the one area that contains all its areas (a copy, for access and
    filters). `line_key` is a hash of what makes the line itself, so that the same line sent
    again is the same service.
    """

    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="services"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="services")
    area_group = models.ForeignKey(
        "places.AreaGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = models.CharField(max_length=120)
    site = models.ForeignKey(
        "places.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    locality = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=ServiceStatus.choices)
    start_on = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    end_on = models.DateField(null=True, blank=True)
    end_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    modality = models.CharField(max_length=10, choices=Modality.choices, blank=True)
    cadre = models.CharField(max_length=30, choices=Cadre.choices, blank=True)
    description = models.CharField(max_length=500, blank=True)
    # As the partner told it: "1,200 health workers trained". Never summed, no basis.
    stated_quantity = models.PositiveIntegerField(null=True, blank=True)
    stated_unit = models.CharField(max_length=80, blank=True)
    workers = models.PositiveIntegerField(null=True, blank=True)
    training = models.CharField(max_length=200, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    fee = models.CharField(max_length=5, choices=Fee.choices, blank=True)
    provider_gender = models.CharField(max_length=5, choices=ProviderGender.choices, blank=True)
    capacity = models.CharField(max_length=120, blank=True)
    eligibility = models.CharField(max_length=300, blank=True)
    public_phone = models.CharField(max_length=30, blank=True)
    focal_name = models.CharField(max_length=120, blank=True)
    focal_phone = models.CharField(max_length=30, blank=True)
    focal_email = models.EmailField(blank=True)
    is_sensitive = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    reported_on = models.DateField()
    line_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            # Everything that counting asks of a line, so that pictures are drawn from the index.
            models.Index(
                fields=["status", "is_sensitive", "organisation", "activity", "id"],
                name="service_matrix",
            ),
            models.Index(fields=["area_path"], name="service_area_path"),
            models.Index(fields=["reported_on", "id"], name="service_reported"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ServiceStatus.values), name="service_status_known"
            ),
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(start_on=None) | Q(end_on__gte=F("start_on")),
                name="service_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(area_path__endswith="/"), name="service_area_closed"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="service_version_counts"),
        ]

    class Privacy:
        opens: ClassVar = {"identity": Permission.SERVICE_EXPORT}
        identity = frozenset({"focal_name", "focal_phone", "focal_email"})
        clinical = NONE
        operational = STAMPS | {
            "area_path", "site", "locality", "is_sensitive", "source", "line_key", "version",
        }  # fmt: skip
        # Public only for services that are not sensitive: queries.visible decides.
        public = frozenset(
            {
                "organisation", "activity", "area_group", "status", "start_on", "start_precision",
                "end_on", "end_precision", "modality", "cadre", "description", "stated_quantity",
                "stated_unit", "workers", "training", "opening_hours", "fee", "provider_gender",
                "capacity", "eligibility", "public_phone", "reported_on",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.activity_id}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area_path)


class ServiceArea(Record):
    """One area of a service: a district, or a province where the district was not told."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="in_areas")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="services_here")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "area"], name="service_area_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "service"], name="service_area_back")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"service", "area"})

    def __str__(self) -> str:
        return f"{self.service_id} {self.area_id}"


class ServiceTarget(Record):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="targets")
    target_group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "target_group"], name="service_target_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["target_group", "service"], name="service_target_back")
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"service", "target_group"})

    def __str__(self) -> str:
        return f"{self.service_id} {self.target_group_id}"


class ServicePartner(Record):
    """Another organisation that takes part: does it too, or pays for it."""

    class Role(models.TextChoices):
        PARTNER = "partner"
        DONOR = "donor"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="others")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="takes_part"
    )
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "organisation", "role"], name="service_partner_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"service", "organisation", "role"})

    def __str__(self) -> str:
        return f"{self.service_id} {self.organisation_id}"


class ServiceLanguage(Record):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "language"], name="service_language_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"service", "language"})

    def __str__(self) -> str:
        return self.language


class ServiceStep(Record):
    """Each status a service has had, and where it came from. The status column is a copy."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=12, choices=ServiceStatus.choices)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    import_job = models.ForeignKey(
        "services.ImportJob", on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"service", "status", "at", "by_id", "import_job"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.service_id} {self.status}"


class Return(Record):
    """A partner's report on one service for one period. Its figures are in versions."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="returns")
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=10, choices=ReturnStatus.choices)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-period_start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "period_start", "period_end"], name="return_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="return_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReturnStatus.values), name="return_status_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "period_end"], name="return_queue")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"service", "period_start", "period_end", "status", "version"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.service_id} {self.period_start}"


class ReturnVersion(Record):
    """What was reported, as sent in. A correction is a new version; none is ever changed."""

    report = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    basis = models.CharField(max_length=10, choices=CountBasis.choices)
    total = models.PositiveIntegerField()
    # Whoever refers somebody asks: how many new people may come, and how long they wait.
    places_free = models.PositiveIntegerField(null=True, blank=True)
    waiting_days = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="return_version_once"),
            models.CheckConstraint(
                condition=Q(basis__in=CountBasis.values), name="return_basis_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "report", "number", "basis", "total", "places_free", "waiting_days", "note", "sent_at",
            "by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class ReturnCell(Record):
    """One cell of the optional split. The cells of a version add up to its total, or are none."""

    version = models.ForeignKey(ReturnVersion, on_delete=models.CASCADE, related_name="cells")
    sex = models.CharField(max_length=10, choices=Sex.choices)
    age_band = models.CharField(max_length=10)
    with_disability = models.BooleanField(default=False)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "sex", "age_band", "with_disability"], name="return_cell_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"version", "sex", "age_band", "with_disability", "count"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.sex} {self.age_band}"


class ReturnStep(Record):
    """Each state a return has had, with the reviewer's comment where it was sent back."""

    report = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10, choices=ReturnStatus.choices)
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"report", "status", "comment", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.report_id} {self.status}"


class ImportJob(Record):
    """One file somebody brought, from reading to acceptance. The file itself lies in var/."""

    owner_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=80, blank=True)
    checksum = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=ImportStatus.choices)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    only_good = models.BooleanField(default=False)  # what was asked for when it is written
    problem = models.CharField(max_length=400, blank=True)  # why checking or writing ended early
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="import_status_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "owner_id", "org_id", "file_name", "stored_name", "checksum", "status", "rows",
            "created", "changed", "unchanged", "refused", "only_good", "problem", "accepted_at",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.file_name

    @property
    def scope(self) -> Scope:
        return Scope(owner_id=self.owner_id, org_id=self.org_id)


class ImportFinding(Record):
    """One thing in one row that needs an answer, with what we suggest and what was chosen."""

    class Choice(models.TextChoices):
        SUGGESTION = "suggestion"
        LEAVE = "leave"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField()  # as the spreadsheet numbers it
    field = models.CharField(max_length=40)
    column = models.CharField(max_length=120)
    value = models.CharField(max_length=300)
    message = models.CharField(max_length=400)
    suggestion = models.CharField(max_length=300, blank=True)
    choice = models.CharField(max_length=10, choices=Choice.choices, default=Choice.LEAVE)

    class Meta:
        ordering: ClassVar = ["row", "field"]
        indexes: ClassVar = [models.Index(fields=["job", "row"], name="finding_row")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "job", "row", "field", "column", "value", "message", "suggestion", "choice",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.row} {self.field}"


class ImportOrganisation(Record):
    """An organisation a file names and nobody knew: added when the file is accepted."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="new_organisations")
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar = ["name", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"job", "name", "type"}
        public = NONE

    def __str__(self) -> str:
        return self.name


class ColumnChoice(Record):
    """Which of our fields a column is, as somebody confirmed it: for this file, or the next ones.

    `header_key` is the header's name key. A choice with a job is that file's; one without is
    remembered for its owner.
    """

    owner_id = models.UUIDField()
    job = models.ForeignKey(
        ImportJob, on_delete=models.CASCADE, null=True, blank=True, related_name="columns"
    )
    header_key = models.CharField(max_length=120)
    field = models.CharField(max_length=40, blank=True)  # empty: leave it out

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "header_key"], name="column_once_a_file"),
            models.UniqueConstraint(
                fields=["owner_id", "header_key"],
                condition=Q(job=None),
                name="column_remembered_once",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"owner_id", "job", "header_key", "field"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.header_key}: {self.field}"

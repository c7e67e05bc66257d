"""Accounts and the roles they hold. What a role may do is data: `content/roles/roles.toml`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sukoon.core.access import Scope
from sukoon.core.ids import new_id
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord


class UserManager(BaseUserManager["User"]):
    """Only what Django's sign-in needs. There is no superuser: nobody passes every rule."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Privacy:
        opens: ClassVar = {"identity": Permission.ACCOUNT_VIEW}
        never: ClassVar = frozenset({"password"})
        identity = frozenset({"email", "full_name", "password"})
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {"id", "language", "is_active", "is_synthetic", "created_at", "last_login"}
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.full_name or self.email


class RoleAssignment(Record):
    """A role that an account holds: for one organisation, one area, or neither, until a date.

    `org_id` is the organisation's or team's id. No foreign key: organisations live in an area
    above this one, and the actions there check it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    org_id = models.UUIDField(null=True, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    granted_by_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(role=""), name="role_named"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "user", "role", "org_id", "area",
                "expires_at", "granted_by_id",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.role} of {self.user_id}"


class Invitation(Record):
    """The way into a new account: a link that works once, for three days. Only a hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {"id", "created_at", "updated_at", "user", "token_hash", "expires_at", "used_at"}
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"


class ApiToken(Record):
    """With this a program asks in somebody's name: less than they may, from where, until when.

    It never signs anybody in: it is looked at on the JSON API only, and opens no session.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    permissions = models.CharField(max_length=400)  # codes with spaces between
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, blank=True)
    networks = models.CharField(max_length=200, blank=True)  # "10.0.0.0/8 2001:db8::/32"
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(permissions=""), name="token_has_permissions"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "user", "name", "token_hash", "permissions",
                "area", "networks", "expires_at", "revoked_at", "last_used_on",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.name


class GlassVerdict(models.TextChoices):
    WAITING = "waiting", _("Waits for review")
    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not_justified", _("Not justified")


class BrokenGlass(VaultRecord):
    """Somebody looked at one person out of their reach: why, how long, and what was made of it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="broken_glass")
    record_id = models.UUIDField()
    reason = EncryptedTextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=13, choices=GlassVerdict.choices, default=GlassVerdict.WAITING
    )
    reviewed_by_id = models.UUIDField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["started_at", "id"]
        indexes: ClassVar = [models.Index(fields=["verdict", "started_at"], name="glass_waiting")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("started_at")), name="glass_ends"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=GlassVerdict.values), name="glass_verdict_known"
            ),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.GLASS_REVIEW}
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical = frozenset({"reason", "review_note"})
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "user", "record_id", "started_at", "ends_at",
                "verdict", "reviewed_by_id", "reviewed_at", "key_version",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"glass of {self.user_id}"


class CareRelation(Record):
    """Somebody answers for one person's risk for a time, and sees that person while they do.

    `record_id` is the person, `about_id` the risk episode it is for. It opens what the account's own roles let
    it do (`accounts.roles.actor_for`), whatever team the person is in; ended, it opens nothing.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="care_relations")
    record_id = models.UUIDField()
    about_id = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["started_at", "id"]
        indexes: ClassVar = [models.Index(fields=["about_id"], name="care_relation_about")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "record_id", "about_id"], condition=Q(ended_at=None),
                name="care_relation_once",
            ),
        ]  # fmt: skip

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "user", "record_id", "about_id", "started_at",
                "ended_at",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"care relation of {self.user_id}"


class DeviceCode(Record):
    """The way to connect a phone: a short code that works once, for minutes. Only a hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="device_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {"id", "created_at", "updated_at", "user", "code_hash", "expires_at", "used_at"}
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class WhyRevoked(models.TextChoices):
    LOST = "lost", _("Lost or stolen")
    LEFT = "left", _("The worker has left")
    REPLACED = "replaced", _("Replaced by another")
    SIGNED_OFF = "signed_off", _("Signed off by the worker")
    CLOSED = "closed", _("The account was closed")


class Device(Record):
    """One worker on one phone. Its secret speaks on the phone's protocol only, for that worker.

    Revoked, it is told to remove everything at its next contact; `wiped_at` says that it did.
    `clock_skew_seconds` is how far the server's clock was ahead of the phone's when last heard.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    org_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    app = models.CharField(max_length=40, blank=True)
    protocol = models.PositiveSmallIntegerField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    clock_skew_seconds = models.IntegerField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    why_revoked = models.CharField(max_length=10, choices=WhyRevoked.choices, blank=True)
    wiped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["org_id"], name="device_org")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, why_revoked="")
                | Q(revoked_at__isnull=False, why_revoked__in=WhyRevoked.values),
                name="device_revoked_with_reason",
            ),
            models.CheckConstraint(condition=~Q(token_hash=""), name="device_has_secret"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "user", "org_id", "name", "token_hash", "app",
                "protocol", "last_seen_at", "clock_skew_seconds", "revoked_at", "why_revoked",
                "wiped_at",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(owner_id=self.user_id, org_id=self.org_id)

"""Accounts and the roles they hold. What a role may do is data: `content/roles/roles.toml`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from sukoon.core.ids import new_id
from sukoon.core.models import Record


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

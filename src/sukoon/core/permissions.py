"""Every permission of the platform, on one page.

A data-protection officer reviews this file: adding a line needs their approval (CODEOWNERS).
Which role holds which permission, and how far it reaches, is data: `content/roles/roles.toml`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """NOUN_VERB; the value is stored in audit events and packs and never changes."""

    # What anyone may see: counts, and services whose place is safe to show.
    MAP_VIEW = "map_view"
    # One's own account: password, second factor, sessions.
    SELF = "self"

    SERVICE_VIEW = "service_view"
    SERVICE_WRITE = "service_write"
    SERVICE_IMPORT = "service_import"
    SERVICE_EXPORT = "service_export"

    RETURN_VIEW = "return_view"
    RETURN_SUBMIT = "return_submit"
    RETURN_REVIEW = "return_review"

    ORGANISATION_VIEW = "organisation_view"
    ORGANISATION_WRITE = "organisation_write"
    ORGANISATION_MERGE = "organisation_merge"
    WORKER_VIEW = "worker_view"
    WORKER_WRITE = "worker_write"

    PERSON_VIEW = "person_view"
    PERSON_WRITE = "person_write"
    KEYS_ROTATE = "keys_rotate"

    AREA_WRITE = "area_write"
    SITE_VIEW = "site_view"
    SITE_WRITE = "site_write"

    PACK_LOAD = "pack_load"
    ACCOUNT_VIEW = "account_view"
    ACCOUNT_MANAGE = "account_manage"
    ROLE_GRANT = "role_grant"
    TOKEN_MANAGE = "token_manage"  # noqa: S105 - a code, no secret
    GLASS_BREAK = "glass_break"
    GLASS_REVIEW = "glass_review"
    AUDIT_VIEW = "audit_view"
    OUTBOX_VIEW = "outbox_view"


# In words, for docs/reference/permissions.md. Every permission has some: a test looks.
WHAT: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.MAP_VIEW: "See counts, and services whose place is safe to show.",
        Permission.SELF: "See and change one's own account.",
        Permission.SERVICE_VIEW: "See all lines, also those hidden from the public.",
        Permission.SERVICE_WRITE: "Add, change and withdraw lines.",
        Permission.SERVICE_IMPORT: "Bring files, and see one's imports.",
        Permission.SERVICE_EXPORT: "Take lines out with contact persons and hidden sites.",
        Permission.RETURN_VIEW: "See returns and their versions.",
        Permission.RETURN_SUBMIT: "Send returns in.",
        Permission.RETURN_REVIEW: "Accept returns, send them back, lock them.",
        Permission.ORGANISATION_VIEW: "See the organisations.",
        Permission.ORGANISATION_WRITE: "Add and change organisations and their names.",
        Permission.ORGANISATION_MERGE: "Merge two organisations that are one.",
        Permission.WORKER_VIEW: "See workers and teams.",
        Permission.WORKER_WRITE: "Add and change workers and teams.",
        Permission.PERSON_VIEW: "See who a person is: names and numbers. Each look is recorded.",
        Permission.PERSON_WRITE: "Record persons and what they are called.",
        Permission.KEYS_ROTATE: "Move sealed data to a new key.",
        Permission.AREA_WRITE: "Load areas, names and borders.",
        Permission.SITE_VIEW: "See all sites, also sensitive ones.",
        Permission.SITE_WRITE: "Add and change sites.",
        Permission.PACK_LOAD: "Load packs of content.",
        Permission.ACCOUNT_VIEW: "See accounts and their roles.",
        Permission.ACCOUNT_MANAGE: "Make and close accounts.",
        Permission.ROLE_GRANT: "Give roles and take them away.",
        Permission.TOKEN_MANAGE: "Make tokens with which programs ask in one's name.",
        Permission.GLASS_BREAK: "See one person out of reach for minutes, with a reason that is reviewed.",
        Permission.GLASS_REVIEW: "Judge whether glass was broken with good reason.",
        Permission.AUDIT_VIEW: "See what was done, by whom.",
        Permission.OUTBOX_VIEW: "See work that waits, and work that was given up.",
    }
)

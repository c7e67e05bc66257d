"""Every permission of the platform, on one page.

A data-protection officer reviews this file: adding a line needs their approval (CODEOWNERS).
Which role holds which permission, and how far it reaches, is data: `content/roles/roles.toml`.
"""

from enum import StrEnum


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

    AREA_WRITE = "area_write"
    SITE_VIEW = "site_view"
    SITE_WRITE = "site_write"

    PACK_LOAD = "pack_load"
    ACCOUNT_VIEW = "account_view"
    ACCOUNT_MANAGE = "account_manage"
    ROLE_GRANT = "role_grant"
    AUDIT_VIEW = "audit_view"
    OUTBOX_VIEW = "outbox_view"

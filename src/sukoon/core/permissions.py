"""Every permission of the platform, on one page.

A data-protection officer reviews this file: adding a line needs their approval (CODEOWNERS).
Which role holds which permission, and how far it reaches, is data: `content/roles/roles.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


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
WHAT: Mapping[Permission, StrPromise] = MappingProxyType(
    {
        Permission.MAP_VIEW: _("See counts, and services whose place is safe to show."),
        Permission.SELF: _("See and change one's own account."),
        Permission.SERVICE_VIEW: _("See all lines, also those hidden from the public."),
        Permission.SERVICE_WRITE: _("Add, change and withdraw lines."),
        Permission.SERVICE_IMPORT: _("Bring files, and see one's imports."),
        Permission.SERVICE_EXPORT: _("Take lines out with contact persons and hidden sites."),
        Permission.RETURN_VIEW: _("See returns and their versions."),
        Permission.RETURN_SUBMIT: _("Send returns in."),
        Permission.RETURN_REVIEW: _("Accept returns, send them back, lock them."),
        Permission.ORGANISATION_VIEW: _("See the organisations."),
        Permission.ORGANISATION_WRITE: _("Add and change organisations and their names."),
        Permission.ORGANISATION_MERGE: _("Merge two organisations that are one."),
        Permission.WORKER_VIEW: _("See workers and teams."),
        Permission.WORKER_WRITE: _("Add and change workers and teams."),
        Permission.PERSON_VIEW: _("See who a person is: names and numbers. Each look is recorded."),
        Permission.PERSON_WRITE: _("Record persons and what they are called."),
        Permission.KEYS_ROTATE: _("Move sealed data to a new key."),
        Permission.AREA_WRITE: _("Load areas, names and borders."),
        Permission.SITE_VIEW: _("See all sites, also sensitive ones."),
        Permission.SITE_WRITE: _("Add and change sites."),
        Permission.PACK_LOAD: _("Load packs of content."),
        Permission.ACCOUNT_VIEW: _("See accounts and their roles."),
        Permission.ACCOUNT_MANAGE: _("Make and close accounts."),
        Permission.ROLE_GRANT: _("Give roles and take them away."),
        Permission.TOKEN_MANAGE: _("Make tokens with which programs ask in one's name."),
        Permission.GLASS_BREAK: _(
            "See one person out of reach for minutes, with a reason that is reviewed."
        ),
        Permission.GLASS_REVIEW: _("Judge whether glass was broken with good reason."),
        Permission.AUDIT_VIEW: _("See what was done, by whom."),
        Permission.OUTBOX_VIEW: _("See work that waits, and work that was given up."),
    }
)

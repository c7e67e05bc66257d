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
    PERSON_MERGE = "person_merge"
    SUBJECT_ANSWER = "subject_answer"
    KEYS_ROTATE = "keys_rotate"

    CASE_VIEW = "case_view"
    CASE_WRITE = "case_write"
    CASE_ASSIGN = "case_assign"

    RISK_VIEW = "risk_view"
    RISK_RAISE = "risk_raise"
    RISK_ACT = "risk_act"
    RISK_LOWER = "risk_lower"
    RISK_WATCH = "risk_watch"
    ROTA_WRITE = "rota_write"

    PATHWAY_VIEW = "pathway_view"
    PATHWAY_REVIEW = "pathway_review"

    REFERRAL_VIEW = "referral_view"
    REFERRAL_SEND = "referral_send"
    REFERRAL_ANSWER = "referral_answer"
    REFERRAL_WATCH = "referral_watch"

    SUPERVISION_VIEW = "supervision_view"
    SUPERVISION_ASK = "supervision_ask"
    SUPERVISION_ANSWER = "supervision_answer"
    SUPERVISION_LEAD = "supervision_lead"
    SUPERVISION_FIGURES = "supervision_figures"

    MEETING_VIEW = "meeting_view"
    MEETING_WRITE = "meeting_write"
    PLEDGE_VIEW = "pledge_view"
    PLEDGE_UPDATE = "pledge_update"
    PLEDGE_WRITE = "pledge_write"
    PLAN_VIEW = "plan_view"
    PLAN_WRITE = "plan_write"
    SURGE_VIEW = "surge_view"
    SURGE_WRITE = "surge_write"

    STAFF_CARE_ASK = "staff_care_ask"
    STAFF_CARE_ANSWER = "staff_care_answer"

    FIELD_USE = "field_use"
    DEVICE_MANAGE = "device_manage"

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
        Permission.PERSON_MERGE: _("Decide that two records are one person, or undo it."),
        Permission.SUBJECT_ANSWER: _(
            "Answer a person's request: a copy of what is held, a correction, erasure, a legal hold."
        ),
        Permission.CASE_VIEW: _("See cases and their entries. Each look is recorded."),
        Permission.CASE_WRITE: _("Open cases, add entries, amend them."),
        Permission.CASE_ASSIGN: _("Give cases to a worker or a team."),
        Permission.RISK_VIEW: _("See risk episodes."),
        Permission.RISK_RAISE: _("Say that a life is at risk."),
        Permission.RISK_ACT: _("Acknowledge a risk, keep the safety plan, record contact."),
        Permission.RISK_LOWER: _("Sign that a level of risk is lowered, or an episode closed."),
        Permission.RISK_WATCH: _("See which risks wait unanswered in an area, by code only."),
        Permission.ROTA_WRITE: _("Keep the duty rota."),
        Permission.PATHWAY_VIEW: _("Read the guided pathways."),
        Permission.PATHWAY_REVIEW: _("Comment on pathways and sign them."),
        Permission.REFERRAL_VIEW: _("See referrals sent or received."),
        Permission.REFERRAL_SEND: _("Refer a person, with the fields they consented to."),
        Permission.REFERRAL_ANSWER: _("Accept, decline, book and report back on referrals."),
        Permission.REFERRAL_WATCH: _("See which referrals are past their clock, by code only."),
        Permission.SUPERVISION_VIEW: _("See supervision requests and answers."),
        Permission.SUPERVISION_ASK: _("Ask for supervision of a case."),
        Permission.SUPERVISION_ANSWER: _("Answer requests for supervision."),
        Permission.SUPERVISION_LEAD: _("Assign supervision, plan and log its sessions."),
        Permission.SUPERVISION_FIGURES: _("See supervision in figures, without persons."),
        Permission.MEETING_VIEW: _("See groups, meetings and decisions."),
        Permission.MEETING_WRITE: _("Keep groups, meetings, decisions and action points."),
        Permission.PLEDGE_VIEW: _("See pledges and commitments."),
        Permission.PLEDGE_UPDATE: _(
            "Report on the own organisation's commitments and action points, and give what it was asked for."
        ),
        Permission.PLEDGE_WRITE: _("Keep pledges and commitments, import and publish them."),
        Permission.PLAN_VIEW: _("See plans and the minimum service package."),
        Permission.PLAN_WRITE: _("Keep plans, the minimum service package and its costs."),
        Permission.SURGE_VIEW: _("See assessments, emergencies and deployments."),
        Permission.SURGE_WRITE: _("Keep assessments, emergencies, experts and deployments."),
        Permission.STAFF_CARE_ASK: _(
            "Ask to be called by a staff-care contact; no lead learns of it."
        ),
        Permission.STAFF_CARE_ANSWER: _(
            "See and answer colleagues' requests for a call, one's own only."
        ),
        Permission.FIELD_USE: _("Use the phone's app and keep one's work in step with it."),
        Permission.DEVICE_MANAGE: _("See and revoke the devices of others."),
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

"""Keeping groups and their members; asking for input and answering."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.coordination.models import Group, InputAsked, InputRequest, Meeting, Membership
from sukoon.coordination.problems import CodeTaken, DateInFuture, DatesOutOfOrder
from sukoon.coordination.words import GroupKind, MemberRole
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.workforce.models import Organisation


@transaction.atomic
def record_group(
    *, by: Actor, code: str, kind: GroupKind | str, name_en: str, area: Area, name_ur: str = "",
    parent: Group | None = None, sector: str = "", terms: str = "",
    started_on: date | None = None, ended_on: date | None = None, group: Group | None = None,
) -> Group:  # fmt: skip
    """Add a group, or change one. Raises CodeTaken, DatesOutOfOrder."""
    require(by, Permission.MEETING_WRITE, group.scope if group else area.scope)
    require(by, Permission.MEETING_WRITE, area.scope)
    if started_on and ended_on and ended_on < started_on:
        raise DatesOutOfOrder
    kept = group or Group()
    kept.code, kept.kind, kept.name_en, kept.name_ur = code.strip(), kind, name_en.strip(), name_ur
    kept.parent, kept.sector, kept.terms = parent, sector, terms
    kept.started_on, kept.ended_on = started_on, ended_on
    kept.area, kept.area_path = area, area.path
    try:
        with transaction.atomic():
            kept.save(force_insert=group is None)
    except IntegrityError as error:
        raise CodeTaken from error
    emit("group.changed" if group else "group.added", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def record_member(
    *, by: Actor, group: Group, organisation: Organisation, role: MemberRole | str,
    since: date | None = None, until: date | None = None, contact_email: str = "",
) -> Membership:  # fmt: skip
    """Say that an organisation is a member of a group, in which role; `until` ends it."""
    require(by, Permission.MEETING_WRITE, group.scope)
    if since and until and until < since:
        raise DatesOutOfOrder
    told = {"role": role, "since": since, "until": until, "contact_email": contact_email}
    kept, added = Membership.objects.update_or_create(
        group=group, organisation=organisation, until=None, defaults=told
    )
    emit("group.member_added" if added else "group.member_changed", subject=group.pk, by=by)
    return kept


@transaction.atomic
def ask_for_input(
    *, by: Actor, group: Group, subject_en: str, organisations: Iterable[Organisation],
    asked_on: date, due_on: date | None = None, subject_ur: str = "",
    meeting: Meeting | None = None,
) -> InputRequest:  # fmt: skip
    """Ask organisations for something; who has not given it stands in the tracker."""
    require(by, Permission.MEETING_WRITE, group.scope)
    if due_on and due_on < asked_on:
        raise DatesOutOfOrder
    kept = InputRequest.objects.create(
        group=group, meeting=meeting, subject_en=subject_en.strip(), subject_ur=subject_ur,
        asked_on=asked_on, due_on=due_on,
    )  # fmt: skip
    asked = [InputAsked(request=kept, organisation=o) for o in dict.fromkeys(organisations)]
    InputAsked.objects.bulk_create(asked)
    emit("input.asked", subject=kept.pk, by=by, organisations=len(asked))
    return kept


@transaction.atomic
def answer_input(
    *, by: Actor, asked: InputAsked, answer: str, answered_on: date, today: date
) -> InputAsked:
    """Give what was asked for, or note that it came."""
    require(
        by, Permission.PLEDGE_UPDATE,
        Scope(org_id=asked.organisation_id, area_path=asked.request.group.area_path),
    )  # fmt: skip
    if answered_on > today:
        raise DateInFuture
    asked.answered_on, asked.answer = answered_on, answer.strip()
    asked.save(update_fields=["answered_on", "answer", "updated_at"])
    emit("input.answered", subject=asked.request_id, by=by)
    return asked

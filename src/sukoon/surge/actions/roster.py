"""Keeping the roster of experts."""

from datetime import date

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, Scope, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.places.words import Level
from sukoon.surge.drafts import ExpertDraft
from sukoon.surge.models import Availability, Expert, ExpertLanguage, ExpertSkill
from sukoon.surge.problems import CodeTaken, DatesOutOfOrder

SEVERAL = ("skills", "languages")


@transaction.atomic
def record_expert(
    *, by: Actor, draft: ExpertDraft, expert: Expert | None = None, synthetic: bool = False
) -> Expert:
    """Add somebody to the roster, or change what is told of them: the own staff, or an area's."""
    require_holds(by, Permission.SURGE_WRITE)
    if expert:
        require(by, Permission.SURGE_WRITE, expert.scope)
    path = draft.base.path if draft.base else _country_path()
    require(by, Permission.SURGE_WRITE, Scope(org_id=draft.organisation.pk, area_path=path))
    kept = expert or Expert(is_synthetic=synthetic)
    for name in draft.__dataclass_fields__:
        if name not in SEVERAL:
            setattr(kept, name, getattr(draft, name))
    kept.area_path = path
    try:
        with transaction.atomic():
            kept.save(force_insert=expert is None)
    except IntegrityError as error:
        raise CodeTaken from error
    kept.skills.all().delete()
    kept.languages.all().delete()
    ExpertSkill.objects.bulk_create(
        ExpertSkill(expert=kept, skill=s) for s in sorted(set(draft.skills))
    )
    ExpertLanguage.objects.bulk_create(
        ExpertLanguage(expert=kept, language=c) for c in sorted(set(draft.languages))
    )
    emit("expert.changed" if expert else "expert.added", subject=kept.pk, by=by)
    return kept


def _country_path() -> str:
    """Return where somebody without a place is kept: in the country, for who keeps all of it."""
    country = places.areas(Level.COUNTRY).first()
    return country.path if country else ""


@transaction.atomic
def tell_availability(
    *, by: Actor, expert: Expert, starts_on: date, ends_on: date, note: str = ""
) -> Availability:
    """Say when an expert can be sent. Raises DatesOutOfOrder."""
    require(by, Permission.SURGE_WRITE, expert.scope)
    if ends_on < starts_on:
        raise DatesOutOfOrder
    kept = Availability.objects.create(
        expert=expert, starts_on=starts_on, ends_on=ends_on, note=note.strip()
    )
    emit("expert.availability_told", subject=expert.pk, by=by)
    return kept


@transaction.atomic
def forget_availability(*, by: Actor, availability: Availability) -> None:
    """Take back a time that was told."""
    require(by, Permission.SURGE_WRITE, availability.expert.scope)
    expert = availability.expert_id
    availability.delete()
    emit("expert.availability_taken_back", subject=expert, by=by)
